"""Figures that are taken back in the same breath: "15k, not 50k", "four hundred, I mean five hundred"."""

# ruff: noqa: E501 (a pattern is read whole; broken over lines its alternatives are lost)

from __future__ import annotations

import re
from collections.abc import Sequence

from nlu.entities.spans import Entity

_GOES = r"[\s,.;:-]*"
_MEANT_BEFORE = re.compile(
    rf"{_GOES}(?:and |but )?(?:not|n't|instead of|rather than|as opposed to)(?: a| an| the)?\s*\$?"
)
_OOPS = (
    r"(?:no,?\s*wait|wait,?\s*no|no|nope|wait|sorry|oops|pardon|i mean(?:t)?|i meant to say|actually|correction|rather|or rather|scratch that|strike that|make (?:that|it)"
    r"|let'?s (?:say|make it)|hang on|hold on|er+m?|um+|uh+|well|tell a lie|my mistake|my bad)"
)
_TAKEN_BACK = re.compile(rf"{_GOES}(?:{_OOPS}{_GOES})+(?:it'?s |by |in |to |for |about |a |an )*\$?")
_FILLERS = re.compile(rf"{_GOES}(?:er+m?|um+|uh+|well)?{_GOES}")  # alone these join, not correct
_NOT = re.compile(r"\b(?:not|isn't|wasn't|don't mean|didn't mean|didn't say)\s+(?:in |by |for |a |an )*\$?$")
_BUT = re.compile(rf"{_GOES}(?:but|it'?s|it is|rather)?{_GOES}(?:rather |in |by |for |a |an )*\$?")
_FROM = re.compile(
    r"\b(?:chang\w+|rais\w+|increas\w+|mov\w+|go|going|bump\w*|switch\w*|drop\w*|reduc\w+|lower\w*|extend\w*|push\w*|up|cut)\b[^<>.;?]{0,30}\bfrom \$?$"
)
_TO = re.compile(r"\s*(?:up |down |out )?to \$?")
_FIGURES = ("amount_of_money", "duration", "date", "percentage", "number")


def without_taken_back(entities: Sequence[Entity], text: str) -> list[Entity]:
    """The entities of a message, in order, less the figures that another one of their kind corrects.

    "Change it from 300 to 400" counts too; "rates go from 4 to 5 percent" does not: there both ends are needed.
    """
    plain = text.lower().replace("’", "'")
    figures = [entity for entity in entities if entity.kind in _FIGURES]
    dropped: set[int] = set()
    for one, other in zip(figures, figures[1:], strict=False):
        if id(one) not in dropped and (taken_back := _taken_back(one, other, plain)):
            dropped.add(id(taken_back))
    return [entity for entity in entities if id(entity) not in dropped]


def _taken_back(one: Entity, other: Entity, text: str) -> Entity | None:
    """Which of two neighbours in a lower-case text is not meant any more."""
    if one.kind != other.kind and "number" not in (one.kind, other.kind):  # the unit is often said once
        return None
    before, between = text[: one.start], text[one.end : other.start]
    if _MEANT_BEFORE.fullmatch(between):
        return other
    is_corrected = _TAKEN_BACK.fullmatch(between) and not _FILLERS.fullmatch(between)
    is_denied = _NOT.search(before) and _BUT.fullmatch(between)
    is_changed = one.kind != "percentage" and _FROM.search(before) and _TO.fullmatch(between)
    return one if is_corrected or is_denied or is_changed else None
