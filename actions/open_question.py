"""The question that is open: a reply to it in other words than yes and no, and asking it again without looping."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rasa_sdk.events import ActiveLoop

from actions.conversation import FAILED_INTENTS, FORM, Conversation, set_slots

if TYPE_CHECKING:
    from actions.step import Events, Voice

_YES = re.compile(
    r"^\W*(?:yes|yeah|yep|yup|sure|ok(?:ay)?|please do|go ahead|do it|use (?:this|that|it)|sounds good)\b", re.I
)
_NO = re.compile(r"^\W*(?:no|nope|nah|not for me|don'?t|rather not|leave it|keep (?:it|my))\b", re.I)
_MAYBE = re.compile(
    r"^\W*(?:maybe|perhaps|possibly|not sure|i'?m not sure|dunno|hmm+|we'?ll see|let me think|i'?ll think about it"
    r"|i don'?t know|it depends|might do)\b(?! later| another)",
    re.I,
)
MOST_WORDS = 6
WORDS_OTHERWISE_LOST = 20  # "no, I just want to see how long it takes" is a no where nothing else is understood
TOPIC = "topic"  # what was just answered, remembered like a question that is open; a yes or a no is none to it
MOST_ATTEMPTS = 4  # unanswered, a question is left alone: asking on would be a loop
# What a yes or a no with a few words more may be taken for: "no, keep my plan" for asking to see it.
TAKEN_FOR = frozenset(
    ("affirm", "deny", "accept_recommendation", "reject_recommendation", "give_consent", "show_plan", "change_goal")
    + ("resume", "skip", "stop", "nlu_fallback", "out_of_scope")
)
# "Yes, delete it" says again what was asked about, and is a yes all the same.
SAYS_AGAIN = {"delete_data": "delete_data", "delete_goal": "delete_goal", "handoff": "human_handoff"}


def plain_reply(conversation: Conversation) -> str | None:
    """What the message is to the open question by its first words, whatever it was taken for.

    affirm, deny, unsure, or None.
    """
    message = conversation.message
    figures = ("amount_of_money", "duration", "date", "percentage", "number")
    if (
        conversation.question.get("kind") in (None, TOPIC)
        or message.intent not in {*TAKEN_FOR, SAYS_AGAIN.get(conversation.question.get("kind", ""))}
        or len(message.text.split()) > (MOST_WORDS if message.intent not in FAILED_INTENTS else WORDS_OTHERWISE_LOST)
        or any(message.values(entity) for entity in figures)
    ):
        return None
    if _MAYBE.search(message.text):
        return "unsure"
    return "affirm" if _YES.search(message.text) else "deny" if _NO.search(message.text) else None


def says_no(text: str) -> bool:
    """Whether a text begins with a word of a no."""
    return bool(_NO.search(text))


def says_yes(text: str) -> bool:
    """Whether a text begins with a word of a yes."""
    return bool(_YES.search(text))


def answer(conversation: Conversation, voice: Voice, reply: str) -> Events:
    """Do what the yes, the no or the maybe to the open question asks for; a maybe decides nothing and keeps it open."""
    from actions.talk import ActionAffirm, ActionDeny

    if reply == "unsure":
        voice.response("utter_no_hurry")
        return set_slots(question=conversation.question)

    return (ActionAffirm() if reply == "affirm" else ActionDeny()).act(conversation, voice)


def ask_again(conversation: Conversation, voice: Voice) -> Events:
    """No answer to the form's question was heard: say what one looks like; then offer another way; then explain why it
    is asked; at last leave it alone.
    """
    attempts = int(conversation.slot("attempts") or 0) + 1
    if attempts >= MOST_ATTEMPTS:
        voice.response("utter_left_for_now")
        return [ActiveLoop(None), *set_slots(requested_slot=None, attempts=0)]
    if attempts == 2:
        voice.response("utter_way_out" if conversation.form == FORM else "utter_way_out_here")
    else:
        voice.response(f"utter_{'not_an_answer' if attempts == 1 else 'help'}_{conversation.asked}")
    return set_slots(attempts=attempts)
