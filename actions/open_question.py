"""The question that is open: a reply to it in other words than yes and no, and asking it again without looping."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from actions.conversation import Conversation, set_slots

if TYPE_CHECKING:
    from actions.step import Events, Voice

_YES = re.compile(
    r"^\W*(?:yes|yeah|yep|yup|sure|ok(?:ay)?|please do|go ahead|do it|use (?:this|that|it)|sounds good)\b", re.I
)
_NO = re.compile(r"^\W*(?:no|nope|nah|not for me|don'?t|rather not|leave it|keep (?:it|my))\b", re.I)
MOST_WORDS = 6
# What a yes or a no with a few words more may be taken for: "no, keep my plan" for asking to see it.
TAKEN_FOR = frozenset(
    ("affirm", "deny", "accept_recommendation", "reject_recommendation", "give_consent", "show_plan", "change_goal")
    + ("resume", "skip", "stop", "nlu_fallback", "out_of_scope")
)


def plain_reply(conversation: Conversation) -> str | None:
    """What the message is to the open question by its first words, whatever it was taken for: affirm, deny or None."""
    message = conversation.message
    figures = ("amount_of_money", "duration", "date", "percentage", "number")
    if (
        not conversation.question
        or message.intent not in TAKEN_FOR
        or len(message.text.split()) > MOST_WORDS
        or any(message.values(entity) for entity in figures)
    ):
        return None
    return "affirm" if _YES.search(message.text) else "deny" if _NO.search(message.text) else None


def answer(conversation: Conversation, voice: Voice, reply: str) -> Events:
    """Do what the yes or the no to the open question asks for."""
    from actions.talk import ActionAffirm, ActionDeny

    return (ActionAffirm() if reply == "affirm" else ActionDeny()).act(conversation, voice)


def ask_again(conversation: Conversation, voice: Voice) -> Events:
    """No answer to the form's question was heard: say what one looks like; the second time offer another way."""
    attempts = int(conversation.slot("attempts") or 0) + 1
    voice.response("utter_way_out" if attempts >= 2 else f"utter_not_an_answer_{conversation.asked}")
    return set_slots(attempts=attempts)
