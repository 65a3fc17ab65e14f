"""Find signs of money trouble and payments to look at, each with its reasons.

  ./milepost risk                 the ten customers of the demo bank with the most signs
  ./milepost risk ID              one customer: score, why, what would change it, odd payments
  ./milepost risk ID --beside     also the values of the shap and lime libraries, and how far they agree

Payments are made up for the demo bank (advisor/transactions/generator.py); customers who withdrew `transactions` are
left out, and tone counts only with `sentiment_memory`.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from cli import CannotRun

if TYPE_CHECKING:
    from trust.reasons import Explanation
    from trust.risk import Risk

SHOWN = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", type=int, nargs="?", help="customer number (default: those with the most signs)")
    parser.add_argument("--of", type=int, default=200, help="how many customers to look through (default 200)")
    parser.add_argument("--scenario", action="append", default=[], help="put trouble into the made-up history")
    parser.add_argument("--beside", action="store_true", help="ask the shap and lime libraries for the same values")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    from advisor.customers import load
    from advisor.transactions.generator import SCENARIOS
    from settings import settings
    from trust.risk import ranked, risk_of

    if set(args.scenario) - set(SCENARIOS):
        raise CannotRun(f"the scenarios are {', '.join(SCENARIOS)}.")
    everybody = load(settings.root / "data" / "customers.csv").customers
    if args.id is None:
        found = ranked(everybody[: args.of], date.today(), args.scenario)[:SHOWN]
    else:
        one = (
            risk_of(c, date.today(), args.scenario, beside=args.beside, thorough=True)
            for c in everybody
            if c.customer_id == args.id
        )
        found = [risk for risk in one if risk is not None]
    if not found:
        raise CannotRun("there is no such customer, or they withdrew the use of their payments.")
    for risk in found:
        if args.json:
            print(json.dumps(risk.to_dict()))
        elif args.id is None:
            signs = risk.distress
            print(
                f"{risk.customer_id:>6}  {signs.score:5.1f}  {signs.level:<5} {'; '.join(signs.reasons) or 'no signs'}"
            )
            _print_alerts(risk)
        else:
            _print_explanation(risk.explanation)
            _print_alerts(risk)
    return 0


def _print_explanation(why: Explanation) -> None:
    print(f"{why.spoken()}\n")
    beside = why.attribution.agreement is not None
    print(f"{'points':>8}{'lime' * beside:>8}  sign")
    print(f"{why.attribution.base:8.2f}{'':{8 * beside}}  on average, {why.compared_with}")
    for part in why.attribution.contributions:
        lime = f"{part.lime:8.2f}" if part.lime is not None else ""
        print(f"{part.shap:+8.2f}{lime}  {part.feature} {part.value:.2f}")
    print(f"{why.attribution.output:8.2f}{'':{8 * beside}}  score (version {why.version})")
    if beside:
        print(
            f"the shap library differs by {why.attribution.library_difference:.1e} at most; "
            f"LIME ranks the signs alike to {why.attribution.agreement:.2f} (1: the same order)"
        )


def _print_alerts(risk: Risk) -> None:
    for (kind, why), times in Counter((alert.kind, alert.why) for alert in risk.alerts).items():
        print(f"               {kind}: {why}{f' ({times} payments)' * (times > 1)}")
