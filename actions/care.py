"""Care before business: worry, complaints, fraud, and a person who takes over with a summary."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import SlotSet

from actions import trail
from actions.advice import note
from actions.conversation import Conversation, set_slots
from actions.plan_facts import money
from actions.reading import read
from actions.step import Events, Step, Voice
from advisor.money_text import duration_text
from knowledge.facts import Brief, Fact
from knowledge.writing import write
from store import customers, handoffs
from trust import consent, tokens

_HARDSHIP = re.compile(
    r"\b(lost my job|laid off|redundan|can'?t (?:pay|afford|make)|rent|bills?|behind on|evict|debt collectors?|food"
    r"|overdrawn)\b",
    re.IGNORECASE,
)
_CRISIS = re.compile(r"\b(kill myself|end it all|suicid|don'?t want to live|no point (?:in )?living)\b", re.IGNORECASE)
WORRIED_SCORE = -0.5  # how far a conversation in which worry was heard moves the remembered feeling


class ActionComfort(Step):
    """Meets worry: slower, help first, nothing sold; a person is offered."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        text = conversation.message.text
        remember_feeling(conversation)
        note(conversation, "worry")
        if _CRISIS.search(text):
            handoff_id = hand_over(conversation, "crisis", request="said something that sounds like a crisis")
            voice.response("utter_crisis", data={"tone": "careful", "handoff_id": handoff_id})
            return set_slots(worried=True, question=None)
        hardship = _HARDSHIP.search(text)
        voice.response("utter_comfort_hardship" if hardship else "utter_comfort", data={"tone": "careful"})
        return set_slots(worried=True, question={"kind": "handoff", "reason": "worry"})


class ActionTakeComplaint(Step):
    """Takes a complaint seriously: notes it and offers a person."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        note(conversation, "complaint")
        voice.response("utter_complaint")
        return [SlotSet("question", {"kind": "handoff", "reason": "complaint"})]


class ActionReportFraud(Step):
    """A payment they do not recognise: says what to do at once, and a person takes over without being asked."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        amount = read(conversation.message).target
        handoff_id = hand_over(
            conversation, "fraud", request="does not recognise a payment" + (f" of {money(amount)}" if amount else "")
        )
        note(conversation, "fraud_report")
        about = f"a payment of {money(amount)}" if amount else "this"
        voice.response("utter_fraud", about=about, data={"handoff_id": handoff_id, "reason": "fraud", "amount": amount})
        return [SlotSet("question", None)]


class ActionHandOver(Step):
    """Passes the conversation to a person, with a summary so that nothing has to be said twice."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        say_handed_over(conversation, voice, "asked")
        return [SlotSet("question", None)]


def say_handed_over(conversation: Conversation, voice: Voice, reason: str) -> None:
    """Hand over and say so, with the summary that the person will read."""
    handoff_id = hand_over(conversation, reason, request="would like to talk to a person")
    summary = next(h.summary for h in handoffs.queue() if h.handoff_id == handoff_id)
    voice.response("utter_handed_over", summary=summary["text"], data={"handoff_id": handoff_id, "summary": summary})


def hand_over(conversation: Conversation, reason: str, request: str, **references: Any) -> str:
    """Put the conversation in the queue for people, with a summary; its id."""
    plan = conversation.plan
    customer = conversation.customer
    facts = [Fact("request", request, "name")]
    if not conversation.is_guest:
        facts.append(Fact("customer", customer.name.replace("_", " "), "name"))
    if plan is not None:
        facts += [
            Fact("goal", plan.goal.label, "name"),
            Fact("target", money(plan.target_todays), "money"),
            Fact("duration", duration_text(plan.months), "duration"),
            Fact("monthly", money(plan.monthly), "money"),
        ]
    elif conversation.slot("goal_type"):
        facts.append(Fact("goal", str(conversation.slot("goal_name") or conversation.slot("goal_type")), "name"))
    if conversation.worried:
        facts.append(Fact("mood", "worried", "name"))
    written = write(Brief("handoff_summary", tuple(facts), "plain"))
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
