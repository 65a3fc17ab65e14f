"""The form that asks for a goal: takes whatever a message answers, asks only for what is missing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from rasa_sdk.events import SlotSet

from actions.conversation import DRAFT_SLOTS, FORM, Conversation, set_slots
from actions.goal_draft import (
    BOUGHT_OUTRIGHT,
    GoalDraft,
    next_question,
    short_name,
    starting_point,
    with_reading,
    words_for,
)
from actions.open_question import ask_again
from actions.reading import Reading, corrects, read
from actions.step import Events, Step, Voice, mind_the_currency
from actions.urgent import in_crisis, reports_a_payment
from advisor.goals import AdviceError, check_months
from advisor.money_text import duration_text, money_text, percent_text
from settings import settings

# Intents whose figures are about something else than the goal, unless they answer exactly what was asked.
DIGRESSIONS = frozenset(
    [
        "ask_question",
        "ask_why",
        "ask_spending",
        "ask_credit_utilisation",
        "ask_portfolio",
        "ask_recommendation",
        "compare_products",
        "what_if",
        "show_plan",
        "check_progress",
        "list_goals",
        "delete_goal",
        "ask_privacy",
        "export_data",
        "delete_data",
        "contest_decision",
        "give_consent",
        "withdraw_consent",
        "report_fraud",
        "query_payment",
        "check_wellbeing",
        "express_worry",
        "human_handoff",
        "complain",
        "help",
        "repeat",
        "stop",
        "goodbye",
        "bot_challenge",
        "resume",
        "undo",
    ]
)
NEVER_ANSWERS = frozenset(
    [
        "stop",
        "human_handoff",
        "delete_data",
        "export_data",
        "report_fraud",
        "query_payment",
        "check_wellbeing",
        "repeat",
    ]
    + ["help", "undo", "withdraw_consent"]
)
PRICE = re.compile(
    r"\b(price|costs?|whole|full|house itself|first)\b|^\W*the (?:house|home|place|flat)\W*$", re.IGNORECASE
)
SAVINGS = re.compile(r"\b(sav(?:e|ed|ings?)|deposit|down ?payment|second|sum)\b", re.IGNORECASE)
OUTRIGHT = re.compile(
    r"\b(cash|outright|in full|(?:no|without an?|don'?t (?:need|want) an?) (?:mortgage|loan))\b", re.IGNORECASE
)
DEPOSIT = re.compile(r"\b(?:deposit|down ?payment|put down)\b|\d\S* (?:dollars? )?down\b", re.IGNORECASE)
_BEFORE_A_NAME = re.compile(
    r"^\s*(?:well|um+|uh+|so|ok(?:ay)?|fine|alright|yeah|actually|maybe|then"
    r"|it'?s|for|i'?m saving|i (?:want|need|would like)|i'?d like|to (?:buy|get)|saving|save up"
    r"|(?:buy|get)(?:ting)?|a|an|the|my|some|[,\s])+\b",
    re.IGNORECASE,
)
INSTEAD = re.compile(r"\b(instead|rather|actually|not (?:a|the)|forget|changed my mind)\b", re.IGNORECASE)
ANOTHER_GOAL = re.compile(r"\b(also|as well|too|another|second|and then|on top)\b", re.IGNORECASE)
PERSONAL = ("income", "risk_profile", "age")  # may be left unsaid
_NO_NAMES = re.compile(
    r"(?:less|more|(?:no|some|any)thing|it|this|that|these|those|me|you|him|her|them|yes|no|not|why|how|what|who|when|where"
    r"|stop|help|lol|cool|fine|good|bad|nice|great|whatever|maybe|cheaper|faster|slower|sooner|later|now|today|tomorrow"
    r"|yesterday|hello|hi|thanks|please|bigger|smaller|enough|\s)+",
    re.IGNORECASE,
)
NO_GOALS = frozenset(["plan", "goal", "help", "person", "product", "loan", "card", "question", "account", "money"])
_A_THING = re.compile(
    r"\b(?:want|need|like|get|buy|for|afford|and|also|plus)\s+(?:an?|some|my own)\s+([a-z]+(?: [a-z]+)?)[.!?]?$", re.I
)
_SAID_BEFORE = re.compile(
    r"\b(?:i said|i meant?|i told you|no wait|wait no|sorry|not that|correction)\b", re.IGNORECASE
)
# The figures of a message that a refusal of one field takes out; the rest is kept.
REFUSED = {
    "goal_months": dict.fromkeys(("months", "more_months", "age")) | {"durations": ()},
    "goal_amount": dict.fromkeys(("target", "price", "more_target")) | {"targets": ()},
    "goal_saved": {"saved": None},
    "goal_monthly": {"contribution": None},
    "goal_spending": {"spending": None, "contribution": None, "expenses": None},
}
FIELD_OF = {"months": "goal_months", "saved": "goal_saved", "target": "goal_amount"}
MOST_INCOME = 1e8  # a year
LEAST_INCOME = 600  # a year; "3", or "i have 3 bitcoins", is no answer to what somebody earns
_BELOW_ZERO = re.compile(r"(?:\b(?:minus|negative)\b|(?<![\w.])-)\s*\$?\d", re.IGNORECASE)
FIGURES = ("goal_amount", "goal_price", "goal_rate", "goal_months", "goal_saved", "goal_monthly", "goal_spending")
AMOUNTS = ("goal_amount", "goal_price", "goal_saved", "goal_monthly")
TAKEN_BACK = [name for name in DRAFT_SLOTS if name not in ("goal_type", "goal_age")]  # by "go back", each by itself
NAME_WORDS = 5  # "a new kitchen" is a goal's name, a paragraph is not


class ValidateGoalForm(Step):
    """Reads one message into the draft and names the next question (`requested_slot`); nothing if it digresses."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        if conversation.back_in_form:  # another action spoke first: ask again, read nothing twice
            draft = GoalDraft.from_slots(conversation.tracker.slots)
            return [SlotSet("requested_slot", self.next_slot(conversation, draft))]
        starting = form_starts(conversation)
        asked = None if starting else conversation.asked
        draft = GoalDraft.from_slots(conversation.tracker.slots)
        message = conversation.message
        if starting and not (draft.retired and read(message).goals == ("retirement",)):  # nobody retires twice
            draft = GoalDraft()
        if in_crisis(message.text):
            return [SlotSet("requested_slot", None)] if starting else []  # the next action meets it
        if not starting and (message.intent in NEVER_ANSWERS or reports_a_payment(conversation)):
            return []
        retires = asked == "goal_months" and draft.goal_type == "retirement"
        reading = read(message, "retirement_age" if retires else asked)
        if not starting and message.intent == "check_progress" and asked != "goal_saved":
            reading = read(message, "goal_saved")  # "how much do I have saved? 8,000" says what is saved
        if not starting and not self._is_for_the_form(message, reading, asked):
            return []
        if not starting:
            reading = meant_again(reading, message, conversation.slot("last_figure"), asked)
        mind_the_currency(voice, reading.currency)
        ahead = list(conversation.slot("goals_ahead") or ()) if not starting else []
        events: Events = []
        before = draft
        try:
            reading = in_its_role(reading, draft, asked, message.text)
            draft, reading, ahead, noted = take_goals(draft, reading, message, ahead)
            new = self._answer(conversation, with_reading(draft, reading, conversation.customer, asked), reading, asked)
        except AdviceError as error:
            return self._refuse(conversation, voice, without_refused(draft, reading, error, conversation, asked), error)
        if starting:
            events += set_slots(goals_ahead=ahead, paused=None)
        elif new is None:
            return []
        elif new == before and not events and not noted and not self._told_about_themselves(reading, message):
            declined = message.intent == "skip" or (message.intent == "deny" and asked in PERSONAL)
            if declined:
                return self._skip(conversation, voice, draft, asked)
            # No rule but the form's own stands for a goal that is stated, so the form itself has to ask again.
            return asked_again(conversation, voice, asked) if message.intent == "state_goal" else []
        new = new or draft
        if noted:
            say_noted_goals(voice, noted, ahead)
        if not starting:
            self._acknowledge_corrections(voice, GoalDraft.from_slots(conversation.tracker.slots), new, asked)
        if reading.worry and not conversation.worried:
            events += set_slots(worried=True)
            if not starting:
                voice.response("utter_worry_noted")
        last = [name for name in TAKEN_BACK if getattr(before, name) != getattr(new, name)]
        slots = {**new.to_slots(), "goals_ahead": ahead, "attempts": 0,
                 "last_figure": last[-1] if last else conversation.slot("last_figure")}  # fmt: skip
        return [*events, *set_slots(**slots), SlotSet("requested_slot", self.next_slot(conversation, new))]

    @staticmethod
    def _is_for_the_form(message: Any, reading: Reading, asked: str | None) -> bool:
        """A digression is for the form only if it plainly answers the question: "I have saved 5,000 so far"."""
        if message.intent == "check_progress":
            return reading.saved is not None
        if message.intent == "express_worry":  # "will I lose my house?" names no goal
            return asked != "goal_type" and answers(reading, asked, message.text)
        if message.intent not in DIGRESSIONS:
            return message.intent != "affirm" or answers(reading, asked, message.text)
        return answers(reading, asked, message.text) and not message.is_question

    @staticmethod
    def _told_about_themselves(reading: Reading, message: Any) -> bool:
        return any(v is not None for v in (reading.income, reading.risk, reading.expenses)) or bool(
            message.values("age")
        )

    def _answer(
        self, conversation: Conversation, draft: GoalDraft, reading: Reading, asked: str | None
    ) -> GoalDraft | None:
        """The draft with what only the question gives meaning to; income and risk appetite go to the profile."""
        message = conversation.message
        told: dict[str, Any] = {}
        if reading.income is not None:
            told["income"] = reading.income
        if reading.expenses is not None:
            told["spending_a_month"] = reading.expenses
        if reading.risk is not None:
            told["risk_profile"] = reading.risk
        ages = [v["age"] for v in message.values("age") if "age" in v]
        if asked == "age":
            ages += [v["value"] for v in message.values("number")] + ([reading.age] if reading.age else [])
        if ages:
            if not 18 <= ages[0] <= 100:
                raise AdviceError("I can plan for people from 18 to 100. How old are you?", "age")
            told["age"] = int(ages[0])
            if draft.goal_age is not None:  # until now their age was a guess
                draft = replace(draft, goal_months=check_months((draft.goal_age - told["age"]) * 12, "goal_months"))
        if asked == "income" and 0 < (reading.income or 0) < LEAST_INCOME:
            raise AdviceError(
                "That is hardly an income. What do you earn a month or a year, before tax? You can skip this.", "income"
            )
        if asked == "goal_amount" and _BELOW_ZERO.search(message.text):
            raise AdviceError("That is less than nothing. Please tell me the amount again.", "goal_amount")
        if asked == "goal_saved" and _BELOW_ZERO.search(message.text):
            raise AdviceError("Less than nothing is a debt. How much is put aside? Nothing yet is fine.", "saved")
        if reading.income is not None and not 0 <= reading.income <= MOST_INCOME:
            raise AdviceError("That is more than I can plan with. What do you earn a year, before tax?", "income")
        if told:
            conversation.remember(**told)
        if draft.goal_type == "house" and reading.target is not None and DEPOSIT.search(message.text):
            draft = replace(draft, goal_meaning="savings")
        if asked == "goal_meaning":
            return meaning_of_amount(draft, message.text, message.intent)
        if asked == "goal_saved" and message.intent == "deny" and draft.goal_saved is None:
            return replace(draft, goal_saved=0.0)
        if asked is None and draft.goal_type in (None, "other") and message.intent == "state_goal":
            named = _A_THING.search(message.text)
            if draft.goal_type == "other" and draft.goal_name is None and (thing := thing_in(message)):
                return replace(draft, goal_name=thing)
            if named and not set(named[1].lower().split()) & NO_GOALS:
                return replace(draft, goal_type="other", goal_name=named[1].lower())
        if (
            asked == "goal_type"
            and draft.goal_type is None
            and draft.goal_amount
            and (draft.goal_months or draft.goal_saved)
        ):
            return replace(draft, goal_type="other")  # "to be rich": a sum and a time are a goal, named or not
        if asked == "goal_type" and draft.goal_type == "other" and draft.goal_name is None and not reading.changes_goal:
            return replace(draft, goal_name=goal_name_in(message.text))  # "a laptop"
        if asked == "goal_type" and draft.goal_type is None and not reading.changes_goal:
            name = goal_name_in(message.text)
            if name and (message.intent in ("inform", "state_goal", "change_goal") or names_a_thing(message)):
                return replace(draft, goal_type="other", goal_name=name)
        return draft

    def _skip(self, conversation: Conversation, voice: Voice, draft: GoalDraft, asked: str | None) -> Events:
        """Go on with a starting point, or without, when somebody does not know or would rather not say."""
        if asked == "goal_type":
            voice.response("utter_goal_without_name")
            new = replace(draft, goal_type="other")
            return [
                *set_slots(**new.to_slots(), attempts=0),
                SlotSet("requested_slot", self.next_slot(conversation, new)),
            ]
        value = starting_point(draft, asked or "", conversation.customer)
        if asked in PERSONAL:
            conversation.remember(**{f"{asked}_skipped": True})
            voice.response("utter_skipped_personal")
            return [*set_slots(attempts=0), SlotSet("requested_slot", self.next_slot(conversation, draft))]
        if asked == "goal_rate":
            from advisor.assumptions import current

            value = current().card_rate
        if value is None:
            return []
        new = replace(draft, **{asked: value})
        if asked != "goal_saved":
            voice.response("utter_starting_point", figure=figure_text(asked, value))
        return [*set_slots(**new.to_slots(), attempts=0), SlotSet("requested_slot", self.next_slot(conversation, new))]

    def _refuse(self, conversation: Conversation, voice: Voice, draft: GoalDraft, error: AdviceError) -> Events:
        """Say what is allowed; after two refusals of the same question offer another way."""
        attempts = int(conversation.slot("attempts") or 0) + 1
        if attempts >= 2:
            voice.response("utter_way_out")
        else:
            voice.text(without_its_question(error), data={"refused": error.field})
        kept = draft if draft.goal_type else GoalDraft.from_slots(conversation.tracker.slots)
        return [*set_slots(**kept.to_slots(), attempts=attempts),
                SlotSet("requested_slot", self.next_slot(conversation, kept))]  # fmt: skip

    @staticmethod
    def _acknowledge_corrections(voice: Voice, before: GoalDraft, after: GoalDraft, asked: str | None) -> None:
        """Say which figures were taken: those that changed, and new ones where something else was asked."""
        answered = asked is None or getattr(before, asked, None) != getattr(after, asked, None)
        noted = [
            figure_text(name, getattr(after, name))
            for name in FIGURES
            if name != asked and getattr(before, name) != getattr(after, name) and getattr(after, name) is not None
            and (getattr(before, name) is not None or not answered)
        ]  # fmt: skip
        if noted:
            voice.response("utter_noted", noted=" and ".join(noted))

    @staticmethod
    def next_slot(conversation: Conversation, draft: GoalDraft) -> str | None:
        """The slot to ask this person for next; None when a plan can be made."""
        known = conversation.profile
        customer = conversation.customer
        return next_question(
            draft,
            customer,
            income_known=customer.income > 0 or "income_skipped" in known,
            age_known=not conversation.is_guest or "age" in known or "age_skipped" in known,
            risk_known=not conversation.is_guest or "risk_profile" in known or "risk_profile_skipped" in known,
        )


