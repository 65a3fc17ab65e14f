"""What people decide about their data: consent, a look, a copy, erasure, and a person to check a decision."""

from __future__ import annotations

import re

from rasa_sdk.events import ActiveLoop, AllSlotsReset, SlotSet

from actions.advice import current_recommendation, note
from actions.care import hand_over
from actions.consenting import decide, in_a_sentence
from actions.conversation import Conversation, set_slots
from actions.plan_talk import listed
from actions.step import Events, Step, Voice
from store.handoffs import CONTESTED
from trust import consent, rights


class ActionGiveConsent(Step):
    """Notes a yes for the purpose that is named."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        return decide(conversation, voice, given=True)


class ActionWithdrawConsent(Step):
    """Notes a no for the purpose that is named; in force at once."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        return decide(conversation, voice, given=False)


class ActionExplainPrivacy(Step):
    """Says what is held, why, and what may be done about it."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        standing = consent.decisions(conversation.owner)
        on = [in_a_sentence(decision.purpose) for decision in standing if decision.given]
        off = [in_a_sentence(decision.purpose) for decision in standing if not decision.given]
        holds = "your goals, plans and answers from this conversation"
        if not conversation.is_guest:
            holds = "the bank's profile of you (age, income, spending habit, risk profile) and your goals and plans"
        voice.response(
            "utter_privacy",
            holds=holds,
            on=listed(on),
            off=listed(off),
            data={"purposes": {d.purpose.name: d.given for d in standing}},
        )
        return []


_OF_OTHERS = re.compile(
    r"\b(?:all|every|other|another|someone else'?s?)\b.*\b(?:customers?|users?|clients?|people|person|accounts?)\b",
    re.I,
)


class ActionExportData(Step):
    """Says where the copy is and what is in it; the page and the API hand it out to the same person only."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        if _OF_OTHERS.search(conversation.message.text):
            voice.response("utter_own_data_only")
            return []
        copy = rights.export(conversation.owner)
        counts = {name: len(rows) for name, rows in copy["tables"].items() if rows}
        note(conversation, "export")
        inside = listed([f"{count} {name if count != 1 else name.rstrip('s')}" for name, count in counts.items()])
        voice.response("utter_export", inside=inside, data={"export": {"url": "/api/me/export", "rows": counts}})
        return []


class ActionDeleteData(Step):
    """Asks before it erases; `actions/talk.py` does it at the yes."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        voice.response("utter_ask_delete_data")
        return [SlotSet("question", {"kind": "delete_data"})]


# What may be contested beside a recommendation and a plan, in words.
ABOUT = {"risk": "the signs of money trouble", "persona": "the group of customers you are in"}


class ActionContestDecision(Step):
    """Passes the decision being talked about to a person, who may overturn it; until then it does not count.

    A contested product is not recommended again, a contested risk no longer decides what is said (Conversation.
    under_review), until a person has closed the matter.
    """

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        stored = current_recommendation(conversation)
        subject = conversation.question.get("contest")
        if subject is None and stored is None and conversation.plan is None:
            voice.response("utter_nothing_to_contest")
            return []
        plan = conversation.plan
        if subject in ABOUT:
            about, contested, stored = ABOUT[subject], subject, None
        elif stored is not None:
            about, contested = stored.document["product"]["name"], stored.product_id
        else:
            about, contested = "your plan", plan.plan_id
        handoff_id = hand_over(
            conversation, CONTESTED, request=f"wants a person to check a decision about {about}", contested=contested,
            recommendation_id=stored.recommendation_id if stored else None,
            plan_id=plan.plan_id if plan and subject not in ABOUT else None,
        )  # fmt: skip
        data = {"handoff_id": handoff_id, "contested": stored.recommendation_id if stored else contested}
        voice.response("utter_contested", about=about, data=data)
        return set_slots(recommendation_id=None, question=None)


def erase(conversation: Conversation, voice: Voice) -> Events:
    """Erase everything and let the conversation go with it."""
    rows = rights.erase(conversation.owner)
    voice.response("utter_data_deleted", data={"erased": {name: count for name, count in rows.items() if count}})
    return [AllSlotsReset(), ActiveLoop(None), SlotSet("erased", True)]
