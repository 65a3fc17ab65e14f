"""Signs of money trouble and payments to look at, customer by customer, with the reasons. For the bank's staff.

  ./milepost risk                 the ten customers of the demo bank with the most signs
  ./milepost risk ID              one customer: score, reasons, alerts of the rules

Payments are made up for the demo bank (advisor/transactions/generator.py); customers who withdrew `transactions` are
left out, and tone counts only with `sentiment_memory`.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date

SHOWN = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", type=int, nargs="?", help="customer number (default: those with the most signs)")
    parser.add_argument("--of", type=int, default=200, help="how many customers to look through (default 200)")
    parser.add_argument("--scenario", action="append", default=[], help="put trouble into the made-up history")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    from advisor.customers import load
    from advisor.transactions.generator import SCENARIOS
    from settings import settings
    from trust.risk import ranked

    if set(args.scenario) - set(SCENARIOS):
        print(f"milepost: the scenarios are {', '.join(SCENARIOS)}.", file=sys.stderr)
        return 2
    everybody = load(settings.root / "data" / "customers.csv").customers
    wanted = [c for c in everybody if c.customer_id == args.id] if args.id is not None else everybody[: args.of]
    found = ranked(wanted, date.today(), args.scenario)
    if not found:
        print("milepost: there is no such customer, or they withdrew the use of their payments.", file=sys.stderr)
        return 1
    for risk in found[:SHOWN]:
        if args.json:
            print(json.dumps(risk.to_dict()))
        else:
            signs = risk.distress
            print(
                f"{risk.customer_id:>6}  {signs.score:5.1f}  {signs.level:<5} {'; '.join(signs.reasons) or 'no signs'}"
            )
            for alert in risk.alerts:
                print(f"               {alert.kind}: {alert.why}")
    return 0
