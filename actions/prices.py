"""Charged twice, or dearer than before: what the payments show, and a person to take it up with the shop."""

from __future__ import annotations

import re
from datetime import date

from rasa_sdk.events import SlotSet

from actions.conversation import Conversation
from actions.goal_form import today
from actions.payment_words import Described
from actions.plan_facts import money
from actions.step import Events, Voice
from advisor.money_text import percent_text
from advisor.transactions.recurring import Recurring, recurring
from trust.anomalies import duplicates
from trust.unrecognised import find_payments

YES_NO = (("Yes, a person please", "/affirm"), ("No, leave it", "/deny"))


def say_twice(conversation: Conversation, voice: Voice, said: Described) -> Events:
    """Whether something was charged twice lately; a person is offered to claim it back."""
    if cannot_look(conversation, voice):
        return offer_person(conversation, "duplicate_charge")
    made = duplicates(conversation.payments.transactions)
    meant = {m.transaction.merchant for m in find_payments(conversation.payments, today(), said.words, most=1_000)}
    found = [alert for alert in made if alert.transaction.merchant in meant] or made[-1:]
    if not found:
        voice.response("utter_not_twice", buttons=YES_NO)
        return offer_person(conversation, "duplicate_charge")
    paid = found[-1].transaction
    what = f"{money(-paid.amount)} to {paid.merchant} on {_day(paid.day)}"
    voice.response(
        "utter_twice", what=what, why=found[-1].why, buttons=YES_NO, data={"payments": [paid.transaction_id]}
    )
    return offer_person(
        conversation, "duplicate_charge", about=f"was charged twice: {what}", payments=[paid.transaction_id]
    )


def say_price_rise(conversation: Conversation, voice: Voice, said: Described) -> Events:
    """Whether a regular payment went up, from when and by how much; a person is offered."""
    if cannot_look(conversation, voice):
        return offer_person(conversation, "price_rise")
    regular = recurring(conversation.payments.transactions)
    meant = {m.transaction.merchant for m in find_payments(conversation.payments, today(), said.words, most=1_000)}
    named = [item for item in regular if item.merchant in meant]
    risen = [item for item in named or regular if item.increase]
    if risen:
        words = re.findall(r"[a-z]{3,}", f"{risen[0].merchant} {risen[0].category} subscription".lower())
        by_name = re.search(r"\bmy (\w+)", said.words.lower())
        as_named = by_name is None or any(word.rstrip("s") in said.words.lower() for word in words)
        return _say_rise(conversation, voice, risen[0], as_named)
    if named:
        voice.response(
            "utter_price_same", merchant=named[0].merchant, amount=money(named[0].amount), every=named[0].every
        )
    else:
        voice.response("utter_no_regular_payment")
    return [SlotSet("question", None)]


def _say_rise(conversation: Conversation, voice: Voice, item: Recurring, as_named: bool) -> Events:
    rise = item.increase
    voice.response(
        "utter_price_rise" if as_named else "utter_price_rise_elsewhere",
        merchant=item.merchant, before=money(rise.before), now=money(rise.now),
        share=percent_text(rise.share, 0), every=item.every, since=_day(rise.since), buttons=YES_NO,
        data={"merchant": item.merchant, "before": rise.before, "now": rise.now},
    )  # fmt: skip
    return offer_person(
        conversation,
        "price_rise",
        about=f"asks why {item.merchant} went from {money(rise.before)} to {money(rise.now)}",
    )


def cannot_look(conversation: Conversation, voice: Voice) -> bool:
    """Whether payments may not or cannot be looked at, which is then said."""
    if conversation.payments is None:
        guest = conversation.is_guest
        voice.response("utter_cannot_see_payments" if guest else "utter_consent_needed_transactions", buttons=YES_NO)
    return conversation.payments is None


def offer_person(conversation: Conversation, reason: str, about: str | None = None, **references: object) -> Events:
    """The open question whether a person is to take it up."""
    question = {"kind": "handoff", "reason": reason, "about": about, **references}
    return [*conversation.leave_the_form(), SlotSet("question", question)]


def _day(day: date) -> str:
    return f"{day.day} {day:%B}"
