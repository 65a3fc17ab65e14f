"""How the writer was fine-tuned: the pairs it learned from, the script, and the adapter that came out."""

from pathlib import Path

ADAPTER = Path(__file__).with_name("adapter")
