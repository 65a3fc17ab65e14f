"""An explanation adds up, can be repeated, names only what was used, and its "what if" is true."""

from dataclasses import replace

import numpy as np
import pytest

from advisor.customers import load
from advisor.persona_fit import fit
from advisor.personas import FEATURES, feature_matrix
from settings import settings
from trust.explanations import MOST_REASONS, explain
from trust.why_persona import changed, margin, why_persona

pytestmark = pytest.mark.slow  # importing shap and lime takes seconds


@pytest.fixture(scope="module")
def customers():
    return load(settings.root / "data" / "customers.csv").customers[:400]


@pytest.fixture(scope="module")
def personas(customers):
    return fit(customers, k=4)


def test_the_values_of_a_straight_line_are_known(customers):
    slopes = np.array([2.0, 0.0, -1.0])
    background = np.random.default_rng(0).normal(size=(40, 3))
    row = np.array([1.0, 5.0, -2.0])
    found = explain(lambda rows: rows @ slopes, row, background, ("a", "b", "c"), lime=True)
    expected = slopes * (row - background.mean(axis=0))
    assert [c.shap for c in found.contributions] == pytest.approx(expected, abs=1e-9)
    assert [c.lime for c in found.contributions] == pytest.approx(expected, abs=0.05)
    assert found.agreement == pytest.approx(1)


def test_values_sum_to_the_output_within_a_millionth(customers, personas):
    for customer in customers[:25]:
        found = why_persona(customer, personas).explanation
        assert found.base + sum(c.shap for c in found.contributions) == pytest.approx(found.output, abs=1e-6)
        assert found.output >= 0  # they are nearest to the persona they are in


def test_the_same_question_has_the_same_answer(customers, personas):
    first, second = (why_persona(customers[3], personas, lime=True) for _ in range(2))
    assert first == second
    assert -1 <= first.explanation.agreement <= 1


def test_the_two_methods_mostly_agree(customers, personas):
    agreements = [why_persona(c, personas, lime=True).explanation.agreement for c in customers[:12]]
    assert np.median(agreements) > 0.5


def test_reasons_are_few_and_each_is_a_feature_that_was_used(customers, personas):
    for customer in customers[:25]:
        why = why_persona(customer, personas)
        assert 1 <= len(why.reasons) <= MOST_REASONS and set(why.features) <= set(FEATURES)
        assert all(c.shap > 0 for c in why.explanation.reasons())


def test_a_feature_the_model_does_not_look_at_is_no_reason():
    found = explain(lambda rows: rows[:, 0], np.ones(2), np.zeros((10, 2)), ("used", "unused"))
    assert [reason.feature for reason in found.reasons()] == ["used"]


def test_the_change_it_names_does_change_the_persona_and_nothing_else(customers, personas):
    seen = 0
    for customer in customers[:25]:
        found = changed(customer, personas)
        if found is not None:
            other, name = found
            seen += 1
            assert replace(other, **{name: getattr(customer, name)}) == customer
            assert personas.assign(other).index != personas.assign(customer).index
    assert seen > 10


def test_the_margin_says_whose_persona_it_is(customers, personas):
    matrix = feature_matrix(customers)
    labels, _ = personas.label(matrix)
    for index in range(personas.k):
        assert ((margin(personas, index, matrix) > 0) == (labels == index)).all()


def test_a_row_of_another_width_is_refused():
    with pytest.raises(ValueError, match="same features"):
        explain(lambda rows: rows[:, 0], np.ones(3), np.zeros((10, 2)), ("a", "b"))
