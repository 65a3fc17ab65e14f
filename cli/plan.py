"""The plan for a goal, by the figures alone: ./milepost plan --goal house --amount 60000 --months 36 --saved 5000

Without --customer it plans for a guest: --income tells what is affordable. --chart FILE draws the roadmap (.svg, .png).
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from settings import settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from advisor.goals import GOAL_TYPES

    parser.add_argument("--goal", choices=GOAL_TYPES, default="other", help="what is saved for")
    parser.add_argument("--amount", type=float, help="in today's money; left out where it can be worked out")
    parser.add_argument("--months", type=int, help="until the money is needed")
    parser.add_argument("--saved", type=float, default=0.0, help="what is there already")
    parser.add_argument("--monthly", type=float, help="the amount a month that is chosen, instead of the one needed")
    parser.add_argument("--budget", type=float, help="what can be put aside a month, instead of the estimate")
    parser.add_argument("--fixed", action="store_true", help="the amount does not rise with prices")
    parser.add_argument("--house-price", type=float, help="of the house, in today's money")
    parser.add_argument("--spending", type=float, help="a year in retirement, in today's money")
    parser.add_argument("--retire-at", type=int, help="age")
    parser.add_argument(
        "--debt",
        action="append",
        default=[],
        metavar="NAME,BALANCE,RATE[,MINIMUM]",
        help="a debt, its yearly rate in per cent; may be repeated; the goal itself or, for other goals, what is owed",
    )
    parser.add_argument("--emergency-saved", type=float, help="what is there for emergencies already")
    parser.add_argument("--customer", type=int, help="id in the customer table")
    parser.add_argument("--income", type=float, default=0.0, help="of a guest, a year before tax")
    parser.add_argument("--age", type=int, default=35, help="of a guest")
    parser.add_argument("--risk", choices=("Low", "Medium", "High"), default="Low", help="of a guest")
    parser.add_argument("--today", type=date.fromisoformat, default=None, help="plan from this day (YYYY-MM-DD)")
    parser.add_argument("--chart", type=Path, help="draw the roadmap into this .svg or .png file")
    parser.add_argument("--json", action="store_true", help="the whole plan as one JSON object")


def run(args: argparse.Namespace) -> int:
    from advisor.customers import CustomerError
    from advisor.plans import AdviceError, Goal, Household, make_plan

    try:
        debts = tuple(_debt(text) for text in args.debt)
        goal = Goal(
            args.goal,
            args.amount,
            args.months,
            args.saved,
            fixed_amount=args.fixed,
            house_price=args.house_price,
            spending_a_year=args.spending,
            retirement_age=args.retire_at,
            debts=debts if args.goal == "debt_payoff" else (),
        )
        plan = make_plan(
            goal,
            _customer(args),
            today=args.today or date.today(),
            monthly=args.monthly,
            monthly_budget=args.budget,
            household=Household(
                debts=() if args.goal == "debt_payoff" else debts, emergency_saved=args.emergency_saved
            ),
        )
    except AdviceError as error:
        print(json.dumps({"error": error.say, "field": error.field}) if args.json else error.say, file=sys.stderr)
        return 1
    except (CustomerError, LookupError) as error:
        print(f"milepost plan: {error.args[0]}", file=sys.stderr)
        return 1
    if args.chart and not _draw(plan, args.chart):
        return 1
    print(json.dumps(plan.to_dict()) if args.json else describe(plan))
    return 0


def describe(plan) -> str:
    """The plan as a page of text: the figures, how to check them, and what they rest on."""
    from advisor.money_text import chance_text, duration_text, month_text, percent_text
    from advisor.money_text import money_text as money
    from advisor.plan_facts import plan_facts

    width = 20
    in_todays = " in today's money" if plan.inflation else ""
    lines = [f"{plan.goal.label.capitalize()} · {plan.status.replace('_', ' ')} · {plan.customer_name}", ""]
    lines += [f"  {fact.name.replace('_', ' '):<{width}}{fact.text}" for fact in plan_facts(plan, settings.currency)]
    if plan.first_steps:
        lines += ["", "Before this goal"]
        lines += [
            f"  {step.name:<{width}}{money(step.amount, cents=False)}"
            f"{f' at {percent_text(step.annual_rate)} a year' if step.annual_rate is not None else ''}: {step.why}"
            for step in plan.first_steps
        ]
    if plan.house:
        lines += ["", "Buying", *_house(plan.house)]
    if plan.retirement:
        later = plan.retirement
        lines += [
            "",
            "Spending it",
            f"  {money(later.spending_a_month_todays, cents=False)} a month in today's money, "
            f"{percent_text(later.withdrawal_rate)} of the savings in the first year; "
            f"in {chance_text(later.chance_it_lasts)} of futures it lasts to {later.plan_to_age}",
        ]
    if plan.milestones:
        lines += ["", "Milestones"]
        lines += [
            f"  {month_text(step.date):<{width}}{money(step.amount_future, cents=False)}  {step.name}"
            for step in plan.milestones
        ]
    if plan.repairs:
        lines += ["", "What would make it work"]
        lines += [
            f"  {repair.kind.replace('_', ' '):<{width}}{money(repair.monthly)} a month for "
            f"{duration_text(repair.months)}, {money(repair.target_todays)}{in_todays}"
            for repair in plan.repairs
        ]
    if plan.sensitivities and plan.status != "done":
        lines += ["", "What matters most"]
        lines += [
            f"  {item.assumption:<{width}}{item.change}: {money(item.monthly_change)} more a month"
            for item in plan.sensitivities[:2]
            if item.monthly_change >= 0.01
        ]
    if plan.goal.goal_type != "debt_payoff" and plan.monthly:
        lines += [
            "",
            "Check it on a calculator",
            f"  {plan.months} payments at month end, {percent_text(plan.expected_return, 2)} a year compounding "
            "monthly,",
            f"  {money(plan.saved)} to begin with, {money(plan.target_future, cents=True)} in the end: "
            f"{money(plan.monthly, cents=True)} a month.",
        ]
    return "\n".join([*lines, "", *plan.notes, f"Assumptions: {plan.assumptions_id}"])


def _house(home) -> list[str]:
    """What the mortgage asks for, and how that and the deposit are rated."""
    from advisor.money_text import money_text as money
    from advisor.money_text import percent_text

    lines = [
        f"  {money(home.deposit, cents=False)} deposit ({percent_text(home.deposit_share)} of the price, "
        f"{home.deposit_rating}) and {money(home.closing_costs, cents=False)} closing costs",
        f"  {money(home.housing_cost_a_month, cents=False)} a month for the mortgage, upkeep, tax and insurance",
    ]
    if home.debt_to_income is not None:
        lines.append(
            f"  {percent_text(home.debt_to_income)} of income with other debts: {home.rating}; "
            f"up to {money(home.comfortable_price, cents=False)} would be comfortable"
        )
    return lines


def _debt(text: str):
    from advisor.plans import AdviceError, Debt

    parts = [part.strip() for part in text.split(",")]
    try:
        name, balance, rate = parts[0], float(parts[1]), float(parts[2])
        return Debt(name, balance, rate / 100, float(parts[3]) if len(parts) > 3 else 0.0)
    except (IndexError, ValueError):
        raise AdviceError(f"--debt {text!r}: write NAME,BALANCE,RATE or NAME,BALANCE,RATE,MINIMUM", "debts") from None


def _customer(args: argparse.Namespace):
    from advisor.customers import Customer, load

    if args.customer is None:
        return Customer.guest(args.income, age=args.age, risk_profile=args.risk)
    from store import customers

    known = customers.get(args.customer) if customers.count() else None
    if known:
        return Customer.from_dict(known)
    # Before `./milepost customers import`, the demo bank's own table.
    for customer in load(settings.root / "data" / "customers.csv").customers:
        if customer.customer_id == args.customer:
            return customer
    raise LookupError(f"there is no customer {args.customer}; ./milepost customers shows who there is")


def _draw(plan, path: Path) -> bool:
    from advisor.pictures import draw, roadmap

    fmt = path.suffix.lstrip(".").lower()
    if fmt not in ("svg", "png"):
        print(f"milepost plan: --chart {path}: the name must end in .svg or .png", file=sys.stderr)
        return False
    path.write_bytes(draw("roadmap", roadmap(plan, settings.currency), fmt=fmt).content)
    return True