def without_refused(
    draft: GoalDraft, reading: Reading, error: AdviceError, conversation: Conversation, asked: str | None
) -> GoalDraft:
    """The draft with everything a message says but the figure that was refused."""
    rest = replace(reading, **REFUSED.get(FIELD_OF.get(error.field, error.field), {}))
    try:
        return with_reading(draft, rest, conversation.customer, asked) if rest != reading else draft
    except AdviceError:  # a second figure is out of bounds: the first is said, and both are asked for again
        return draft


def without_its_question(error: AdviceError) -> str:
    """What a refusal says is allowed, without the question at its end: the form asks by itself."""
    said, _, question = error.say.rpartition(". ")
    return f"{said}." if said and question.endswith("?") else error.say


def say_noted_goals(voice: Voice, noted: list[str], ahead: list[dict[str, Any]]) -> None:
    """Say which goals wait, or what was put aside for one of them."""
    kept = [goal for goal in ahead if goal["goal_type"] in noted and goal.get("goal_saved") is not None]
    if kept:
        saved = " and ".join(
            f"{figure_text('goal_saved', g['goal_saved'])} for {words_for(g['goal_type'])}" for g in kept
        )
        voice.response("utter_noted", noted=saved)
    else:
        voice.response("utter_other_goal_noted", goals=" and ".join(words_for(kind) for kind in noted))


