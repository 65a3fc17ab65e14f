"""What people decide about their data: consent, a look, a copy, erasure, and a person to check a decision."""

from __future__ import annotations

import re

from rasa_sdk.events import ActiveLoop, AllSlotsReset, SlotSet

from actions.advice import note
from actions.care import hand_over
from actions.conversation import Conversation, set_slots
from actions.products import current_recommendation
from actions.step import Events, Step, Voice
from trust import consent, rights

# How people name what they agree to or refuse, the most telling first.
_NAMED = tuple(
    (purpose, re.compile(rf"\b(?:{words})", re.IGNORECASE))
    for purpose, words in (
        ("voice_tone", r"voice|tone|how I (?:sound|speak)|listen"),
        ("sentiment_memory", r"feel(?:ings?)?\b|mood|emotions?|sentiment|worr(?:y|ied|ies)"),
        ("transactions", r"transactions?|payments?|spending|purchases|what I (?:buy|spend)"),
        ("recommendations", r"recommend|suggest|products?|offers?|advert|sell|marketing|pitch"),
        ("insights", r"statistics|insights?|analytics|research|anonym"),
        ("personalised_plans", r"profile|income|age\b|personali[sz]|my data|my details|bank data|information"),
    )
)
_ALL = re.compile(r"\b(all|everything|anything|whatever|any of it)\b", re.IGNORECASE)


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
            on=_listed(on),
            off=_listed(off),
            data={"purposes": {d.purpose.name: d.given for d in standing}},
        )
        return []


class ActionExportData(Step):
    """Says where the copy is and what is in it; the page and the API hand it out to the same person only."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        copy = rights.export(conversation.owner)
        counts = {name: len(rows) for name, rows in copy["tables"].items() if rows}
        note(conversation, "export")
        inside = _listed([f"{count} {name if count != 1 else name.rstrip('s')}" for name, count in counts.items()])
        voice.response("utter_export", inside=inside, data={"export": {"url": "/api/me/export", "rows": counts}})
        return []


class ActionDeleteData(Step):
    """Asks before it erases; `actions/talk.py` does it at the yes."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        voice.response("utter_ask_delete_data")
        return [SlotSet("question", {"kind": "delete_data"})]


class ActionContestDecision(Step):
    """Passes the decision being talked about to a person, who may overturn it."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        stored = current_recommendation(conversation)
        about = stored.document["product"]["name"] if stored else "your plan" if conversation.plan else None
        handoff_id = hand_over(
            conversation, "contested_decision", request="wants a person to check a decision",
            recommendation_id=stored.recommendation_id if stored else None,
            plan_id=conversation.plan.plan_id if conversation.plan else None,
        )  # fmt: skip
        data = {"handoff_id": handoff_id, "contested": stored.recommendation_id if stored else None}
        voice.response("utter_contested", about=about or "you", data=data)
        return []


def decide(conversation: Conversation, voice: Voice, given: bool) -> Events:
    """Note a decision about the purposes that a message names, and say what it means."""
    message = conversation.message
    named = [str(v["value"]) for v in message.values("purpose") if str(v["value"]) in consent.PURPOSES]
    named = named or [name for name, words in _NAMED if words.search(message.text)][:1]
    if not named and _ALL.search(message.text) or named == ["personalised_plans"] and _ALL.search(message.text):
        named = list(consent.PURPOSES)
    if not named:
        verb = "give" if given else "withdraw"
        voice.response(
            "utter_ask_which_purpose",
            purposes="; ".join(p.title for p in consent.PURPOSES.values()),
            buttons=tuple((p.title, f'/{verb}_consent{{"purpose": "{p.name}"}}') for p in consent.PURPOSES.values()),
        )
        return []
    receipts = [consent.decide(conversation.owner, name, given, "chat") for name in named]
    titles = _listed([in_a_sentence(consent.PURPOSES[name]) for name in named])
    about = consent.PURPOSES[named[0]]
    meaning = (about.what if given else about.without) if len(named) == 1 else ""
    voice.response(
        "utter_consent_decided",
        purposes=titles,
        state=f"{'is' if len(named) == 1 else 'are'} {'on' if given else 'off'}",
        meaning=meaning,
        data={"consent": dict.fromkeys(named, given), "receipts": receipts},
    )
    return set_slots(recommendation_id=None) if not given and "recommendations" in named else []


def erase(conversation: Conversation, voice: Voice) -> Events:
    """Erase everything and let the conversation go with it."""
    rows = rights.erase(conversation.owner)
    voice.response("utter_data_deleted", data={"erased": {name: count for name, count in rows.items() if count}})
    return [AllSlotsReset(), ActiveLoop(None), SlotSet("erased", True)]


def in_a_sentence(purpose: consent.Purpose) -> str:
    """A purpose's title in the middle of a sentence."""
    return purpose.title[0].lower() + purpose.title[1:]


def _listed(names: list[str]) -> str:
    if not names:
        return "nothing"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
