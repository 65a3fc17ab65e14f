"""The main job: a goal that is complete becomes a plan, a roadmap and a recommendation, said in one message."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk.events import FollowupAction, SlotSet

from actions.advice import (
    keep_plan,
    new_plan,
)
from actions.care import offer_help_first
from actions.conversation import FORM, Conversation, forget_draft, set_slots
from actions.goal_draft import GoalDraft
from actions.goal_form import ValidateGoalForm, today, without_its_question
from actions.living_on_savings import say_drawdown
from actions.plan_talk import say_goals, say_plan
from actions.shared_budget import same_goal, want, with_the_others
from actions.step import Events, Step, Voice
from advisor.goals import AdviceError

# The form's slot for a field of the advisor's, where the figure has to be asked for again.
ASK_AGAIN = {"target": "goal_amount", "months": "goal_months", "saved": "goal_saved", "debts": "goal_rate",
             "house_price": "goal_price", "monthly": "goal_monthly", "retirement_age": "goal_months"}  # fmt: skip


class ActionMakePlan(Step):
    """Makes the plan the form has asked for; several goals in one breath are then asked for one after the other."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        draft = GoalDraft.from_slots(conversation.tracker.slots)
        if draft.retired:
            return draw_down(conversation, voice, draft)
        try:
            plan = new_plan(conversation, draft.to_goal(), today=today(), monthly=draft.goal_monthly)
        except AdviceError as error:
            return ask_for(conversation, voice, draft, error)
        replaces = next((p.plan_id for p in conversation.plans if same_goal(p, plan)), None)
        want(conversation, plan.goal.goal_type, True)
        keep_plan(conversation, plan, replaces)
        plan, together = with_the_others(conversation, plan)
        recommendation_id = say_plan(conversation, voice, plan)
        if together and not conversation.slot("goals_ahead"):
            say_goals(conversation, voice, together)
        events = [
            *forget_draft(),
            SlotSet("plan_id", plan.plan_id),
            SlotSet("recommendation_id", recommendation_id),
            SlotSet("question", None),
        ]
        ahead = next_goal(conversation)
        return [*events, *(ahead or offer_help_first(conversation, voice))]


def draw_down(conversation: Conversation, voice: Voice, draft: GoalDraft) -> Events:
    """What savings bring somebody who has retired; then the next goal that was named."""
    try:
        events = say_drawdown(conversation, voice, draft)
    except AdviceError as error:
        return ask_for(conversation, voice, draft, error)
    return [*events, *next_goal(conversation)]


def ask_for(conversation: Conversation, voice: Voice, draft: GoalDraft, error: AdviceError) -> Events:
    """Say what a figure was refused for and ask for it again; leave the goal where the form has no question for it."""
    slot = ASK_AGAIN.get(error.field, error.field)
    # A date follows from a monthly amount: where the date cannot be, it is the amount that has to be another.
    slots = ("goal_months", "goal_monthly") if slot == "goal_months" else (slot,)
    left = replace(draft, **{name: None for name in slots if hasattr(draft, name)})
    if ValidateGoalForm.next_slot(conversation, left) is None:
        voice.text(error.say, data={"refused": error.field})
        return forget_draft()
    voice.text(without_its_question(error), data={"refused": error.field})
    return [*set_slots(**left.to_slots(), attempts=0), FollowupAction(FORM)]


def next_goal(conversation: Conversation) -> Events:
    """Events that go on to the next goal that was named, if there is one."""
    ahead = list(conversation.slot("goals_ahead") or ())
    if not ahead:
        return []
    draft = GoalDraft(**ahead[0])
    return [*set_slots(**draft.to_slots(), goals_ahead=ahead[1:], attempts=0), FollowupAction(FORM)]
