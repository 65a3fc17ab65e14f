"""Hear sound files: what Whisper makes of each.

  ./milepost hear goal.wav other.webm          a line a file
  ./milepost hear --json goal.wav              {"file", "text", "seconds", "cpu_seconds", ...} a line
  ./milepost hear --engine openai-whisper …    the other engine, the same weights

A file that cannot be understood gets a line that says why, and the command ends with 1.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from cli import CannotRun
from settings import settings
from voice.errors import HearingUnavailable, VoiceError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="sound file; - reads from a pipe")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--engine", default=settings.hearing, help="faster-whisper or openai-whisper")
    parser.add_argument("--whisper", default=settings.whisper, help="base, tiny.en, or a folder")
    parser.add_argument("--language", default=settings.language, help='as Whisper names it; "" detects it')


def run(args: argparse.Namespace) -> int:
    from voice import engines
    from voice.hearing import Hearing

    try:
        engine = engines.load(args.engine, args.whisper, settings.models, settings.threads)
    except HearingUnavailable as error:
        raise CannotRun(str(error)) from None
    hearing = Hearing(engine, args.language or None)
    hearing.warm_up()
    failed = False
    for file in args.files:
        try:
            recording = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
            heard = hearing.transcribe(recording)
        except (VoiceError, OSError) as error:
            failed = True
            say = error.say if isinstance(error, VoiceError) else f"cannot be read: {error.strerror}"
            failure = {"file": str(file), "error": say}
            print(json.dumps(failure) if args.json else f"{file}: {say}", flush=True)
            continue
        if args.json:
            result = {
                "file": str(file),
                "text": heard.text,
                "seconds": round(heard.seconds, 2),
                "cpu_seconds": round(heard.cpu_seconds, 3),
                "language": heard.language,
                "confidence": round(heard.confidence, 3),
                "clear": heard.clear,
            }
            print(json.dumps(result, ensure_ascii=False), flush=True)
        else:
            print(f"{file}: {heard.text}", flush=True)
    return int(failed)
