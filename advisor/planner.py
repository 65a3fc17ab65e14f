"""From a goal and a customer to a plan: fills in what can be worked out and hands over to the right kind of plan."""

from __future__ import annotations

from datetime import date

from advisor import debts, house, retirement, savings_plan
from advisor.assumptions import Assumptions, current
from advisor.budget import cashflow
from advisor.customers import Customer
from advisor.goals import AdviceError, Goal, Household, check_amount, check_months, checked
from advisor.money import round_cent
from advisor.records import Cashflow, Plan, Stage
from advisor.savings import months_needed


def make_plan(
    goal: Goal,
    customer: Customer,
    *,
    today: date,
    assumptions: Assumptions | None = None,
    monthly_budget: float | None = None,
    monthly: float | None = None,
    household: Household | None = None,
    stages: tuple[Stage, ...] | None = None,
) -> Plan:
    """The plan for one goal.

    monthly_budget: what the customer says they can put aside a month (else estimated from income and habit);
    monthly: the deposit the customer has chosen (else what the goal needs, or what can be spared);
    stages: deposits that change on the way, when goals share a budget (make_plans sets them).
    AdviceError, with a sentence for the customer, when something is missing or makes no sense.
    """
    assumptions = assumptions or current()
    household = household or Household()
    goal = checked(goal)
    if monthly is not None:
        monthly = check_amount(monthly, "monthly", "the monthly amount", zero_allowed=True)
    flow = cashflow(customer, household, monthly_budget, assumptions)
    if goal.goal_type == "debt_payoff":
        return debts.make(goal, customer, flow, household, today, assumptions, monthly)
    goal = completed(goal, customer, flow, assumptions, monthly)
    return savings_plan.make(goal, customer, flow, household, today, assumptions, monthly, stages)


def completed(
    goal: Goal, customer: Customer, flow: Cashflow, assumptions: Assumptions, monthly: float | None = None
) -> Goal:
    """A checked savings goal with target and months filled in where they can be worked out, else AdviceError."""
    if goal.goal_type == "retirement":
        goal = retirement.completed(goal, customer, assumptions)
    if goal.target is None:
        goal = goal.with_changes(target=_target(goal, flow, assumptions))
    if goal.months is None:
        goal = goal.with_changes(months=_months(goal, customer, flow, assumptions, monthly))
    return goal.with_changes(
        months=check_months(goal.months), target=check_amount(goal.target, "target", "the amount you want")
    )


def _target(goal: Goal, flow: Cashflow, assumptions: Assumptions) -> float:
    if goal.goal_type == "house" and goal.house_price is not None:
        return house.money_needed(goal.house_price, assumptions)
    if goal.goal_type == "emergency_fund" and flow.spending > 0:
        return round_cent(assumptions.budget.emergency_months * flow.spending)
    raise AdviceError(f"How much money do you need for your {goal.label}?", "target")


def _months(goal: Goal, customer: Customer, flow: Cashflow, assumptions: Assumptions, monthly: float | None) -> int:
    """Without a date: how long the chosen amount takes, or, for an emergency fund, all that can be spared."""
    if goal.saved >= goal.amount:
        return 1
    pace = monthly if monthly is not None else flow.spare if goal.goal_type == "emergency_fund" else 0.0
    months = months_needed(savings_plan.aim_of(goal, customer), pace, assumptions) if pace > 0 else None
    if months is None:
        raise AdviceError(f"By when would you like to have the money for your {goal.label}?", "months")
    return months
