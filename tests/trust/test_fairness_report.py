"""The demo bank's own decisions are looked at, and what looks odd is said."""

from datetime import date

import pytest

from advisor.customers import load
from advisor.persona_fit import fit
from settings import settings
from trust import fairness_report


@pytest.fixture(scope="module")
def customers():
    return load(settings.root / "data" / "customers.csv").customers[:400]


@pytest.mark.slow
def test_personas_and_recommendations_are_judged_by_age_and_income(customers):
    fitted = fit(customers, k=3)
    made = [*fairness_report.of_personas(customers, fitted), *fairness_report.of_recommendations(customers, fitted)]
    assert {item.attribute for item in made} == {"age band", "income band"}
    assert all(sum(group.people for group in item.groups) == 400 for item in made)
    kinds = {item.decision.partition(":")[0].partition(" (")[0] for item in made}
    assert kinds == {"persona", "may have", "is recommended"}
    assert sum(item.decision.startswith("persona") for item in made) == 6


def test_bands_leave_nobody_out(customers):
    for groups in fairness_report.bands_of(customers).values():
        assert len(groups) == len(customers) and len(set(groups)) > 2


@pytest.mark.slow
def test_risk_flags_are_judged_with_both_kinds_of_error_apart(customers):
    for found in fairness_report.of_risk(customers, date(2026, 1, 31)):
        assert found.true_positive_gap is not None and found.false_positive_gap is not None
        rates = [group.true_positive_rate.value for group in found.groups if group.compared]
        assert min(rates) > 0.9


@pytest.mark.slow
def test_a_goal_brings_loans_and_investments_into_view(customers):
    made = fairness_report.of_recommendations(customers[:120], fit(customers, k=3))
    rates = {item.decision: max(group.rate.value for group in item.groups) for item in made}
    assert rates["is recommended (retirement): investment"] > 0 and rates["is recommended (no goal): investment"] == 0
    assert rates["is recommended (a car): loan"] > 0
