"""The tone follows what was heard, what was asked for, and how the customer handles money, in that order."""

import pytest

from actions.tone import tone_of


@pytest.mark.parametrize(
    "asked",
    ["just the numbers please", "Keep it short.", "figures only", "skip the small talk", "give me the bottom line"],
)
def test_who_asks_for_figures_is_answered_plainly(asked):
    assert tone_of(False, ["I want a house", asked, "in 3 years"], None) == "plain"


@pytest.mark.parametrize("asked", ["a short holiday in May", "I only have 500 dollars", "the numbers look high"])
def test_words_that_only_sound_like_it_change_nothing(asked):
    assert tone_of(False, [asked], "hands-off") == "warm"


def test_worry_goes_before_what_was_asked_for():
    assert tone_of(True, ["just the numbers"], "hands-on") == "careful"


def test_a_hands_on_customer_reads_figures_first():
    assert tone_of(False, ["I want a house"], "hands-on") == "plain"
