"""Plans looked at again: shown, checked, listed together, dropped; several of them share one monthly budget."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from actions import trail
from actions.advice import keep_plan, note
from actions.conversation import FORM, Conversation, set_slots
from actions.goal_draft import GoalDraft, words_for
from actions.goal_form import FIGURES, figure_text, today
from actions.plan_talk import listed, say_goals, say_plan, say_progress
from actions.reading import read
from actions.shared_budget import renewed, want
from actions.step import Events, Step, Voice
from advisor.goals import GOAL_NAMES, check_amount
from advisor.plans import what_if
from store import plans


class ActionShowPlan(Step):
    """Says the current plan, or the one of the goal that is named, with its roadmap."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        plan = conversation.plan_for(read(conversation.message).goals)
        if plan is None:
            return say_so_far(conversation, voice)
        recommendation_id = say_plan(conversation, voice, plan)
        return set_slots(plan_id=plan.plan_id, recommendation_id=recommendation_id)


class ActionCheckProgress(Step):
    """Where a goal stands: what is saved against what the plan foresaw; takes a new balance when one is said."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        reading = read(conversation.message, asked="goal_saved")
        plan = conversation.plan_for(reading.goals)
        if plan is None:
            return say_so_far(conversation, voice)
        events: Events = []
        balance = plan.saved
        if reading.saved is not None:
            balance = check_amount(reading.saved, "saved", "what you have saved", zero_allowed=True)
            result = what_if(
                plan, conversation.customer, today=today(), household=conversation.household, saved=balance
            )
            after = renewed(result.after)
            keep_plan(conversation, after, replaces=plan.plan_id)
            events = set_slots(plan_id=after.plan_id, plan_before=plan.plan_id, last_figure="goal_saved")
            say_progress(conversation, voice, after, foreseen_by=plan, balance=balance)
        else:
            say_progress(conversation, voice, plan, foreseen_by=plan, balance=balance)
        note(conversation, "progress", goal_type=plan.goal.goal_type)
        return events


class ActionListGoals(Step):
    """All goals on one line, with what they take together; one alone is shown as itself."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        if not conversation.plans:
            return say_so_far(conversation, voice)
        if len(conversation.plans) == 1:
            return set_slots(recommendation_id=say_plan(conversation, voice, conversation.plans[0]))
        say_goals(conversation, voice, conversation.plans)
        return []


class ActionDeleteGoal(Step):
    """Asks before a plan is dropped; which one is plain from the goal that is named."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        named = read(conversation.message).goals
        plan = conversation.plan_for(named)
        if plan is None:
            voice.response("utter_no_plan_yet")
            return []
        if named and plan.goal.goal_type not in named:
            plans_now = listed([p.goal.label for p in conversation.plans])
            voice.response("utter_no_such_plan", goal=GOAL_NAMES.get(named[0], "such"), plans=plans_now)
            return []
        voice.response("utter_ask_delete_goal", goal=plan.goal.label)
        return [SlotSet("question", {"kind": "delete_goal", "plan_id": plan.plan_id, "goal": plan.goal.label})]


def say_so_far(conversation: Conversation, voice: Voice) -> Events:
    """There is no plan yet: say what is known of the goal that is being asked about, if one is."""
    known = known_words(GoalDraft.from_slots(conversation.tracker.slots)) if conversation.form == FORM else []
    if known:
        voice.response("utter_so_far", known=listed(known))
    else:
        say_no_plan(conversation, voice)
    return []


def say_no_plan(conversation: Conversation, voice: Voice) -> None:
    """There is no plan to speak of: what that means for somebody who is being asked, is worried, or just came."""
    if conversation.in_form:
        voice.response("utter_plan_first")
    else:
        voice.response("utter_ways_to_help" if conversation.worried else "utter_no_plan_yet")


def known_words(draft: GoalDraft) -> list[str]:
    """What is known of a goal, as it is said: "the car", "$15,000", "2 years", "$1,000 saved"."""
    figures = [figure_text(name, getattr(draft, name)) for name in FIGURES if getattr(draft, name) is not None]
    return [words_for(draft.goal_type, draft.goal_name), *figures] if draft.goal_type else figures


def drop(conversation: Conversation, plan_id: str) -> None:
    """Take a plan out of force; it does not come back when the others share the budget anew."""
    dropped = next((plan for plan in conversation.plans if plan.plan_id == plan_id), None)
    if dropped is not None:
        want(conversation, dropped.goal.goal_type, False)
    plans.delete(plan_id, conversation.owner)
    trail.plan_dropped(conversation, plan_id)
    note(conversation, "goal_deleted")
