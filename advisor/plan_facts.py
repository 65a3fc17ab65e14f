"""A plan's figures by name, as they are said: text, data and pictures all take their wording from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from advisor.money_text import chance_text, duration_text, money_text, month_text, percent_text
from advisor.records import Plan

Kind = Literal["money", "percent", "duration", "date", "count", "name"]


@dataclass(frozen=True)
class PlanFact:
    """A named figure in words."""

    name: str
    text: str
    kind: Kind


def plan_facts(plan: Plan, currency: str = "USD") -> tuple[PlanFact, ...]:
    """The figures a reply may say about a plan. What does not apply is left out.

    monthly is exact to the cent; outcomes and the target in the money of the date are rounded to whole units.
    """

    def money(name: str, amount: float, cents: bool | None = None) -> PlanFact:
        small = 0 < abs(amount) < 1  # "$0" would be wrong
        return PlanFact(name, money_text(amount, currency, cents=None if small else cents), "money")

    facts = [
        PlanFact("goal", plan.goal.label, "name"),
        PlanFact("target", _target_text(plan, currency), "money"),
        PlanFact("duration", duration_text(plan.months), "duration"),
        PlanFact("target_date", month_text(plan.target_date), "date"),
    ]
    if plan.saved:
        facts.append(money("saved", plan.saved))
    if round(plan.target_future) != round(plan.target_todays):
        facts += [
            money("target_future", plan.target_future, False),
            PlanFact("inflation", percent_text(plan.inflation), "percent"),
        ]
    if plan.status != "done":
        facts.append(money("monthly", plan.monthly))
        if plan.income_share and plan.income_share < 1:
            facts.append(PlanFact("income_share", percent_text(plan.income_share, 0), "percent"))
        if spare := _left_for(plan):
            facts.append(money("spare_monthly", spare, False))
    if plan.debt:
        facts += [
            money("interest", plan.debt.avalanche.interest, False),
            PlanFact("debt_rate", percent_text(plan.debt.highest_rate), "percent"),
        ]
        if plan.debt.interest_saved >= 1:
            facts.append(money("interest_saved", plan.debt.interest_saved, False))
    elif plan.goal.goal_type != "debt_payoff":
        facts += [
            PlanFact(f"{name}_share", percent_text(share, 0), "percent")
            for name, share in (("stocks", plan.stocks_share), ("bonds", plan.bonds_share), ("cash", plan.cash_share))
            if share
        ]
        facts += [
            PlanFact("expected_return", percent_text(plan.expected_return, 2), "percent"),
            PlanFact("success_chance", chance_text(plan.success_chance), "percent"),
            money("low_outcome", plan.low_outcome, False),
            money("high_outcome", plan.high_outcome, False),
        ]
    gap = plan.shortfall_monthly or plan.monthly - _left_for(plan)
    if plan.status in ("stretch", "out_of_reach") and gap > 0:
        facts.append(money("shortfall", gap, False))
        longer, smaller = plan.repair("more_time"), plan.repair("smaller_target")
        if longer:
            facts.append(PlanFact("longer_duration", duration_text(longer.months), "duration"))
        if smaller:
            in_todays = " in today's money" if plan.inflation else ""
            text = money_text(smaller.target_todays, currency) + in_todays
            facts.append(PlanFact("smaller_target", text, "money"))
    if plan.first_milestone:
        step = plan.first_milestone
        facts.append(
            PlanFact(
                "first_milestone",
                f"{money('step', step.amount_future, False).text} by {month_text(step.date)}",
                "name",
            )
        )
    if plan.house:
        facts += [
            money("house_price", plan.house.price, False),
            money("mortgage_payment", plan.house.mortgage_payment, False),
        ]
    if plan.retirement:
        facts += [
            money("spending_a_month", plan.retirement.spending_a_month_todays, False),
            PlanFact("retirement_age", str(plan.retirement.retirement_age), "count"),
            PlanFact("plan_to_age", str(plan.retirement.plan_to_age), "count"),
        ]
    return tuple(facts)


def _left_for(plan: Plan) -> float:
    """What a month has to spare for this goal to begin with: less than all of it where other goals are served first."""
    if plan.status == "out_of_reach" and not plan.shortfall_monthly and plan.stages:
        return plan.stages[0].monthly if plan.stages[0].first == 1 else 0.0
    return plan.cashflow.spare


def _target_text(plan: Plan, currency: str) -> str:
    """The goal in both kinds of money, so that no sentence can mix them: what was asked for, and what it will take."""
    text = money_text(plan.target_todays, currency, cents=False if plan.target_todays >= 1_000 else None)
    if round(plan.target_future) == round(plan.target_todays):
        return text
    return f"{text} in today's money ({money_text(plan.target_future, currency, cents=False)} by then)"
