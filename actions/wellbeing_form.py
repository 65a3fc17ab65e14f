"""How somebody is doing with money: the ten questions of a public scale, which may be stopped at any of them."""

from __future__ import annotations

from rasa_sdk.events import FollowupAction, SlotSet

from actions.advice import note
from actions.conversation import Conversation, set_slots
from actions.goal_form import today
from actions.step import Events, Step, Voice
from actions.wellbeing_words import answer_in
from trust import consent
from trust.wellbeing import AVERAGE, QUESTIONS, WellBeing, well_being

WELLBEING_FORM = "wellbeing_form"
LOW = 50  # below: help first, nothing sold; two fifths of US adults are there
FINE = 60
NEVER_ANSWERS = frozenset(
    (
        "stop",
        "goodbye",
        "human_handoff",
        "report_fraud",
        "query_payment",
        "help",
        "repeat",
        "delete_data",
        "ask_privacy",
    )
    + ("ask_question", "ask_why", "withdraw_consent", "undo")
)
# What helps first, by the question that went worst; those not named here say how it feels, not what to do.
_HELP = {8: "behind", 7: "left_over", 0: "buffer", 6: "buffer", 4: "left_over", 5: "last", 1: "last"}


class ActionStartWellbeing(Step):
    """Says what the questions are and that they may be stopped; then the first one."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        voice.response("utter_wellbeing_intro")
        note(conversation, "wellbeing_started")
        return [*conversation.leave_the_form(), *set_slots(wellbeing_points=[], question=None),
                FollowupAction(WELLBEING_FORM)]  # fmt: skip


class ValidateWellbeingForm(Step):
    """Takes one answer, in a button's words or their own."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        points = list(conversation.slot("wellbeing_points") or ())
        if conversation.back_in_form:
            return [SlotSet("requested_slot", asked_after(points))]
        message = conversation.message
        if message.intent == "undo" and points:  # "go back": the last answer anew
            return set_slots(wellbeing_points=points[:-1], attempts=0, requested_slot="wellbeing_answer")
        if message.intent in NEVER_ANSWERS:
            return []
        question = QUESTIONS[len(points)]
        index = answer_in(message.text, question)
        if index is None:
            return []
        points.append(question.points(question.answers[index]))
        return set_slots(wellbeing_points=points, attempts=0, requested_slot=asked_after(points))


class ActionAskWellbeingAnswer(Step):
    """The next question, with its answers as buttons."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        number = len(conversation.slot("wellbeing_points") or ())
        question = QUESTIONS[number]
        how = "How often is this so?" if question.answers[0] == "always" else "How well does this describe you?"
        voice.text(
            f"{number + 1} of {len(QUESTIONS)}. “{question.text}” {how}" if number in (0, 6) else
            f"{number + 1} of {len(QUESTIONS)}. “{question.text}”",
            data={"question": number + 1, "questions": len(QUESTIONS)},
            buttons=tuple((answer[0].upper() + answer[1:], answer) for answer in question.answers),
        )  # fmt: skip
        return []


class ActionCloseWellbeing(Step):
    """The score in words and what helps first; after a low one a person is offered and nothing is sold."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        points = list(conversation.slot("wellbeing_points") or ())
        aloud = bool(conversation.metadata.get("voice"))
        found = well_being(points, conversation.customer.age, read_aloud=aloud)
        kept = consent.allows(conversation.owner, "sentiment_memory")
        before = (conversation.profile.get("wellbeing") or {}).get("score") if kept else None
        if kept:
            conversation.remember(wellbeing={"score": found.score, "on": today().isoformat()})
        note(conversation, "wellbeing", band=found.band)
        low = found.score < LOW
        voice.response(
            "utter_wellbeing_low"
            if low
            else "utter_wellbeing_middle"
            if found.score < FINE
            else "utter_wellbeing_high",
            score=str(found.score),
            against=against_average(found),
            before=f" Last time it was {before}." if before is not None else "",
            data={"wellbeing": found.score, "band": found.band, "kept": kept, "before": before},
        )
        voice.response(f"utter_wellbeing_help_{what_helps(points)}")
        if kept:
            voice.response("utter_wellbeing_kept")
        if not low:
            return [*set_slots(wellbeing_points=None, question=None), *conversation.back_to_the_goal()]
        voice.response("utter_ask_handoff")
        return set_slots(
            wellbeing_points=None,
            worried=True,
            care_first=True,
            question={
                "kind": "handoff",
                "reason": "worry",
                "about": "feels low about money after the well-being questions",
            },
        )


def asked_after(points: list[int]) -> str | None:
    """The slot to ask for after so many answers; None when all are given."""
    return "wellbeing_answer" if len(points) < len(QUESTIONS) else None


def against_average(found: WellBeing) -> str:
    """The score beside that of others, in words."""
    distance = found.score - AVERAGE
    if abs(distance) <= 3:
        return f"about the average of {AVERAGE}"
    return f"{'above' if distance > 0 else 'below'} the average of {AVERAGE}"


def what_helps(points: list[int]) -> str:
    """What helps first: it follows from the answer that was worst, among those that one can do something about."""
    return _HELP[min(_HELP, key=lambda number: (points[number], list(_HELP).index(number)))]
