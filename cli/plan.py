"""Work out the plan for a goal, by the figures alone.

./milepost plan --goal house --amount 60000 --months 36 --saved 5000

Without --customer it plans for a guest: --income tells what is affordable. --chart FILE draws the roadmap (.svg, .png).
"""

from __future__ import annotations

import argparse
import functools
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cli import CannotRun
from settings import settings

if TYPE_CHECKING:
    from advisor.customers import Customer
    from advisor.plans import Debt, Plan
    from advisor.records import HouseDetail, RetirementDetail

TERM_WIDTH = 20  # of the column that names what a line is about


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from advisor.goals import GOAL_TYPES

    parser.add_argument("--goal", choices=GOAL_TYPES, default="other", help="what is saved for")
    parser.add_argument(
        "--amount", type=float, metavar="MONEY", help="in today's money; left out where it can be worked out"
    )
    parser.add_argument("--months", type=int, metavar="N", help="until the money is needed")
    parser.add_argument("--saved", type=float, default=0.0, metavar="MONEY", help="what is there already")
    parser.add_argument(
        "--monthly", type=float, metavar="MONEY", help="the amount a month that is chosen, instead of the one needed"
    )
    parser.add_argument(
        "--budget", type=float, metavar="MONEY", help="what can be put aside a month, instead of the estimate"
    )
    parser.add_argument("--fixed", action="store_true", help="the amount does not rise with prices")
    parser.add_argument("--house-price", type=float, metavar="MONEY", help="of the house, in today's money")
    parser.add_argument("--spending", type=float, metavar="MONEY", help="a year in retirement, in today's money")
    parser.add_argument("--retire-at", type=int, metavar="AGE", help="age")
    parser.add_argument(
        "--debt",
        action="append",
        default=[],
        metavar="NAME,BALANCE,RATE[,MINIMUM]",
        help="a debt, its yearly rate in per cent; may be repeated; the goal itself or, for other goals, what is owed",
    )
    parser.add_argument("--emergency-saved", type=float, metavar="MONEY", help="what is there for emergencies already")
    parser.add_argument("--customer", type=int, metavar="ID", help="id in the customer table")
    parser.add_argument("--income", type=float, default=0.0, metavar="MONEY", help="of a guest, a year before tax")
    parser.add_argument("--age", type=int, default=35, help="of a guest")
    parser.add_argument("--risk", choices=("Low", "Medium", "High"), default="Low", help="of a guest")
    parser.add_argument("--today", type=_day, default=None, metavar="YYYY-MM-DD", help="plan from this day")
    parser.add_argument("--chart", type=Path, metavar="FILE", help="draw the roadmap into this .svg or .png file")
    parser.add_argument("--json", action="store_true", help="the whole plan as one JSON object")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2026-11-23") from None


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
        if not args.json:
            raise CannotRun(error.say) from None
        print(json.dumps({"error": error.say, "field": error.field}), file=sys.stderr)
        return 1
    except CustomerError as error:
        raise CannotRun(str(error)) from None
    if args.chart:
        _draw(plan, args.chart)
    print(json.dumps(plan.to_dict()) if args.json else describe(plan))
    return 0


def describe(plan: Plan) -> str:
    """The plan as a page of text: the figures, how to check them, and what they rest on."""
    from advisor.plan_facts import plan_facts

    lines = [f"{plan.goal.label.capitalize()} · {plan.status.replace('_', ' ')} · {plan.customer_name}", ""]
    lines += [_line(fact.name, fact.text) for fact in plan_facts(plan, settings.currency)]
    sections = {
        "Before this goal": _first_steps(plan),
        "Buying": _house(plan.house) if plan.house else (),
        "Spending it": _retirement(plan.retirement) if plan.retirement else (),
        "Milestones": _milestones(plan),
        "What would make it work": _repairs(plan),
        "What matters most": _sensitivities(plan),
        "Check it on a calculator": _check(plan),
    }
    for title, section in sections.items():
        if found := list(section):
            lines += ["", title, *found]
    return "\n".join([*lines, "", *plan.notes, f"Assumptions: {plan.assumptions_id}"])


def _line(term: str, text: str) -> str:
    return f"  {term.replace('_', ' '):<{TERM_WIDTH}}{text}"


