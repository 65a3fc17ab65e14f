"""Feeling: worry and hardship are noticed, and the plain terms of finance are not taken for feelings."""

from __future__ import annotations

import pytest

from nlu.sentiment import read_sentiment


@pytest.mark.parametrize(
    ("utterance", "worry", "hardship"),
    [
        ("I'm scared I'll never be able to retire", True, False),
        ("I lost my job last week", False, True),
        ("I'm so stressed, I can’t pay my rent", True, True),
        ("we're behind on the mortgage", False, True),
        ("I want to save for a house in 3 years", False, False),
        ("what does a loan cost", False, False),
        ("no worries, thanks", False, False),
        ("I'm not worried about it", False, False),
    ],
)
def test_worry_and_hardship_are_told_apart(utterance: str, worry: bool, hardship: bool) -> None:
    feeling = read_sentiment(utterance)
    assert (feeling.worry, feeling.hardship) == (worry, hardship)


@pytest.mark.parametrize("utterance", ["thank you so much, that's great", "brilliant, I got a bonus"])
def test_good_news_is_positive(utterance: str) -> None:
    assert read_sentiment(utterance).compound > 0.3


@pytest.mark.parametrize("utterance", ["this is awful and I hate it", "I'm drowning in debt", "we are being evicted"])
def test_bad_news_is_negative(utterance: str) -> None:
    assert read_sentiment(utterance).compound < -0.3


@pytest.mark.parametrize(
    "utterance",
    ["what is the interest rate", "how do bonds work", "show my credit limit", "an emergency fund", "gross income"],
)
def test_terms_of_finance_are_no_feelings(utterance: str) -> None:
    assert abs(read_sentiment(utterance).compound) < 0.2
