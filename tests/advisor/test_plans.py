"""What a plan promises: figures that add up, in one kind of money, for every kind of goal and for absurd ones."""

from __future__ import annotations

import json
import math
from dataclasses import fields, is_dataclass, replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.assumptions import current
from advisor.customers import Customer
from advisor.goals import GOAL_TYPES
from advisor.plan_facts import plan_facts
from advisor.plans import AdviceError, Debt, Deposit, Goal, Household, Plan, apply_repair, make_plan

TODAY = date(2026, 11, 23)
SAVER = Customer(2, "Customer_2", 37, 99_604, "Budget", "Low", 4, 0.08, "High")
SPENDER = Customer(1, "Customer_1", 28, 68_948, "Moderate", "Low", 47, 0.1, "Medium")
GUEST = Customer.guest()
QUICK = replace(current(), paths=200)


def house(**changes) -> Plan:
    return make_plan(Goal("house", 60_000, 36, 5_000), SAVER, today=TODAY, **changes)


def numbers(value, name="plan"):
    """Every number in a plan, with its place."""
    if is_dataclass(value):
        for field in fields(value):
            yield from numbers(getattr(value, field.name), f"{name}.{field.name}")
    elif isinstance(value, tuple | list):
        for index, item in enumerate(value):
            yield from numbers(item, f"{name}[{index}]")
    elif isinstance(value, float):
        yield name, value


def test_the_figures_of_one_plan_add_up():
    plan = house()
    assert plan.target_todays == 60_000
    assert plan.target_future == pytest.approx(60_000 * 1.02**3, abs=0.01)
    assert plan.target_date == date(2029, 11, 23)
    assert plan.paid_in == pytest.approx(5_000 + 36 * plan.monthly, abs=0.01)
    assert plan.planned_outcome == pytest.approx(plan.paid_in + plan.growth, abs=0.01)
    assert 0 <= plan.planned_outcome - plan.target_future < 1
    assert plan.stocks_share + plan.bonds_share + plan.cash_share == pytest.approx(1)
    assert plan.income_share == pytest.approx(plan.monthly / (99_604 / 12), abs=1e-4)
    assert plan.low_outcome < plan.middle_outcome < plan.high_outcome
    assert plan.points[-1].planned == plan.planned_outcome
    assert plan.points[-1].low == plan.low_outcome
    assert plan.milestones[-1].month == 36
    assert plan.status == "on_track"


def test_the_same_question_gives_the_same_plan_under_another_id():
    first, second = house(), house()
    assert first == second
    assert first.plan_id != second.plan_id


def test_a_plan_survives_the_store():
    plan = make_plan(
        Goal("house", 60_000, 36, 5_000, deposits=(Deposit(6, 1_000),)),
        SAVER,
        today=TODAY,
        household=Household(2_500, (Debt("Visa", 2_000, 0.24, 50),), 1_000),
    )
    again = Plan.from_dict(json.loads(json.dumps(plan.to_dict())))
    assert again == plan
    assert again.plan_id == plan.plan_id


def test_every_kind_of_goal_has_a_plan():
    for kind in GOAL_TYPES:
        plan = make_plan(Goal(kind, 12_000, 48), SAVER, today=TODAY)
        assert plan.status == "on_track", kind
        assert plan.assumptions_id == "vanguard-2025-05-31.2"
        assert plan.monthly > 0
        assert plan.milestones


def test_the_chance_is_told_with_its_error():
    plan = house()
    assert plan.paths == 10_000
    assert plan.standard_error == pytest.approx(
        math.sqrt(plan.success_chance * (1 - plan.success_chance) / 10_000), abs=1e-4
    )


def test_the_confident_amount_reaches_the_goal_in_eight_of_ten_futures():
    goal = Goal("other", 50_000, 120)
    risky = replace(SAVER, risk_profile="High")
    plan = make_plan(goal, risky, today=TODAY)
    surer = make_plan(goal, risky, today=TODAY, monthly=plan.confident_monthly)
    assert surer.success_chance == pytest.approx(0.80, abs=0.002)


def test_short_horizons_are_kept_out_of_stocks_and_glide_there():
    for risk in ("Low", "Medium", "High"):
        customer = replace(SAVER, risk_profile=risk)
        assert make_plan(Goal("car", 9_000, 12), customer, today=TODAY).cash_share == 1.0
        path = make_plan(Goal("other", 90_000, 360), customer, today=TODAY).glide_path
        assert path[0].stocks > 0.5
        assert path[-1].stocks == 0.0
        assert all(a.stocks >= b.stocks for a, b in zip(path, path[1:], strict=False))


