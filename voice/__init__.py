"""Hearing (audio to text) and speaking (text to audio). This room knows nothing of goals or advice."""