def in_its_role(reading: Reading, draft: GoalDraft, asked: str | None, text: str) -> Reading:
    """The reading with an amount put where only the goal so far shows that it belongs: its own amount said again
    ("1,500 is for the trip" after "what have you saved?"), or what can be paid a month on a debt ("400 then").
    """
    if asked == "goal_saved" and reading.goals and reading.saved and reading.saved == draft.goal_amount:
        return replace(reading, saved=None, target=reading.saved)
    pays = asked == "goal_months" and draft.goal_type == "debt_payoff" and draft.goal_amount and reading.months is None
    if pays and reading.target and reading.target <= draft.goal_amount / 2 and not corrects(text):
        return replace(reading, target=None, targets=(), contribution=reading.target)
    return reading


def form_starts(conversation: Conversation) -> bool:
    """Whether the form was activated by the message that was just said."""
    for event in reversed(conversation.tracker.events):
        if event.get("event") == "user":
            return False
        if event.get("event") == "active_loop" and event.get("name") == FORM:
            return True
    return False


def answers(reading: Reading, asked: str | None, text: str) -> bool:
    """Whether a reading holds a value for the slot that was asked for."""
    value = {
        "goal_type": reading.goals,
        "goal_amount": reading.target or reading.price,
        "goal_months": reading.months or reading.age or reading.contribution or reading.retired,
        "goal_saved": reading.saved if reading.saved is not None else reading.nothing_saved or None,
        "goal_rate": reading.rate,
        "goal_meaning": PRICE.search(text) or SAVINGS.search(text) or OUTRIGHT.search(text),
        "income": reading.income,
        "risk_profile": reading.risk,
    }.get(asked or "")
    return value not in (None, (), False)


