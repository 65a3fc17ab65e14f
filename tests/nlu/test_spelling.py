"""Typing mistakes are put right; words that are merely rare, names and figures are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.evaluation import examples
from nlu.spelling import Speller

_ENGLISH = Speller(())


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller.of_examples(example.text for example in examples())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("i wnat to svae for a hosue", "i want to save for a house"),
        ("shwo me my paln", "show me my plan"),
        ("recomend a savngs acount", "recommend a savings account"),
        ("delet my data", "delete my data"),
        ("helo", "hello"),
        ("gudbye", "goodbye"),
        ("wich acc shud i use", "which account should i use"),
        ("nooo", "no"),
        ("thats not what i siad", "that's not what i said"),
        ("whats my credit utilizaton", "whats my credit utilization"),
    ],
)
def test_a_slip_of_the_keys_is_put_right(speller: Speller, typed: str, meant: str) -> None:
    assert speller.corrected(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "the bloke was dodgy",
        "a remortgage with Klarna",
        "a day out in Whitby",
        "nowt so daft",
        "other apps",
        "$1,450.50 by 2030",
        "60k",
    ],
)
def test_what_is_no_mistake_stays(speller: Speller, text: str) -> None:
    assert speller.corrected(text) == text


@given(text=st.text(max_size=60))
def test_nothing_but_words_is_touched(text: str) -> None:
    letters = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'")
    plain = [character for character in text if character not in letters]
    assert [character for character in _ENGLISH.corrected(text) if character not in letters] == plain
