"""What is recommended, what never is, and why."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from advisor.catalogue import PRODUCT_TYPES, current, read_catalogue
from advisor.customers import LEVELS, Customer
from advisor.plans import Debt, Goal, Household, make_plan
from advisor.products import Rejection, fitting, recommend, why_not
from advisor.rules import RulesError
from advisor.situation import FEATURES, Situation, situation_of
from tests.advisor.situations import situations

CATALOGUE = current()
ANN = Customer(1, "Ann", 28, 68_948.0, "Moderate", "Low", 47, 0.1, "Medium")
HOUSE = Situation(
    28, 68_948.0, "Moderate", "Low", 47, 0.1, "Medium",
    goal_type="house", months=36, target=60_000.0, saved=5_000.0, monthly=1_424.0, income_share=0.25,
)  # fmt: skip


def names(recommendations):
    return [r.product.id for r in recommendations]


def test_the_catalogue_has_at_least_thirty_products_of_every_type_with_their_terms():
    assert len(CATALOGUE.products) >= 30
    assert {product.type for product in CATALOGUE.products} == set(PRODUCT_TYPES)
    for product in CATALOGUE.products:
        assert product.summary and product.risks and product.not_for and product.eligible_when.conditions
        assert (product.rate is None) == (product.type == "investment"), "investments promise no rate, others name one"


# What must never happen, stated without looking at the rules. -----------------------------------------------


@given(situations)
@settings(max_examples=100)
def test_nothing_forbidden_is_ever_shown(situation):
    for r in fitting(situation, CATALOGUE):
        product = r.product
        assert not (product.risk == "High" and situation.risk_profile == "Low")
        assert not (product.type in ("loan", "card") and (situation.distressed or situation.worried))
        assert not (product.type == "investment" and situation.distressed)
        if product.type == "investment" and product.risk != "Low":
            assert situation.months is not None and situation.months >= 60


@given(situations)
@settings(max_examples=100)
def test_nothing_ineligible_is_ever_shown(situation):
    for r in fitting(situation, CATALOGUE):
        for condition in r.product.eligible_when.conditions:
            value = getattr(situation, condition.feature)
            assert value is not None
            assert not condition.words or value in condition.words
            for comparison, limit in condition.limits:
                assert {
                    "at_least": value >= limit,
                    "above": value > limit,
                    "at_most": value <= limit,
                    "below": value < limit,
                }[comparison]


@given(situations)
@settings(max_examples=100)
def test_every_recommendation_says_why_with_the_features_and_values_it_used(situation):
    for r in fitting(situation, CATALOGUE):
        assert r.reasons and r.rule_ids
        assert [reason.fit for reason in r.reasons] == sorted((reason.fit for reason in r.reasons), reverse=True)
        for reason in r.reasons:
            assert reason.because and "{" not in reason.text
            for item in reason.because:
                assert item.value == getattr(situation, item.feature)
                assert item.text == FEATURES[item.feature].say(item.value)


@given(situations)
@settings(max_examples=30)
def test_asking_for_one_type_shows_that_type_only(situation):
    everything = names(fitting(situation, CATALOGUE))
    split = [product for kind in PRODUCT_TYPES for product in names(fitting(situation, CATALOGUE, product_type=kind))]
    assert sorted(split) == sorted(everything)


@given(situations)
@settings(max_examples=50)
def test_a_product_is_recommended_or_there_is_a_reason_why_not(situation):
    shown = set(names(fitting(situation, CATALOGUE)))
    for product in CATALOGUE.products:
        assert bool(why_not(product, situation, CATALOGUE)) == (product.id not in shown)


# What fits -------------------------------------------------------------------------------------------------


def test_a_house_in_three_years_gets_the_house_saver_first_and_hears_why():
    first = fitting(HOUSE, CATALOGUE)[0]
    assert first.product.id == "first-home-saver"
    assert first.reasons[0].text == "It is made for a house deposit, and yours is 3 years away."
    assert first.product.rate == 0.044 and first.product.rate_text == "4.4% a year, variable"


def test_an_emergency_fund_is_never_locked_away_or_invested():
    for saved in (0.0, 100_000.0):
        for risk in LEVELS:
            found = fitting(
                replace(HOUSE, goal_type="emergency_fund", saved=saved, risk_profile=risk, months=12), CATALOGUE
            )
            assert found[0].product.id == "rainy-day-pot"
            for r in found:
                assert r.product.type != "investment"
                assert r.product.type != "savings" or r.product.access == "instant"


def test_somebody_in_distress_is_offered_no_product_that_costs_or_risks_anything():
    found = recommend(ANN, distressed=True)
    assert found and all(r.product.type == "savings" and r.product.fees_text == "no fees" for r in found)


def test_a_stranger_without_income_is_offered_no_credit_that_needs_one():
    assert all(r.product.type != "loan" for r in recommend(Customer.guest(), most=99))


@pytest.mark.parametrize("customer", [ANN, Customer.guest(20_000), Customer.guest(250_000, age=80)])
def test_everybody_gets_something(customer):
    assert 1 <= len(recommend(customer)) <= 3


def shown(situation):
    return {r.product.type for r in fitting(situation, CATALOGUE)}


def test_nearly_all_credit_in_use_means_no_new_loan_and_no_investment_but_still_a_way_out_of_dear_debt():
    car = replace(HOUSE, goal_type="car", months=12, income=60_000, age=35)
    assert "loan" in shown(car) and "loan" not in shown(replace(car, utilisation=0.95))
    far = replace(car, months=120)
    assert "investment" in shown(far) and "investment" not in shown(replace(far, utilisation=0.95))
    debts = replace(car, goal_type="debt_payoff", debt_rate=0.22, utilisation=0.95)
    assert "debt-consolidation-loan" in names(fitting(debts, CATALOGUE))


def test_a_debt_dearer_than_returns_comes_before_investing_whatever_the_goal():
    far = Goal("other", 50_000, 180)
    owing = Household(debts=(Debt("Visa", 5_000, 0.22, 100),))
    for household, invests in ((Household(), True), (owing, False)):
        plan = make_plan(far, ANN, today=date(2026, 11, 23), household=household)
        found = recommend(ANN, plan, most=99)
        assert found and any(r.product.type == "investment" for r in found) == invests


def test_no_mortgage_for_a_house_that_is_beyond_their_means():
    soon = replace(HOUSE, months=6, income=60_000, age=35)
    assert "loan" in shown(soon) and "loan" not in shown(replace(soon, house_rating="unaffordable"))
    plan = make_plan(Goal("house", months=6, house_price=900_000), ANN, today=date(2026, 11, 23))
    assert situation_of(ANN, plan).house_rating == plan.house.rating == "unaffordable"


def test_a_card_that_has_nothing_to_do_with_the_goal_is_shown_only_when_cards_are_asked_for():
    spender = Customer(8, "Somebody", 46, 116_000, "Moderate", "High", 40, 0.1, "Low")
    today = date(2026, 11, 23)
    plan = make_plan(Goal("education", 10_000, 4), spender, today=today)
    assert all(r.product.type != "card" for r in recommend(spender, plan, most=99))
    assert recommend(spender, plan, product_type="card")
    trip = make_plan(Goal("travel", 4_000, 8), spender, today=today)
    assert "travel-card" in names(recommend(spender, trip))


# Rejections ------------------------------------------------------------------------------------------------


def test_a_rejected_product_stays_away_while_its_reasons_are_the_same_and_returns_when_they_change():
    first = fitting(HOUSE, CATALOGUE)[0]
    memory = [Rejection(first.product.id, first.basis)]
    assert first.product.id not in names(fitting(replace(HOUSE, months=35), CATALOGUE, rejected=memory))
    wedding = replace(HOUSE, goal_type="wedding")
    goal_saver = next(r for r in fitting(wedding, CATALOGUE) if r.product.id == "goal-saver")
    refused = [Rejection("goal-saver", goal_saver.basis)]
    assert "goal-saver" not in names(fitting(wedding, CATALOGUE, rejected=refused))
    assert "goal-saver" in names(fitting(replace(wedding, goal_type="car"), CATALOGUE, rejected=refused))


def test_what_they_already_have_and_what_is_named_outright_never_comes_back():
    car = replace(HOUSE, goal_type="car")
    for memory in (["goal-saver"], [Rejection("goal-saver", "whatever", "already_have")]):
        assert "goal-saver" not in names(fitting(car, CATALOGUE, rejected=memory))


def test_too_risky_keeps_away_what_is_as_risky_and_too_expensive_what_costs_as_much():
    bold = replace(HOUSE, goal_type="retirement", months=240, risk_profile="High", age=35)
    risks = {
        r.product.risk
        for r in fitting(bold, CATALOGUE, rejected=[Rejection("target-date-retirement", "", "too_risky")])
        if r.product.type == "investment" and r.product.id != "target-date-retirement"
    }
    assert risks == {"Low"}
    refused = CATALOGUE.product("cashback-card")
    for r in fitting(
        Situation(30, 9e4, "Moderate", "Low", 40, 0.0, "Low"),
        CATALOGUE,
        rejected=[Rejection("cashback-card", "", "too_expensive")],
    ):
        if r.product.type == "card" and r.product.id != "cashback-card":
            assert r.product.yearly_cost < refused.yearly_cost


# Files that people write -----------------------------------------------------------------------------------

PRODUCTS = """
version: test
products:
  - {id: pot, name: Pot, type: savings, risk: Low, rate: {pays: 4, kind: variable}, summary: s, fees: {},
     minimum: 0, access: instant, eligible_when: {age: {at_least: 18}}, risks: [r], not_for: []}
