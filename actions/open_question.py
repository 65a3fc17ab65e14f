"""The question that is open: a reply to it in other words than yes and no, and asking it again without looping."""

from __future__ import annotations

import re

from actions.conversation import Conversation, set_slots
from actions.step import Events, Voice

_YES = re.compile(
    r"^\W*(?:yes|yeah|yep|yup|sure|ok(?:ay)?|please do|go ahead|do it|use (?:this|that|it)|sounds good)\b", re.I
)
_NO = re.compile(r"^\W*(?:no|nope|nah|not for me|don'?t|rather not|leave it|keep (?:it|my))\b", re.I)


def plain_reply(conversation: Conversation) -> str | None:
    """What the message is to the open question, whatever it was taken for: affirm, deny, or None."""
    if not conversation.question:
        return None
    text = conversation.message.text
    return "affirm" if _YES.search(text) else "deny" if _NO.search(text) else None


def answer_question(conversation: Conversation, voice: Voice, reply: str) -> Events:
    """Do what the yes or the no to the open question asks for."""
    from actions.talk import ActionAffirm, ActionDeny

    return (ActionAffirm() if reply == "affirm" else ActionDeny()).act(conversation, voice)


def ask_again(conversation: Conversation, voice: Voice) -> Events:
    """No answer to the form's question was heard: say what one looks like; the second time offer another way."""
    attempts = int(conversation.slot("attempts") or 0) + 1
    voice.response("utter_way_out" if attempts >= 2 else f"utter_not_an_answer_{conversation.asked}")
    return set_slots(attempts=attempts)
