"""What is said in the light of the last reply: "is that risky?" after an answer, "is that a lot?" after a plan."""

from __future__ import annotations

import re

from actions.conversation import Conversation
from actions.open_question import TOPIC
from actions.plan_facts import money
from actions.step import Events, Voice
from advisor.money_text import percent_text
from advisor.plans import Plan

MOST_WORDS = 9
# What a message that leans on the last answer may be taken for.
TAKEN_FOR = frozenset(
    ["nlu_fallback", "out_of_scope", "ask_question", "ask_why", "what_if", "repeat", "inform", "help"]
)
FEW_WORDS = 4  # "and for a family?" has no subject of its own, "and if the market crashes?" has
_BEGINS = re.compile(
    r"^\W*(?:and|but|so|why|how (?:so|come)|what about|how about|what if|for|in|with|even|really|more)\b", re.IGNORECASE
)
_REFERS = re.compile(
    r"\b(?:it|that|this|they|them|those|these|one)\b|\b(?:in|on|with|for|from|into|of)\W*$|\bfor example\b",
    re.IGNORECASE,
)
_MORE = re.compile(r"\b(?:tell me|say|know|hear) (?:some ?thing )?more\b", re.IGNORECASE)
_A_LOT = re.compile(
    r"\bis (?:that|this|it) (?:\w+ )?(?:a lot|(?:too )?much|high|low|normal|ok(?:ay)?|enough|good|bad|reasonable)\b"
    r"|\bcan i (?:really )?afford (?:that|it|this)\b|\bsounds? like a lot\b|\bthat'?s a lot\b",
    re.IGNORECASE,
)


def topic(conversation: Conversation) -> str | None:
    """The question this message leans on: the one just answered, where the message says no subject of its own."""
    question, message = conversation.question, conversation.message
    words = len(message.text.split())
    if (
        question.get("kind") != TOPIC
        or message.intent not in TAKEN_FOR
        or words > MOST_WORDS
        or any(message.values(name) for name in ("amount_of_money", "duration", "date", "percentage", "goal_type"))
    ):
        return None
    leans = (
        message.is_question
        and _REFERS.search(message.text)
        or _MORE.search(message.text)
        or words <= FEW_WORDS
        and _BEGINS.search(message.text)
    )
    return str(question["about"]) if leans else None


def asks_whether_much(conversation: Conversation) -> bool:
    """Whether it is asked if what was just said is a lot: what was spent, or the plan's monthly amount."""
    message = conversation.message
    if conversation.in_form or message.intent not in TAKEN_FOR or not _A_LOT.search(message.text):
        return False
    return conversation.plan is not None or spending_said(conversation) is not None


def spending_said(conversation: Conversation) -> tuple[float, float] | None:
    """What the last reply said was spent in a month, and what came in; None if it was about something else."""
    for reply in conversation.replies_before():
        data = ((reply.get("data") or {}).get("custom") or {}).get("data") or {}
        if data.get("categories") and data.get("income"):
            return float(data["total"]), float(data["income"])
    return None


def say_whether_much(conversation: Conversation, voice: Voice) -> Events:
    """Hold what was spent against what came in, or the plan's monthly amount against what can be spared."""
    spent = spending_said(conversation)
    if spent is not None:
        total, income = spent
        over = "over" if total > income else "under"
        voice.response(f"utter_spent_{over}", total=money(total), income=money(income), left=money(abs(income - total)),
                       data={"total": total, "income": income, "left": round(abs(income - total), 2)})  # fmt: skip
        return []
    plan: Plan = conversation.plan  # type: ignore[assignment]
    flow = plan.cashflow
    measure = "unknown" if not plan.judged else "within" if plan.monthly <= flow.spare else "beyond"
    voice.response(
        f"utter_much_{measure}",
        monthly=money(plan.monthly),
        goal=plan.goal.label,
        share=percent_text(plan.income_share, 0) if plan.income_share else "a share",
        spare=money(flow.spare),
        data={"plan_id": plan.plan_id, "monthly": plan.monthly, "spare_monthly": flow.spare,
              "income_share": plan.income_share},
    )  # fmt: skip
    return []
