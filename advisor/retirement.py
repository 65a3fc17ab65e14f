"""Retirement: how large the pot must be for the spending wanted, and whether it lasts."""

from __future__ import annotations

import math
from datetime import date

import numpy as np

from advisor.allocation import Outlook, outlook
from advisor.assumptions import Assumptions
from advisor.customers import Customer
from advisor.goals import AdviceError, Goal
from advisor.money import add_months, effective_to_nominal, inflate, real_rate, round_cent
from advisor.money_text import percent_text
from advisor.records import Point, RetirementDetail


def completed(goal: Goal, customer: Customer, assumptions: Assumptions) -> Goal:
    """The goal with months (until the retirement age) and target (the pot for the spending) worked out."""
    rules = assumptions.retirement
    if goal.months is not None:  # a stated time wins over an age
        age = customer.age + goal.months // 12
    else:
        age = goal.retirement_age or rules.age
        if age <= customer.age:
            raise AdviceError(
                f"You are {customer.age}: at what later age would you like to retire? If you have retired already, "
                "tell me the amount you want to have and by when.",
                "retirement_age",
            )
        goal = goal.with_changes(months=(age - customer.age) * 12)
    goal = goal.with_changes(retirement_age=age)
    if goal.target is None:
        spending = goal.spending_a_year or _usual_spending(age, customer, assumptions)
        if spending <= 0:
            raise AdviceError(
                "How much would you like to spend a year in retirement, in today's money?", "spending_a_year"
            )
        pot = spending / 12 * annuity(customer.risk_profile, years_ahead(age, rules.plan_to_age) * 12, assumptions)
        goal = goal.with_changes(target=round_cent(pot), spending_a_year=spending)
    return goal


def detail(goal: Goal, customer: Customer, target_date: date, assumptions: Assumptions) -> RetirementDetail:
    """The drawdown: spending in today's money at the start of each month, rising with inflation."""
    age = goal.retirement_age or assumptions.retirement.age
    years = years_ahead(age, assumptions.retirement.plan_to_age)
    factor = annuity(customer.risk_profile, years * 12, assumptions)
    spending_todays = goal.amount / factor * 12
    first_year = inflate(spending_todays, assumptions.inflation, goal.horizon)
    pot = inflate(goal.amount, assumptions.inflation, goal.horizon)
    ahead = drawdown_outlook(customer.risk_profile, years * 12, assumptions)
    points, chance, error = simulate(ahead, pot, first_year / 12, target_date, assumptions)
    return RetirementDetail(
        retirement_age=age,
        plan_to_age=age + years,
        spending_a_year_todays=round_cent(spending_todays),
        spending_a_month_todays=round_cent(spending_todays / 12),
        first_year_spending_future=round_cent(first_year),
        pot_todays=round_cent(goal.amount),
        pot_future=round_cent(pot),
        drawdown_return=round(effective_to_nominal((1 + float(ahead.cautious[0])) ** 12 - 1), 4),
        withdrawal_rate=round(first_year / pot, 4),
        chance_it_lasts=round(chance, 4),
        chance_it_lasts_error=round(error, 4),
        drawdown=points,
    )


def _usual_spending(age: int, customer: Customer, assumptions: Assumptions) -> float:
    """What savings pay a year, today's money, where no spending is named: the usual share of income less Social
    Security. Who retires before its full age bridges the years till then; the bridge is spread over all years at the
    same cost."""
    rules = assumptions.retirement
    later = customer.income * (rules.income_replaced - rules.social_security)
    if age >= rules.age:
        return later
    years = years_ahead(age, rules.plan_to_age)
    bridge, whole = (annuity(customer.risk_profile, n * 12, assumptions) for n in (min(rules.age - age, years), years))
    return later + customer.income * rules.social_security * bridge / whole


def notes(goal: Goal, customer: Customer, assumptions: Assumptions) -> list[str]:
    """What the pot rests on, in sentences for the customer."""
    rules = assumptions.retirement
    age = goal.retirement_age or rules.age
    usual = _usual_spending(age, customer, assumptions)
    if goal.spending_a_year is None or abs(goal.spending_a_year - usual) > 0.01:
        return ["The spending is paid from savings, on top of Social Security and any pension."]
    said = [
        f"Spending in retirement is taken as {percent_text(rules.income_replaced)} of today's income: "
        f"{percent_text(rules.social_security)} from Social Security, the rest from savings."
    ]
    if age < rules.age:
        said.append(
            f"Social Security is counted on from {rules.age}; savings bridge the years before, "
            "and that cost is spread evenly over the spending shown."
        )
    return said


def years_ahead(age: int, plan_to_age: int) -> int:
    """Years the money must last: to the planning age, ten at the least."""
    return max(10, plan_to_age - age)


def drawdown_outlook(risk_profile: str, months: int, assumptions: Assumptions) -> Outlook:
    """The mix of the retirement date, kept."""
    now = outlook("retirement", risk_profile, 1, assumptions)
    return Outlook(*(np.full(months, float(values[0])) for values in (now.cautious, now.log_drift, now.log_volatility)))


def annuity(risk_profile: str, months: int, assumptions: Assumptions) -> float:
    """Today's money needed for 1 at the start of each of `months`, at the cautious return above inflation."""
    now = outlook("retirement", risk_profile, 1, assumptions)
    a_year = real_rate((1 + float(now.cautious[0])) ** 12 - 1, assumptions.inflation)
    monthly = (1 + a_year) ** (1 / 12) - 1
    if abs(monthly) < 1e-9:
        return float(months)
    return (1 - (1 + monthly) ** -months) / monthly * (1 + monthly)


def simulate(
    ahead: Outlook, pot: float, first_month: float, start: date, assumptions: Assumptions
) -> tuple[tuple[Point, ...], float, float]:
    """Percentiles of the pot (future money) and the chance that it outlasts every withdrawal. Withdrawals are
    grouped by quarter, taken at its start."""
    months, stride = len(ahead.log_drift), 3
    inflation = (1 + assumptions.inflation) ** (1 / 12)
    random = np.random.Generator(np.random.SFC64(assumptions.seed + 1))
    wealth = np.full(assumptions.paths, pot, np.float32)
    planned, paid = pot, 0.0
    points = [Point(0, start, round_cent(pot), *(round_cent(pot),) * 4)]
    growth = np.empty(assumptions.paths, np.float32)
    for first in range(0, months, stride):
        last = min(first + stride, months)
        out = sum(first_month * inflation**month for month in range(first, last))
        paid += out
        wealth -= np.float32(out)
        random.standard_normal(out=growth, dtype=np.float32)
        growth *= np.float32(math.sqrt((ahead.log_volatility[first:last] ** 2).sum()))
        growth += np.float32(ahead.log_drift[first:last].sum())
        np.maximum(wealth, -1.0, out=wealth)  # once empty, a path stays empty
        ran_out = wealth < 0
        wealth *= np.exp(growth, out=growth)
        wealth[ran_out] = -1.0
        planned = max(0.0, (planned - out) * float(np.prod(1 + ahead.cautious[first:last])))
        if last % 24 == 0 or last == months:
            low, middle, high = (max(0.0, float(value)) for value in np.percentile(wealth, (10, 50, 90)))
            points.append(
                Point(
                    last,
                    add_months(start, last),
                    round_cent(max(0.0, pot - paid)),
                    round_cent(planned),
                    round_cent(low),
                    round_cent(middle),
                    round_cent(high),
                )
            )
    chance = float(np.mean(wealth >= 0))
    return tuple(points), chance, math.sqrt(chance * (1 - chance) / assumptions.paths)
