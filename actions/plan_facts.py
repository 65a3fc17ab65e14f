"""A plan for the writer and for the page: the advisor's own facts and figures, in the shapes those two take."""

from __future__ import annotations

from typing import Any

from advisor.money_text import money_text
from advisor.plan_facts import plan_facts as advisor_facts
from advisor.records import Plan
from knowledge.facts import Fact
from settings import settings

FIGURES = (
    "plan_id", "status", "target_todays", "target_future", "months", "target_date", "saved", "monthly", "contribution",
    "shortfall_monthly", "confident_monthly", "income_share", "stocks_share", "bonds_share", "cash_share",
    "expected_return", "inflation", "success_chance", "standard_error", "low_outcome", "middle_outcome",
    "high_outcome", "paid_in", "growth", "planned_outcome", "assumptions_id", "milestones", "repairs", "first_steps",
    "notes", "house", "retirement", "debt",
)  # fmt: skip
"""The fields of a plan that leave with a message; the points of its curve are in the picture."""


def money(amount: float) -> str:
    """An amount in the currency of the settings."""
    return money_text(amount, settings.currency)


def plan_facts(plan: Plan) -> tuple[Fact, ...]:
    """What may be said of a plan, in the writer's form; `monthly` is what will be put in."""
    facts = {fact.name: Fact(fact.name, fact.text, fact.kind) for fact in advisor_facts(plan, settings.currency)}
    if "monthly" in facts and plan.contribution > plan.monthly:
        facts["monthly"] = Fact("monthly", money(plan.contribution), "money")
    if round(plan.shortfall_monthly) == 0:
        facts.pop("shortfall", None)
    return tuple(facts.values())


def spoken_of(plan: Plan) -> tuple[Fact, ...]:
    """The facts that a reply says; what the customer just said, and the rest, is in the picture and in `data`."""
    unsaid = {"expected_return", "inflation", "low_outcome", "high_outcome", "target_future"}
    unsaid |= {"first_milestone", "house_price", "mortgage_payment"}
    unsaid |= {
        "interest",
        "interest_saved",
        "debt_rate",
        "spending_a_month",
        "retirement_age",
        "plan_to_age",
    }  # cautions
    if plan.status != "done":  # where enough is saved, that is the news
        unsaid.add("saved")
    if plan.status == "on_track":
        unsaid.add("spare_monthly")
    else:  # what would make it fit comes before how the money is spread
        unsaid |= {"stocks_share", "bonds_share", "cash_share", "income_share"}
    return tuple(fact for fact in plan_facts(plan) if fact.name not in unsaid)


def plan_data(plan: Plan) -> dict[str, Any]:
    """The figures of a plan for the page and for --json; money to the cent, rates and chances as shares."""
    document = plan.to_dict()
    return {
        "goal": plan.goal.label,
        "goal_type": plan.goal.goal_type,
        "spare_monthly": plan.cashflow.spare,
        "currency": settings.currency,
        **{name: document[name] for name in FIGURES if document.get(name) not in (None, [])},
    }
