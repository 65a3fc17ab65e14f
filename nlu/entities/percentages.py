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
    rf"(?:{N} of (?:a|one)|(?P<share>a half|half|a quarter|quarter|(?:three|<3\|w>) quarters?|one|a)(?: of)?(?: a| an| one)?)"
    r"(?: full| whole)? (?P<unit>per ?cent|percent|percentage point|point)(?![a-z])(?P<half> and a half)?"
)
_SHARES = {
    "a half": 0.5,
    "half": 0.5,
    "a quarter": 0.25,
    "quarter": 0.25,
    "three quarters": 0.75,
    "<3|w> quarters": 0.75,
    "<3|w> quarter": 0.75,
    "one": 1.0,
    "a": 1.0,
}
_AND_A_HALF = re.compile(
    rf"{N}\s?(?:%|per ?cent|percent)? and a (?P<share>half|quarter)(?: per ?cent| percent| points?)?(?![a-z])"
)
_LOWER_END = re.compile(
    rf"{N}(?=\s?(?:-|to|or|(?<=between <\d\|> )and|(?<=between <\d\d\|> )and)\s?<[\d.e+]+\|[a-z]*>{_UNIT})"
)  # "5 to 6 percent"
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
        share = _part_or_number(match) if match["n"] else _SHARES[match["share"]]
        yield _entity(reading, match, share + (0.5 if match["half"] else 0))
    for match in _LOWER_END.finditer(text):
        yield _entity(reading, match, float(match["n"]))


def _part_or_number(match: re.Match[str]) -> float:
    """0.5 of "0.5 of a percent", and 0.1 of "a tenth of a percent"."""
    return 1 / float(match["n"]) if "o" in match["f"] else float(match["n"])


def _entity(reading: Reading, match: re.Match[str], value: float) -> Entity:
    around = (
        reading.text[max(0, match.start() - 40) : match.start()] + " " + reading.text[match.end() : match.end() + 12]
    )
    relation = "up" if _UP.search(around) else "down" if _DOWN.search(around) else None
    return Entity(
        "percentage", *reading.span(match.start(), match.end()), {"value": round(value, 6), "relation": relation}
    )
