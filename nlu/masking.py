"""Figures and countries made alike: an intent is told by what is said around them, not by how much or where."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

import pytz

from nlu.entities.extract import mentioned
from nlu.entities.spans import Entity
from nlu.wrapping import unwrapped

_STAND_INS = {
    "amount_of_money": "5000 dollars",
    "duration": "3 years",
    "percentage": "5 percent",
}
_ANY_COUNTRY = "Norway"
_ALSO_NAMES = {"georgia", "jersey", "jordan", "chad", "guinea", "mali", "reunion"}  # of states, people and things
_COUNTRY = re.compile(
    r"\b(?:"
    + "|".join(
        sorted(
            {re.escape(name.partition(" (")[0].lower()) for name in pytz.country_names.values()} - _ALSO_NAMES - {"us"},
            key=len,
            reverse=True,
        )
    )
    + r")\b",
    re.IGNORECASE,
)
_ANY_DAY = date(2030, 1, 1)  # only whether something is a date matters here, not which


@lru_cache(maxsize=16)
def figures(text: str) -> tuple[Entity, ...]:
    """The entities of a text on any day; several features ask for those of the same message."""
    return tuple(mentioned(text, today=_ANY_DAY))


@lru_cache(maxsize=16)
def masked(text: str) -> str:
    """The text bare of manners, every amount, duration, percentage and country replaced by one of its kind."""
    result = bare = unwrapped(text)
    for entity in reversed(figures(bare)):
        stand_in = _STAND_INS.get(entity.kind)
        if stand_in is None:
            continue
        if entity.kind == "amount_of_money" and entity.value["per"]:
            stand_in = f"200 dollars a {entity.value['per']}"
        result = result[: entity.start] + stand_in + result[entity.end :]
    return _COUNTRY.sub(_ANY_COUNTRY, result)
