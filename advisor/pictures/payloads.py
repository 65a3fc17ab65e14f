"""What each picture is drawn from: plain JSON, taken from the plan's own figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from advisor.records import Plan, RetirementDetail
from advisor.what_if import WhatIf

Payload = dict[str, Any]


def roadmap(plan: Plan, currency: str = "USD") -> Payload:
    """The way to the goal: planned balance, percentile band, milestones; future money."""
    return {
        "currency": currency,
        "plan_id": plan.plan_id,
        "goal": plan.goal.label,
        "goal_type": plan.goal.goal_type,
        "status": plan.status,
        "target_todays": plan.target_todays,
        "target_future": plan.target_future,
        "target_date": plan.target_date.isoformat(),
        "months": plan.months,
        "monthly": plan.contribution,
        "required_monthly": plan.monthly,
        "saved": plan.saved,
        "success_chance": plan.success_chance,
        "interest": plan.debt.avalanche.interest if plan.debt else None,
        "points": [
            {
                "month": p.month,
                "date": p.date.isoformat(),
                "paid_in": p.paid_in,
                "planned": p.planned,
                "low": p.low,
                "middle": p.middle,
                "high": p.high,
            }
            for p in plan.points
        ],
        "milestones": [
            {"name": m.name, "month": m.month, "date": m.date.isoformat(), "amount": m.amount_future}
            for m in plan.milestones
        ],
        "ways": [
            {"kind": r.kind, "months": r.months, "monthly": r.monthly, "target_todays": r.target_todays}
            for r in plan.repairs
            if plan.status == "out_of_reach"
        ],
        # Spending a pot that the plan does not reach would be a picture of somebody else's retirement.
        **(_after_retirement(plan.retirement) if plan.retirement and plan.status != "out_of_reach" else {}),
    }


def _after_retirement(detail: RetirementDetail) -> Payload:
    """How the pot is spent; months count from retirement."""
    return {
        "spending_a_month": detail.spending_a_month_todays,
        "plan_to_age": detail.plan_to_age,
        "drawdown": [{"month": p.month, "planned": p.planned, "low": p.low, "high": p.high} for p in detail.drawdown],
    }


def portfolio(plan: Plan, currency: str = "USD") -> Payload:
    """The mix to hold today and how it changes towards the date."""
    return {
        "currency": currency,
        "plan_id": plan.plan_id,
        "goal": plan.goal.label,
        "months": plan.months,
        "created": plan.created.isoformat(),
        "risk_profile": plan.risk_profile,
        "expected_return": plan.expected_return,
        "stocks": plan.stocks_share,
        "bonds": plan.bonds_share,
        "cash": plan.cash_share,
        "glide_path": [
            {"month": m.month, "stocks": m.stocks, "bonds": m.bonds, "cash": m.cash} for m in plan.glide_path
        ],
    }


def credit_utilisation(cards: Sequence[Mapping[str, Any]], currency: str = "USD") -> Payload:
    """Cards as mappings of name, balance and limit."""
    return {
        "currency": currency,
        "cards": [
            {"name": str(card["name"]), "balance": float(card["balance"]), "limit": float(card["limit"])}
            for card in cards
        ],
    }


def spending(
    categories: Mapping[str, float], *, period: str, income: float | None = None, currency: str = "USD"
) -> Payload:
    """Spending by category over a period that is named in words, such as "October 2026"; income of the same period."""
    return {
        "currency": currency,
        "period": period,
        "income": income,
        "categories": [{"name": name, "amount": float(amount)} for name, amount in categories.items()],
    }


def tracker(plan: Plan, balance: float, today: Any, currency: str = "USD") -> Payload:
    """Where a savings goal stands: the balance held against what the plan foresaw for this day (a date)."""
    elapsed = max(
        0, (today.year - plan.created.year) * 12 + today.month - plan.created.month - (today.day < plan.created.day)
    )
    before = [p for p in plan.points if p.month <= elapsed]
    after = [p for p in plan.points if p.month > elapsed]
    expected = before[-1].planned
    if after and after[0].month > before[-1].month:
        share = (elapsed - before[-1].month) / (after[0].month - before[-1].month)
        expected += share * (after[0].planned - before[-1].planned)
    return {
        "currency": currency,
        "plan_id": plan.plan_id,
        "goal": plan.goal.label,
        "balance": round(float(balance), 2),
        "expected": round(expected, 2),
        "target": plan.target_future,
        "today": today.isoformat(),
        "target_date": plan.target_date.isoformat(),
        "monthly": plan.contribution,
        "milestones": [
            {"name": m.name, "date": m.date.isoformat(), "amount": m.amount_future} for m in plan.milestones
        ],
    }


def what_if(result: WhatIf, currency: str = "USD") -> Payload:
    """Two plans side by side."""
    return {
        "currency": currency,
        "goal": result.after.goal.label,
        "before": roadmap(result.before, currency),
        "after": roadmap(result.after, currency),
        "differences": [
            {"name": d.name, "kind": d.kind, "before": d.before, "after": d.after, "change": d.change}
            for d in result.differences
        ],
    }


def several_goals(plans: Sequence[Plan], currency: str = "USD") -> Payload:
    """All goals on one time line."""
    first = min(plan.created for plan in plans)
    return {
        "currency": currency,
        "created": first.isoformat(),
        "goals": [
            {
                "goal": plan.goal.label,
                "goal_type": plan.goal.goal_type,
                "status": plan.status,
                "target_todays": plan.target_todays,
                "target_future": plan.target_future,
                "months": plan.months,
                "target_date": plan.target_date.isoformat(),
                "monthly": plan.contribution,
                "later": _later(plan),
                "stages": [{"first": s.first, "last": s.last, "monthly": s.monthly} for s in plan.stages],
            }
            for plan in plans
        ],
    }


def _later(plan: Plan) -> Payload | None:
    """When a goal that is not in time could be reached instead."""
    later = plan.repair("more_time")
    return {"months": later.months, "date": later.target_date.isoformat()} if later else None
