"""Percentages and rate points, as a number of per cent."""

# ruff: noqa: E501 (a pattern is read whole; broken over lines its alternatives are lost)

from __future__ import annotations

import re
from collections.abc import Iterator

from nlu.entities.money import N
from nlu.entities.numbers import Reading
from nlu.entities.spans import Entity

_UNIT = r"\s?(?P<unit>%|per ?cent(?:age points?)?|percent|pct|basis points?|bps|(?:percentage |full )?points?|apr|apy|aer)(?![a-z])"
_NUMBERED = re.compile(N + _UNIT)
_FRACTION = re.compile(
    r"(?P<share>a half|half|a quarter|quarter|three quarters|one|a)(?: of)?(?: a| an| one)? (?P<unit>per ?cent|percent|percentage point|point)(?![a-z])"
)
_SHARES = {"a half": 0.5, "half": 0.5, "a quarter": 0.25, "quarter": 0.25, "three quarters": 0.75, "one": 1.0, "a": 1.0}
_AND_A_HALF = re.compile(
    rf"{N}\s?(?:%|per ?cent|percent)? and a (?P<share>half|quarter)(?: per ?cent| percent| points?)?(?![a-z])"
)
_UP = re.compile(r"\b(?:up|rise|rises|rose|raise|higher|increase[sd]?|more|climb|go up|gains?|grow|grows|goes up)\b")
_DOWN = re.compile(
    r"\b(?:down|fall|falls|fell|drop|drops|lower|cut|cuts|less|decrease[sd]?|loses?|crash|sink|goes down)\b"
)


def find_percentages(reading: Reading) -> Iterator[Entity]:
    """Percentages as `{"value": 4.5, "relation": None}`; relation up or down when it is said to be a change."""
    text = reading.text
    for match in _AND_A_HALF.finditer(text):
        if "cent" in match.group() or "%" in match.group() or "point" in match.group():
            yield _entity(reading, match, float(match["n"]) + _SHARES[match["share"]])
    for match in _NUMBERED.finditer(text):
        value = float(match["n"])
        if match["unit"].startswith(("basis", "bps")):
            value /= 100
        yield _entity(reading, match, value)
    for match in _FRACTION.finditer(text):
        yield _entity(reading, match, _SHARES[match["share"]])


def _entity(reading: Reading, match: re.Match[str], value: float) -> Entity:
    around = (
        reading.text[max(0, match.start() - 40) : match.start()] + " " + reading.text[match.end() : match.end() + 12]
    )
    relation = "up" if _UP.search(around) else "down" if _DOWN.search(around) else None
    return Entity(
        "percentage", *reading.span(match.start(), match.end()), {"value": round(value, 6), "relation": relation}
    )
