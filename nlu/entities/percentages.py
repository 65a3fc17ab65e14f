"""Percentages and rate points, as a number of per cent."""

# ruff: noqa: E501 (a pattern is read whole; broken over lines its alternatives are lost)

from __future__ import annotations

import re
from collections.abc import Iterator

from nlu.entities.money import N
from nlu.entities.numbers import Reading
from nlu.entities.spans import Entity

_UNIT = r"[\s-]?(?P<unit>%|per ?cent(?:age points?)?|percent|pct|pc|p\.c\.|basis points?|bps?|(?:percentage |full )?points?|apr|apy|aer|representative)(?![a-z])"
_NUMBERED = re.compile(N + _UNIT)
_SHARE = r"(?P<share>a half|half|a quarter|quarter|(?:three|<3\|w>) quarters?|a third|(?:two|<2\|w>) thirds|one|a)"
_FRACTION = re.compile(
    rf"(?:{N} of (?:a|one|<1\|w>)|{_SHARE}(?: of)?(?: a| an| one| <1\|w>)?)"
    r"(?: full| whole)? (?P<unit>per ?cent|percent|percentage point|point)(?![a-z])(?P<half> and a half)?(?: or (?:two|<2\|w>))?"
)
# "a quarter of my pay", "half what I earn"; half of an amount is an amount, see numbers.py
_OF_INCOME = re.compile(
    rf"(?<![a-z])(?:{_SHARE}|a {N})(?: of)?(?: (?:my|our|the|his|her|their|each|every)(?: (?:monthly|weekly|net|gross|whole|total))?)?"
    r" (?:pay(?!ment| off| back| rise| day)|salary|wages?|income|earnings|take[- ]home|pay ?che(?:ck|que)|(?:what|everything|all) (?:i|we) (?:earn|make|bring home|get paid|take home))(?![a-z])"
)
_SHARES = {
    "half": 0.5,
    "quarter": 0.25,
    "three quarters": 0.75,
    "<3|w> quarters": 0.75,
    "<3|w> quarter": 0.75,
    "third": 1 / 3,
    "two thirds": 2 / 3,
    "<2|w> thirds": 2 / 3,
    "one": 1.0,
    "a": 1.0,
}
# "APR of 29.9", "the rate is 6.5"
_NAMED_RATE = re.compile(
    rf"\b(?:apr|aer|apy|(?:interest |mortgage |savings )?rate)(?: of|:| is| was|'s)?(?: at| about| around| now| currently)? {N}"
    r"(?!\s?(?:-|/|to |%|per|pct|pc|a |years?|yrs?|months?|points?|basis|bps?|k\b|dollars?|pounds?|euros?|[a-z]*\|))"
)
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
            yield _entity(reading, match, float(match["n"]) + _share(match["share"]))
    for match in _FRACTION.finditer(text):
        share = _part_or_number(match) if match["n"] else _share(match["share"])
        yield _entity(reading, match, share + (0.5 if match["half"] else 0))
    for match in _NUMBERED.finditer(text):
        value = float(match["n"])
        if match["unit"].startswith(("basis", "bp")):
            value /= 100
        yield _entity(reading, match, value)
    for match in _LOWER_END.finditer(text):
        yield _entity(reading, match, float(match["n"]))
    for match in _OF_INCOME.finditer(text):
        if match["share"] not in ("a", "one") and (match["share"] or "o" in match["f"]):
            yield _entity(reading, match, 100 * _share_of_income(match))
    for match in _NAMED_RATE.finditer(text):
        if float(match["n"]) <= 100:
            yield _entity(reading, match, float(match["n"]), match.start("n") - 1)


def _share(said: str) -> float:
    return _SHARES[said if said == "a" else said.removeprefix("a ")]


def _share_of_income(match: re.Match[str]) -> float:
    """0.1 of "a tenth of my pay"."""
    return _share(match["share"]) if match["share"] else 1 / float(match["n"])


def _part_or_number(match: re.Match[str]) -> float:
    """0.5 of "0.5 of a percent", and 0.1 of "a tenth of a percent"."""
    return 1 / float(match["n"]) if "o" in match["f"] else float(match["n"])


def _entity(reading: Reading, match: re.Match[str], value: float, start: int | None = None) -> Entity:
    around = (
        reading.text[max(0, match.start() - 40) : match.start()] + " " + reading.text[match.end() : match.end() + 12]
    )
    relation = "up" if _UP.search(around) else "down" if _DOWN.search(around) else None
    return Entity(
        "percentage",
        *reading.span(match.start() if start is None else start, match.end()),
        {"value": round(value, 6), "relation": relation},
    )
