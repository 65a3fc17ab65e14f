"""After the plan: corrections that make a new version, what-ifs that change nothing until told, and taking back."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from actions.advice import keep_plan, note
from actions.conversation import FORM, Conversation, set_slots
from actions.goal_draft import GoalDraft, with_reading
from actions.goal_form import meant_again, thing_in, today
from actions.goals import ActionShowPlan, known_words, say_no_plan
from actions.knowing import ActionAnswerQuestion
from actions.open_question import ask_again
from actions.plan_talk import listed, say_goals, say_plan, say_what_if
from actions.reading import Message, Reading, read
from actions.shared_budget import put_first, renewed, share_budget, want
from actions.step import Events, Step, Voice, mind_the_currency
from advisor.assumptions import current
from advisor.goals import check_amount, check_months
from advisor.plans import Debt, Plan, WhatIf, apply_repair, make_plan, what_if
from store import plans

WHAT_I_SAID = re.compile(r"\bwhat (?:did|have|had) i (?:\w+ )?(?:tell|told|sa(?:y|id)|given?)\b", re.IGNORECASE)
_MORE_TIME = re.compile(r"\b(more time|longer|later|not so fast|push (?:it )?back)\b", re.IGNORECASE)
_PAYS = re.compile(r"\b(?:pa(?:y|id|ying)|sav(?:e|ed|ing)|put|putting|contribut\w*|monthly|afford)\b", re.IGNORECASE)
_AIMS = re.compile(r"\b(?:aim|target|goal|cost|costs|only need|instead of|price)\b", re.IGNORECASE)
_SMALLER = re.compile(r"\b(smaller|less|lower|cheaper|aim for less|reduce)\b", re.IGNORECASE)
_MORE_A_MONTH = re.compile(r"\b(save|put in|pay) more\b|\bmore (?:a|per|each) month\b", re.IGNORECASE)


class ActionChangeGoal(Step):
    """A correction ("no, five years"): the plan made anew with what changed; starts a goal if there is none."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        message = conversation.message
        reading = read(message)
        mind_the_currency(voice, reading.currency)
        if conversation.in_form:  # the form found no answer in it
            return ask_again(conversation, voice)
        reading = meant_again(reading, message, conversation.slot("last_figure"), None)
        plan = conversation.plan_for(reading.goals)
        if reading.first and reading.goals and len(conversation.plans) > 1:
            return put_goal_first(conversation, voice, plan)
        if plan is None or (reading.goals and plan.goal.goal_type not in reading.goals and reading.target is not None):
            return start_goal(conversation, voice, reading)
        planned = {p.goal.goal_type for p in conversation.plans}
        new = tuple(kind for kind in reading.goals if kind not in planned)
        if new and not reading.changes_goal:  # "can I change the wedding to a house instead?"
            return start_goal(conversation, voice, replace(reading, goals=new))
        if reading.budget is not None or reading.income is not None or reading.risk is not None:
            return replan_everything(conversation, voice, reading)
        repair = repair_wanted(message, plan)
        if repair is not None:
            after = renewed(apply_repair(plan, conversation.customer, repair))
            return put_in_force(conversation, voice, plan, after)
        changes = changes_of(reading, plan, conversation)
        if (
            not changes
            or changes.keys() == {"months"}
            and reading.age is not None
            and plan.goal.goal_type != "retirement"
        ):
            if WHAT_I_SAID.search(message.text):
                return ActionShowPlan().act(conversation, voice)
            voice.response("utter_ask_what_to_change", goal=plan.goal.label)
            return []
        result = changed(conversation, plan, changes)
        return put_in_force(conversation, voice, plan, renewed(result.after))


class ActionWhatIf(Step):
    """A what-if: the difference to the current plan, which stays as it is until the customer takes the new one."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        message = conversation.message
        reading = read(message)
        plan = conversation.plan_for(reading.goals)
        if conversation.form == FORM and plan is None:
            voice.response("utter_plan_first")
            return []
        if plan is None and not reading.goals and not reading.changes_goal:  # "and if the market crashes?"
            return ActionAnswerQuestion().act(conversation, voice)
        if plan is None or reading.goals and plan.goal.goal_type not in reading.goals:
            return start_goal(conversation, voice, reading)  # "what about retirement?" is a goal, not a change of one
        changes = changes_of(reading, plan, conversation)
        if not changes:
            changes = usual_what_if(message, plan)
        if not changes:
            voice.response("utter_ask_what_if")
            return []
        result = changed(conversation, plan, changes)
        say_what_if(conversation, voice, result, changes)
        return [SlotSet("question", {"kind": "apply_what_if", "plan_id": plan.plan_id, "changes": as_json(changes)})]


class ActionUndo(Step):
    """Takes back the last change of the plan, or the last verdict on a product."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        last = conversation.slot("last_figure")
        if conversation.form == FORM and last:  # inside the form it is the last answer that is taken back
            voice.response("utter_asked_earlier")
            return set_slots(**{last: None, "last_figure": None}, attempts=0)
        before = conversation.slot("plan_before")
        plan = conversation.plan
        old = plans.get(before, conversation.owner) if before else None
        if old is None:
            voice.response("utter_nothing_to_undo")
            return []
        restored = renewed(Plan.from_dict(old.document))
        replaces = plan.plan_id if plan is not None and old.status == "superseded" else None
        want(conversation, restored.goal.goal_type, True)
        keep_plan(conversation, restored, replaces=replaces)
        recommendation_id = say_plan(conversation, voice, restored)
        return set_slots(plan_id=restored.plan_id, plan_before=None, recommendation_id=recommendation_id, question=None)


