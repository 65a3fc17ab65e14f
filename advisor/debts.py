"""Paying debts off: what it takes a month, in which order, and what each order costs."""

from __future__ import annotations

from datetime import date

from advisor.assumptions import Assumptions
from advisor.customers import Customer
from advisor.goals import MAX_MONTHS, AdviceError, Debt, Goal, Household, check_debt
from advisor.money import add_months, ceil_cent, round_cent
from advisor.records import (
    Cashflow,
    DebtDetail,
    Milestone,
    Payoff,
    PayoffMonth,
    Plan,
    Point,
    Repair,
    Sensitivity,
    Stage,
)

DEAREST_FIRST = "avalanche"
SMALLEST_FIRST = "snowball"


def payoff(debts: tuple[Debt, ...], monthly: float, order: str, today: date) -> Payoff | None:
    """Pays `monthly` at each month end: interest is added, every debt gets its minimum, the rest goes to the first
    debt of the order, and what a paid-off debt no longer needs goes to the next. None if 60 years are not enough."""
    key = {DEAREST_FIRST: lambda d: (-d.annual_rate, d.balance), SMALLEST_FIRST: lambda d: (d.balance, -d.annual_rate)}
    queue = sorted(debts, key=key[order])
    left = [debt.balance for debt in queue]
    interest, balances, gone = 0.0, [PayoffMonth(0, round_cent(sum(left)))], []
    for month in range(1, MAX_MONTHS + 1):
        before = sum(left)
        for index, debt in enumerate(queue):
            added = left[index] * debt.annual_rate / 12
            interest += added
            left[index] += added
        purse = monthly
        for index, debt in enumerate(queue):
            paid = min(left[index], debt.minimum_payment, purse)
            left[index] -= paid
            purse -= paid
        for index, debt in enumerate(queue):
            paid = min(left[index], purse)
            left[index] -= paid
            purse -= paid
            if left[index] < 0.005 and all(name.name != debt.name for name in gone):
                left[index] = 0.0
                gone.append(Milestone(debt.name, month, add_months(today, month), round_cent(debt.balance)))
        balances.append(PayoffMonth(month, round_cent(sum(left))))
        if not any(left):
            return Payoff(tuple(item.name for item in gone), month, round_cent(interest), tuple(balances), tuple(gone))
        if sum(left) >= before and month > 1 and len(gone) == 0 and sum(left) > 50 * sum(d.balance for d in debts):
            return None
    return None


def monthly_needed(debts: tuple[Debt, ...], months: int, today: date) -> float:
    """The least monthly amount, to the cent, that clears all debts in time, dearest first."""
    low, high = 0.0, sum(debt.balance * (1 + debt.annual_rate / 12) for debt in debts) + 0.01
    while high - low > 0.001:
        middle = (low + high) / 2
        plan = payoff(debts, middle, DEAREST_FIRST, today)
        low, high = (low, middle) if plan and plan.months <= months else (middle, high)
    return ceil_cent(high)


def unique_names(debts: tuple[Debt, ...]) -> tuple[Debt, ...]:
    """Debts whose names differ, so that each can be told apart in the plan."""
    seen: dict[str, int] = {}
    named = []
    for debt in debts:
        seen[debt.name] = seen.get(debt.name, 0) + 1
        name = debt.name if seen[debt.name] == 1 else f"{debt.name} {seen[debt.name]}"
        named.append(Debt(name, debt.balance, debt.annual_rate, debt.minimum_payment))
    return tuple(named)