def test_more_appetite_for_risk_means_more_stocks():
    shares = [
        make_plan(Goal("other", 90_000, 180), replace(SAVER, risk_profile=risk), today=TODAY).stocks_share
        for risk in ("Low", "Medium", "High")
    ]
    assert shares == sorted(shares)
    assert shares[0] < shares[2]


def test_an_emergency_fund_is_cash_and_three_months_of_spending():
    plan = make_plan(Goal("emergency_fund"), SAVER, today=TODAY)
    assert plan.cash_share == 1.0
    assert plan.target_todays == pytest.approx(3 * plan.cashflow.spending, abs=0.01)
    assert plan.monthly <= plan.cashflow.spare


def test_a_single_deposit_lowers_the_monthly_amount():
    with_bonus = make_plan(Goal("house", 60_000, 36, 5_000, deposits=(Deposit(12, 3_000),)), SAVER, today=TODAY)
    assert with_bonus.monthly < house().monthly - 3_000 / 36
    assert with_bonus.paid_in == pytest.approx(8_000 + 36 * with_bonus.monthly, abs=0.01)


def test_a_fixed_amount_does_not_rise_with_prices():
    plan = make_plan(Goal("house", 60_000, 36, 5_000, fixed_amount=True), SAVER, today=TODAY)
    assert plan.target_future == plan.target_todays == 60_000
    assert plan.monthly < house().monthly


def test_fees_cost_something():
    flat = current().flat(0.05)
    dear = flat.with_changes(**{name: replace(getattr(flat, name), fee=0.01) for name in ("stocks", "bonds", "cash")})
    goal = Goal("other", 50_000, 120)
    cheap = make_plan(goal, SAVER, today=TODAY, assumptions=flat)
    costly = make_plan(goal, SAVER, today=TODAY, assumptions=dear)
    assert costly.expected_return == pytest.approx(cheap.expected_return - 0.01, abs=0.0007)
    assert costly.monthly > cheap.monthly


def test_dear_debts_and_a_missing_emergency_fund_come_first():
    known = Household(3_000, (Debt("Visa", 4_000, 0.24, 100), Debt("Student loan", 9_000, 0.01, 80)), 2_000)
    plan = make_plan(Goal("house", 60_000, 36, 5_000), SAVER, today=TODAY, household=known)
    assert [(step.kind, step.name) for step in plan.first_steps] == [
        ("debt", "Visa"),
        ("emergency_fund", "emergency fund"),
    ]
    assert plan.first_steps[1].amount == 7_000


def test_the_assumptions_that_matter_most_come_first():
    plan = make_plan(Goal("retirement"), SAVER, today=TODAY)
    assert {item.assumption for item in plan.sensitivities[:2]} == {"inflation", "returns"}
    assert [item.chance_change for item in plan.sensitivities] == sorted(
        item.chance_change for item in plan.sensitivities
    )


def test_an_impossible_goal_is_told_so_with_ways_out():
    plan = make_plan(Goal("house", 90_000, 24), SPENDER, today=TODAY)
    assert plan.status == "out_of_reach"
    assert plan.contribution == plan.cashflow.spare
    assert plan.shortfall_monthly == pytest.approx(plan.monthly - plan.cashflow.spare, abs=0.01)
    assert plan.success_chance < 0.01
    assert {repair.kind for repair in plan.repairs} == {"more_time", "more_a_month", "smaller_target", "both"}
    time, smaller, both = plan.repair("more_time"), plan.repair("smaller_target"), plan.repair("both")
    assert time.months > both.months > plan.months
    assert smaller.target_todays < both.target_todays < plan.target_todays


@settings(max_examples=8, deadline=None)
@given(st.floats(5_000, 500_000), st.integers(6, 240), st.sampled_from(["house", "car", "retirement", "other"]))
def test_every_repair_repairs(target, months, kind):
    plan = make_plan(Goal(kind, target, months), SPENDER, today=TODAY, assumptions=QUICK)
    for repair in plan.repairs:
        repaired = apply_repair(plan, SPENDER, repair, assumptions=QUICK)
        assert repaired.status in ("on_track", "done"), repair
        assert repaired.monthly <= repair.monthly + 0.01, repair
        if repair.kind != "more_a_month":
            assert repaired.monthly <= plan.cashflow.spare