"""
RULES = """
rules:
  - {id: one, offer: [pot], when: {age: {at_least: 18}}, fit: 1, say: "At {age}."}
never: []
"""


@pytest.mark.parametrize(
    ("products", "rules", "said"),
    [
        (PRODUCTS.replace("pays", "charges"), RULES, "product pot: the rate of a savings is written {pays"),
        (PRODUCTS.replace("fees: {}", "fees: {annual: 3}"), RULES, "unknown fee annual; there are yearly"),
        (PRODUCTS.replace("risk: Low", "risk: low"), RULES, "product pot: risk"),
        (PRODUCTS.replace("summary", "sumary"), RULES, "product pot: sumary"),
        (PRODUCTS, RULES.replace("[pot]", "[pott]"), "rule one: offers pott, which is no product"),
        (PRODUCTS, RULES.replace("{age: {at", "{aage: {at"), "there is no feature 'aage'; there are age, income"),
        (PRODUCTS, RULES.replace("at_least", "atleast"), "age 'atleast' is unknown; use at_least"),
        (PRODUCTS, RULES.replace("{age: {at_least: 18}}", "{age: 18}"), "age is a figure and needs at_least"),
        (PRODUCTS, RULES.replace("{age: {at_least: 18}}", "{risk_profile: lo}"), "one of Low, Medium, High"),
        (PRODUCTS, RULES.replace("{age}", "{aeg}"), "a gap 'aeg' that its conditions do not fill"),
        (PRODUCTS, RULES.replace("fit: 1", "fit: 9"), "fit is 9; it goes from 1 to 5"),
    ],
)
def test_a_mistake_in_the_files_is_named_where_it_stands(products, rules, said):
    with pytest.raises(RulesError) as error:
        read_catalogue(products, rules)
    assert said in str(error.value)
