"""Every figure of a message gets its role; the question that was asked gives bare numbers theirs."""

from datetime import date

import pytest

from actions.reading import Message, read
from tests.actions.conftest import goal, money, months

TODAY = date(2026, 11, 23)


def said(text, intent, *entities):
    return Message(text, intent, entities)


def number(value):
    return {"entity": "number", "start": 0, "end": 0, "value": {"value": value}}


def test_an_amount_without_a_role_is_the_target():
    assert read(said("60k", "inform", money(60_000))).target == 60_000


def test_an_amount_after_the_question_for_savings_is_what_is_saved():
    reading = read(said("5,000", "inform", money(5_000)), asked="goal_saved")
    assert (reading.saved, reading.target) == (5_000, None)


def test_a_correction_after_the_question_for_savings_is_the_target():
    reading = read(said("actually make it 70k", "change_goal", money(70_000, role="income")), asked="goal_saved")
    assert (reading.target, reading.saved, reading.income) == (70_000, None, None)


def test_got_to_have_is_a_target_when_that_was_asked():
    reading = read(said("I've got to have 60k", "inform", money(60_000, role="saved")), asked="goal_amount")
    assert reading.target == 60_000


def test_already_saved_is_saved_whatever_was_asked():
    reading = read(said("I have 3,000 saved already", "inform", money(3_000, role="saved")), asked="goal_amount")
    assert (reading.saved, reading.target) == (3_000, None)


@pytest.mark.parametrize(
    ("value", "per", "a_year"),
    [
        (4_500, "month", 54_000),
        (54_000, "year", 54_000),
        (4_500, None, 54_000),
        (70_000, None, 70_000),
        (1_000, "week", 52_000),
    ],
)
def test_an_income_is_read_a_year(value, per, a_year):
    reading = read(said("I earn that", "inform", money(value, per=per)), asked="income")
    assert reading.income == pytest.approx(a_year)


def test_a_bare_number_is_the_answer_to_what_was_asked():
    assert read(said("2000", "inform", number(2000)), asked="goal_saved").saved == 2000
    assert read(said("5", "inform", number(5)), asked="goal_months").months == 60
    assert read(said("18 months", "inform", number(18)), asked="goal_months").months == 18
    assert read(said("2030", "inform", number(2030)), asked="goal_months", today=TODAY).months == 38


def test_three_hundred_more_a_month_is_a_change():
    reading = read(said("what if I saved 300 more a month", "what_if", money(300, per="month", relation="more")))
    assert (reading.more_a_month, reading.contribution) == (300, None)


def test_a_year_later_is_a_change_of_time():
    assert read(said("a year later", "what_if", months(12, "later"))).more_months == 12
    assert read(said("a year sooner", "what_if", months(12, "shorter"))).more_months == -12


def test_a_budget_for_everything_is_no_single_contribution():
    reading = read(said("700 a month for everything", "inform", money(700, per="month", role="contribution")))
    assert (reading.budget, reading.contribution) == (700, None)


def test_several_goals_keep_their_order_and_figures():
    reading = read(
        said("30k for a house in 5 years and 8k for a car in 2 years", "state_goal",
             money(30_000), goal("house"), months(60), money(8_000), goal("car"), months(24))
    )  # fmt: skip
    assert reading.goals == ("house", "car")
    assert (reading.targets, reading.durations) == ((30_000, 8_000), (60, 24))


def test_rates_inflation_and_returns_are_told_apart():
    def two_points(text):
        entity = {"entity": "percentage", "start": 0, "end": 0, "value": {"value": 2.0, "relation": "up"}}
        return read(said(text, "what_if", entity))

    assert two_points("what if rates rise 2 points").rate_of == "rates"
    assert two_points("what if inflation goes up 2 percent").rate_of == "inflation"
    assert two_points("what if the market returns 2 percent more").rate_of == "returns"
    assert two_points("what if rates rise 2 points").more_rate == pytest.approx(0.02)


def test_a_year_alone_leaves_until_its_end_unless_by_is_said():
    in_2030 = {"entity": "date", "start": 3, "end": 7, "value": {"date": "2030-01-01", "grain": "year", "months": 37}}
    assert read(said("in 2030", "inform", in_2030)).months == 48
    assert read(said("by 2030", "inform", in_2030)).months == 37


def test_nothing_is_an_answer():
    assert read(said("not a penny", "inform"), asked="goal_saved").nothing_saved
