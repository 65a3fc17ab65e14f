"""A yes or a no to what is done with somebody's data: which purpose they mean, the receipt, and what it changes."""

from __future__ import annotations

import re

from actions.conversation import Conversation, set_slots
from actions.plan_talk import listed
from actions.step import Events, Voice
from trust import consent

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
    receipts = [consent.decide(conversation.owner, name, given, conversation.channel) for name in named]
    titles = listed([in_a_sentence(consent.PURPOSES[name]) for name in named])
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


def in_a_sentence(purpose: consent.Purpose) -> str:
    """A purpose's title in the middle of a sentence."""
    return purpose.title[0].lower() + purpose.title[1:]
