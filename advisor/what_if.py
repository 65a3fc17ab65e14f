"""What if: the same plan with something changed, and what that changes."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Literal

from advisor.assumptions import Assumptions, current
from advisor.customers import Customer
from advisor.goals import AdviceError, Deposit, Household
from advisor.money import round_cent
from advisor.planner import make_plan
from advisor.records import Plan, Repair

Kind = Literal["money", "share", "months"]

_GOAL = ("target", "months", "saved", "fixed_amount", "house_price", "spending_a_year", "retirement_age", "debts")
_CUSTOMER = ("income", "risk_profile", "spending_habit")
CHANGES = (*_GOAL, *_CUSTOMER, "monthly", "monthly_budget", "lump_sum", "inflation", "returns")


@dataclass(frozen=True)
class Difference:
    """One figure before and after; change is after less before (money, share, or months)."""

    name: str
    kind: Kind
    before: float
    after: float
    change: float


@dataclass(frozen=True)
class WhatIf:
    """Two plans and the figures in which they differ, the most telling first."""

    before: Plan
    after: Plan
    differences: tuple[Difference, ...]
    reached_in: (
        int | None
    )  # months until the planned balance reaches the goal with what is paid in; None: not by the date

    def difference(self, name: str) -> Difference | None:
        """One figure's change, or None if it stays as it was."""
        return next((item for item in self.differences if item.name == name), None)

    def to_dict(self) -> dict:
        """Plain JSON types."""
        return {
            "before": self.before.to_dict(),
            "after": self.after.to_dict(),
            "differences": [asdict(item) for item in self.differences],
            "reached_in": self.reached_in,
        }


def what_if(
    plan: Plan,
    customer: Customer,
    *,
    today: date | None = None,
    assumptions: Assumptions | None = None,
    household: Household | None = None,
    monthly_budget: float | None = None,
    **changes: Any,
) -> WhatIf:
    """The plan with changes: any of CHANGES.

    target, saved, lump_sum (now) and monthly are money; months a duration; returns and inflation are shares a year
    (returns: a certain rate instead of the published ones). AdviceError for a change unknown or absurd.
    """
    unknown = set(changes) - set(CHANGES)
    if unknown:
        raise AdviceError(
            f"I cannot change {', '.join(sorted(unknown))}. You can change the amount, the time, what you pay "
            "in a month, what you have saved, or your risk profile.",
            "changes",
        )
    world = assumptions or current()
    if plan.cashflow.stated and monthly_budget is None:
        monthly_budget = plan.cashflow.spare
    goal = replace(plan.goal, **{name: changes[name] for name in _GOAL if name in changes})
    if goal.house_price is not None and "target" not in changes and "house_price" in changes:
        goal = replace(goal, target=None)
    if plan.goal.goal_type == "retirement" and "target" in changes:
        goal = replace(goal, spending_a_year=None)
    if plan.goal.goal_type == "retirement" and {"spending_a_year", "retirement_age"} & set(changes):
        goal = replace(goal, target=changes.get("target"), months=None if "retirement_age" in changes else goal.months)
    if plan.goal.goal_type == "debt_payoff" and "target" in changes and "debts" not in changes:
        goal = replace(goal, debts=())
    if "lump_sum" in changes:
        goal = replace(goal, deposits=(*goal.deposits, Deposit(1, changes["lump_sum"])))
    if "inflation" in changes:
        world = world.with_changes(inflation=float(changes["inflation"]))
    if "returns" in changes:
        world = world.flat(float(changes["returns"]), world.inflation)
    person = replace(customer, **{name: changes[name] for name in _CUSTOMER if name in changes})
    after = make_plan(
        goal,
        person,
        today=today or plan.created,
        assumptions=world,
        household=household or plan.household,
        monthly=changes.get("monthly"),
        monthly_budget=changes.get("monthly_budget", monthly_budget),
    )
    return WhatIf(plan, after, differences(plan, after), _reached_in(after))


def differences(before: Plan, after: Plan) -> tuple[Difference, ...]:
    """The figures that differ between two plans of a goal."""
    names: tuple[tuple[str, Kind], ...] = (
        ("monthly", "money"),
        ("contribution", "money"),
        ("months", "months"),
        ("target_todays", "money"),
        ("target_future", "money"),
        ("success_chance", "share"),
        ("planned_outcome", "money"),
        ("low_outcome", "money"),
        ("high_outcome", "money"),
        ("paid_in", "money"),
        ("growth", "money"),
        ("expected_return", "share"),
        ("income_share", "share"),
        ("stocks_share", "share"),
    )
    found = []
    for name, kind in names:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            found.append(
                Difference(name, kind, old, new, round_cent(new - old) if kind == "money" else round(new - old, 4))
            )
    return tuple(found)


def apply_repair(plan: Plan, customer: Customer, repair: Repair, *, assumptions: Assumptions | None = None) -> Plan:
    """The plan with a repair taken: its time and target, and a budget that allows its monthly amount."""
    goal = plan.goal.with_changes(months=repair.months)
    if goal.goal_type != "debt_payoff":
        goal = goal.with_changes(target=repair.target_todays)
    if repair.target_todays != plan.target_todays and goal.goal_type == "retirement":
        goal = goal.with_changes(spending_a_year=None)  # a smaller pot pays for less
    budget = max(repair.monthly, plan.cashflow.spare)
    return make_plan(
        goal,
        customer,
        today=plan.created,
        assumptions=assumptions,
        household=plan.household,
        monthly_budget=budget if budget > plan.cashflow.spare or plan.cashflow.stated else None,
    )


def _reached_in(plan: Plan) -> int | None:
    """When the planned balance arrives: on the way, or at this pace later."""
    for step in plan.milestones:
        if step.amount_future >= plan.target_future:
            return step.month
    if plan.status == "done":  # nothing is paid in, so there are no milestones
        return next((point.month for point in plan.points if point.planned >= plan.target_future - 0.005), plan.months)
    later = plan.repair("more_time")
    return later.months if later else None
