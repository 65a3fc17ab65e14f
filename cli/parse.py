"""Show what the NLU makes of each line of a text, one JSON object a line.

{"text", "intent", "confidence", "entities"}: each entity has its kind, where it was read from (start, end) and its
value; figures also carry what belongs to them (currency, per, relation, grain …), see nlu/README.md.
Uses the model the bot was last trained with; the bot does not have to run.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from cli import CannotRun
from settings import settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help='a text file with one utterance a line, or "-" for standard input')


def run(args: argparse.Namespace) -> int:
    try:
        utterances = sys.stdin.buffer.read() if args.file == "-" else Path(args.file).read_bytes()
    except OSError as error:
        raise CannotRun(f"{args.file}: {error.strerror}. Give a text file, or - for standard input.") from None
    # The bot's environment has what reads the model.
    python = settings.root / ".venv" / "bot" / "bin" / "python"
    return subprocess.run([python, "-m", "nlu.parse"], input=utterances, cwd=settings.root, check=False).returncode