def test_what_is_no_longer_the_goal_is_not_offered():
    """Ten a month buys neither a trip for a fiftieth of the money nor one in forty years."""
    plan = make_plan(Goal("travel", 5_000, 12), SPENDER, today=TODAY, monthly_budget=10, assumptions=QUICK)
    assert {repair.kind for repair in plan.repairs} == {"more_a_month"}
    late = make_plan(Goal("retirement", 1_000_000, 360), SPENDER, today=TODAY, assumptions=QUICK)
    assert all(SPENDER.age + repair.months / 12 <= 75 for repair in late.repairs)


def test_nobody_is_told_to_save_more_than_they_take_home():
    plan = make_plan(Goal("car", 20_000, 1), SPENDER, today=TODAY, assumptions=QUICK)
    assert plan.status == "out_of_reach"
    assert plan.monthly > plan.cashflow.take_home
    assert plan.repair("more_a_month") is None
    assert plan.repair("more_time") is not None


def test_who_chooses_more_than_the_goal_needs_is_judged_by_what_it_needs():
    goal = Goal("wedding", 30_000, 24)
    plenty = make_plan(goal, SPENDER, today=TODAY, assumptions=QUICK, monthly_budget=1_300, monthly=2_000)
    assert plenty.status == "on_track"
    assert plenty.repairs == ()
    assert any("more than what can be spared" in note for note in plenty.notes)
    tight = make_plan(goal, SPENDER, today=TODAY, assumptions=QUICK, monthly_budget=1_100, monthly=2_000)
    assert tight.status == "stretch"
    assert tight.shortfall_monthly == pytest.approx(tight.monthly - 1_100, abs=0.01)
    assert tight.repair("smaller_target").target_todays < 30_000


def test_savings_that_prices_outrun_are_not_a_finished_plan():
    dear = QUICK.with_changes(inflation=0.06)
    plan = make_plan(Goal("car", 10_000, 120, 10_000), SAVER, today=TODAY, assumptions=dear)
    assert plan.status != "done"
    assert plan.planned_outcome >= plan.target_future


def test_one_milestone_a_month():
    for months in (1, 3):
        plan = make_plan(Goal("travel", 500, months), SPENDER, today=TODAY, assumptions=QUICK)
        assert len({step.month for step in plan.milestones}) == len(plan.milestones)
        assert plan.milestones[-1].name == "Goal reached"


@pytest.mark.parametrize("risk", ["Low", "Medium", "High"])
def test_money_needed_within_two_years_is_never_in_stocks(risk):
    plan = make_plan(Goal("car", 9_000, 60), replace(SAVER, risk_profile=risk), today=TODAY, assumptions=QUICK)
    assert plan.stocks_share > 0
    assert all(mix.stocks == 0 for mix in plan.glide_path if mix.month >= 36)


def test_a_payment_after_the_date_is_said_not_to_count():
    plan = make_plan(Goal("car", 9_000, 24, deposits=(Deposit(30, 5_000),)), SAVER, today=TODAY, assumptions=QUICK)
    assert any("after the date is not counted" in note for note in plan.notes)


def test_a_few_cents_are_not_said_as_nothing():
    plan = make_plan(Goal("car", 0.5, 2), SAVER, today=TODAY, assumptions=QUICK)
    assert "$0" not in [fact.text for fact in plan_facts(plan)]


def test_a_chosen_amount_that_is_too_little_says_when_it_would_be_enough():
    plan = house(monthly=1_000)
    assert plan.contribution == 1_000
    assert plan.status == "out_of_reach"
    later = plan.repair("more_time")
    on_time = make_plan(Goal("house", 60_000, later.months, 5_000), SAVER, today=TODAY, monthly=1_000)
    assert on_time.status == "on_track"
    assert on_time.planned_outcome >= on_time.target_future


def test_without_a_date_the_chosen_amount_sets_it():
    plan = make_plan(Goal("car", 9_000), SAVER, today=TODAY, monthly=300)
    assert plan.monthly <= 300
    assert plan.months == 31


def test_what_is_saved_already_makes_a_finished_plan():
    for saved in (60_000, 80_000):
        plan = make_plan(Goal("house", 60_000, 36, saved), SAVER, today=TODAY)
        assert plan.status == "done"
        assert plan.monthly == plan.contribution == 0


def test_savings_that_will_grow_to_the_goal_make_a_finished_plan():
    plan = make_plan(Goal("retirement", 500_000, 360, 400_000), SAVER, today=TODAY)
    assert plan.status == "done"
    assert any("expected to grow" in note for note in plan.notes)


