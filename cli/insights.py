"""Insights for the bank: engagement, product discovery, friction and sentiment, by persona.

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


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--days", type=int, default=90, help="how far back (default: 90)")
    parser.add_argument("--html", type=Path, help="write the printable report to this file")
    parser.add_argument("--json", action="store_true", help="the tables as JSON")
    parser.add_argument("--made-up", action="store_true", help="use made-up conversations")


def run(args: argparse.Namespace) -> int:
    from advisor import personas
    from advisor.customers import Customer
    from advisor.insights import report
    from advisor.insights.frames import owner_of
    from advisor.personas import PersonasError
    from store import customers, events, recommendations
    from trust import consent

    people = [Customer.from_dict(row) for row in customers.everyone()]
    if not people:
        print("milepost: there are no customers; `./milepost customers import FILE` loads some", file=sys.stderr)
        return 1
    try:
        fitted = personas.current()
    except PersonasError as error:
        print(f"milepost: {error}", file=sys.stderr)
        return 1
    until = datetime.now(timezone.utc)
    if args.made_up:
        from advisor.insights.made_up import conversations

        happened, recommended = conversations(people, fitted, until=until, days=args.days)
        exclude = frozenset()
    else:
        happened, recommended = list(events.everything()), list(recommendations.everyone())
        owners = {event.owner for event in happened} | {item.owner for item in recommended}
        exclude = frozenset(owner for owner in owners if not consent.allows(owner, "insights"))
    found = report(
        people,
        fitted,
        happened,
        recommended,
        plans={} if args.made_up else _plans({owner_of(c) for c in people} & owners - exclude),
        exclude=exclude,
        until=until,
        days=args.days,
    )
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


def _plans(owners: set[str]) -> dict[str, object]:
    """The newest plan in force of each owner."""
    from advisor.plans import Plan
    from store import plans

    found = {}
    for owner in owners:
        stored = plans.active(owner)
        if stored:
            found[owner] = Plan.from_dict(stored[-1].document)
    return found
