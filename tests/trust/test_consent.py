"""Consent counts from the moment it is decided, and every decision leaves a receipt."""

import pytest

from store import customers, database, plans
from trust import consent, rights

ANN, BOB = "customer-1", "guest-0123456789abcdef"
pytestmark = pytest.mark.usefixtures("own_var")


@pytest.mark.parametrize("purpose", consent.PURPOSES)
def test_the_newest_decision_counts_and_only_for_its_owner(purpose):
    before = consent.allows(BOB, purpose)
    for given in (True, False, True, False):
        consent.decide(ANN, purpose, given, "page")
        assert consent.allows(ANN, purpose) is given
    assert consent.allows(BOB, purpose) is before


def test_a_refusal_leaves_a_receipt_too():
    receipt = consent.decide(ANN, "insights", False, "voice")
    assert receipt["services"][0]["purposes"][0]["consentType"] == "REFUSED"
    assert receipt["collectionMethod"] == "voice"
    assert receipt["consentReceiptID"] in {row["consent_id"] for row in database.rows_of(ANN)["consents"]}


def test_nothing_beyond_what_is_asked_for_is_on_before_a_decision():
    on = {decision.purpose.name for decision in consent.decisions(ANN) if decision.given}
    assert on == {"personalised_plans", "recommendations", "transactions"}


def test_an_unknown_purpose_is_told_what_there_is():
    with pytest.raises(consent.UnknownPurpose) as error:
        consent.decide(ANN, "marketing", True, "page")
    assert "recommendations" in error.value.say


def test_an_export_holds_all_of_one_person_and_nothing_of_another():
    customers.put(
        [
            dict.fromkeys(customers.COLUMNS, "x")
            | {"customer_id": 1, "age": 30, "income": 1.0, "transactions": 1, "sentiment_score": 0.0}
        ]
    )
    plans.add(ANN, "plan-a", "house", {"monthly": 1423.82})
    plans.add(BOB, "plan-b", "car", {})
    copy = rights.export(ANN)
    assert copy["customer"]["customer_id"] == 1
    assert [row["document"] for row in copy["tables"]["plans"]] == [{"monthly": 1423.82}]
    assert rights.export(BOB)["customer"] is None


def test_what_was_erased_is_in_no_export():
    plans.add(ANN, "plan-a", "house", {})
    consent.decide(ANN, "insights", True, "page")
    assert rights.erase(ANN)["plans"] == 1
    assert not any(rights.export(ANN)["tables"].values())
