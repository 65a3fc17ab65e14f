"""What comes before any wish, whatever a message was taken for: a life in danger, a payment somebody else made."""

from __future__ import annotations

import re

from actions.conversation import Conversation
from actions.payment_case import not_mine

_CRISIS = re.compile(r"\b(kill myself|end it all|suicid|don'?t want to live|no point (?:in )?living)\b", re.IGNORECASE)
# What "there was 60 at the market I never made" may be taken for.
MISTAKEN_FOR = ("inform", "change_goal", "state_goal", "ask_spending", "express_worry", "complain", "check_progress",
                "nlu_fallback", "out_of_scope", "contest_decision")  # fmt: skip


def in_crisis(text: str) -> bool:
    """Whether a message sounds as if a life were in danger."""
    return bool(_CRISIS.search(text))


def reports_a_payment(conversation: Conversation) -> bool:
    """Whether a payment that they did not make is reported in plain words."""
    message = conversation.message
    return (
        message.intent in MISTAKEN_FOR
        and conversation.form != "payment_form"
        and not message.is_question
        and not_mine(message.text)
    )
