"""What is said beside a plan: only where there is something to warn of, and with the plan's own figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from advisor.assumptions import current
from advisor.cautions import cautions
from advisor.customers import Customer
from advisor.money_text import money_text
from advisor.plans import Debt, Goal, Household, Plan, make_plan

TODAY = date(2026, 11, 23)
QUICK = replace(current(), paths=200)


def plan_for(goal: Goal, income: float, household: Household | None = None) -> Plan:
    customer = Customer(5, "Somebody", 35, income, "Moderate", "Low", 20, 0.1, "Medium")
    return make_plan(goal, customer, today=TODAY, assumptions=QUICK, household=household)


def said(goal: Goal, income: float, household: Household | None = None) -> tuple[str, ...]:
    return cautions(plan_for(goal, income, household))


def test_a_house_within_means_needs_no_caution():
    assert said(Goal("house", 60_000, 36, 5_000), 99_604) == ()


def test_a_house_beyond_means_is_said_with_the_price_that_would_be_comfortable():
    (sentence,) = said(Goal("house", 60_000, 36, 5_000, house_price=260_870), 40_000)
    assert "$260,870 would take 54% of your income before tax" in sentence
    assert "up to about $173,157 would be comfortable" in sentence


def test_a_price_that_was_only_guessed_from_the_deposit_is_no_ground_for_a_warning():
    assert said(Goal("house", 60_000, 36, 5_000), 40_000) == ()


def test_a_deposit_that_is_too_small_is_said():
    assert "A deposit of 3.7% of the price" in said(Goal("house", 20_000, 36, house_price=300_000), 99_604)[0]


def test_dear_debts_and_a_missing_reserve_are_said_before_the_goal():
    owing = Household(3_000, (Debt("Visa", 4_000, 0.24, 100), Debt("Student loan", 9_000, 0.01, 80)), 2_000)
    debt, reserve = said(Goal("car", 9_000, 24), 99_604, owing)
    assert debt.startswith("Before this goal: your Visa at 24% a year costs more")
    assert "$7,000 more for emergencies" in reserve


def test_where_nothing_fits_it_says_how_far_the_money_goes():
    goal = Goal("house", 250_000, 12)
    plan = plan_for(goal, 30_000)
    both = plan.repair("both")
    assert plan.repair("more_time") is None and plan.repair("smaller_target") is None
    assert 0.4 <= both.target_todays / 250_000 < 1
    assert any(money_text(both.target_todays, cents=False) in sentence for sentence in said(goal, 30_000))


def test_a_retirement_says_what_it_is_to_bring():
    sentences = said(Goal("retirement", saved=10_000, spending_a_year=36_000, retirement_age=67), 60_000)
    assert any("$3,000 a month" in sentence and "from 67" in sentence for sentence in sentences)
