"""The intent model itself: one linear layer, fitted by scikit-learn at training and run by numpy in a conversation."""

from __future__ import annotations

import json
import re
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nlu.masking import masked
from nlu.signs import signs
from nlu.word_features import WordFeatures

OUT_OF_SCOPE = "out_of_scope"
SHORT = 4  # words of an example that is known by heart
SURE = 0.99  # the confidence that this gives, at least


@dataclass(frozen=True)
class Weighting:
    """How the three kinds of features and the classes are weighed; chosen by `bench/nlu.py`, see docs/decisions/030."""

    signs: float = 3.0  # of each sign, beside a sentence vector of length 10
    words: float = 6.0  # of the word vector's length
    strength: float = 3.0  # scikit-learn's C: larger fits closer
    out_of_scope: float = 2.5  # how much more an example of what Milepost is not for counts
    rounds: int = 60  # of the optimiser: it stops before it has learnt the examples by heart


@dataclass(frozen=True)
class IntentModel:
    """`dense` is (384 + signs, intents), `by_word` is (terms, intents), `bias` is (intents,).

    `by_heart` holds the short examples: a model stopped before it knows its examples by heart can waver on "help".
    """

    intents: tuple[str, ...]
    dense: np.ndarray
    by_word: np.ndarray
    bias: np.ndarray
    vocabulary: WordFeatures
    weighting: Weighting
    by_heart: dict[str, str]

    def probabilities(self, text: str, sentence: np.ndarray) -> np.ndarray:
        """Of each intent, summing to 1, for a message and its sentence vector of shape (384,)."""
        columns, values = self.vocabulary.of(masked(text))
        logits = _dense(text, sentence, self.weighting) @ self.dense + self.bias
        logits += (values * self.weighting.words) @ self.by_word[columns]
        likely = np.exp(logits - logits.max())
        likely /= likely.sum()
        known = self.by_heart.get(_bare(text))
        if known:
            likely *= 1 - SURE
            likely[self.intents.index(known)] += SURE
        return likely

    def save(self, folder: Path) -> None:
        """Write `intents.npz` and `words.json`."""
        np.savez(
            folder / "intents.npz",
            intents=np.array(self.intents),
            dense=self.dense,
            by_word=self.by_word.astype(np.float16),
            bias=self.bias,
        )
        (folder / "words.json").write_text(self.vocabulary.to_json(), encoding="utf-8")
        (folder / "by_heart.json").write_text(json.dumps(self.by_heart), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, weighting: Weighting) -> IntentModel:
        """Read what `save` wrote; `weighting` is the one it was fitted with."""
        with np.load(folder / "intents.npz") as stored:
            return cls(
                tuple(str(intent) for intent in stored["intents"]),
                stored["dense"],
                stored["by_word"].astype(np.float32),
                stored["bias"],
                WordFeatures.from_json((folder / "words.json").read_text(encoding="utf-8")),
                weighting,
                json.loads((folder / "by_heart.json").read_text(encoding="utf-8")),
            )


def fit(texts: Sequence[str], sentences: np.ndarray, intents: Sequence[str], weighting: Weighting) -> IntentModel:
    """Multinomial logistic regression over sentence vectors (n, 384), signs and words."""
    # Only training needs these, and together they take seconds to load.
    from scipy.sparse import csr_matrix, hstack
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    vocabulary = WordFeatures.fit(masked(text) for text in texts)
    dense = np.stack([_dense(text, sentence, weighting) for text, sentence in zip(texts, sentences, strict=True)])
    word_rows = [vocabulary.of(masked(text)) for text in texts]
    starts = np.cumsum([0, *(len(columns) for columns, _ in word_rows)])
    by_word = csr_matrix(
        (
            np.concatenate([values for _, values in word_rows]) * weighting.words,
            np.concatenate([columns for columns, _ in word_rows]),
            starts,
        ),
        shape=(len(texts), len(vocabulary.column)),
    )
    model = LogisticRegression(
        C=weighting.strength, max_iter=weighting.rounds, class_weight=_class_weights(intents, weighting)
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # stopping early is meant, see Weighting.rounds
        model.fit(hstack([csr_matrix(dense), by_word]).tocsr(), list(intents))
    width = dense.shape[1]
    return IntentModel(
        tuple(str(intent) for intent in model.classes_),
        model.coef_[:, :width].T.astype(np.float32),
        model.coef_[:, width:].T.astype(np.float32),
        model.intercept_.astype(np.float32),
        vocabulary,
        weighting,
        _short_examples(texts, intents),
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
