"""Debts: what it takes to be free of them, and in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.customers import Customer
from advisor.money import ceil_cent, loan_payment, total_interest
from advisor.payoff import AVALANCHE, SNOWBALL, monthly_needed, payoff
from advisor.plans import AdviceError, Debt, Goal, Household, apply_repair, make_plan

TODAY = date(2026, 11, 23)
CUSTOMER = Customer(1, "Customer_1", 28, 68_948, "Moderate", "Low", 47, 0.1, "Medium")
CARDS = (Debt("Visa", 4_000, 0.18, 80), Debt("Store", 900, 0.12, 30), Debt("Loan", 6_000, 0.26, 120))

debts = st.lists(
    st.builds(Debt, st.sampled_from("abcde"), st.floats(10, 50_000), st.floats(0, 0.4), st.just(0.0)),
    min_size=1,
    max_size=5,
    unique_by=lambda debt: debt.name,
).map(tuple)


@given(st.floats(100, 1e6), st.floats(0, 0.4), st.integers(1, 360))
@settings(max_examples=25, deadline=None)
def test_one_debt_costs_what_the_loan_formula_says(balance, rate, months):
    assert monthly_needed((Debt("card", balance, rate),), months) == pytest.approx(
        ceil_cent(loan_payment(balance, rate, months)), abs=0.011
    )


def test_interest_is_that_of_the_loan():
    paid = payoff((Debt("card", 8_000, 0.2116),), loan_payment(8_000, 0.2116, 24), AVALANCHE, TODAY)
    assert paid.months == 24
    assert paid.interest == pytest.approx(total_interest(8_000, 0.2116, 24), abs=0.05)


@given(debts, st.floats(1.05, 5))
@settings(max_examples=40, deadline=None)
def test_dearest_first_never_costs_more_than_smallest_first(owed, ease):
    monthly = sum(debt.balance * debt.annual_rate / 12 for debt in owed) * ease + 10
    dearest, smallest = payoff(owed, monthly, AVALANCHE, TODAY), payoff(owed, monthly, SNOWBALL, TODAY)
    if dearest and smallest:
        assert dearest.interest <= smallest.interest + 0.02
        assert dearest.months <= smallest.months


@given(debts, st.integers(1, 120))
@settings(max_examples=25, deadline=None)
def test_what_is_needed_is_enough_and_a_cent_less_is_not(owed, months):
    monthly = monthly_needed(owed, months)
    assert payoff(owed, monthly, AVALANCHE, TODAY).months <= months
    less = payoff(owed, monthly - 0.02, AVALANCHE, TODAY) if monthly > 0.02 else None
    assert less is None or less.months > months


def test_the_two_orders():
    plan = make_plan(Goal("debt_payoff", debts=CARDS, months=18), CUSTOMER, today=TODAY)
    assert plan.debt.avalanche.order[0] != "Store"
    assert plan.debt.snowball.order[0] == "Store"
    assert plan.debt.interest_saved > 0
    assert plan.debt.avalanche.months <= 18
    assert plan.milestones[-1].month == plan.debt.avalanche.months
    assert plan.points[-1].planned == plan.target_todays == 10_900
    assert plan.growth == -plan.debt.avalanche.interest


def test_paid_is_principal_and_interest():
    plan = make_plan(Goal("debt_payoff", debts=CARDS, months=18), CUSTOMER, today=TODAY)
    assert plan.paid_in == pytest.approx(10_900 + plan.debt.avalanche.interest, abs=0.01)
    assert plan.paid_in <= plan.contribution * 18


def test_an_unknown_rate_is_assumed_and_said_so():
    plan = make_plan(Goal("debt_payoff", 8_000, 24), CUSTOMER, today=TODAY)
    assert plan.debt.highest_rate == 0.2116
    assert any("21.16%" in note for note in plan.notes)
    assert plan.monthly == 411.72


def test_what_is_saved_pays_the_dearest_first():
    plan = make_plan(Goal("debt_payoff", debts=CARDS, months=18, saved=6_000), CUSTOMER, today=TODAY)
    assert plan.target_todays == 4_900
    assert plan.debt.highest_rate == 0.18
    with pytest.raises(AdviceError, match="pays this off"):
        make_plan(Goal("debt_payoff", 500, 12, 800), CUSTOMER, today=TODAY)


def test_without_a_date_as_fast_as_can_be_spared():
    plan = make_plan(Goal("debt_payoff", debts=CARDS), CUSTOMER, today=TODAY)
    assert plan.status == "on_track"
    assert plan.months == payoff(CARDS, plan.cashflow.spare, AVALANCHE, TODAY).months


def test_a_debt_that_grows_faster_than_it_is_paid_is_said():
    poor = replace(CUSTOMER, income=9_000)
    with pytest.raises(AdviceError, match="never ends, because the interest alone"):
        make_plan(Goal("debt_payoff", 60_000), poor, today=TODAY)


def test_a_pace_that_nobody_named_is_asked_for():
    with pytest.raises(AdviceError, match="How much can you pay"):
        make_plan(Goal("debt_payoff", 5_000), Customer.guest(), today=TODAY)


def test_a_chosen_payment_that_never_clears_says_so_and_what_is_missing():
    plan = make_plan(Goal("debt_payoff", 8_000, 24), CUSTOMER, today=TODAY, monthly=100)
    assert plan.shortfall_monthly == pytest.approx(plan.monthly - 100, abs=0.01)
    assert any("$100 a month this debt is never paid off" in note for note in plan.notes)


def test_minimum_payments_that_clear_it_sooner_set_the_date():
    plan = make_plan(Goal("debt_payoff", months=60, debts=(Debt("Visa", 1_000, 0.2, 500),)), CUSTOMER, today=TODAY)
    assert plan.months == plan.debt.avalanche.months == 3


def test_too_fast_a_payoff_is_repaired():
    plan = make_plan(Goal("debt_payoff", debts=CARDS, months=4), CUSTOMER, today=TODAY)
    assert plan.status == "out_of_reach"
    assert [repair.kind for repair in plan.repairs] == ["more_time", "more_a_month", "both"]
    for repair in plan.repairs:
        assert apply_repair(plan, CUSTOMER, repair).status == "on_track"


def test_minimum_payments_of_the_household_are_part_of_the_payoff():
    known = Household(3_000, CARDS)
    plan = make_plan(Goal("debt_payoff", months=24), CUSTOMER, today=TODAY, household=known)
    house = make_plan(Goal("car", 5_000, 24), CUSTOMER, today=TODAY, household=known)
    assert plan.cashflow.spare == pytest.approx(house.cashflow.spare + 230, abs=0.01)


def test_debts_of_one_name_are_told_apart():
    twice = (Debt("Visa", 500, 0.2), Debt("Visa", 700, 0.2))
    plan = make_plan(Goal("debt_payoff", debts=twice, months=12), CUSTOMER, today=TODAY)
    assert sorted(plan.debt.avalanche.order) == ["Visa", "Visa 2"]
