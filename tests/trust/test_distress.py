"""Trouble is seen where there is some, its reasons add up, and more of it never counts as less."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.customers import load
from advisor.transactions.generator import history
from advisor.transactions.income import Signals, signals
from settings import settings
from trust.distress import HIGH, distress

QUIET = Signals(0.1, 0.0, 0, 0.0, 0.8, 0.0)
TODAY = date(2026, 1, 31)
some_signals = st.builds(
    Signals,
    utilisation=st.none() | st.floats(0, 2),
    utilisation_change=st.none() | st.floats(-1, 1),
    missed_payments=st.integers(0, 9),
    income_drop=st.floats(0, 1),
    spending_share=st.none() | st.floats(0, 5),
    fees=st.floats(0, 500),
)


@given(some_signals, st.none() | st.floats(-1, 1))
def test_the_reasons_sum_to_the_score_and_are_few(found, tone):
    made = distress(found, tone)
    assert sum(sign.points for sign in made.signs) == pytest.approx(made.score, abs=1e-9)
    assert 0 <= made.score <= 100.000001 and len(made.reasons) <= 4
    assert made.help_first == (made.score >= HIGH)


@given(some_signals, st.integers(1, 3), st.floats(0, 1))
def test_more_trouble_never_scores_less(found, missed, drop):
    more = replace(found, missed_payments=found.missed_payments + missed, income_drop=max(found.income_drop, drop))
    assert distress(more).score >= distress(found).score


def test_somebody_without_signs_has_no_reasons():
    assert distress(QUIET) == distress(QUIET, tone=0.5)
    assert (distress(QUIET).score, distress(QUIET).level, distress(QUIET).reasons) == (0, "none", ())


def test_tone_counts_only_where_it_is_given():
    assert distress(QUIET, tone=-0.9).reasons == ("worry in what you said",)
    assert distress(QUIET, tone=None).score == 0


@pytest.mark.slow
def test_those_who_lost_their_income_are_told_from_those_who_did_not():
    people = [c for c in load(settings.root / "data" / "customers.csv").customers[:120] if c.income >= 12_000][:40]

    def scores(*scenarios):
        return [distress(signals(history(c, until=TODAY, scenarios=scenarios), TODAY)).score for c in people]

    calm, stopped = scores(), scores("income_drop")
    right = sum((s > c) + 0.5 * (s == c) for s in stopped for c in calm) / len(people) ** 2  # area under the ROC curve
    assert right > 0.95
    assert sum(score >= HIGH for score in calm) <= 2
