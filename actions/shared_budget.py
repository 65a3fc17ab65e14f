"""Several goals on one monthly budget: planned together, in the order of their priority, stored as new versions."""

from __future__ import annotations

from dataclasses import replace

from actions.advice import keep_plan
from actions.conversation import Conversation
from actions.goal_form import today
from advisor.goals import AdviceError
from advisor.plans import Plan, make_plans
from store.database import new_id

UNWANTED = "unwanted_goals"  # of the profile: goal types whose plans were dropped, and which do not come by themselves


def want(conversation: Conversation, goal_type: str, wanted: bool) -> None:
    """Remember that a goal was dropped, or is wanted after all."""
    unwanted = set(conversation.profile.get(UNWANTED, ()))
    if wanted == (goal_type in unwanted):
        conversation.remember(**{UNWANTED: sorted(unwanted ^ {goal_type})})


def with_the_others(conversation: Conversation, plan: Plan) -> tuple[Plan, list[Plan]]:
    """The plan as it stands when all goals share one budget, and all plans; a single goal stands alone."""
    together = Conversation(conversation.tracker)  # reads the plans anew, with this one
    if len(together.plans) < 2:
        return plan, []
    try:
        shared = share_budget(together)
    except AdviceError:  # there is nothing to share: each plan says for itself what it takes
        return plan, together.plans
    return next(p for p in shared if same_goal(p, plan)), shared


def share_budget(conversation: Conversation) -> list[Plan]:
    """All goals planned anew by priority, from one monthly budget; stored in place of the old ones."""
    old = conversation.plans
    made = make_plans(
        [plan.goal for plan in old],
        conversation.customer,
        today=today(),
        monthly_budget=conversation.profile.get("monthly_budget"),
        household=conversation.household,
        unwanted=frozenset(conversation.profile.get(UNWANTED, ())),
    )
    new = [renewed(plan) for plan in made.plans]
    left = list(old)
    for after in new:
        before = next((plan for plan in left if same_goal(plan, after)), None)
        if before is not None:
            left.remove(before)
        keep_plan(conversation, after, replaces=before.plan_id if before else None)
    return new


def put_first(conversation: Conversation, plan: Plan) -> list[Plan]:
    """Give one goal the first call on the money; the plans of all goals made anew."""
    for index, other in enumerate(sorted(conversation.plans, key=lambda p: (p is not plan, p.goal.priority)), start=1):
        goal = replace(other.goal, priority=index)
        conversation.plans[conversation.plans.index(other)] = replace(other, goal=goal)
    return share_budget(conversation)


def same_goal(old: Plan, new: Plan) -> bool:
    """Whether a plan is a new version of another: the same kind of goal by the same name."""
    return (old.goal.goal_type, old.goal.name) == (new.goal.goal_type, new.goal.name)


def renewed(plan: Plan) -> Plan:
    """The plan as a new version, by a key of its own."""
    return replace(plan, plan_id=f"plan-{new_id()[:16]}")
