"""Manners at the ends of a message are taken off; messages that are nothing but manners stay."""

from __future__ import annotations

import pytest

from nlu.wrapping import unwrapped


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("I was wondering if you could possibly show me my plan", "show me my plan"),
        ("Good afternoon, I hope you are well, would you be so kind as to show me my plan", "show me my plan"),
        ("Sorry to bother you, but what is an index fund, please?", "what is an index fund?"),
        ("delete my car goal if it's no trouble, thank you so much!", "delete my car goal"),
    ],
)
def test_a_wish_is_left_bare(said: str, meant: str) -> None:
    assert unwrapped(said) == meant


@pytest.mark.parametrize("text", ["thank you", "yes please", "hello there", "Good morning!", "no thank you", "", "60k"])
def test_what_is_all_manners_stays(text: str) -> None:
    assert unwrapped(text) == text
