"""Care before business: worry, complaints, fraud, and a person who takes over with a summary."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import SlotSet

from actions import trail
from actions.advice import note
from actions.conversation import Conversation, set_slots
from actions.goal_draft import GoalDraft, with_reading
from actions.handover_facts import handover_facts
from actions.plan_talk import listed
from actions.reading import read
from actions.step import Events, Step, Voice
from advisor.goals import AdviceError
from knowledge.facts import Brief
from knowledge.writing import write
from store import customers, handoffs
from trust import consent, tokens

_HARDSHIP = re.compile(
    r"\b(lost my job|laid off|redundan|can'?t (?:pay|afford|make)|rent|bills?|behind on|evict|debt collectors?|food"
    r"|overdrawn)\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\b(?:don'?t|do not|not|never|rather not|no need to) (?:\w+ ){0,3}(?:talk|speak|person|human|anyone|anybody|call)",
    re.I,
)
WORRIED_SCORE = -0.5  # how far a conversation in which worry was heard moves the remembered feeling


class ActionComfort(Step):
    """Meets worry: slower, help first, nothing sold; a person is offered."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        remember_feeling(conversation)
        note(conversation, "worry")
        hardship = _HARDSHIP.search(conversation.message.text)
        again = "_again" if conversation.worried else ""  # the same words twice comfort nobody
        voice.response(
            f"utter_comfort_hardship{again}" if hardship else f"utter_comfort{again}", data={"tone": "careful"}
        )
        # One question at a time: the goal's waits until this one is answered.
        waiting = conversation.leave_the_form() or keep_what_was_said(conversation)
        return [*waiting, *set_slots(worried=True, question={"kind": "handoff", "reason": "worry"})]


def keep_what_was_said(conversation: Conversation) -> Events:
    """Events that keep the goal and the figures of a worry, so that they need not be said twice: "I owe 14k and I'm so
    ashamed" is a debt plan in waiting. A goal without any figure is a fear, not a wish.
    """
    reading = read(conversation.message)
    try:
        draft = with_reading(GoalDraft(), reading, conversation.customer)
    except AdviceError:  # a figure out of bounds can wait; a worry is no time to be corrected
        return []
    planned = {plan.goal.goal_type for plan in conversation.plans}
    if draft.goal_type is None or draft.goal_type in planned or not reading.changes_goal:
        return []
    return set_slots(**draft.to_slots(), paused=True)


def meet_crisis(conversation: Conversation, voice: Voice) -> Events:
    """Says where help is at once, asks a person to reach out, and lets everything else rest."""
    remember_feeling(conversation)
    note(conversation, "worry")
    handoff_id = hand_over(conversation, "crisis", request="said something that sounds like a crisis")
    voice.response("utter_crisis", data={"tone": "careful", "handoff_id": handoff_id})
    return [*conversation.leave_the_form(), *set_slots(worried=True, care_first=True, paused=None, question=None)]


def offer_help_first(conversation: Conversation, voice: Voice) -> Events:
    """Once a conversation: where the payments show many signs of money trouble, say which, and offer a person."""
    distress = conversation.distress
    shown = distress is not None and distress.help_first and conversation.help_first
    if conversation.in_form or not shown or conversation.slot("help_offered"):
        return []
    note(conversation, "help_offered")
    voice.response(
        "utter_help_first",
        signs=listed(list(distress.reasons)),
        data={"distress": round(distress.score, 1), "signs": list(distress.reasons), "tone": "careful"},
    )
    question = {
        "kind": "handoff",
        "reason": "hardship",
        "about": "shows signs of money trouble and would like help with them",
        "contest": "risk",
    }
    return set_slots(help_offered=True, worried=True, question=question)


class ActionTakeComplaint(Step):
    """Takes a complaint seriously: notes it and offers a person."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        note(conversation, "complaint")
        voice.response("utter_complaint")
        question = {"kind": "handoff", "reason": "complaint", "about": "has a complaint about what was said here"}
        return [*conversation.leave_the_form(), SlotSet("question", question)]


class ActionHandOver(Step):
    """Passes the conversation to a person, with a summary so that nothing has to be said twice."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        if _NOBODY.search(conversation.message.text):
            voice.response("utter_nobody_called")
            return [SlotSet("question", None)]
        say_handed_over(conversation, voice, "asked")
        return [SlotSet("question", None)]


def say_handed_over(conversation: Conversation, voice: Voice, reason: str, about: str | None = None) -> None:
    """Hand over and say so, with the summary that the person will read; `about` is what they want, if it is known."""
    waiting = [h for h in handoffs.open_of(conversation.owner, reason) if h.session_id == conversation.session_id]
    if waiting:  # asked for twice, it is still one matter
        handoffs.add_to_summary(waiting[0].handoff_id, said_last=conversation.message.text)
        voice.response("utter_already_handed_over", data={"handoff_id": waiting[0].handoff_id})
        return
    handoff_id = hand_over(conversation, reason, request=about or "would like to talk to a person")
    summary = handoffs.find(handoff_id).summary
    voice.response("utter_handed_over", summary=summary["text"], data={"handoff_id": handoff_id, "summary": summary})


def hand_over(conversation: Conversation, reason: str, request: str, **references: Any) -> str:
    """Put the conversation in the queue for people, with a summary; its id."""
    written = write(Brief("handoff_summary", handover_facts(conversation, reason, request), "plain"))
    handoff_id = handoffs.add(
        conversation.owner,
        conversation.session_id,
        reason,
        {"text": written.text, "written_by": written.written_by, "said_last": conversation.message.text,
         **{name: value for name, value in references.items() if value is not None}},
    )  # fmt: skip
    trail.handed_over(conversation, handoff_id, reason, **references)
    note(conversation, "handoff", reason=reason)
    return handoff_id


def remember_feeling(conversation: Conversation) -> None:
    """Move the remembered Sentiment_Score towards what was heard, where the customer agreed to that."""
    customer_id = tokens.customer_id_of(conversation.owner)
    row = customers.get(customer_id) if customer_id is not None else None
    if row is None or not consent.allows(conversation.owner, "sentiment_memory"):
        return
    feeling = read(conversation.message).feeling
    heard = feeling if feeling is not None else WORRIED_SCORE
    customers.set_sentiment(customer_id, round((row["sentiment_score"] + min(heard, WORRIED_SCORE)) / 2, 4))