def asked_again(conversation: Conversation, voice: Voice, asked: str | None) -> Events:
    """The question that was asked, once more; the form stays open, since nothing else would answer."""
    attempts = int(conversation.slot("attempts") or 0)
    events = ask_again(conversation, voice) if attempts < 2 else set_slots(attempts=1)
    return [*events, SlotSet("requested_slot", asked)]


def meant_again(reading: Reading, message: Any, last: str | None, asked: str | None) -> Reading:
    """The reading with an amount said anew put where the last one went: "25 grand, I said" after the savings."""
    if (
        last not in AMOUNTS
        or last == "goal_amount"
        or asked in AMOUNTS
        or reading.target is None
        or len(reading.targets) != 1
        or not _SAID_BEFORE.search(message.text)
    ):
        return reading
    field = {"goal_price": "price", "goal_saved": "saved", "goal_monthly": "contribution"}[last]
    return replace(reading, target=None, targets=(), **{field: reading.target})


def take_goals(
    draft: GoalDraft, reading: Reading, message: Any, ahead: list[dict[str, Any]]
) -> tuple[GoalDraft, Reading, list[dict[str, Any]], list[str]]:
    """The draft, what of the message is for it, the goals to ask about afterwards, and those of them that are new.

    "A house in three years and a car next year": the house now, the car, with its own figures, next.
    """
    if draft.goal_type is None:
        for index, kind in enumerate(reading.goals[1:], start=1):
            ahead = [*ahead, {
                "goal_type": kind,
                "goal_amount": reading.targets[index] if index < len(reading.targets) else None,
                "goal_months": reading.durations[index] if index < len(reading.durations) else None,
            }]  # fmt: skip
        return draft, reading, ahead, []
    others = [kind for kind in reading.goals if kind != draft.goal_type]
    if not others:
        return draft, reading, ahead, []
    if ANOTHER_GOAL.search(message.text):  # "also a holiday next summer, 3 grand": the figures are the holiday's
        waiting = [{"goal_type": kind} for kind in others]
        waiting[0].update(goal_amount=reading.target or reading.price, goal_months=reading.months)
        return draft, Reading(worry=reading.worry, feeling=reading.feeling), [*ahead, *waiting], others
    if draft.goal_type == "other" and draft.goal_name is None:  # it has its name now
        return replace(draft, goal_type=others[0]), reading, ahead, []
    waits = next((goal for goal in ahead if goal["goal_type"] in others), None)
    if waits and not INSTEAD.search(message.text):  # "the 4,000 is for the wedding" is for the goal that comes next
        saved = reading.saved if reading.saved is not None else reading.target
        if saved is not None:
            ahead = [{**goal, "goal_saved": saved} if goal is waits else goal for goal in ahead]
        return draft, Reading(worry=reading.worry, feeling=reading.feeling), ahead, [waits["goal_type"]]
    return GoalDraft(goal_type=others[0]), reading, ahead, []  # "a car instead": the other goal's figures go with it


