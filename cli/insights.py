"""Report engagement, product discovery, friction and sentiment, by persona.

  ./milepost insights                      tables on the terminal
  ./milepost insights --html report.html   one file with pictures, to print or to send
  ./milepost insights --json               for another program
  ./milepost insights --made-up            with made-up conversations, to see what the report looks like

Customers who did not agree to be counted are left out.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from cli import CannotRun

if TYPE_CHECKING:
    from advisor.customers import Customer
    from advisor.insights import Insights
    from advisor.personas import Personas

LONGEST_DAYS = 3650


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--days", type=int, default=90, help="how far back (default: 90)")
    parser.add_argument("--html", type=Path, help="write the printable report to this file")
    parser.add_argument("--json", action="store_true", help="the tables as JSON")
    parser.add_argument("--made-up", action="store_true", help="use made-up conversations")


def run(args: argparse.Namespace) -> int:
    from advisor import personas
    from advisor.customers import Customer
    from advisor.personas import PersonasError
    from store import customers
    from trust.insights import insights

    if not 1 <= args.days <= LONGEST_DAYS:
        raise CannotRun(f"--days is a whole number from 1 to {LONGEST_DAYS}")
    people = [Customer.from_dict(row) for row in customers.everyone()]
    if not people:
        raise CannotRun("there are no customers; `./milepost customers import FILE` loads some")
    try:
        fitted = personas.current()
    except PersonasError as error:
        raise CannotRun(str(error)) from None
    make = _of_made_up_conversations if args.made_up else insights
    found = make(people, fitted, until=datetime.now(timezone.utc), days=args.days)
    if args.html:
        from advisor.insights.html import to_html

        args.html.write_text(to_html(found, made_up=args.made_up), encoding="utf-8")
        print(f"written to {args.html}", file=sys.stderr)
    if args.json:
        print(json.dumps(found.to_dict()))
    elif not args.html:
        from advisor.insights.html import to_text

        print("\n\n".join(to_text(table) for table in found.tables))
    return 0


def _of_made_up_conversations(people: list[Customer], fitted: Personas, *, until: datetime, days: int) -> Insights:
    from advisor.insights import report
    from advisor.insights.made_up import conversations

    return report(people, fitted, *conversations(people, fitted, until=until, days=days), until=until, days=days)
