"""A savings goal's plan: what it needs a month, simulated futures, milestones, and repairs where it costs too much."""

from __future__ import annotations

import math
from datetime import date

import numpy as np

from advisor import house, retirement
from advisor.allocation import Outlook, mix, outlook
from advisor.assumptions import Assumptions
from advisor.budget import first_steps, income_share, is_unknown
from advisor.customers import Customer
from advisor.goals import MAX_MONTHS, Goal, Household
from advisor.money import add_months, ceil_cent, deflate, nominal_to_effective, round_cent
from advisor.monte_carlo import Futures, simulate
from advisor.records import Cashflow, Milestone, MixAt, Plan, Point, Repair, Sensitivity, Stage, Status
from advisor.repairs import repairs
from advisor.savings import Aim, balances, need

SENSITIVITY_PATHS = 2_000  # differences of chances on the same random numbers: steady to about half a point
MOST_EXTRA_MONTHS = 240  # more time than this is a refusal, not an offer
OLDEST_AT_WORK = 75
_MILESTONES = ((0.25, "A quarter of the way"), (0.5, "Halfway"), (0.75, "Three quarters"), (1.0, "Goal reached"))


def aim_of(goal: Goal, customer: Customer) -> Aim:
    """What the savings arithmetic needs to know of a goal."""
    return Aim(
        goal.goal_type,
        customer.risk_profile,
        goal.amount,
        goal.saved,
        tuple((deposit.month, deposit.amount) for deposit in goal.deposits),
        goal.fixed_amount,
    )


def make(
    goal: Goal,
    customer: Customer,
    flow: Cashflow,
    household: Household,
    today: date,
    assumptions: Assumptions,
    chosen: float | None,
    stages: tuple[Stage, ...] | None,
) -> Plan:
    """The plan for a completed goal (target and months known); arguments as in planner.make_plan."""
    aim, months, target = aim_of(goal, customer), goal.horizon, goal.amount
    needed = need(aim, months, assumptions)
    rate, required = needed.annual_rate, needed.monthly
    target_future = aim.target_future(months, assumptions)
    unknown_income = is_unknown(customer, flow)
    if stages is None:
        pace = flow.spare if chosen is None or chosen >= required else chosen
        status = _status(required, flow, unknown_income, chosen)
        paying = chosen if chosen is not None else min(required, pace) if status == "out_of_reach" else required
        stages = (Stage(1, months, round_cent(paying)),)
    else:
        status = _status_of_stages(stages, aim, rate, months, required, target_future)
        pace = round_cent(sum(level_deposits(stages, months)) / months)
    deposits = level_deposits(stages, months)
    contribution = next((stage.monthly for stage in stages if stage.monthly > 0), 0.0)

    ahead = outlook(goal.goal_type, customer.risk_profile, months, assumptions)
    futures = _futures(ahead, aim, target_future, stages, months, assumptions, assumptions.paths)
    planned = balances(goal.saved, deposits, rate, aim.deposits)
    paid_in = balances(goal.saved, deposits, 0.0, aim.deposits)
    today_mix = mix(goal.goal_type, customer.risk_profile, months, assumptions)
    middle = 12 * (math.exp(float((ahead.log_drift).mean())) - 1)
    low, middle_outcome, high = futures.low[-1], futures.middle[-1], futures.high[-1]
    target_date = add_months(today, months)
    outcome = float(planned[-1])
    over = max(0.0, required - pace)
    return Plan(
        created=today,
        customer_id=customer.customer_id,
        customer_name=customer.name,
        assumptions_id=assumptions.id,
        goal=goal,
        risk_profile=customer.risk_profile,
        status=status,
        target_todays=round_cent(target),
        target_future=round_cent(target_future),
        months=months,
        target_date=target_date,
        saved=round_cent(goal.saved),
        inflation=0.0 if goal.fixed_amount else assumptions.inflation,
        monthly=required,
        contribution=contribution,
        stages=stages,
        shortfall_monthly=0.0 if unknown_income else round_cent(over),
        confident_monthly=0.0 if status == "done" else ceil_cent(futures.confident_monthly),
        income_share=income_share(required, customer),
        cashflow=flow,
        household=household,
        stocks_share=today_mix.stocks,
        bonds_share=today_mix.bonds,
        cash_share=today_mix.cash,
        glide_path=_glide_path(goal.goal_type, customer.risk_profile, months, assumptions),
        expected_return=rate,
        middle_return=round(middle, 4),
        fee=round(
            today_mix.stocks * assumptions.stocks.fee
            + today_mix.bonds * assumptions.bonds.fee
            + today_mix.cash * assumptions.cash.fee,
            5,
        ),
        paid_in=round_cent(paid_in[-1]),
        growth=round_cent(outcome - paid_in[-1]),
        planned_outcome=round_cent(outcome),
        success_chance=round(futures.chance, 4),
        standard_error=round(futures.standard_error, 4),
        low_outcome=round_cent(low),
        middle_outcome=round_cent(middle_outcome),
        high_outcome=round_cent(high),
        low_outcome_todays=round_cent(deflate(low, assumptions.inflation, months)),
        high_outcome_todays=round_cent(deflate(high, assumptions.inflation, months)),
        paths=futures.paths,
        points=_points(futures, planned, paid_in, goal.saved, today),
        milestones=_milestones(planned, target_future, today, status),
        repairs=_payable(repairs(aim, months, pace, latest_offer(goal, customer), today, assumptions), flow)
        if status in ("stretch", "out_of_reach")
        else (),
        sensitivities=_sensitivities(aim, months, required, stages, assumptions) if status != "done" else (),
        first_steps=first_steps(household, flow, nominal_to_effective(rate), goal.goal_type, assumptions),
        notes=_notes(goal, customer, flow, status, target_future, contribution, unknown_income, assumptions),
        house=house.detail(goal, customer, household, assumptions) if goal.goal_type == "house" else None,
        retirement=retirement.detail(goal, customer, target_date, assumptions)
        if goal.goal_type == "retirement"
        else None,
    )


