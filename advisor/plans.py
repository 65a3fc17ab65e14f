"""The door to planning: everything that makes or changes a plan, under one name."""

from advisor.goals import GOAL_TYPES, AdviceError, Debt, Deposit, Goal, Household
from advisor.planner import make_plan
from advisor.records import Plan, Repair
from advisor.several import Plans, make_plans
from advisor.what_if import WhatIf, apply_repair, what_if

__all__ = [
    "GOAL_TYPES",
    "AdviceError",
    "Debt",
    "Deposit",
    "Goal",
    "Household",
    "Plan",
    "Plans",
    "Repair",
    "WhatIf",
    "apply_repair",
    "make_plan",
    "make_plans",
    "what_if",
]
