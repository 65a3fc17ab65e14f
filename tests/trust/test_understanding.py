"""A style changes the manner and not the matter, and somebody who is understood less often is noticed."""

import re

import numpy as np
import pytest

from trust.understanding import STYLES, in_styles, of_styles

SAID = ["Could you please help me save 60,000 for a flat in 3 years?", "I want to pay off my card debt of $4,500.50."]


@pytest.mark.parametrize("style", STYLES)
def test_figures_stay_in_every_style(style):
    for text in SAID:
        put = STYLES[style](text, np.random.default_rng(3))
        assert re.findall(r"\d+", put) == re.findall(r"\d+", text)


def test_the_manner_does_change():
    rng = np.random.default_rng(3)
    assert STYLES["blunt"](SAID[0], rng) == "help me save 60,000 for a flat in 3 years"
    assert "apartment" in STYLES["American"](SAID[0], rng)
    for style in ("polite", "typed in haste", "spoken aloud"):
        assert STYLES[style](SAID[0], rng) != SAID[0]


def test_every_style_puts_the_same_utterances_and_the_same_way_each_time():
    assert in_styles(SAID) == in_styles(SAID)
    for style in ("as written", "blunt", "polite", "typed in haste", "spoken aloud"):
        assert [n for name, n, _ in in_styles(SAID) if name == style] == [0, 1]
    assert [n for name, n, _ in in_styles(SAID) if name == "American"] == [0]


def test_a_style_that_is_often_misunderstood_is_noticed():
    found = of_styles(
        ["as written"] * 100 + ["typed in haste"] * 100, [True] * 95 + [False] * 5 + [True] * 70 + [False] * 30
    )
    assert found.fires and "typed in haste 70.0%" in found.said
