"""Replay the stories and spoken cases of tests/stories, and say what broke.

./milepost replay              all of them, against a bot and an action server of its own
./milepost replay digression   those whose file, group or name holds the word
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from cli import CannotRun

ROOT = Path(__file__).resolve().parent.parent


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("pattern", nargs="?", default="", help="part of a file, group or story; * and ? are allowed")
    parser.add_argument("--stories", type=Path, default=ROOT / "tests" / "stories", help="folder with the story files")
    parser.add_argument("--report", type=Path, default=ROOT / "results" / "replay.html", help="where the page goes")
    parser.add_argument("--writer", help="who writes the replies, instead of the settings' one; template is quickest")
    parser.add_argument("--typed-only", action="store_true", help="leave spoken stories out")
    parser.add_argument("--list", action="store_true", help="only list the stories")


def run(args: argparse.Namespace) -> int:
    from bot.replay.servers import surroundings
    from bot.replay.stories import StoryError, load

    try:
        stories = load(args.stories, args.pattern)
    except StoryError as error:
        raise CannotRun(str(error)) from None
    if not stories:
        raise CannotRun(f"no story matches {args.pattern!r}; `./milepost replay --list` shows all")
    if args.list:
        for story in stories:
            print(f"{story.group}: {story.name}  ({story.file})")
        return 0
    command = [sys.executable, "-m", "bot.replay", args.pattern, f"--stories={args.stories}", f"--report={args.report}"]
    # A process of its own: settings are read once, and a replay writes to a database of its own.
    own = surroundings(args.writer)
    status = subprocess.call(command + ["--typed-only"] * args.typed_only, env=own, cwd=ROOT)
    if status:
        print(f"The servers' logs: {own['MILEPOST_VAR']}")
    else:
        shutil.rmtree(own["MILEPOST_VAR"], ignore_errors=True)
    return status
