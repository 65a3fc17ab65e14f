"""An explanation adds up, can be repeated, names only what was used, and its "what if" is true."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from advisor import pictures
from advisor.customers import Customer, load
from advisor.persona_fit import fit
from advisor.personas import FEATURES, feature_matrix
from advisor.transactions.generator import history
from advisor.transactions.income import signals
from settings import settings
from trust import consent, why_risk
from trust.attributions import attribute
from trust.distress import distress, level_of
from trust.explanations import explain_persona, explain_risk
from trust.reasons import MOST_REASONS, strongest
from trust.why_persona import changed, nearest_rival, terms

TODAY = date(2026, 1, 31)


@pytest.fixture(scope="module")
def customers():
    return load(settings.root / "data" / "customers.csv").customers[:400]


@pytest.fixture(scope="module")
def personas(customers):
    return fit(customers, k=4)


def everybody(customers, personas):
    """Explanations of many people, of both models, calm and in trouble."""
    for customer in customers[:12]:
        yield explain_persona(customer, personas)
        for scenarios in ((), ("income_drop",)):
            yield why_risk.why_risk(
                history(customer, until=TODAY, scenarios=scenarios), TODAY, customer.sentiment_score
            )


@pytest.mark.slow  # the libraries take seconds to import
def test_the_libraries_find_the_values_of_both_models(customers, personas):
    trouble = history(customers[3], until=TODAY, scenarios=("income_drop",))
    for found in (
        *(explain_persona(customer, personas, beside=True) for customer in customers[:6]),
        why_risk.why_risk(trouble, TODAY, -0.5, beside=True),
    ):
        assert found.attribution.library_difference < 1e-6
        assert found.attribution.agreement > 0.3


@pytest.mark.slow
def test_the_values_of_a_straight_line_are_known_to_all_three():
    slopes = np.array([2.0, 0.0, -1.0])
    background = np.random.default_rng(0).normal(size=(40, 3))
    row = np.array([1.0, 5.0, -2.0])
    found = attribute(lambda rows: rows * slopes, row, background, ("a", "b", "c"), beside=True)
    expected = slopes * (row - background.mean(axis=0))
    assert [c.shap for c in found.contributions] == pytest.approx(expected, abs=1e-9)
    assert [c.lime for c in found.contributions] == pytest.approx(expected, abs=0.05)
    assert found.agreement == pytest.approx(1) and found.library_difference < 1e-9


@pytest.mark.slow
def test_lime_gives_the_same_answer_to_the_same_question(customers, personas):
    past = history(customers[5], until=TODAY)
    for ask in (
        lambda: explain_persona(customers[5], personas, beside=True),
        lambda: why_risk.why_risk(past, TODAY, beside=True),
    ):
        first = ask()
        assert first == ask() and -1 <= first.attribution.agreement <= 1


def test_values_sum_to_the_output_within_a_millionth(customers, personas):
    for found in everybody(customers, personas):
        values = [c.shap for c in found.attribution.contributions]
        assert found.attribution.base + sum(values) == pytest.approx(found.attribution.output, abs=1e-6)


def test_the_risk_explained_is_the_score(customers):
    for scenarios in ((), ("income_drop",)):
        past = history(customers[2], until=TODAY, scenarios=scenarios)
        found = why_risk.why_risk(past, TODAY, -0.6)
        assert found.attribution.output == pytest.approx(distress(signals(past, TODAY), -0.6).score, abs=1e-9)


def test_what_is_explained_is_whose_persona_it_is(customers, personas):
    for customer in customers[:25]:
        found = explain_persona(customer, personas)
        rival = nearest_rival(personas, customer)
        index = personas.assign(customer).index
        row = feature_matrix([customer])
        distances = personas.distances(row)[0]
        assert found.attribution.output == pytest.approx(distances[rival] ** 2 - distances[index] ** 2)
        assert found.attribution.output > 0 > found.attribution.base
        assert terms(personas, index, rival, row).shape == (1, len(FEATURES))
        assert any(reason.value > 0 for reason in found.reasons)


def test_reasons_are_few_and_each_is_a_feature_that_was_used(customers, personas):
    for found in everybody(customers, personas):
        known = FEATURES if found.subject == "persona" else why_risk.FEATURES
        assert len(found.reasons) <= MOST_REASONS and set(found.features) <= set(known)
        values = {c.feature: c.shap for c in found.attribution.contributions}
        assert all(reason.value == values[reason.feature] != 0 for reason in found.reasons)


def test_a_feature_the_model_does_not_look_at_is_no_reason():
    found = attribute(lambda rows: rows * [1, 0], np.ones(2), np.zeros((10, 2)), ("used", "unused"))
    assert [reason.feature for reason in strongest(found, {"used": "a", "unused": "b"})] == ["used"]


def test_it_is_said_in_one_or_two_sentences_that_name_every_reason(customers, personas):
    for found in everybody(customers, personas):
        said = found.spoken()
        assert 1 <= said.count(". ") + 1 <= 2 and said.endswith(".")
        assert all(reason.text in said for reason in found.reasons)


def test_the_change_it_names_does_change_the_persona_and_nothing_else(customers, personas):
    seen = 0
    for customer in customers[:25]:
        found = changed(customer, personas)
        if found is not None:
            other, name = found
            seen += 1
            assert replace(other, **{name: getattr(customer, name)}) == customer
            assert personas.assign(other).said != personas.assign(customer).said
    assert seen > 10


@pytest.mark.parametrize("scenarios", [(), ("income_drop",)])
def test_the_change_it_names_does_change_the_risk_and_less_of_it_does_not(customers, scenarios):
    seen = 0
    for customer in customers[:25]:
        past = history(customer, until=TODAY, scenarios=scenarios)
        values = why_risk.values_of(signals(past, TODAY))
        row = np.array([why_risk.SCALES[name][0] if v is None else v for name, v in values.items()])
        found = why_risk.changed(past, row)
        if found is None:
            continue
        seen += 1
        level = level_of(why_risk.terms(row).sum())
        assert level_of(why_risk.terms(found.row).sum()) == found.level != level
        if found.feature == "utilisation" and "missed" not in found.words:
            limit = sum(card.limit for card in past.cards)
            short = found.row.copy()
            by = why_risk.STEP / limit * np.sign(row[2] - found.row[2])
            short[2:4] += by
            assert level_of(why_risk.terms(short).sum()) == level
    assert seen > 15


def test_a_smaller_balance_is_named_in_money():
    saver = Customer(41, "Customer_41", 40, 60_000, "Moderate", "Medium", 30, 0.0, "Medium")
    past = history(saver, until=TODAY)
    (card,) = past.cards
    full = tuple(replace(s, balance=0.95 * card.limit) for s in card.statements)
    past = replace(past, cards=(replace(card, statements=full),))
    found = why_risk.why_risk(past, TODAY)
    assert "some signs" in found.outcome
    assert "less on the cards" in found.counterfactual and "$" in found.counterfactual


def test_nobody_has_a_risk_without_payments_that_may_be_used(own_var, customers):
    customer = customers[4]
    assert explain_risk(Customer.guest(income=40_000.0), TODAY) is None
    assert explain_risk(customer, TODAY) is not None
    consent.decide(f"customer-{customer.customer_id}", "transactions", False, "page")
    assert explain_risk(customer, TODAY) is None


def test_the_picture_shows_the_figures_of_the_explanation(customers, personas):
    for found in everybody(customers[:2], personas):
        payload = found.picture_payload()
        shown = [reason["value"] for reason in payload["reasons"]]
        assert payload["base"] + sum(shown) + payload["rest"] == pytest.approx(payload["output"], abs=1e-9)
        assert shown == [reason.value for reason in found.reasons]
        words = pictures.alt("explanation", payload)
        assert all(reason.text in words for reason in found.reasons)


def test_the_people_a_score_is_compared_with_are_sixty_and_some_are_in_trouble():
    made = why_risk.reference()
    scores = why_risk.terms(made).sum(axis=1)
    assert made.shape == (why_risk.REFERENCE_PEOPLE, len(why_risk.FEATURES))
    assert sum(level_of(score) == "high" for score in scores) == why_risk.IN_TROUBLE


def test_a_row_of_another_width_is_refused():
    with pytest.raises(ValueError, match="same features"):
        attribute(lambda rows: rows, np.ones(3), np.zeros((10, 2)), ("a", "b"))
