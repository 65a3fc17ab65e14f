"""What is known about the turn that is being answered, by everything that runs inside it."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass
class Turn:
    """One message of a customer on its way through Rasa."""

    failed: str | None = None  # which part did not answer: "actions"


current: ContextVar[Turn | None] = ContextVar("turn", default=None)


def fail(part: str) -> None:
    """Note that `part` did not answer: the turn is then neither said nor saved, and can be tried again."""
    turn = current.get()
    if turn is not None:
        turn.failed = part
