"""Figures and names are read with the value that was meant, however they are said."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.entities.extract import extract
from nlu.figures_table import Row, rows

TODAY = date(2026, 11, 23)
TABLE = rows(Path(__file__).parent / "data" / "entities.tsv")
_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


@pytest.mark.parametrize("row", TABLE, ids=[row.expression for row in TABLE])
def test_an_expression_means_what_it_says(row: Row) -> None:
    assert row.found(TODAY) == row.meant


def test_the_table_is_large_enough_to_mean_something() -> None:
    assert len(TABLE) >= 400


@pytest.mark.parametrize(
    ("utterance", "roles"),
    [
        ("I've got 5k saved and can put away two fifty a month", ["saved", "contribution"]),
        ("i earn 4200 a month and my rent is 1300", ["income", "expense"]),
        ("I need 20,000 and already have 3,000", [None, "saved"]),
        ("I owe 4,300 on visa and 2,100 on mastercard", ["debt", "debt"]),
        ("make it 80k", [None]),
        ("I make 80k", ["income"]),
        ("there's 12k in my savings account", ["saved"]),
        ("the flat costs 280 thousand", [None]),
    ],
)
def test_an_amount_knows_what_it_is_in_the_sentence(utterance: str, roles: list[str | None]) -> None:
    amounts = [e.value for e in extract(utterance, today=TODAY) if e.kind == "amount_of_money"]
    assert [value["role"] for value in amounts] == roles


@pytest.mark.parametrize(
    ("utterance", "kind", "relation"),
    [
        ("300 more a month", "amount_of_money", "more"),
        ("100 less each month", "amount_of_money", "less"),
        ("a year later", "duration", "later"),
        ("six months sooner", "duration", "sooner"),
        ("if rates rise 2 points", "percentage", "up"),
        ("if shares fall 30 percent", "percentage", "down"),
        ("400 a month", "amount_of_money", None),
    ],
)
def test_a_change_is_told_from_a_new_value(utterance: str, kind: str, relation: str | None) -> None:
    assert [e.value["relation"] for e in extract(utterance, today=TODAY) if e.kind == kind] == [relation]


def in_words(number: int) -> str:
    """An integer below a million in English words, written without the parser under test."""
    if number < 20:
        return _SMALL[number]
    if number < 100:
        rest = number % 10
        return _TENS[number // 10 - 2] + (f"-{_SMALL[rest]}" if rest else "")
    if number < 1000:
        rest = number % 100
        return f"{_SMALL[number // 100]} hundred" + (f" and {in_words(rest)}" if rest else "")
    rest = number % 1000
    return f"{in_words(number // 1000)} thousand" + (f" {in_words(rest)}" if rest else "")


def amounts(text: str) -> list[float]:
    return [e.value["value"] for e in extract(text, today=TODAY) if e.kind == "amount_of_money"]


@given(st.integers(1, 999_999))
def test_any_amount_in_words_comes_back(number: int) -> None:
    assert amounts(f"I need {in_words(number)} dollars for it") == [number]


@given(st.integers(1, 99_999_999), st.integers(0, 99))
def test_any_amount_in_digits_comes_back(whole: int, cents: int) -> None:
    value = whole + cents / 100
    for text in (f"${value:,.2f}", f"${value:.2f}", f"{value:,.2f} dollars", f"it is ${value:,.2f} a month"):
        assert amounts(text) == [round(value, 2)]


@given(st.integers(1, 999).filter(lambda number: number != 401))  # a 401k is a pension
def test_any_amount_in_thousands_comes_back(number: int) -> None:
    for text in (f"{number}k", f"{number} grand", f"{number} thousand", f"{in_words(number)} grand"):
        assert amounts(f"about {text} should do") == [number * 1000]


@given(st.integers(1, 50), st.sampled_from([("years", 12), ("months", 1), ("yrs", 12)]), st.booleans())
def test_any_duration_comes_back(count: int, unit: tuple[str, int], words: bool) -> None:
    text = f"in {in_words(count) if words else count} {unit[0]}"
    assert [e.value["months"] for e in extract(text, today=TODAY) if e.kind == "duration"] == [count * unit[1]]


@given(st.dates(TODAY + timedelta(days=1), date(2099, 12, 31)))
def test_any_day_comes_back(day: date) -> None:
    for text in (day.isoformat(), f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%B} {day.year}"):
        found = [e.value for e in extract(f"by {text}", today=TODAY) if e.kind == "date"]
        assert [value["date"] for value in found] == [day.isoformat()]


@given(st.decimals(0, 30, places=2).map(float))
def test_any_rate_comes_back(rate: float) -> None:
    for text in (f"{rate:g}%", f"{rate:g} percent", f"{rate:g} per cent"):
        assert [e.value["value"] for e in extract(f"at {text} a year", today=TODAY) if e.kind == "percentage"] == [rate]


@given(st.text(max_size=80))
def test_no_text_whatever_breaks_it(text: str) -> None:
    for entity in extract(text, today=TODAY):
        assert 0 <= entity.start < entity.end <= len(text)


@given(
    st.lists(st.sampled_from([row.expression for row in TABLE]), min_size=1, max_size=3),
    st.sampled_from(["İ", "ﬁ", "€", "–"]),
)
def test_spans_point_into_the_text_as_it_was_typed(parts: list[str], odd: str) -> None:
    text = f"{odd} " + f" {odd} ".join(parts)
    for entity in extract(text, today=TODAY):
        assert text[entity.start : entity.end].strip() == text[entity.start : entity.end]
