"""The voice room: hearing (audio to text) and speaking (text to audio). It knows nothing of goals or advice."""
