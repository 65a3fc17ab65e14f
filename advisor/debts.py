"""A debt's plan: what it takes a month to be free of it in time, what each order of paying costs, and repairs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from advisor.assumptions import Assumptions
from advisor.budget import income_share, is_unknown
from advisor.customers import Customer
from advisor.goals import AdviceError, Debt, Goal, Household, check_debt, interest_a_month
from advisor.money import add_months, round_cent
from advisor.money_text import money_text
from advisor.payoff import AVALANCHE, SNOWBALL, monthly_needed, payoff
from advisor.records import Cashflow, DebtDetail, Milestone, Payoff, Plan, Point, Repair, Sensitivity, Stage, Status
from settings import settings


def owed(goal: Goal, household: Household, assumptions: Assumptions) -> tuple[Debt, ...]:
    """The debts meant: the goal's, else the household's, else one of goal.target at the average card rate. Names are
    made different; what is saved for it (goal.saved) is paid off the dearest first, at once."""
    debts = goal.debts or household.debts
    if not debts:
        if goal.target is None:
            raise AdviceError("How much do you owe, and on what?", "target")
        debts = (Debt("card", goal.target, assumptions.card_rate),)
    seen: dict[str, int] = {}
    named = []
    for debt in debts:
        check_debt(debt)
        seen[debt.name] = seen.get(debt.name, 0) + 1
        named.append(debt if seen[debt.name] == 1 else replace(debt, name=f"{debt.name} {seen[debt.name]}"))
    at_once = goal.saved
    for debt in sorted(named, key=lambda debt: -debt.annual_rate):
        paid = min(at_once, debt.balance)
        at_once -= paid
        named[named.index(debt)] = replace(debt, balance=debt.balance - paid)
    return tuple(debt for debt in named if debt.balance >= 0.005)


def make(
    goal: Goal,
    customer: Customer,
    flow: Cashflow,
    household: Household,
    today: date,
    assumptions: Assumptions,
    chosen: float | None,
) -> Plan:
    """The payoff plan; arguments as in planner.make_plan. Without months: as fast as the budget allows."""
    debts = owed(goal, household, assumptions)
    total = sum(debt.balance for debt in debts)
    if not debts:
        raise AdviceError(
            "What you have saved pays this off today. Is there another goal you would like to plan?", "saved"
        )
    minimum = sum(debt.minimum_payment for debt in debts)
    if not flow.stated:  # the household's payments are out of the estimate already: this plan may use them
        held = {debt.name for debt in household.debts}
        freed = sum(debt.minimum_payment for debt in debts if not goal.debts or debt.name in held)
        flow = replace(flow, spare=round_cent(flow.spare + freed), most=round_cent(flow.most + freed))
    pace = chosen if chosen is not None else max(flow.spare, minimum)
    at_pace = payoff(debts, pace, AVALANCHE, today)
    months = goal.months or (at_pace.months if at_pace else None)
    if months is None:
        raise AdviceError(no_end(pace, interest_a_month(debts)), "months")
    required = max(monthly_needed(debts, months), round_cent(minimum))
    if goal.months and (sooner := payoff(debts, required, AVALANCHE, today)):
        months = min(months, sooner.months)  # the minimum payments alone may clear it before the date
    unknown = is_unknown(customer, flow)
    if chosen is not None and chosen < required:
        status: Status = "out_of_reach"
    elif unknown or required <= flow.spare:
        status = "on_track"
    else:
        status = "stretch" if required <= flow.most else "out_of_reach"
    within = chosen if chosen is not None and chosen < required else flow.spare
    paying = round_cent(chosen if chosen is not None else pace if status == "out_of_reach" else required)
    avalanche, snowball = payoff(debts, paying, AVALANCHE, today), payoff(debts, paying, SNOWBALL, today)
    points = _points(avalanche, total, paying, months, today)
    interest = avalanche.interest if avalanche else 0.0
    repaid = next((point.planned for point in reversed(points) if point.month <= months), 0.0)
    in_time = avalanche is not None and avalanche.months <= months
    return Plan(
        created=today,
        customer_id=customer.customer_id,
        customer_name=customer.name,
        assumptions_id=assumptions.id,
        goal=goal.with_changes(target=round_cent(total + goal.saved), months=months, fixed_amount=True),
        risk_profile=customer.risk_profile,
        status=status,
        target_todays=round_cent(total),
        target_future=round_cent(total),
        months=months,
        target_date=add_months(today, months),
        saved=0.0,
        inflation=0.0,
        monthly=required,
        contribution=paying,
        stages=(Stage(1, avalanche.months if avalanche else months, paying),),
        shortfall_monthly=0.0 if unknown else round_cent(max(0.0, required - within)),
        confident_monthly=required,
        income_share=income_share(required, customer),
        cashflow=flow,
        household=household,
        stocks_share=0.0,
        bonds_share=0.0,
        cash_share=0.0,
        glide_path=(),
        expected_return=0.0,
        middle_return=0.0,
        fee=0.0,
        paid_in=round_cent(total + interest) if avalanche else round_cent(paying * months),
        growth=-interest,
        planned_outcome=repaid,
        success_chance=float(in_time),
        standard_error=0.0,
        low_outcome=repaid,
        middle_outcome=repaid,
        high_outcome=repaid,
        low_outcome_todays=repaid,
        high_outcome_todays=repaid,
        paths=0,
        points=points,
        milestones=tuple(
            Milestone(f"{item.name} paid off", item.month, item.date, item.amount_future)
            for item in (avalanche.gone if avalanche else ())
        ),
        repairs=_repairs(debts, months, required, at_pace, today) if status in ("stretch", "out_of_reach") else (),
        sensitivities=_sensitivities(debts, months, required),
        first_steps=(),
        notes=_notes(goal, household, paying, avalanche, assumptions),
        debt=DebtDetail(
            total_balance=round_cent(total),
            minimum_payments=round_cent(minimum),
            avalanche=avalanche,
            snowball=snowball,
            interest_saved=round_cent(snowball.interest - avalanche.interest),
            highest_rate=max(debt.annual_rate for debt in debts),
        )
        if avalanche and snowball
        else None,
    )


def _repairs(
    debts: tuple[Debt, ...], months: int, required: float, at_pace: Payoff | None, today: date
) -> tuple[Repair, ...]:
    """More time at the pace that can be spared, more a month, or half of each."""
    total = round_cent(sum(debt.balance for debt in debts))
    found = [Repair("more_a_month", months, required, total, add_months(today, months))]
    if at_pace and at_pace.months > months:
        longer = at_pace.months
        found.insert(0, Repair("more_time", longer, monthly_needed(debts, longer), total, add_months(today, longer)))
        halfway = (months + longer) // 2
        if months < halfway < longer:
            both = monthly_needed(debts, halfway)
            found.append(Repair("both", halfway, both, total, add_months(today, halfway)))
    return tuple(found)


def _sensitivities(debts: tuple[Debt, ...], months: int, required: float) -> tuple[Sensitivity, ...]:
    dearer = tuple(replace(debt, annual_rate=debt.annual_rate + 0.01) for debt in debts)
    return (
        Sensitivity("regular payments", "one payment in ten missed", round_cent(required / 0.9 - required), 0.0),
        Sensitivity(
            "interest rates",
            "one point higher a year",
            round_cent(max(0.0, monthly_needed(dearer, months) - required)),
            0.0,
        ),
    )


def no_end(pace: float, interest: float) -> str:
    """What to ask when the pace never clears the debt, or there is none."""
    if pace < 0.01:
        return "How much can you pay towards it a month, or by when would you like to be free of it?"
    return (
        f"At {money_text(pace, settings.currency)} a month this debt never ends, because the interest alone is "
        f"{money_text(interest, settings.currency)} a month. What could you pay, or by when would you like to be free "
        "of it?"
    )


def _notes(
    goal: Goal, household: Household, paying: float, paid: Payoff | None, assumptions: Assumptions
) -> tuple[str, ...]:
    notes = [
        "Interest is added monthly; payments are made at the end of each month, dearest debt first.",
        "No new debt is taken on while the plan runs.",
    ]
    if not goal.debts and not household.debts:
        notes.append(
            f"The rate is not known: {assumptions.card_rate:.2%} a year is assumed, the average of US credit cards."
        )
    if goal.saved:
        notes.append("What is saved goes to the dearest debt at once.")
    if paid is None:
        notes.append(f"At {money_text(paying, settings.currency)} a month this debt is never paid off.")
    return tuple(notes)


def _points(paid: Payoff | None, total: float, monthly: float, months: int, today: date) -> tuple[Point, ...]:
    """Debt paid back so far, as a balance that grows to the whole debt."""
    last = max(paid.months, months) if paid else months
    points = []
    for month in sorted({*range(0, last + 1, max(1, last // 24)), last, months}):
        left = paid.balances[min(month, paid.months)].balance if paid else total
        repaid = round_cent(total - left)
        day = add_months(today, month)
        points.append(Point(month, day, round_cent(monthly * month), repaid, repaid, repaid, repaid))
    return tuple(points)
