"""The named peer of bench/conversation.py: the same bot with Rasa's stock settings, DIET and TED."""
