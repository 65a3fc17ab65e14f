"""Two wishes in one message: each becomes a turn of its own, in the order said.

"I want to save for a car in two years. And what is an index fund?" is a goal and a question; a classifier that gives
one intent would lose one of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from rasa.core.channels.channel import UserMessage

SURE = 0.6  # a part read with less confidence than this is not split off (tests/stories, group mixed intents)
MOST_CLAUSES = 3
FEWEST_WORDS = 2

# Where one wish may end and the next begin.
BOUNDARY = re.compile(
    r"(?<=[.!?;])\s+"
    r"|,?\s+(?:and\s+)?(?:by the way|also|one more thing|another thing)[,:]?\s+"
    r"|,?\s+(?:and|but|plus)\s+(?=(?:what|how|why|can|could|is|are|do|does|should|show|tell|please)\b)",
    re.IGNORECASE,
)

# Intents that answer one and the same wish, so that "A house. In three years. 60k." stays one message.
TOGETHER = (
    {"state_goal", "inform", "change_goal", "affirm", "deny", "skip"},
    {"what_if", "inform", "change_goal"},
    {"check_progress", "inform"},
    {"express_worry", "complain"},
    {"human_handoff", "complain", "express_worry"},
    {"report_fraud", "express_worry", "complain", "human_handoff", "inform"},
    {"ask_why", "contest_decision"},
    {"ask_question", "ask_why", "ask_privacy", "compare_products", "ask_recommendation"},
    {"stop", "goodbye", "thank", "delete_goal", "deny"},
)
# Politeness around a wish is not a wish.
POLITE = {"greet", "thank", "goodbye", "bot_challenge", "affirm", "help"}
NOT_UNDERSTOOD = {"nlu_fallback", "out_of_scope", None}


@dataclass(frozen=True)
class Clause:
    """A part of a message that is answered by itself."""

    text: str
    parse_data: dict[str, Any]

    @property
    def intent(self) -> str | None:
        return self.parse_data["intent"]["name"]

    @property
    def confidence(self) -> float:
        return self.parse_data["intent"]["confidence"] or 0.0


async def split(agent: Any, text: str) -> list[Clause]:
    """The message as one clause, or as two or three when they are surely about different things."""
    whole = await _read(agent, text)
    if text.startswith("/"):
        return [whole]
    parts = [part.strip(" ,;") for part in BOUNDARY.split(text) if part and len(part.split()) >= FEWEST_WORDS]
    if not 2 <= len(parts) <= MOST_CLAUSES:
        return [whole]
    clauses = [clause for part in parts if (clause := await _read(agent, part)).intent not in POLITE]
    if len(clauses) < 2 or not all(c.confidence >= SURE and c.intent not in NOT_UNDERSTOOD for c in clauses):
        return [whole]
    joined = _join(clauses)
    return clauses if len(joined) == len(clauses) else [whole]


def _join(clauses: list[Clause]) -> list[Clause]:
    """The clauses that stand for a wish of their own: none that is of one mind with the one before."""
    kept = clauses[:1]
    for clause in clauses[1:]:
        pair = {kept[-1].intent, clause.intent}
        if len(pair) == 1 or any(pair <= family for family in TOGETHER):
            continue
        kept.append(clause)
    return kept


async def _read(agent: Any, text: str) -> Clause:
    return Clause(text, await agent.processor.parse_message(UserMessage(text)))
