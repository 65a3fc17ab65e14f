"""How many replies stand in the writer's own words, with the guard before them, and what writing one costs.

`python -m bench.replies [--briefs 100] [--seed 2026] [--pairs 10] [--models FOLDER]`. Random briefs of every job, tone
and set of facts, worded as in service on one thread. --pairs prints replies beside their template; --models takes the
writer from another folder, to compare. The claims: at most 10 of 100 replies with a part that approved words had to
replace; the first sentence within 0.4 CPU-seconds.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from knowledge import writing
from knowledge.facts import Brief, Written
from knowledge.guard import check_reply
from knowledge.planning import parts
from knowledge.templates import render
from knowledge.writer import load_writer
from settings import settings
from tests.knowledge.briefs import any_brief

CLAIM_REPLACED, CLAIM_FIRST = 0.10, 0.4
OWN, MIXED = settings.writer, f"{settings.writer}, {writing.TEMPLATE}"


@dataclass(frozen=True)
class Reply:
    brief: Brief
    written: Written
    cpu: float  # seconds
    first: float  # CPU-seconds to the first sentence, streamed

    @property
    def parts(self) -> int:
        return sum(bool(part.names) for part in parts(self.brief))


def reply_to(brief: Brief) -> Reply:
    """A brief put into words as in service, and timed."""
    started = time.process_time()
    written = writing.write(brief)
    done = time.process_time()
    next(writing.stream(brief))
    return Reply(brief, written, done - started, time.process_time() - done)


def main(arguments: list[str]) -> int:
    """Print the table; 1 if a claim does not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--briefs", type=int, default=100)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--pairs", type=int, default=0)
    parser.add_argument("--models", type=Path, default=settings.models)
    options = parser.parse_args(arguments)
    writer = load_writer(settings.writer, options.models, threads=1)
    writing.the_writer = lambda: writer
    rng = random.Random(options.seed)
    replies = [reply_to(any_brief(rng)) for _ in range(options.briefs)]

    count = len(replies)
    own = [each for each in replies if each.written.written_by == OWN]
    mixed = [each for each in replies if each.written.written_by == MIXED]
    leaked = [each for each in replies if check_reply(each.written.text, each.brief) is not None]
    replaced = count - len(own)
    print(f"{count} random briefs, {sum(each.parts for each in replies)} parts, one thread")
    print(f"  all in the writer's words            {len(own):4d}")
    print(f"  one or more parts in approved words  {len(mixed):4d}")
    print(f"  wholly by template                   {count - len(own) - len(mixed):4d}")
    print(f"  whose figures the guard refuses      {len(leaked):4d}")
    print(f"  CPU of a reply, median               {statistics.median(each.cpu for each in replies):7.2f} s")
    print(f"  CPU to the first sentence, median    {statistics.median(each.first for each in replies):7.2f} s")
    slowest = max(each.first for each in replies)
    print(f"  CPU to the first sentence, longest   {slowest:7.2f} s   (claim: at most {CLAIM_FIRST})")
    print(f"REPLACED {replaced / count:.3f}   (claim: at most {CLAIM_REPLACED})")
    for each in rng.sample(own, min(options.pairs, len(own))):
        print(f"\n{each.brief.job}, {each.brief.tone}")
        print(f"  template  {render(each.brief)}\n  writer    {each.written.text}")
    return int(replaced / count > CLAIM_REPLACED or slowest > CLAIM_FIRST or bool(leaked))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