def test_a_guest_without_income_gets_a_plan_that_does_not_judge():
    plan = make_plan(Goal("house", 60_000, 36), GUEST, today=TODAY)
    assert plan.status == "on_track"
    assert plan.income_share == 0
    assert plan.house.debt_to_income is None
    assert any("Income is not known" in note for note in plan.notes)


def test_a_stated_budget_wins_over_the_estimate():
    assert house(monthly_budget=500).status == "out_of_reach"
    assert house(monthly_budget=1_400).status == "stretch"
    assert house(monthly_budget=1_600).status == "on_track"


@pytest.mark.parametrize(
    ("goal", "field", "word"),
    [
        (Goal("house", 60_000, 0), "months", "one month"),
        (Goal("house", 60_000, 721), "months", "60 years"),
        (Goal("house", 60_000), "months", "By when"),
        (Goal("house", None, 36), "target", "How much"),
        (Goal("house", 0, 36), "target", "more than zero"),
        (Goal("house", -5, 36), "target", "more than zero"),
        (Goal("house", 1e12, 36), "target", "$100 million"),
        (Goal("house", math.nan, 36), "target", "number"),
        (Goal("house", math.inf, 36), "target", "number"),
        (Goal("house", "lots", 36), "target", "number"),
        (Goal("house", 60_000, 36, -1), "saved", "less than zero"),
        (Goal("yacht", 60_000, 36), "goal_type", "house"),
        (Goal("retirement", retirement_age=30), "retirement_age", "37"),
        (Goal("debt_payoff"), "target", "owe"),
        (Goal("debt_payoff", debts=(Debt("Visa", 100, 9),)), "debts", "400"),
        (Goal("house", 60_000, 36, deposits=(Deposit(0, 5),)), "deposits", "month"),
    ],
)
def test_what_makes_no_sense_is_answered_with_a_sentence(goal, field, word):
    with pytest.raises(AdviceError) as error:
        make_plan(goal, SAVER, today=TODAY)
    assert error.value.field == field
    assert word in error.value.say
    assert error.value.say[-1] in ".?"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    kind=st.sampled_from(GOAL_TYPES),
    target=st.one_of(st.sampled_from([0.01, 1.0, 1e7, 1e8]), st.floats(0.01, 1e8)),
    months=st.one_of(st.sampled_from([1, 2, 720]), st.integers(1, 720)),
    saved=st.one_of(st.just(0.0), st.floats(0, 1e8)),
    income=st.one_of(st.just(0.0), st.floats(0, 1e7)),
    risk=st.sampled_from(["Low", "Medium", "High"]),
    inflation=st.floats(0, 0.1),
)
def test_no_input_within_the_limits_breaks_a_plan(kind, target, months, saved, income, risk, inflation):
    customer = Customer(3, "Somebody", 40, income, "Moderate", risk, 0, 0.0, "Low")
    world = QUICK.with_changes(inflation=inflation)
    try:
        plan = make_plan(Goal(kind, target, months, saved), customer, today=TODAY, assumptions=world)
    except AdviceError as error:
        assert kind == "debt_payoff"
        assert error.say
        return
    for place, value in numbers(plan):
        assert math.isfinite(value), place
    assert 0 <= plan.success_chance <= 1
    assert plan.low_outcome <= plan.high_outcome
    assert [point.month for point in plan.points] == sorted({point.month for point in plan.points})
    assert [step.date for step in plan.milestones] == sorted(step.date for step in plan.milestones)
    assert Plan.from_dict(plan.to_dict()) == plan
    assert plan_facts(plan)


def test_the_facts_say_the_figures_of_the_plan():
    plan = house()
    said = {fact.name: fact.text for fact in plan_facts(plan)}
    assert said["monthly"] == f"${plan.monthly:,.2f}"
    assert said["target"] == "$60,000 in today's money ($63,672 by then)"
    assert said["target_future"] == "$63,672"
    assert said["duration"] == "3 years"
    assert said["target_date"] == "November 2029"
    assert said["success_chance"] == f"{plan.success_chance:.0%}"
    assert "shortfall" not in said
    assert "stocks_share" not in said  # there are none


def test_today_and_inflation_never_meet_in_one_name():
    """Every money figure of the future says so, and today's is the smaller of the two."""
    plan = make_plan(Goal("retirement"), SAVER, today=TODAY)
    assert plan.target_todays < plan.target_future
    assert plan.low_outcome_todays < plan.low_outcome
    assert plan.retirement.pot_todays < plan.retirement.pot_future
    assert plan.retirement.pot_future == pytest.approx(plan.target_future, abs=0.01)
