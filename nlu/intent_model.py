"""The intent model itself: one linear layer, fitted by scipy at training and run by numpy in a conversation."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from nlu.masking import masked
from nlu.signs import signs
from nlu.word_features import WordFeatures

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

OUT_OF_SCOPE = "out_of_scope"
SHORT = 4  # words of an example that is known by heart
SURE = 0.99  # the confidence that this gives, at least
_SELDOM = 3  # a run of letters in fewer examples says nothing that the words do not


@dataclass(frozen=True)
class Weighting:
    """How the four kinds of features and the classes are weighed; chosen by `bench/nlu.py`, see docs/decisions/030."""

    signs: float = 3.0  # of each sign, beside a sentence vector of length 10
    words: float = 6.0  # of the length of the vector of words and pairs
    letters: float = 8.0  # of the length of the vector of runs of letters
    strength: float = 3.0  # one over the penalty on large weights: larger fits closer
    out_of_scope: float = 2.5  # how much more an example of what Milepost is not for counts
    rounds: int = 60  # of the optimiser: it stops before it has learnt the examples by heart


@dataclass(frozen=True)
class IntentModel:
    """`dense` is (384 + signs, intents), `by_term` is (terms, intents) with words first, `bias` is (intents,).

    `by_heart` holds the short examples: a model stopped before it knows its examples by heart can waver on "help".
    """

    intents: tuple[str, ...]
    dense: np.ndarray
    by_term: np.ndarray
    bias: np.ndarray
    words: WordFeatures
    letters: WordFeatures
    weighting: Weighting
    by_heart: dict[str, str]

    def probabilities(self, text: str, sentence: np.ndarray) -> np.ndarray:
        """Of each intent, summing to 1, for a message and its sentence vector of shape (384,)."""
        columns, values = _terms(masked(text), self.words, self.letters, self.weighting)
        logits = _dense(text, sentence, self.weighting) @ self.dense + self.bias
        logits += values @ self.by_term[columns]
        likely = np.exp(logits - logits.max())
        likely /= likely.sum()
        known = self.by_heart.get(_bare(text))
        if known:
            likely *= 1 - SURE
            likely[self.intents.index(known)] += SURE
        return likely

    def save(self, folder: Path) -> None:
        """Write `intents.npz`, `words.json`, `letters.json` and `by_heart.json`."""
        np.savez(
            folder / "intents.npz",
            intents=np.array(self.intents),
            dense=self.dense,
            by_term=self.by_term.astype(np.float16),
            bias=self.bias,
        )
        (folder / "words.json").write_text(self.words.to_json(), encoding="utf-8")
        (folder / "letters.json").write_text(self.letters.to_json(), encoding="utf-8")
        (folder / "by_heart.json").write_text(json.dumps(self.by_heart), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, weighting: Weighting) -> IntentModel:
        """Read what `save` wrote; `weighting` is the one it was fitted with."""
        with np.load(folder / "intents.npz") as stored:
            return cls(
                tuple(str(intent) for intent in stored["intents"]),
                stored["dense"],
                stored["by_term"].astype(np.float32),
                stored["bias"],
                WordFeatures.from_json((folder / "words.json").read_text(encoding="utf-8")),
                WordFeatures.from_json((folder / "letters.json").read_text(encoding="utf-8")),
                weighting,
                json.loads((folder / "by_heart.json").read_text(encoding="utf-8")),
            )


def fit(texts: Sequence[str], sentences: np.ndarray, intents: Sequence[str], weighting: Weighting) -> IntentModel:
    """Multinomial logistic regression over sentence vectors (n, 384), signs, words and runs of letters."""
    plain = [masked(text) for text in texts]
    words = WordFeatures.fit(plain)
    letters = WordFeatures.fit(plain, "letters", _SELDOM)
    dense = np.stack([_dense(text, sentence, weighting) for text, sentence in zip(texts, sentences, strict=True)])
    terms = [_terms(text, words, letters, weighting) for text in plain]
    classes = sorted({str(intent) for intent in intents})
    column = {intent: i for i, intent in enumerate(classes)}
    weights = _class_weights(intents, weighting)
    by_feature, bias = _minimise(
        dense,
        _matrix(terms, len(words.column) + len(letters.column)),
        np.array([column[str(intent)] for intent in intents]),
        np.array([weights[intent] for intent in intents], dtype=np.float32),
        weighting,
    )
    width = dense.shape[1]
    return IntentModel(
        tuple(classes),
        by_feature[:width],
        by_feature[width:],
        bias,
        words,
        letters,
        weighting,
        _short_examples(texts, intents),
    )


def _minimise(
    dense: np.ndarray, sparse: csr_matrix, meant: np.ndarray, weights: np.ndarray, weighting: Weighting
) -> tuple[np.ndarray, np.ndarray]:
    """The weights (features, intents) and bias (intents,) of the regression, by L-BFGS.

    What scikit-learn minimises, to the same end: but it takes one matrix, and with the sentence vectors in a sparse
    one it needs five times as long.
    """
    from scipy.optimize import minimize  # only training needs it, and it takes a second to load

    rows, intents = np.arange(len(meant)), int(meant.max()) + 1
    width, features = dense.shape[1], dense.shape[1] + sparse.shape[1]
    turned = sparse.T.tocsr()

    def loss_and_gradient(flat: np.ndarray) -> tuple[float, np.ndarray]:
        flat = flat.astype(np.float32)
        found, bias = flat[: features * intents].reshape(features, intents), flat[features * intents :]
        logits = dense @ found[:width] + sparse @ found[width:] + bias
        logits -= logits.max(axis=1, keepdims=True)
        normaliser = np.log(np.exp(logits).sum(axis=1))
        loss = weights @ (normaliser - logits[rows, meant]) + (found * found).sum() / (2 * weighting.strength)
        error = np.exp(logits - normaliser[:, None])
        error[rows, meant] -= 1
        error *= weights[:, None]
        slope = np.concatenate([dense.T @ error, turned @ error]) + found / weighting.strength
        return float(loss), np.concatenate([slope.ravel(), error.sum(axis=0)]).astype(np.float64)

    # Stopping early is meant, see Weighting.rounds.
    start = np.zeros((features + 1) * intents)
    best = minimize(loss_and_gradient, start, jac=True, method="L-BFGS-B", options={"maxiter": weighting.rounds}).x
    best = best.astype(np.float32)
    return best[: features * intents].reshape(features, intents), best[features * intents :]


def _matrix(terms: Sequence[tuple[np.ndarray, np.ndarray]], width: int) -> csr_matrix:
    from scipy.sparse import csr_matrix

    starts = np.cumsum([0, *(len(columns) for columns, _ in terms)])
    columns, values = (np.concatenate(parts) for parts in zip(*terms, strict=True))
    return csr_matrix((values.astype(np.float32), columns, starts), shape=(len(terms), width))


def _terms(
    text: str, words: WordFeatures, letters: WordFeatures, weighting: Weighting
) -> tuple[np.ndarray, np.ndarray]:
    """(columns, values) of a masked text: words first, runs of letters after them."""
    by_word, by_run = words.of(text), letters.of(text)
    return (
        np.concatenate([by_word[0], by_run[0] + len(words.column)]),
        np.concatenate([by_word[1] * weighting.words, by_run[1] * weighting.letters]),
    )


def _bare(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.replace("'", "").lower()))


def _short_examples(texts: Sequence[str], intents: Sequence[str]) -> dict[str, str]:
    """The intent of each example of a few words, where all that read the same agree."""
    meanings: dict[str, set[str]] = {}
    for text, intent in zip(texts, intents, strict=True):
        if _bare(text) and len(text.split()) <= SHORT:  # "?" alone would stand for every emoji
            meanings.setdefault(_bare(text), set()).add(str(intent))
    return {text: min(found) for text, found in meanings.items() if text and len(found) == 1}


def _dense(text: str, sentence: np.ndarray, weighting: Weighting) -> np.ndarray:
    return np.concatenate([sentence * 10.0, signs(text) * weighting.signs])


def _class_weights(intents: Sequence[str], weighting: Weighting) -> dict[str, float]:
    """Half way between counting examples and counting intents: rare ones count more, but not in full."""
    counts = Counter(intents)
    weights = {intent: (len(intents) / (len(counts) * count)) ** 0.5 for intent, count in counts.items()}
    if OUT_OF_SCOPE in weights:
        weights[OUT_OF_SCOPE] *= weighting.out_of_scope
    return weights