def _payable(found: tuple[Repair, ...], flow: Cashflow) -> tuple[Repair, ...]:
    """Without what asks for more a month than comes in; all of them where the income is not known."""
    limit = max(flow.take_home, flow.most) if flow.income_before_tax >= 1 else math.inf
    return tuple(repair for repair in found if repair.monthly <= limit)


def latest_offer(goal: Goal, customer: Customer) -> int:
    """The last month that is still an offer of more time: 20 years later; for retirement at 75 or 5 years later."""
    latest = goal.horizon + MOST_EXTRA_MONTHS
    if goal.goal_type == "retirement":
        latest = min(latest, max((OLDEST_AT_WORK - customer.age) * 12, goal.horizon + 60))
    return min(latest, MAX_MONTHS)


def level_deposits(stages: tuple[Stage, ...], months: int) -> list[float]:
    """The deposit at each month end, first month first."""
    deposits = [0.0] * months
    for stage in stages:
        for month in range(stage.first, min(stage.last, months) + 1):
            deposits[month - 1] = stage.monthly
    return deposits


def _status(required: float, flow: Cashflow, unknown_income: bool, chosen: float | None) -> Status:
    """done: nothing more to pay in; on_track: what can be spared is enough; stretch: cutting wants would do.
    Who chooses to pay more than the goal needs is judged by what it needs."""
    if required == 0:
        return "done"
    if chosen is not None and chosen < required:
        return "out_of_reach"
    if unknown_income or required <= flow.spare:
        return "on_track"
    return "stretch" if required <= flow.most or chosen is not None else "out_of_reach"


def _status_of_stages(
    stages: tuple[Stage, ...], aim: Aim, rate: float, months: int, required: float, target_future: float
) -> Status:
    """With a share of a budget that goals have in common: reached in time or not."""
    if required == 0:
        return "done"
    reached = balances(aim.saved, level_deposits(stages, months), rate, aim.deposits)[-1]
    return "on_track" if reached >= target_future - 0.01 else "out_of_reach"


def _futures(
    ahead: Outlook,
    aim: Aim,
    target_future: float,
    stages: tuple[Stage, ...],
    months: int,
    assumptions: Assumptions,
    paths: int,
    points: int = 24,
) -> Futures:
    """Level deposits as such; changing ones as single deposits."""
    if len(stages) == 1 and stages[0].first == 1 and stages[0].last >= months:
        monthly, deposits = stages[0].monthly, aim.deposits
    else:
        monthly = 0.0
        deposits = aim.deposits + tuple(
            (month, stage.monthly) for stage in stages for month in range(stage.first, min(stage.last, months) + 1)
        )
    return simulate(
        ahead,
        points=points,
        target_future=target_future,
        monthly=monthly,
        saved=aim.saved,
        deposits=deposits,
        paths=paths,
        seed=assumptions.seed,
    )


def _points(futures: Futures, planned: np.ndarray, paid_in: np.ndarray, saved: float, today: date) -> tuple[Point, ...]:
    start = round_cent(saved)
    points = [Point(0, today, start, start, start, start, start)]
    for month, low, middle, high in zip(futures.months, futures.low, futures.middle, futures.high, strict=True):
        points.append(
            Point(
                month,
                add_months(today, month),
                *(round_cent(value) for value in (paid_in[month], planned[month], low, middle, high)),
            )
        )
    return tuple(points)


