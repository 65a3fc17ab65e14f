"""A payment that somebody asks about, as the conversation holds it: what it is, what was said, what is decided."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Literal

from actions.payment_words import Described

Kind = Literal["unrecognised", "card", "scam", "twice", "dearer"]

_TWICE = re.compile(r"\b(twice|double|two times|duplicate|charged again|same (?:payment|amount|charge) again)\b", re.I)
_DEARER = re.compile(
    r"\b(gone up|went up|going up|more expensive|dearer|costs? (?:me )?more|increase[sd]?|put (?:up|their price)"
    r"|raised|higher than|price (?:rise|hike)|risen)\b",
    re.I,
)
_CARD = re.compile(
    r"\b(stole|stolen|lost|missing|nicked|robbed|skimmed|cloned|left my (?:card|wallet)"
    r"|(?:block|freeze|cancel|lock|stop) (?:my|the|this|all my) (?:\w+ )?(?:cards?|account))\b",
    re.I,
)
_PAYMENT = re.compile(
    r"\b(payments?|charge[ds]?|transactions?|transfers?|purchases?|direct debit|withdrawal|debited|taken|took|paid"
    r"|recogni[sz]e|never (?:made|bought|ordered|been)|didn'?t (?:make|buy|order|authori[sz]e)|wasn'?t me|not me)\b",
    re.I,
)
_NOT_MINE = re.compile(
    r"\b(?:recogni[sz]e|never (?:made|bought|ordered|been)|did ?n[o']?t (?:make|buy|order|authori[sz]e)"
    r"|was ?n'?t me|not me|not mine|unauthori[sz]ed|unknown)\b",
    re.I,
)
_MONEY_WENT = re.compile(
    r"\d|\b(payments?|charges?|transactions?|transfers?|purchases?|direct debit|withdrawal|debited|taken|took)\b", re.I
)


def kind_of(text: str, says_which: bool) -> Kind:
    """What is the matter with a payment, by how it is said."""
    if _TWICE.search(text):
        return "twice"
    if _DEARER.search(text):
        return "dearer"
    if _CARD.search(text):
        return "card"
    return "unrecognised" if says_which or _PAYMENT.search(text) else "scam"


def not_mine(text: str) -> bool:
    """Whether it is said in so many words that a payment was not made: "60 at the market I never made"."""
    return bool(_NOT_MINE.search(text)) and bool(_MONEY_WENT.search(text))


@dataclass(frozen=True)
class Case:
    """One payment that is asked about, from the first word to the hand-over."""

    kind: Kind
    said: Described = Described()
    offered: tuple[str, ...] = ()  # transaction ids shown, and how they were said
    offered_words: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    chosen_words: tuple[str, ...] = ()
    account: str | None = None  # the card or account that they were paid from
    given_up: bool = False  # they were asked often enough, or cannot say
    asked: int = 0
    freeze: bool | None = None
    handoff_id: str | None = None

    @classmethod
    def from_slot(cls, kept: dict[str, Any] | None) -> Case | None:
        """The case in the slot; None if there is none."""
        if not kept:
            return None
        lists = {name: tuple(kept[name]) for name in ("offered", "offered_words", "chosen", "chosen_words")}
        return cls(**{**kept, **lists, "said": Described.from_dict(kept["said"])})

    def to_slot(self) -> dict[str, Any]:
        """As the slot holds it."""
        lists = {name: list(getattr(self, name)) for name in ("offered", "offered_words", "chosen", "chosen_words")}
        return {**vars(self), **lists, "said": self.said.to_dict()}

    @property
    def next_question(self) -> str | None:
        """The slot to ask for, or None when a person can take over."""
        if self.kind == "unrecognised" and not self.chosen and not self.given_up:
            return "payment_right" if self.offered else "payment_which"
        return "payment_freeze" if self.freeze is None else None

    def chose(self, numbers: tuple[int, ...]) -> Case:
        """With these of the offered payments, counted from 0."""
        return replace(
            self,
            chosen=tuple(self.offered[n] for n in numbers),
            chosen_words=tuple(self.offered_words[n] for n in numbers),
        )
