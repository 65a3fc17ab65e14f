"""The demo bank's own decisions are looked at, and what looks odd is said."""

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
    kinds = {item.decision.partition(":")[0] for item in made}
    assert kinds == {"persona", "may have", "is recommended"}
    assert sum(item.decision.startswith("persona") for item in made) == 6


def test_bands_leave_nobody_out(customers):
    for groups in fairness_report.bands_of(customers).values():
        assert len(groups) == len(customers) and len(set(groups)) > 2
