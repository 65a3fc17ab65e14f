"""See how decisions fall on different customers; keep a worse model from going live.

./milepost fairness                     a table: ratio of the lowest to the highest rate, by age and income band
./milepost fairness --save FILE         also keep the figures
./milepost fairness --gate FILE         exit 1 if anything is worse than in FILE; the outcome goes into the audit
./milepost fairness --personas FILE     judge the personas of this file instead of those in force
"""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path

from cli import CannotRun


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--table", type=Path, help="customers to judge on (default: the demo bank's)")
    parser.add_argument("--personas", type=Path, help="personas.joblib to judge (default: those in force)")
    parser.add_argument("--save", type=Path, help="write the figures to this file")
    parser.add_argument("--gate", type=Path, help="figures of the model in force, to compare with")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    from advisor import personas
    from advisor.customers import CustomerError, load
    from advisor.personas import PersonasError
    from settings import settings
    from trust import audit, fairness_report
    from trust.fairness import worse

    try:
        fitted = personas.current(args.personas)
        customers = load(args.table or settings.root / "data" / "customers.csv").customers
        in_force = json.loads(args.gate.read_text(encoding="utf-8")) if args.gate else None
    except (PersonasError, CustomerError) as error:
        raise CannotRun(str(error)) from None
    except ValueError:
        raise CannotRun(f"{args.gate} holds no figures; `./milepost fairness --save FILE` writes such a file") from None
    made = [
        *fairness_report.of_personas(customers, fitted),
        *fairness_report.of_recommendations(customers, fitted),
        *fairness_report.of_risk(customers, date.today()),
    ]
    for item in made:
        if args.json:
            print(json.dumps(item.to_dict()))
        elif item.telling:
            print(f"{'LOOK' if item.fires else '    '}  {item.decision} by {item.attribute}: {item.said}")
    if not args.json:
        print(f"{sum(not item.telling for item in made)} more fall on everybody or nobody alike")
    if args.save:
        args.save.write_text(json.dumps([item.to_dict() for item in made], indent=1))
    if in_force is None:
        return 0
    found = worse(in_force, made)
    for item in found:
        print(f"worse: {item}")
    audit.record("model_gate", "staff-fairness", model="personas", version=fitted.version, passed=not found)
    print(f"{fitted.version} {'does not go live' if found else 'may go live'}")
    return 1 if found else 0
