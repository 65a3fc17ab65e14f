"""The parts of the bot that run inside Rasa, tried without a model."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
