"""Figures made alike, so that an intent is told by what is said around them and not by how much it is."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from nlu.entities.extract import extract
from nlu.entities.spans import Entity

_STAND_INS = {
    "amount_of_money": "5000 dollars",
    "duration": "3 years",
    "percentage": "5 percent",
}
_ANY_DAY = date(2030, 1, 1)  # only whether something is a date matters here, not which


@lru_cache(maxsize=16)
def figures(text: str) -> tuple[Entity, ...]:
    """The entities of a text on any day; several features ask for those of the same message."""
    return tuple(extract(text, today=_ANY_DAY))


@lru_cache(maxsize=16)
def masked(text: str) -> str:
    """The text with every amount, duration and percentage replaced by the same one of its kind."""
    result = text
    for entity in reversed(figures(text)):
        stand_in = _STAND_INS.get(entity.kind)
        if stand_in is None:
            continue
        if entity.kind == "amount_of_money" and entity.value["per"]:
            stand_in = f"200 dollars a {entity.value['per']}"
        result = result[: entity.start] + stand_in + result[entity.end :]
    return result