def _money(amount: float, *, cents: bool | None = None) -> str:
    from advisor.money_text import money_text

    return money_text(amount, settings.currency, cents=cents)


_whole = functools.partial(_money, cents=False)


def _first_steps(plan: Plan) -> Iterator[str]:
    from advisor.money_text import percent_text

    for step in plan.first_steps:
        rate = f" at {percent_text(step.annual_rate)} a year" if step.annual_rate is not None else ""
        yield _line(step.name, f"{_whole(step.amount)}{rate}: {step.why}")


def _house(home: HouseDetail) -> Iterator[str]:
    """What the mortgage asks for, and how that and the deposit are rated."""
    from advisor.money_text import percent_text

    yield (
        f"  {_whole(home.deposit)} deposit ({percent_text(home.deposit_share)} of the price, "
        f"{home.deposit_rating}) and {_whole(home.closing_costs)} closing costs"
    )
    yield f"  {_whole(home.housing_cost_a_month)} a month for the mortgage, upkeep, tax and insurance"
    if home.debt_to_income is not None:
        yield (
            f"  {percent_text(home.debt_to_income)} of income with other debts: {home.rating}; "
            f"up to {_whole(home.comfortable_price)} would be comfortable"
        )


def _retirement(later: RetirementDetail) -> Iterator[str]:
    from advisor.money_text import chance_text, percent_text

    yield (
        f"  {_whole(later.spending_a_month_todays)} a month in today's money, "
        f"{percent_text(later.withdrawal_rate)} of the savings in the first year; "
        f"in {chance_text(later.chance_it_lasts)} of futures it lasts to {later.plan_to_age}"
    )


def _milestones(plan: Plan) -> Iterator[str]:
    from advisor.money_text import month_text

    for step in plan.milestones:
        yield _line(month_text(step.date), f"{_whole(step.amount_future)}  {step.name}")


def _repairs(plan: Plan) -> Iterator[str]:
    from advisor.money_text import duration_text

    in_todays = " in today's money" if plan.inflation else ""
    for repair in plan.repairs:
        target = f"{_money(repair.target_todays)}{in_todays}"
        yield _line(repair.kind, f"{_money(repair.monthly)} a month for {duration_text(repair.months)}, {target}")


def _sensitivities(plan: Plan) -> Iterator[str]:
    """The two assumptions that cost most if they are wrong."""
    if plan.status == "done":
        return
    for item in plan.sensitivities[:2]:
        if item.monthly_change >= 0.01:  # a cent
            yield _line(item.assumption, f"{item.change}: {_money(item.monthly_change)} more a month")


def _check(plan: Plan) -> Iterator[str]:
    """The sum of an annuity that comes to the same amount a month; debts are paid by other sums."""
    from advisor.money_text import percent_text

    if plan.goal.goal_type == "debt_payoff" or not plan.monthly:
        return
    yield (
        f"  {plan.months} payments at month end, {percent_text(plan.expected_return, 2)} a year compounding monthly,"
    )
    yield (
        f"  {_money(plan.saved)} to begin with, {_money(plan.target_future, cents=True)} in the end: "
        f"{_money(plan.monthly, cents=True)} a month."
    )


def _debt(text: str) -> Debt:
    from advisor.plans import AdviceError, Debt

    parts = [part.strip() for part in text.split(",")]
    try:
        name, balance, rate = parts[0], float(parts[1]), float(parts[2])
        return Debt(name, balance, rate / 100, float(parts[3]) if len(parts) > 3 else 0.0)
    except (IndexError, ValueError):
        raise AdviceError(f"--debt {text!r}: write NAME,BALANCE,RATE or NAME,BALANCE,RATE,MINIMUM", "debts") from None


def _customer(args: argparse.Namespace) -> Customer:
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
    raise CannotRun(f"there is no customer {args.customer}; `./milepost customers import FILE` loads some")


def _draw(plan: Plan, path: Path) -> None:
    from advisor.pictures import draw, roadmap

    fmt = path.suffix.lstrip(".").lower()
    if fmt not in ("svg", "png"):
        raise CannotRun(f"--chart {path}: the name must end in .svg or .png")
    path.write_bytes(draw("roadmap", roadmap(plan, settings.currency), fmt=fmt).content)
