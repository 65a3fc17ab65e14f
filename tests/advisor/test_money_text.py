"""Figures in words."""

from __future__ import annotations

from datetime import date

import pytest

from advisor.money_text import chance_text, duration_text, money_text, month_text, percent_text, short_money_text


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (money_text(1423.82), "$1,423.82"),
        (money_text(60_000), "$60,000"),
        (money_text(60_000, cents=True), "$60,000.00"),
        (money_text(1_423.82, cents=False), "$1,424"),
        (money_text(-12.5), "-$12.50"),
        (money_text(-0.001), "$0"),
        (money_text(0.01), "$0.01"),
        (money_text(5, "EUR"), "€5"),
        (money_text(5, "CHF"), "CHF 5"),
        (percent_text(0.0306, 2), "3.06%"),
        (percent_text(0.25), "25%"),
        (percent_text(-0.0001), "0%"),
        (chance_text(0.7589), "76%"),
        (chance_text(0.9999), "more than 99%"),
        (chance_text(0.0), "less than 1%"),
        (duration_text(36), "3 years"),
        (duration_text(1), "1 month"),
        (duration_text(13), "1 year and 1 month"),
        (duration_text(0), "0 months"),
        (month_text(date(2029, 11, 30)), "November 2029"),
        (short_money_text(63_672.48), "$63.7k"),
        (short_money_text(1_250_000), "$1.25M"),
        (short_money_text(850), "$850"),
        (short_money_text(999_999), "$1M"),
        (short_money_text(12_500_000_000), "$12.5B"),
    ],
)
def test_figures_are_said_in_one_way(said, text):
    assert said == text