def meaning_of_amount(draft: GoalDraft, text: str, intent: str | None) -> GoalDraft | None:
    """What a large amount for a house is: its price, or what is to be saved."""
    if OUTRIGHT.search(text):  # all of the price is to be saved
        return replace(draft, goal_meaning=BOUGHT_OUTRIGHT)
    if PRICE.search(text):
        return replace(draft, goal_meaning="price", goal_price=draft.goal_amount, goal_amount=None)
    if SAVINGS.search(text):
        return replace(draft, goal_meaning="savings")
    if draft.goal_amount is not None and draft.goal_amount < 150_000:  # a new figure settles it
        return draft
    return None


def thing_in(message: Any) -> str | None:
    """The word that named a goal of no kind of its own: "boat" in "and a boat, 300k next summer"."""
    found = next((e for e in message.entities if e["entity"] == "goal_type" and e.get("value") == "other"), None)
    return goal_name_in(message.text[found["start"] : found["end"]]) if found and "end" in found else None


def names_a_thing(message: Any) -> bool:
    """Whether words that mean nothing else to us are a goal's name: "a boat", "solar panels", not "sell me a boat"."""
    if message.intent not in ("nlu_fallback", "out_of_scope"):
        return False
    text = message.text.strip()
    return bool(_BEFORE_A_NAME.match(text)) or len(text.split()) <= 2


def goal_name_in(text: str) -> str | None:
    """ "I'd like a new kitchen" is about the "new kitchen"; None if the text is no name of a thing."""
    name = text.strip(" .!?")
    while (shorter := _BEFORE_A_NAME.sub("", name).strip(" ,")) != name:
        name = shorter
    words = name.split()
    if not words or _NO_NAMES.fullmatch(name):
        return None
    if not 1 <= len(words) <= NAME_WORDS or not re.fullmatch(r"[A-Za-z][A-Za-z' -]{2,40}", name):
        return None
    return name.lower() if name[0].isupper() and name[1:].islower() else name


def figure_text(slot: str, value: Any) -> str:
    """A figure of the draft as it is said."""
    if slot == "goal_months":
        return duration_text(round(value))
    if slot == "goal_rate":
        return percent_text(value)
    money = money_text(value, settings.currency)
    a_month = f"{money} a month"
    return {"goal_saved": f"{money} saved", "goal_monthly": a_month, "goal_spending": a_month}.get(slot, money)


def today() -> date:
    """The day plans are made on; one place, so that tests can set it."""
    return date.today()


__all__ = ["FORM", "ValidateGoalForm", "short_name", "today"]