def make_plan(
    goal: Goal,
    customer: Customer,
    flow: Cashflow,
    household: Household,
    today: date,
    assumptions: Assumptions,
    chosen: float | None,
) -> Plan:
    """The payoff plan: of goal.debts, the household's, or one debt of goal.target at the average card rate."""
    debts = goal.debts or household.debts
    assumed_rate = not debts
    if not debts:
        if goal.target is None:
            raise AdviceError("How much do you owe, and on what?", "target")
        debts = (Debt("card", goal.target, assumptions.card_rate),)
    for debt in debts:
        check_debt(debt)
    debts = unique_names(tuple(debts))
    total = sum(debt.balance for debt in debts)
    minimum = sum(debt.minimum_payment for debt in debts)
    # The minimum payments are part of this plan, so they count as money that can be spared.
    spare = flow.spare + (sum(debt.minimum_payment for debt in household.debts) if not goal.debts else 0.0)
    most = flow.most + (spare - flow.spare)

    months = goal.months
    if months is None:
        pace = chosen if chosen is not None else max(spare, minimum)
        paid = payoff(debts, pace, DEAREST_FIRST, today) if pace > 0 else None
        if paid is None:
            raise AdviceError(
                "At that pace the interest grows faster than the debt shrinks. By when would you like to "
                "be free of it?",
                "months",
            )
        months = paid.months
    required = max(monthly_needed(debts, months, today), round_cent(minimum))
    unknown = customer.income <= 0 and customer.customer_id == 0 and spare == 0
    status = "on_track" if unknown or required <= spare else "stretch" if required <= most else "out_of_reach"
    contribution = chosen if chosen is not None else (max(spare, minimum) if status == "out_of_reach" else required)
    avalanche = payoff(debts, contribution, DEAREST_FIRST, today)
    snowball = payoff(debts, contribution, SMALLEST_FIRST, today)
    found = []
    if status in ("stretch", "out_of_reach"):
        longer = payoff(debts, spare, DEAREST_FIRST, today) if spare > 0 else None
        if longer and longer.months > months:
            found.append(
                Repair(
                    "more_time", longer.months, round_cent(spare), round_cent(total), add_months(today, longer.months)
                )
            )
        found.append(Repair("more_a_month", months, required, round_cent(total), add_months(today, months)))
        halfway = (months + longer.months) // 2 if longer else 0
        if halfway > months:
            monthly = monthly_needed(debts, halfway, today)
            found.append(Repair("both", halfway, monthly, round_cent(total), add_months(today, halfway)))
    dearer = tuple(Debt(d.name, d.balance, d.annual_rate + 0.01, d.minimum_payment) for d in debts)
    goal = goal.with_changes(target=round_cent(total), months=months, debts=debts, fixed_amount=True)
    in_time = avalanche is not None and avalanche.months <= months
    repaid = _points(avalanche, total, contribution, months, today)
    rate = max(debt.annual_rate for debt in debts)
    interest = avalanche.interest if avalanche else 0.0
    notes = [
        "Interest is added monthly; payments are made at the end of each month, dearest debt first.",
        "No new debt is taken on while the plan runs.",
    ]
    if assumed_rate:
        notes.append(
            f"The rate is not known: {assumptions.card_rate:.2%} a year is assumed, the average of US credit cards."
        )
    outcome = repaid[-1].planned
    return Plan(
        created=today,
        customer_id=customer.customer_id,
        customer_name=customer.name,
        assumptions_id=assumptions.id,
        goal=goal,
        risk_profile=customer.risk_profile,
        status=status,
        target_todays=round_cent(total),
        target_future=round_cent(total),
        months=months,
        target_date=add_months(today, months),
        saved=0.0,
        inflation=0.0,
        monthly=required,
        contribution=round_cent(contribution),
        stages=(Stage(1, months, round_cent(contribution)),),
        shortfall_monthly=0.0 if unknown else round_cent(max(0.0, required - spare)),
        confident_monthly=required,
        income_share=round(required / (customer.income / 12), 4) if customer.income > 0 else 0.0,
        cashflow=flow,
        stocks_share=0.0,
        bonds_share=0.0,
        cash_share=1.0,
        glide_path=(),
        expected_return=0.0,
        middle_return=0.0,
        fee=0.0,
        paid_in=round_cent(total + interest) if avalanche else round_cent(contribution * months),
        growth=-interest,
        planned_outcome=outcome,
        success_chance=1.0 if in_time else 0.0,
        standard_error=0.0,
        low_outcome=outcome,
        middle_outcome=outcome,
        high_outcome=outcome,
        low_outcome_todays=outcome,
        high_outcome_todays=outcome,
        paths=0,
        points=repaid,
        milestones=tuple(
            Milestone(f"{item.name} paid off", item.month, item.date, item.amount_future)
            for item in (avalanche.gone if avalanche else ())
        ),
        repairs=tuple(found),
        sensitivities=(
            Sensitivity(
                "interest rates",
                "one point higher a year",
                round_cent(monthly_needed(dearer, months, today) - required),
                0.0,
            ),
            Sensitivity("regular payments", "one payment in ten missed", round_cent(required / 0.9 - required), 0.0),
        ),
        first_steps=(),
        notes=tuple(notes),
        debt=DebtDetail(
            round_cent(total),
            round_cent(minimum),
            avalanche,
            snowball,
            round_cent(snowball.interest - avalanche.interest),
            rate,
        )
        if avalanche and snowball
        else None,
    )


def _points(paid: Payoff | None, total: float, monthly: float, months: int, today: date) -> tuple[Point, ...]:
    """Debt paid back so far, as a balance that grows to the whole debt."""
    last = paid.months if paid else months
    step = max(1, last // 24)
    points = []
    for month in sorted({*range(0, last + 1, step), last}):
        repaid = round_cent(total - paid.balances[month].balance) if paid else 0.0
        points.append(
            Point(month, add_months(today, month), round_cent(monthly * month), repaid, repaid, repaid, repaid)
        )
    return tuple(points)