def put_goal_first(conversation: Conversation, voice: Voice, plan: Plan) -> Events:
    """Give one goal the first call on the budget, and say what that makes of all of them."""
    plans_now = put_first(conversation, plan)
    say_goals(conversation, voice, plans_now)
    return set_slots(
        plan_id=next(p.plan_id for p in plans_now if p.goal.goal_type == plan.goal.goal_type), question=None
    )


def start_goal(conversation: Conversation, voice: Voice, reading: Reading) -> Events:
    """Begin the form with what a message says, when there is no plan it could be about."""
    if not (reading.goals or reading.changes_goal):
        say_no_plan(conversation, voice)
        return []
    begun = conversation.slot("goal_type")
    if begun and set(reading.goals) <= {begun}:  # one was left half asked: this goes on with it
        kept = with_reading(GoalDraft.from_slots(conversation.tracker.slots), reading, conversation.customer)
        return [*set_slots(**kept.to_slots(), attempts=0, paused=None), FollowupAction(FORM)]
    ages = [value["age"] for value in conversation.message.values("age") if 18 <= value.get("age", 0) <= 100]
    if ages:
        conversation.remember(age=int(ages[0]))
    draft = with_reading(GoalDraft(), reading, conversation.customer)
    if draft.goal_type == "other":
        draft = replace(draft, goal_name=thing_in(conversation.message))
    if draft.goal_type is None:  # the question that follows is about something else: say what was heard
        voice.response("utter_noted", noted=listed(known_words(draft)))
    return [*set_slots(**draft.to_slots(), attempts=0), FollowupAction(FORM)]


def changes_of(reading: Reading, plan: Plan, conversation: Conversation) -> dict[str, Any]:
    """What a reading changes in a plan, as `advisor.plans.what_if` takes it. AdviceError for figures out of bounds."""
    changes: dict[str, Any] = {}
    reading = a_month(reading, plan, conversation.message)
    target = reading.target if reading.target is not None else reading.price
    if reading.price is not None and plan.goal.goal_type == "house":
        changes.update(house_price=check_amount(reading.price, "house_price", "the price of the house"), target=None)
    elif target is not None:
        changes["target"] = check_amount(target, "target", "the amount you want")
    elif reading.more_target is not None:
        changes["target"] = check_amount(plan.target_todays + reading.more_target, "target", "the amount you want")
    if reading.saved is not None:
        changes["saved"] = check_amount(reading.saved, "saved", "what you have saved", zero_allowed=True)
    if reading.contribution is not None:
        changes.update(monthly_change(plan, reading.contribution))
    elif reading.more_a_month is not None:
        changes.update(monthly_change(plan, plan.contribution + reading.more_a_month))
    if plan.goal.goal_type == "retirement" and reading.spending is not None:
        changes["spending_a_year"] = 12 * check_amount(reading.spending, "spending", "what you want to live on")
    months = new_months(reading, plan, conversation)
    if plan.goal.goal_type == "retirement" and reading.age is not None:  # who retires later needs less
        changes["retirement_age"] = int(reading.age)
    elif months is not None:
        changes["months"] = check_months(months)
    if reading.more_rate is not None:
        if reading.rate_of == "inflation":
            changes["inflation"] = max(0.0, current().inflation + reading.more_rate)
        elif plan.goal.debts:
            changes["debts"] = tuple(
                replace(debt, annual_rate=max(0.0, debt.annual_rate + reading.more_rate)) for debt in plan.goal.debts
            )
        else:
            changes["returns"] = max(-0.5, plan.expected_return + reading.more_rate)
    elif reading.rate is not None and plan.goal.debts:
        changes["debts"] = tuple(replace(debt, annual_rate=reading.rate) for debt in plan.goal.debts)
    if reading.risk is not None:
        changes["risk_profile"] = reading.risk
    return changes


def a_month(reading: Reading, plan: Plan, message: Message) -> Reading:
    """The reading with an amount that is said to be paid or saved, and is far from the goal's, taken a month: "what if
    I paid 300" on a debt of 14,000.
    """
    amount = reading.target
    if amount is None or reading.price is not None or len(reading.targets) > 1 or amount > plan.target_todays / 6:
        return reading
    owes = plan.goal.goal_type == "debt_payoff"  # what is owed is no wish: "and 200?" is what is paid
    if not (owes or _PAYS.search(message.text)) or _AIMS.search(message.text):
        return reading
    return replace(reading, target=None, targets=(), contribution=amount)


