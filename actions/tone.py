"""In which tone a reply is given: gently to the worried, plainly to those who want figures, else warmly."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.facts import Tone

_FIGURES = re.compile(
    r"\b(just|only|give me) (the )?(numbers|figures|facts|bottom line)\b|\b(numbers|figures|facts) only\b"
    r"|\b(keep it|be|more) (short|brief|plain|simple|concise)\b|\bin short\b|\b(skip|no|cut) (the )?(chit-?chat|small"
    r" talk|waffle|fluff)\b|\bget to the point\b|\bto the point,? please\b",
    re.IGNORECASE,
)
_PLAIN = "hands-on"  # customers of this persona look at their money often, and read the figures first


def tone_of(worried: bool, said: Iterable[str], touch: str | None) -> Tone:
    """The tone for somebody who said these things in this conversation, and how their persona handles money.

    Worry goes before everything, what they ask for before what they are like.
    """
    if worried:
        return "careful"
    if any(_FIGURES.search(text) for text in said):
        return "plain"
    return "plain" if touch == _PLAIN else "warm"
