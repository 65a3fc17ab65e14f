"""The replay itself, run by cli/replay.py in surroundings of its own: `python -m bot.replay --help`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from advisor.customers import load as load_customers
from bot.replay.player import Player, Result
from bot.replay.report import print_table, write_page
from bot.replay.servers import ROOT, Servers
from bot.replay.stories import Story, load
from store import customers


def ears() -> Callable[[str], str]:
    """A function that says a sentence aloud and returns what the hearing engine made of it."""
    from voice.hearing import hearing
    from voice.speaking import speaking

    return lambda text: hearing().transcribe(speaking().say(text)).text


def play_all(stories: list[Story], console: Console) -> list[Result]:
    """Play stories one after the other against servers that are started and ended here."""
    customers.put(row.to_dict() for row in load_customers(ROOT / "data" / "customers.csv").customers)
    hear = ears() if any(story.spoken for story in stories) else None
    results = []
    with console.status("starting a bot and an action server") as status, Servers() as servers:
        player = Player(servers, hear)
        for number, story in enumerate(stories, start=1):
            status.update(f"{number} of {len(stories)}: {story.name}")
            results.append(player.play(story))
    return results


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bot.replay", description=__doc__)
    parser.add_argument("pattern", nargs="?", default="")
    parser.add_argument("--stories", type=Path, required=True)
    parser.add_argument("--report", type=Path, required=True)
    parser.add_argument("--typed-only", action="store_true")
    args = parser.parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else 140)
    stories = [s for s in load(args.stories, args.pattern) if not (args.typed_only and s.spoken)]
    try:
        results = play_all(stories, console)
    except RuntimeError as error:
        print(f"milepost: {error}", file=sys.stderr)
        return 2
    print_table(results, console)
    console.print(f"\nEvery turn: {write_page(results, args.report)}", markup=False, highlight=False)
    return 0 if all(result.passed for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