def monthly_change(plan: Plan, monthly: float) -> dict[str, Any]:
    """More a month than the plan needs is a choice; less is a limit, which the plan then has to live with."""
    monthly = check_amount(monthly, "monthly", "the monthly amount")
    return {"monthly": monthly} if monthly >= plan.monthly else {"monthly_budget": monthly}


def changed(conversation: Conversation, plan: Plan, changes: dict[str, Any]) -> WhatIf:
    """The plan with changes. With less a month and no other change it takes the time that this needs; with more it is
    done sooner."""
    person = {"today": today(), "household": conversation.household}
    result = what_if(plan, conversation.customer, **person, **changes)
    if "months" in changes or "target" in changes:
        return result
    if "monthly_budget" in changes and (longer := result.after.repair("more_time")):
        monthly = changes["monthly_budget"]
        return what_if(plan, conversation.customer, **person, **changes, months=longer.months, monthly=monthly)
    if "monthly" not in changes:
        return result
    # A nearer date means less inflation, and so a goal that is reached sooner still: until date and pace agree.
    while result.reached_in and result.reached_in < result.after.months:
        result = what_if(plan, conversation.customer, **person, **changes, months=result.reached_in)
    return result


def as_json(changes: dict[str, Any]) -> dict[str, Any]:
    """Changes as a slot can hold them."""
    return {**changes, "debts": [asdict(debt) for debt in changes["debts"]]} if "debts" in changes else changes


def from_json(changes: dict[str, Any]) -> dict[str, Any]:
    """Changes that `as_json` wrote."""
    return {**changes, "debts": tuple(Debt(**debt) for debt in changes["debts"])} if "debts" in changes else changes


def new_months(reading: Reading, plan: Plan, conversation: Conversation) -> float | None:
    """The time a reading gives the plan, or None."""
    if reading.more_months is not None:
        return plan.months + reading.more_months
    if reading.months is not None:
        return reading.months
    if reading.age is not None:
        return (reading.age - conversation.customer.age) * 12
    return None


def usual_what_if(message: Message, plan: Plan) -> dict[str, Any]:
    """A what-if without a figure, taken at a usual size: "what if I saved more a month?" is a quarter more."""
    text = message.text
    if _MORE_TIME.search(text):
        return {"months": plan.months + 12}
    if _SMALLER.search(text):
        return {"target": round(plan.target_todays * 0.8, -2) or plan.target_todays}
    if _MORE_A_MONTH.search(text) or text.startswith("/"):
        return {"monthly": float(max(10, round(plan.contribution * 1.25, -1)))}
    return {}


def repair_wanted(message: Message, plan: Plan) -> Any:
    """The way out that a message without figures chooses ("take more time"), or None."""
    named = next((str(v["value"]) for v in message.values("repair")), None)
    if named is None and not any(message.values(e) for e in ("amount_of_money", "duration", "date", "percentage")):
        text = message.text
        named = "more_time" if _MORE_TIME.search(text) else "smaller_target" if _SMALLER.search(text) else None
    return plan.repair(named) if named else None


def put_in_force(conversation: Conversation, voice: Voice, before: Plan, after: Plan) -> Events:
    """Replace a plan by its new version and say the new one."""
    keep_plan(conversation, after, replaces=before.plan_id)
    note(conversation, "plan_changed", goal_type=after.goal.goal_type)
    recommendation_id = say_plan(conversation, voice, after)
    return set_slots(
        plan_id=after.plan_id, plan_before=before.plan_id, recommendation_id=recommendation_id, question=None
    )


def replan_everything(conversation: Conversation, voice: Voice, reading: Reading) -> Events:
    """Plans made anew after something about the person changed: income, risk appetite, the budget for all goals."""
    told: dict[str, Any] = {}
    if reading.income is not None:
        told["income"] = check_amount(reading.income, "income", "your income", zero_allowed=True)
    if reading.risk is not None:
        told["risk_profile"] = reading.risk
    if reading.budget is not None:
        told["monthly_budget"] = check_amount(reading.budget, "monthly_budget", "the monthly budget")
    conversation.remember(**told)
    if len(conversation.plans) > 1:
        renewed_plans = share_budget(conversation)
        say_goals(conversation, voice, renewed_plans)
        return set_slots(plan_id=renewed_plans[-1].plan_id, question=None)
    plan = conversation.plan
    after = renewed(make_plan(
        plan.goal, conversation.customer, today=today(), monthly_budget=conversation.profile.get("monthly_budget"),
        household=conversation.household,
    ))  # fmt: skip
    return put_in_force(conversation, voice, plan, after)
