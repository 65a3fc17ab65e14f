"""What if: one thing changes, everything that follows is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from advisor.assumptions import current
from advisor.customers import Customer
from advisor.plans import AdviceError, Goal, make_plan, what_if

TODAY = date(2026, 11, 23)
QUICK = replace(current(), paths=500)  # what is tested here does not hang on the simulation
CUSTOMER = Customer(2, "Customer_2", 37, 99_604, "Budget", "Low", 4, 0.08, "High")


@pytest.fixture
def plan():
    return make_plan(Goal("house", 60_000, 36, 5_000), CUSTOMER, today=TODAY, assumptions=QUICK)


def test_nothing_changed_makes_no_difference(plan):
    assert what_if(plan, CUSTOMER, assumptions=QUICK).differences == ()


@pytest.mark.parametrize(
    ("change", "monthly"),
    [
        ({"months": 48}, "less"),
        ({"target": 70_000}, "more"),
        ({"saved": 15_000}, "less"),
        ({"lump_sum": 4_000}, "less"),
        ({"inflation": 0.05}, "more"),
        ({"returns": 0.06}, "less"),
        ({"returns": 0.0}, "more"),
    ],
)
def test_the_monthly_amount_moves_the_right_way(plan, change, monthly):
    difference = what_if(plan, CUSTOMER, assumptions=QUICK, **change).difference("monthly")
    assert (difference.change < 0) == (monthly == "less")
    assert difference.after == pytest.approx(difference.before + difference.change, abs=0.01)


def test_saving_less_tells_when_the_goal_is_reached_then(plan):
    result = what_if(plan, CUSTOMER, assumptions=QUICK, monthly=1_200)
    assert result.after.contribution == 1_200
    assert result.reached_in > 36
    assert result.difference("success_chance").after < 0.01


def test_saving_more_arrives_sooner(plan):
    result = what_if(plan, CUSTOMER, assumptions=QUICK, monthly=2_000)
    assert result.reached_in < 36
    assert result.difference("success_chance").after > 0.99


def test_another_income_changes_what_is_affordable(plan):
    assert what_if(plan, CUSTOMER, assumptions=QUICK, income=40_000).after.status == "out_of_reach"


def test_another_risk_profile_changes_the_mix(plan):
    assert what_if(plan, CUSTOMER, assumptions=QUICK, risk_profile="High").difference("stocks_share").change > 0


def test_retiring_earlier_needs_more():
    plan = make_plan(Goal("retirement", spending_a_year=30_000), CUSTOMER, today=TODAY, assumptions=QUICK)
    result = what_if(plan, CUSTOMER, assumptions=QUICK, retirement_age=60)
    assert result.after.months == (60 - 37) * 12
    assert result.difference("target_todays").change > 0


def test_a_stated_budget_is_remembered():
    plan = make_plan(Goal("house", 60_000, 36, 5_000), CUSTOMER, today=TODAY, assumptions=QUICK, monthly_budget=700)
    assert what_if(plan, CUSTOMER, assumptions=QUICK, months=40).after.cashflow.spare == 700


def test_an_unknown_change_is_explained(plan):
    with pytest.raises(AdviceError, match="cannot change weather"):
        what_if(plan, CUSTOMER, assumptions=QUICK, weather="sunny")


def test_a_sum_that_finishes_the_goal_says_when():
    plan = make_plan(Goal("house", 60_000, 36, 5_000), CUSTOMER, today=TODAY)
    assert what_if(plan, CUSTOMER, lump_sum=60_000).reached_in == 2  # the sum comes at the end of the first month
