"""The detector fires where bias is known to be, stays quiet on chance, and never calls anything fair."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from bench.fairness import boston_mortgages, german_credit, with_even_bars, with_even_training
from trust.fairness import assess, worse
from trust.mitigation import even_bars, outcome


@pytest.fixture(scope="module")
def german():
    return german_credit()


@pytest.mark.parametrize(("threshold", "ratio", "fires"), [(1 / 6, 0.545, True), (0.5, 0.813, False)])
def test_german_credit_fires_at_the_cost_of_five_to_one(german, threshold, ratio, fires):
    assert german.auc == pytest.approx(0.782, abs=0.015)
    found = assess("loan granted", "age", german.chance < threshold, german.age, german.repaid)
    assert found.ratio.value == pytest.approx(ratio, abs=0.04)
    assert found.fires is fires
    assert found.true_positive_gap.value > 0 and found.false_positive_gap.value != found.true_positive_gap.value


def test_boston_mortgages_fire():
    found = boston_mortgages()
    assert found.ratio.value == pytest.approx(0.743, abs=0.001)
    assert found.fires and found.ratio.high < 1
    assert "which chance alone could tip" in found.said  # 197 people: the interval reaches just past four fifths


def test_a_group_of_few_is_shown_and_not_compared():
    found = assess("offer", "band", [1] * 50 + [1] * 50 + [0] * 5, ["a"] * 50 + ["b"] * 50 + ["c"] * 5)
    few = found.groups[2]
    assert (few.people, few.compared, few.rate.value) == (5, False, 0.0)
    assert found.ratio.value == 1.0 and not found.fires


def test_an_interval_is_the_bootstrap_of_the_people_themselves():
    rng = np.random.default_rng(1)
    chosen, groups = rng.random(400) < 0.4, np.where(np.arange(400) < 150, "a", "b")
    inside = chosen[groups == "a"]
    drawn = np.array([rng.choice(inside, len(inside)).mean() for _ in range(4000)])
    ours = assess("offer", "band", chosen, groups).groups[0].rate
    assert [ours.low, ours.high] == pytest.approx(np.quantile(drawn, (0.025, 0.975)), abs=0.015)


def test_rates_that_differ_by_chance_alone_leave_one_inside_the_interval():
    rng = np.random.default_rng(3)
    found = assess("offer", "band", rng.random(600) < 0.5, rng.choice(["a", "b"], 600))
    assert found.ratio.low < 1 <= found.ratio.high + 0.1 and not found.fires


people = st.lists(st.tuples(st.booleans(), st.sampled_from("abc"), st.booleans()), min_size=1, max_size=120)


@given(people)
@tries(max_examples=40, deadline=None)
def test_nothing_is_ever_called_fair_and_every_number_is_one(rows):
    chosen, groups, truth = zip(*rows, strict=True)
    found = assess("offer", "band", chosen, groups, truth, resamples=50)
    assert "fair" not in found.said
    for estimate in (found.ratio, found.true_positive_gap, found.false_positive_gap):
        assert estimate is None or 0 <= estimate.value <= 1


def test_a_model_that_gets_worse_does_not_go_live():
    groups = ["a"] * 100 + ["b"] * 100
    even = assess("offer", "band", [1] * 50 + [0] * 50 + [1] * 48 + [0] * 52, groups)
    skewed = assess("offer", "band", [1] * 50 + [0] * 50 + [1] * 20 + [0] * 80, groups)
    assert worse([even.to_dict()], [even]) == ()
    assert worse([skewed.to_dict()], [even]) == ()
    (found,) = worse([even.to_dict()], [skewed])
    assert (found.measure, found.before, found.after) == ("ratio", 0.96, 0.4)
    assert worse([], [skewed])  # a decision that nobody has assessed passes no gate


def test_a_wider_gap_between_errors_stops_a_model_though_the_ratio_stays():
    groups, truth = ["a"] * 80 + ["b"] * 80, ([1] * 40 + [0] * 40) * 2
    level = assess("loan", "band", ([1] * 30 + [0] * 10 + [1] * 10 + [0] * 30) * 2, groups, truth)
    apart = assess(
        "loan",
        "band",
        [1] * 38 + [0] * 2 + [1] * 2 + [0] * 38 + [1] * 20 + [0] * 20 + [1] * 20 + [0] * 20,
        groups,
        truth,
    )
    assert level.ratio.value == apart.ratio.value == 1.0
    assert {item.measure for item in worse([level.to_dict()], [apart])} == {"true_positive_gap", "false_positive_gap"}


@pytest.mark.parametrize("arguments", [([], []), ([1], ["a", "b"]), ([1, 0], ["a", "b"], [1])])
def test_people_without_a_group_are_refused(arguments):
    with pytest.raises(ValueError, match="for each"):
        assess("offer", "band", *arguments)


def test_moving_the_bar_lifts_the_ratio_and_its_price_is_shown(german):
    made = with_even_bars(german)
    assert made.before.fires and made.after.ratio.value > made.before.ratio.value + 0.15
    assert made.outcome_after.cost >= made.outcome_before.cost
    for figure in (made.outcome_before.accuracy, made.outcome_after.accuracy):
        assert f"{figure:.1%}" in made.said


@pytest.mark.slow
def test_training_under_the_constraint_lifts_the_ratio_without_knowing_the_group(german):
    made = with_even_training(german, rounds=8)
    assert made.after.ratio.value > made.before.ratio.value + 0.1


def test_a_bar_moves_only_as_far_as_it_must():
    score = np.concatenate([np.linspace(0, 1, 100), np.linspace(0, 0.5, 100), [0.1] * 5])
    groups = np.array(["a"] * 100 + ["b"] * 100 + ["few"] * 5)
    bars = even_bars(score, groups, 0.6, target=0.8)
    assert bars["a"] == bars["few"] == 0.6
    assert (score[groups == "b"] >= bars["b"]).mean() == pytest.approx(0.32)


def test_a_false_positive_costs_what_it_is_said_to():
    found = outcome(np.array([1, 1, 0, 0]), np.array([0, 1, 1, 0]), false_positive=5)
    assert (found.accuracy, found.cost) == (0.5, 1.5)
