"""Say a text aloud, into a WAV file.

./milepost say "You need \\$1,423.82 a month." --out plan.wav
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cli import CannotRun
from settings import settings
from voice.errors import SpeakingUnavailable


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", metavar="TEXT", help="what to say; - reads it from a pipe")
    parser.add_argument("--out", metavar="FILE", type=Path, required=True, help="where the WAV goes; - for a pipe")
    parser.add_argument("--driver", default=settings.speaking, help="hibari, espeak, or another of pyttsx3")


def run(args: argparse.Namespace) -> int:
    from voice.speaking import Speaking

    speaking = Speaking(args.driver)
    try:
        content = speaking.say(sys.stdin.read() if args.text == "-" else args.text)
    except (SpeakingUnavailable, ValueError) as error:
        raise CannotRun(str(error)) from None
    if str(args.out) == "-":
        sys.stdout.buffer.write(content)
    else:
        args.out.write_bytes(content)
        print(f"{args.out}: {len(content):,} bytes, spoken by {speaking.driver}")
    return 0
