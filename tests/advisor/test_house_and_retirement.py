"""Buying a home and living from savings: what the money does after the goal is reached."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from advisor.assumptions import current
from advisor.customers import Customer
from advisor.house import rate_debt_to_income, rate_deposit
from advisor.money import loan_payment
from advisor.plans import Debt, Goal, Household, make_plan

TODAY = date(2026, 11, 23)
QUICK = replace(current(), paths=500)  # what is tested here does not hang on the simulation
CUSTOMER = Customer(2, "Customer_2", 37, 99_604, "Budget", "Medium", 4, 0.08, "High")


def test_a_deposit_is_taken_for_a_fifth_of_the_price_and_closing_costs():
    home = make_plan(Goal("house", 60_000, 36), CUSTOMER, today=TODAY, assumptions=QUICK).house
    assert home.deposit + home.closing_costs == pytest.approx(60_000, abs=0.01)
    assert home.deposit_share == 0.2
    assert home.rating == "comfortable"
    assert home.loan == pytest.approx(home.price - home.deposit, abs=0.01)
    assert home.mortgage_payment == pytest.approx(loan_payment(home.loan, 0.0689, 360), abs=0.01)
    assert home.debt_to_income == pytest.approx(home.housing_cost_a_month / (99_604 / 12), abs=1e-4)


def test_a_named_house_sets_the_goal():
    plan = make_plan(Goal("house", months=60, house_price=400_000), CUSTOMER, today=TODAY, assumptions=QUICK)
    assert plan.target_todays == 92_000
    assert plan.house.price == 400_000


def test_a_small_deposit_on_a_named_house_is_rated_by_its_worst_side():
    home = make_plan(Goal("house", 22_000, 36, house_price=250_000), CUSTOMER, today=TODAY, assumptions=QUICK).house
    assert home.deposit_share == pytest.approx(0.058, abs=1e-4)
    assert home.deposit_rating == "stretch"
    assert home.rating == "stretch"
    assert home.debt_to_income < 0.36


def test_other_debts_count_towards_the_income_rating():
    owing = Household(3_000, (Debt("Car", 20_000, 0.07, 1_500),))
    home = make_plan(Goal("house", 60_000, 36), CUSTOMER, today=TODAY, assumptions=QUICK, household=owing).house
    assert home.rating in ("manageable", "stretch")
    free = make_plan(Goal("house", 60_000, 36), CUSTOMER, today=TODAY, assumptions=QUICK).house
    assert free.rating == "comfortable"
    assert home.comfortable_price < free.comfortable_price


def test_the_comfortable_price_is_comfortable():
    price = make_plan(Goal("house", 60_000, 36), CUSTOMER, today=TODAY, assumptions=QUICK).house.comfortable_price
    home = make_plan(Goal("house", months=36, house_price=price), CUSTOMER, today=TODAY, assumptions=QUICK).house
    assert home.debt_to_income == pytest.approx(0.36, abs=1e-4)


@pytest.mark.parametrize(
    ("share", "rating"),
    [(0.2, "comfortable"), (0.15, "manageable"), (0.1, "manageable"), (0.07, "stretch"), (0.04, "unaffordable")],
)
def test_bands_of_the_deposit(share, rating):
    assert rate_deposit(share, current().house) == rating


@pytest.mark.parametrize(
    ("ratio", "rating"),
    [(0.35, "comfortable"), (0.36, "manageable"), (0.42, "stretch"), (0.44, "stretch"), (0.45, "unaffordable")],
)
def test_bands_of_debt_to_income(ratio, rating):
    assert rate_debt_to_income(ratio, current().house) == rating


def test_retirement_lasts_until_the_planning_age():
    plan = make_plan(Goal("retirement"), CUSTOMER, today=TODAY, assumptions=QUICK)
    later = plan.retirement
    assert plan.months == (67 - 37) * 12
    assert (later.retirement_age, later.plan_to_age) == (67, 95)
    assert later.spending_a_year_todays == pytest.approx((0.70 - 0.35) * 99_604, abs=0.05)
    assert later.drawdown[-1].month == 28 * 12
    assert later.drawdown[-1].planned == pytest.approx(0, abs=later.pot_future * 0.005)
    assert later.drawdown[12].planned > 0


def test_the_pot_is_what_the_spending_needs_month_by_month():
    """Withdrawals at the start of each month, rising with inflation, at the stated return: nothing is left over."""
    plan = make_plan(Goal("retirement", spending_a_year=24_000), CUSTOMER, today=TODAY, assumptions=QUICK)
    pot, left = plan.retirement.pot_todays, plan.retirement.pot_todays
    growth = (1 + plan.retirement.drawdown_return / 12) / 1.02 ** (1 / 12)
    for _ in range(28 * 12):
        left = (left - 2_000) * growth
    assert left == pytest.approx(0, abs=pot * 0.003)  # drawdown_return is rounded to 0.01 %


def test_more_to_spend_needs_a_larger_pot_and_earlier_is_dearer():
    def pot(**changes):
        return make_plan(Goal("retirement", **changes), CUSTOMER, today=TODAY, assumptions=QUICK).target_todays

    assert pot(spending_a_year=40_000) > pot(spending_a_year=30_000)
    assert pot(spending_a_year=30_000, retirement_age=60) > pot(spending_a_year=30_000, retirement_age=67)


def test_years_before_social_security_are_bridged_from_savings():
    """At 40 it is 27 years away: the pot pays the whole spending until then, and only the rest after."""
    plan = make_plan(Goal("retirement", retirement_age=40), CUSTOMER, today=TODAY, assumptions=QUICK)
    share = plan.retirement.spending_a_year_todays / CUSTOMER.income
    assert 0.35 < share < 0.70
    growth = (1 + plan.retirement.drawdown_return / 12) / 1.02 ** (1 / 12)
    left = plan.retirement.pot_todays
    for month in range(55 * 12):
        left = (left - CUSTOMER.income / 12 * (0.70 if month < 27 * 12 else 0.35)) * growth
    assert left == pytest.approx(0, abs=plan.retirement.pot_todays * 0.02)
    assert any("counted on from 67" in note for note in plan.notes)


def test_a_small_deposit_needs_mortgage_insurance():
    def said(amount):
        goal = Goal("house", amount, 36, house_price=300_000)
        return " ".join(make_plan(goal, CUSTOMER, today=TODAY, assumptions=QUICK).notes)

    assert "mortgage insurance" in said(39_000)
    assert "mortgage insurance" not in said(69_000)


def test_the_chance_that_it_lasts_depends_on_the_mix_and_not_on_the_size():
    chances = []
    for target in (400_000, 600_000, 800_000):
        plan = make_plan(Goal("retirement", target, 360), CUSTOMER, today=TODAY, assumptions=QUICK)
        chances.append(plan.retirement.chance_it_lasts)
    assert max(chances) - min(chances) < 0.02  # spending follows the pot, so the chance does not depend on its size
    risky = make_plan(
        Goal("retirement", 600_000, 360), replace(CUSTOMER, risk_profile="High"), today=TODAY, assumptions=QUICK
    )
    assert risky.retirement.chance_it_lasts < 0.9
    assert risky.retirement.chance_it_lasts_error < 0.03
