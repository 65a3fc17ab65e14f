"""See verdicts on recommendations; judge, promote or roll back what learns from them.

./milepost feedback                 how many verdicts there are, by product, and which policy is in force
./milepost feedback evaluate        what learning would have earned, judged from the log; changes nothing
./milepost feedback promote         put the learned policy in force if it serves customers better beyond doubt
./milepost feedback rollback        put the rules back in force, at once and in every process
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import asdict


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", nargs="?", choices=("show", "evaluate", "promote", "rollback"), default="show")
    parser.add_argument("--json", action="store_true", help="the result as one JSON object")


def run(args: argparse.Namespace) -> int:
    from advisor.feedback.learner import Learner
    from store import recommendations

    learner = Learner()
    if args.what == "rollback":
        state = learner.roll_back()
        print(json.dumps(state) if args.json else "the rules are in force")
        return 0
    if args.what == "show":
        verdicts = Counter((r.product_id, r.verdict) for r in recommendations.verdicts())
        if args.json:
            rows = [{"product": p, "verdict": v, "times": n} for (p, v), n in verdicts.most_common()]
            print(json.dumps({"state": learner.state, "verdicts": rows}))
            return 0
        print(f"in force: {learner.state['kind']} ({learner.state.get('why', 'from the start')})")
        for (product, verdict), times in verdicts.most_common():
            print(f"{times:>6}  {product} {verdict}")
        return 0
    decision = learner.consider(recommendations, apply=args.what == "promote")
    if args.json:
        print(json.dumps({"promoted": decision.promoted, "why": decision.why, "outcomes": decision.outcomes,
                          "lift": asdict(decision.lift) if decision.lift else None}))  # fmt: skip
        return 0
    for name, result in (("learned policy", decision.candidate), ("rules", decision.incumbent)):
        if result:
            print(f"{name:<16} IPS {result.ips}  SNIPS {result.snips}  DR {result.dr}  "
                  f"worth {result.effective_sample:.0f} outcomes of its own")  # fmt: skip
    print(f"{'it may be in force' if decision.promoted else 'it may not be in force'}: {decision.why}")
    print(f"in force now: {learner.state['kind']}")
    return 0
