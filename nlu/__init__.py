"""What a message means: training examples, and the components Rasa loads (Python 3.10)."""
