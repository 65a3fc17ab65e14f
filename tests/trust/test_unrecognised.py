"""The payment somebody does not recognise is found by what they can say about it, and never made up."""

from dataclasses import replace
from datetime import date

import pytest

from advisor.customers import Customer
from advisor.transactions.generator import history
from trust.unrecognised import LOOKED_BACK, find_payments

TODAY = date(2026, 1, 31)
CUSTOMER = Customer(41, "Customer_41", 40, 60_000, "Moderate", "Medium", 30, 0.0, "Medium")
CALM = history(CUSTOMER, until=TODAY)
STOLEN = history(CUSTOMER, until=TODAY, scenarios=("stolen_card",))
STRANGE = next(t for t in STOLEN.transactions if t.merchant == "Jewel Court")


def merchants(found):
    return {match.transaction.merchant for match in found}


@pytest.mark.parametrize(
    "asked",
    [
        {"words": "I don't recognise this payment to Jewel Court"},
        {"words": "what is jewl court on my card"},
        {"words": "there's something from jewelcourt", "merchant": "jewelcourt"},
        {"amount": -STRANGE.amount},
        {"amount": round(-STRANGE.amount)},
        {"words": f"someone took {-STRANGE.amount:,.2f} at the jewel court"},
        {"day": STRANGE.day, "merchant": "Jewel Court"},
    ],
)
def test_it_is_found_by_shop_amount_or_day(asked):
    found = find_payments(STOLEN, TODAY, **asked)
    assert found[0].transaction == STRANGE
    assert "Jewel Court on 29 January" in found[0].said


def test_amount_and_shop_must_both_fit():
    assert find_payments(STOLEN, TODAY, merchant="Jewel Court", amount=3.0) == ()
    assert find_payments(STOLEN, TODAY, "a payment to Nowhere Ltd", merchant="Nowhere Ltd") == ()


def test_without_a_clue_the_odd_ones_are_named():
    assert find_payments(CALM, TODAY, "I don't recognise this payment") == ()
    tested = history(CUSTOMER, until=TODAY, scenarios=("card_testing",))
    found = find_payments(tested, TODAY, "I don't recognise this payment")
    assert found and all(match.alert.kind == "card_testing" for match in found)


def test_the_odd_one_of_two_alike_comes_first():
    twice = history(CUSTOMER, until=TODAY, scenarios=("duplicate_charge",))
    doubled = next(t for t in twice.transactions if t.label == "duplicate_charge")
    found = find_payments(twice, TODAY, amount=-doubled.amount, merchant=doubled.merchant)
    assert found[0].transaction == doubled and found[0].alert.kind == "duplicate_charge"
    assert len(found) >= 2


def test_a_kind_of_shop_is_enough():
    found = find_payments(CALM, TODAY, "some restaurant I never went to")
    assert found and all(match.transaction.category == "eating_out" for match in found)


def test_nothing_old_nothing_that_came_in_and_never_more_than_asked_for():
    rows = tuple(replace(t, merchant="Same Place") for t in CALM.transactions)
    found = find_payments(replace(CALM, transactions=rows), TODAY, merchant="Same Place", most=1_000)
    assert all(m.transaction.amount < 0 and (TODAY - m.transaction.day).days <= LOOKED_BACK for m in found)
    assert len(found) < len(rows)
    assert len(find_payments(replace(CALM, transactions=rows), TODAY, merchant="Same Place", most=2)) == 2
