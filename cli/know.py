"""Answer a question from the articles, with sources, or say why there is no answer.

./milepost know "what is a good deposit for a first home?"
./milepost know questions.txt --json        one question a line; - reads them from standard input
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("question", help="a question, a file with one a line, or - for standard input")
    parser.add_argument("--tone", choices=("warm", "plain", "careful"), default="warm", help="how it is said")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    from knowledge.answers import answer

    for question in _questions(args.question):
        started = time.perf_counter()
        found = answer(question, args.tone)
        seconds = round(time.perf_counter() - started, 3)
        if args.json:
            record = {
                "question": question,
                "answer": found.text,
                "sources": [{"title": each.title, "url": each.url, "quote": each.quote} for each in found.sources],
                "declined": found.declined,
                "why": found.why,
                "written_by": found.written_by,
                "seconds": seconds,
            }
            print(json.dumps(record, ensure_ascii=False), flush=True)
        else:
            print(f"{question}\n  {found.text}")
            for each in found.sources:
                print(f"  {each.title}, {each.url}\n    “{each.quote}”")
            print(
                f"  ({'declined: ' + str(found.why) if found.declined else found.written_by}, {seconds} s)\n",
                flush=True,
            )
    return 0


def _questions(argument: str) -> list[str]:
    if argument == "-":
        lines = sys.stdin.read().splitlines()
    elif len(argument) < 250 and Path(argument).is_file():
        lines = Path(argument).read_text(encoding="utf-8").splitlines()
    else:
        lines = [argument]
    return [line.strip() for line in lines if line.strip()]
