"""What is said beside a plan: only where there is something to warn of, and with the plan's own figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from advisor.assumptions import current
from advisor.cautions import cautions
from advisor.customers import Customer
from advisor.plans import Debt, Goal, Household, make_plan

TODAY = date(2026, 11, 23)
QUICK = replace(current(), paths=200)


def said(goal: Goal, income: float, household: Household | None = None) -> tuple[str, ...]:
    customer = Customer(5, "Somebody", 35, income, "Moderate", "Low", 20, 0.1, "Medium")
    return cautions(make_plan(goal, customer, today=TODAY, assumptions=QUICK, household=household))


def test_a_house_within_means_needs_no_caution():
    assert said(Goal("house", 60_000, 36, 5_000), 99_604) == ()


def test_a_house_beyond_means_is_said_with_the_price_that_would_be_comfortable():
    (sentence,) = said(Goal("house", 60_000, 36, 5_000), 40_000)
    assert "$260,870 would take 54% of your income before tax" in sentence
    assert "up to about $173,157 would be comfortable" in sentence


def test_a_deposit_that_is_too_small_is_said():
    assert "A deposit of 3.7% of the price" in said(Goal("house", 20_000, 36, house_price=300_000), 99_604)[0]


def test_dear_debts_and_a_missing_reserve_are_said_before_the_goal():
    owing = Household(3_000, (Debt("Visa", 4_000, 0.24, 100), Debt("Student loan", 9_000, 0.01, 80)), 2_000)
    debt, reserve = said(Goal("car", 9_000, 24), 99_604, owing)
    assert debt.startswith("Before this goal: your Visa costs 24% a year")
    assert "$7,000 more for emergencies" in reserve