def _milestones(planned: np.ndarray, target_future: float, today: date, status: Status) -> tuple[Milestone, ...]:
    if status == "done":
        return ()
    found: list[Milestone] = []
    for share, name in _MILESTONES:
        amount = share * target_future
        reached = int(np.argmax(planned >= amount - 0.005))
        if planned[reached] >= amount - 0.005 and reached > 0:
            if found and found[-1].month == reached:  # one step a month: the furthest
                found.pop()
            found.append(Milestone(name, reached, add_months(today, reached), round_cent(amount)))
    return tuple(found)


def _glide_path(goal_type: str, risk_profile: str, months: int, assumptions: Assumptions) -> tuple[MixAt, ...]:
    """The mix at the start and then each year (each fifth of the way on long plans), in whole per cent."""
    step = 12 if months <= 120 else max(12, months // 60 * 12)
    path = []
    for month in [*range(0, months, step), months]:
        now = mix(goal_type, risk_profile, months - month, assumptions)
        path.append(MixAt(month, now.stocks, now.bonds, now.cash))
    return tuple(path)


def _sensitivities(
    aim: Aim, months: int, required: float, stages: tuple[Stage, ...], assumptions: Assumptions
) -> tuple[Sensitivity, ...]:
    """What each assumption is worth, one at a time, on the same random numbers; the largest first."""

    def chance(world: Assumptions, paid: tuple[Stage, ...] = stages) -> float:
        return _futures(
            outlook(aim.goal_type, aim.risk_profile, months, world),
            aim,
            aim.target_future(months, world),
            paid,
            months,
            world,
            min(SENSITIVITY_PATHS, assumptions.paths),
            points=0,
        ).chance

    base = chance(assumptions)
    worlds = [("returns", "one point lower a year", assumptions.shifted(growth=-0.01))]
    if not aim.fixed:
        worlds.append(
            ("inflation", "one point higher a year", assumptions.with_changes(inflation=assumptions.inflation + 0.01))
        )
    worlds.append(("ups and downs", "a quarter larger", assumptions.shifted(volatility=1.25)))
    found = [
        Sensitivity(
            name, change, round_cent(need(aim, months, world).monthly - required), round(chance(world) - base, 4)
        )
        for name, change, world in worlds
    ]
    fewer = tuple(Stage(stage.first, stage.last, stage.monthly * 0.9) for stage in stages)
    found.append(
        Sensitivity(
            "regular saving",
            "one deposit in ten missed",
            round_cent(required / 0.9 - required),
            round(chance(assumptions, fewer) - base, 4),
        )
    )
    return tuple(sorted(found, key=lambda item: (item.chance_change, -abs(item.monthly_change))))


def _notes(
    goal: Goal,
    customer: Customer,
    flow: Cashflow,
    status: Status,
    target_future: float,
    contribution: float,
    unknown_income: bool,
    assumptions: Assumptions,
) -> tuple[str, ...]:
    """How the figures are made, in sentences a customer can be shown (FINRA Rule 2214 asks for as much)."""
    notes = [
        "Projections are hypothetical and not guaranteed.",
        "Deposits are made at the end of each month; the amount is rounded up to the cent.",
        f"Returns count on the cautious end of the range in {assumptions.source}, after fees; the chance comes from "
        f"{assumptions.paths:,} simulated futures around the middle of that range. Taxes on returns are left out.",
    ]
    if goal.fixed_amount:
        notes.append("The amount is fixed: it does not rise with prices.")
    else:
        notes.append("The goal is in today's money and rises with inflation until the date.")
    if status == "done" and goal.saved < target_future - 0.005:
        held = "What is saved, with the extra payments," if goal.deposits else "What is saved"
        notes.append(f"{held} is expected to grow to the goal by the date without further deposits.")
    if any(deposit.month > goal.horizon for deposit in goal.deposits):
        notes.append("An extra payment that falls after the date is not counted.")
    if unknown_income:
        notes.append("Income is not known, so whether the amount is affordable was not judged.")
    elif flow.estimated and flow.income_before_tax < 1:
        notes.append(
            "No income is on record, so the plan counts on nothing to put aside; a monthly budget changes that."
        )
    elif flow.estimated:
        notes.append("Spending is estimated from income and spending habit.")
    if not unknown_income and contribution > flow.spare and status != "stretch":
        notes.append("The amount chosen is more than what can be spared.")
    if goal.goal_type == "house":
        notes += house.notes(goal, assumptions)
    if goal.goal_type == "retirement":
        notes += retirement.notes(goal, customer, assumptions)
    return tuple(notes)
