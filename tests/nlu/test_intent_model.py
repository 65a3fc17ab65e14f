"""The intent model in small: what it learns it keeps through saving, and its features mean what they say."""

from __future__ import annotations

import numpy as np
import pytest

from nlu.intent_model import IntentModel, Weighting, _minimise, fit
from nlu.masking import masked
from nlu.signs import SIGNS, signs
from nlu.word_features import WordFeatures

TEXTS = [
    "save for a house",
    "buy a car",
    "a new home",
    "hello",
    "hi there",
    "good morning",
    "stop it",
    "cancel that",
] * 3
INTENTS = ["state_goal", "state_goal", "state_goal", "greet", "greet", "greet", "stop", "stop"] * 3


@pytest.fixture(scope="module")
def model() -> IntentModel:
    return fit(TEXTS, np.zeros((len(TEXTS), 384), dtype=np.float32), INTENTS, Weighting())


def test_it_tells_apart_what_it_was_shown(model: IntentModel) -> None:
    likely = model.probabilities("hi there", np.zeros(384, dtype=np.float32))
    assert model.intents[int(likely.argmax())] == "greet"
    assert likely.sum() == pytest.approx(1)


def test_a_short_example_is_known_by_heart_however_it_is_written(model: IntentModel) -> None:
    unlike = np.full(384, 9.0, dtype=np.float32)
    for text in ("stop it", "Stop it!", "STOP  IT"):
        assert model.intents[int(model.probabilities(text, unlike).argmax())] == "stop"


def test_saving_and_loading_changes_no_answer(model: IntentModel, tmp_path) -> None:
    model.save(tmp_path)
    again = IntentModel.load(tmp_path, model.weighting)
    nothing = np.zeros(384, dtype=np.float32)
    for text in [*TEXTS, "something else entirely", ""]:
        assert again.probabilities(text, nothing) == pytest.approx(model.probabilities(text, nothing), abs=1e-3)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("words", {"ngram_range": (1, 2), "token_pattern": r"[a-z']+"}),
        ("letters", {"ngram_range": (3, 5), "analyzer": "char", "preprocessor": lambda text: f" {text} "}),
    ],
)
def test_word_features_are_those_of_scikit_learn(kind: str, options: dict) -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer

    peer = TfidfVectorizer(sublinear_tf=True, **options).fit(TEXTS)
    ours = WordFeatures.fit(TEXTS, kind)
    text = "save save for a new house now"
    columns, values = ours.of(text)
    terms = {column: term for term, column in ours.column.items()}
    row = peer.transform([text]).tocsr()
    expected = {peer.get_feature_names_out()[i]: value for i, value in zip(row.indices, row.data, strict=True)}
    assert {terms[c]: v for c, v in zip(columns, values, strict=True)} == pytest.approx(expected, abs=1e-5)


def test_the_regression_is_that_of_scikit_learn() -> None:
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    random = np.random.default_rng(5)
    dense, rest = random.normal(size=(60, 4)).astype(np.float32), random.normal(size=(60, 3)).astype(np.float32)
    meant, weights = random.integers(0, 3, 60), random.uniform(0.5, 2, 60).astype(np.float32)
    found, bias = _minimise(dense, csr_matrix(rest), meant, weights, Weighting(rounds=500, strength=0.5))
    peer = LogisticRegression(C=0.5, max_iter=500, tol=1e-8).fit(np.hstack([dense, rest]), meant, weights)
    assert found == pytest.approx(peer.coef_.T, abs=2e-2)
    assert bias - bias.mean() == pytest.approx(peer.intercept_ - peer.intercept_.mean(), abs=2e-2)


def test_how_much_it_is_does_not_change_the_words() -> None:
    assert masked("save $1,450.50 by the year") == masked("save 60k by the year")
    assert masked("another 300 a month for 2 years") == masked("another two fifty a month for eighteen months")


def test_signs_are_bounded_and_complete() -> None:
    for text in ["", "?", "I need 60k for a house in 3 years at 5%, what if I had 200 more a month?" * 20]:
        found = signs(text)
        assert found.shape == (SIGNS,)
        assert found.min() >= 0
        assert found.max() <= 1.01


def test_a_short_example_is_known_by_heart_and_nothing_else_is(model: IntentModel) -> None:
    nothing = np.zeros(384, dtype=np.float32)
    for text in ("Hi there!", "hi there", "Stop it."):
        assert model.probabilities(text, nothing).max() >= 0.99
    assert model.probabilities("...", nothing).max() < 0.99
