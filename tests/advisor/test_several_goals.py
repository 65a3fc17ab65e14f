"""Several goals on one budget: nobody gets what is not there, and what is freed goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.assumptions import current
from advisor.customers import Customer
from advisor.plans import AdviceError, Debt, Goal, Household, make_plan, make_plans

TODAY = date(2026, 11, 23)
QUICK = replace(current(), paths=500)  # what is tested here does not hang on the simulation
CUSTOMER = Customer(2, "Customer_2", 37, 99_604, "Budget", "Low", 4, 0.08, "High")
THREE = (
    Goal("travel", 4_000, 12, priority=3),
    Goal("house", 60_000, 60, 5_000, priority=1),
    Goal("car", 12_000, 24, priority=2),
)


def test_three_goals_that_fit_are_each_as_if_alone():
    together = make_plans(THREE, CUSTOMER, today=TODAY, assumptions=QUICK)
    assert [plan.goal.goal_type for plan in together.plans] == ["house", "car", "travel"]
    assert together.status == "on_track"
    for plan in together.plans:
        assert plan.contribution == make_plan(plan.goal, CUSTOMER, today=TODAY, assumptions=QUICK).monthly
        assert plan.planned_outcome >= plan.target_future


def test_what_a_finished_goal_frees_goes_to_the_next():
    tight = make_plans(THREE, CUSTOMER, today=TODAY, assumptions=QUICK, monthly_budget=1_500)
    house, car, trip = tight.plans
    assert house.status == "on_track"
    assert tight.stages[0].shares == (house.contribution, car.contribution, pytest.approx(64.15, abs=1))
    assert trip.status == "out_of_reach"
    assert trip.repairs
    car_first = make_plans(
        (Goal("travel", 4_000, 18), Goal("car", 9_000, 24, priority=2)),
        CUSTOMER,
        today=TODAY,
        assumptions=QUICK,
        monthly_budget=600,
    )
    later = car_first.plans[1]
    assert [stage.first for stage in later.stages] == [1, 19]
    assert later.stages[1].monthly > later.stages[0].monthly
    assert later.status == "on_track"


def test_dear_debt_then_emergency_fund_then_the_rest():
    known = Household(3_000, (Debt("Visa", 4_000, 0.24, 100), Debt("Student loan", 9_000, 0.02, 120)), 2_000)
    together = make_plans(THREE, CUSTOMER, today=TODAY, assumptions=QUICK, household=known)
    kinds = [plan.goal.goal_type for plan in together.plans]
    assert kinds == ["debt_payoff", "emergency_fund", "house", "car", "travel"]
    debt, emergency, house = together.plans[:3]
    assert [item.name for item in debt.goal.debts] == ["Visa"]
    assert emergency.stages[0].first == debt.stages[-1].last + 1
    assert house.stages[0].first > 1
    assert emergency.target_todays == 9_000
    assert together.status == "on_track"


@given(
    st.lists(
        st.builds(
            Goal,
            st.sampled_from(["house", "car", "travel", "wedding", "emergency_fund"]),
            st.floats(500, 60_000),
            st.integers(2, 96),
            st.floats(0, 400),
            st.none(),
            st.integers(1, 3),
        ),
        min_size=1,
        max_size=4,
    ),
    st.floats(50, 4_000),
)
@settings(max_examples=10, deadline=None)
def test_no_month_ever_spends_more_than_the_budget(goals, budget):
    together = make_plans(goals, CUSTOMER, today=TODAY, assumptions=QUICK, monthly_budget=budget)
    assert len(together.plans) == len(goals)
    assert [stage.first for stage in together.stages[1:]] == [stage.last + 1 for stage in together.stages[:-1]]
    for stage in together.stages:
        assert sum(stage.shares) + stage.left_over == pytest.approx(together.budget, abs=0.05)
        assert stage.left_over >= 0
    for plan in together.plans:
        assert all(piece.monthly <= together.budget for piece in plan.stages)
        if plan.status == "on_track":
            assert plan.planned_outcome >= plan.target_future - 0.01


def test_nothing_to_share_is_asked_for():
    with pytest.raises(AdviceError, match="put aside"):
        make_plans(THREE, CUSTOMER, today=TODAY, assumptions=QUICK, monthly_budget=0)
    with pytest.raises(AdviceError, match="Which goals"):
        make_plans((), CUSTOMER, today=TODAY, assumptions=QUICK)


def test_a_goal_that_waits_for_others_is_told_the_first_date_it_can_have():
    goals = (
        Goal("house", 60_000, 60, 10_000, priority=2),
        Goal("emergency_fund", 4_700, 18, 1_000, priority=1),
        Goal("travel", 6_000, 20, 500, priority=3),
    )

    def together(changed):
        made = make_plans(changed, CUSTOMER, today=TODAY, assumptions=QUICK, monthly_budget=672)
        return {plan.goal.goal_type: plan for plan in made.plans}

    found = together(goals)
    for kind in ("house", "travel"):
        plan = found[kind]
        later = plan.repair("more_time")
        assert plan.status == "out_of_reach" and later.months > plan.months
        for months, status in ((later.months, "on_track"), (later.months - 1, "out_of_reach")):
            again = together([g.with_changes(months=months) if g.goal_type == kind else g for g in goals])[kind]
            assert again.status == status
            if status == "on_track":
                assert later.monthly == max(stage.monthly for stage in again.stages)


def test_a_debt_paid_from_the_shared_budget_and_its_own_minimum_is_on_track():
    owing = Household(debts=(Debt("Visa", 6_000, 0.22, 150),))
    plans = make_plans([Goal("car", 20_000, 48)], CUSTOMER, today=TODAY, household=owing)
    debt = plans.plans[0]
    assert debt.goal.goal_type == "debt_payoff"
    assert (debt.status, debt.shortfall_monthly, debt.repairs) == ("on_track", 0.0, ())
    assert debt.contribution == pytest.approx(plans.budget + 150, abs=0.01)


def test_no_offer_takes_longer_and_aims_for_less_than_more_time_does():
    goals = [Goal("wedding", 30_000, 18), Goal("car", 20_000, 24), Goal("house", 60_000, 36, 5_000)]
    for plan in make_plans(goals, CUSTOMER, today=TODAY, monthly_budget=800).plans:
        assert plan.repair("both") is None
