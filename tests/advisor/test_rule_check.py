"""The rules in force are sound, and every kind of mistake in them is found."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from advisor.catalogue import DATA, FILES, current, read_catalogue
from advisor.products import fitting
from advisor.rule_check import Cells, check
from tests.advisor.situations import situations

TEXTS = [(Path(DATA) / name).read_text(encoding="utf-8") for name in FILES]


def findings(extra_rules="", *, change=("", ""), change_product=("", "")):
    products, rules = TEXTS
    assert change[0] in rules and change_product[0] in products
    rules = rules.replace(*change, 1) if change[0] else rules
    products = products.replace(*change_product, 1) if change_product[0] else products
    return check(read_catalogue(products, rules.replace("rules:\n", "rules:\n" + extra_rules, 1)))


def said(found):
    return [(finding.kind, finding.text) for finding in found]


def test_the_rules_in_force_are_sound():
    assert findings() == ()


NEVER = "  - id: no-credit-in-trouble\n    types: [loan, card]\n    when: {distressed: true}"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ((NEVER, NEVER.replace("[loan, card]", "[loan]")), "credit for a distressed customer: rule trip-card"),
        (
            ("[High]\n    when: {risk_profile: Low}", "[High]\n    when: {risk_profile: Low, age: {below: 30}}"),
            "a high-risk product for a low-risk profile: rule retirement",
        ),
    ],
)
def test_a_gap_in_a_prohibition_is_found_with_a_customer_who_falls_through_it(change, says):
    rule = (
        "  - {id: retirement-bold, offer: [world-share-index], when: {goal_type: retirement, months: {at_least: 120}},"
        " fit: 1, say: a}\n"
    )
    found = [finding for finding in findings(rule, change=change) if finding.kind == "forbidden"]
    assert any(finding.text.startswith(says) for finding in found)
    # The example really gets the forbidden product: the finding is no false alarm.
    catalogue = read_catalogue(TEXTS[0], TEXTS[1].replace(*change, 1).replace("rules:\n", "rules:\n" + rule, 1))
    for finding in found:
        product_id = finding.text.rpartition(" ")[2]
        assert product_id in [r.product.id for r in fitting(finding.example, catalogue)]


def test_a_rule_that_its_products_terms_rule_out_is_dead():
    dead = "  - {id: early, offer: [fixed-3-year], when: {months: {below: 36}}, fit: 1, say: a}\n"
    assert ("dead", "rule early never comes to offer fixed-3-year: its terms rule that out") in said(findings(dead))


def test_a_rule_covered_only_by_several_terms_together_is_dead_too():
    # Neither term alone covers 24 to 60 months; both together do.
    dead = "  - {id: middle, offer: [pot], when: {months: {at_least: 24, below: 60}}, fit: 1, say: a}\n"
    pot = """
  - {id: pot, name: Pot, type: savings, risk: Low, rate: {pays: 4, kind: variable}, summary: s, fees: {}, minimum: 0,
     access: instant, eligible_when: {age: {at_least: 18}}, risks: [r],
     not_for: [{say: a, when: {months: {below: 40}}}, {say: b, when: {months: {at_least: 40}}}]}
"""
    found = said(findings(dead, change_product=("products:\n", "products:\n" + pot)))
    assert ("dead", "rule middle never comes to offer pot: its terms rule that out") in found
    assert ("nobody", "no rule ever offers pot") in found


def test_conditions_that_exclude_each_other_are_found():
    dead = "  - {id: odd, offer: [goal-saver], when: {months: {at_least: 10, below: 5}}, fit: 1, say: a}\n"
    assert ("dead", "the conditions of rule odd exclude each other") in said(findings(dead))


def test_whole_numbers_leave_no_room_between_neighbours():
    dead = "  - {id: odd, offer: [goal-saver], when: {months: {above: 10, below: 11}}, fit: 1, say: a}\n"
    assert ("dead", "the conditions of rule odd exclude each other") in said(findings(dead))


def test_two_rules_that_say_the_same_twice_overlap():
    twin = (
        "  - {id: twin, offer: [first-home-saver], when: {goal_type: house, months: {at_most: 30}}, fit: 5, say: a}\n"
    )
    found = [f for f in findings(twin) if f.kind == "overlap"]
    assert "rules twin and house-deposit both offer first-home-saver" in found[0].text
    assert found[0].example.months <= 30


def test_a_rule_that_never_matters_is_shadowed():
    weak = (
        "  - {id: weak, offer: [rainy-day-pot], when: {goal_type: emergency_fund, age: {at_least: 30}},"
        " fit: 2, say: a}\n"
    )
    assert (
        "shadowed",
        "wherever rule weak offers rainy-day-pot, rule emergency-pot does so with a better fit",
    ) in said(findings(weak))


@given(situations)
@settings(max_examples=40)
def test_every_figure_lies_in_a_cell_that_meets_the_same_conditions(situation):
    catalogue = current()
    whens = [rule.when for rule in (*catalogue.offers, *catalogue.nevers)]
    whens += [product.eligible_when for product in catalogue.products]
    cells = Cells(whens)
    for name, values in cells.everything.items():
        conditions = [c for when in whens for c in when.conditions if c.feature == name]
        met = [c.meets(getattr(situation, name)) for c in conditions]
        assert any([c.meets(value) for c in conditions] == met for value in values)
