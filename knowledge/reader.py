"""Learns from the ways to ask what a message is about: one of the articles, or something that is not to be answered.

Sentence vectors know that "safety net" and "emergency fund" are near; they do not know that "swipe in Spain" speaks of
a foreign transaction fee. One linear model over the vector and the words learns that from `asked.yml` and, from
`unanswered.yml`, what the articles are not for. It is fitted when the index is built, in seconds (decision 053).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import joblib
import numpy as np
import yaml
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

# Chosen by how often the right article of a question that was left out came first (bench/knowledge.py).
STRENGTH = 30.0  # C of the regression
_VERSION = 3  # of this file's features; a saved reader of another one is fitted anew


@dataclass(frozen=True)
class Reading:
    """How strongly a message reads like each article and like each reason not to answer; logits."""

    articles: dict[str, float]
    reasons: dict[str, float]


class Reader:
    """The fitted model. Labels are articles' slugs, and reasons not to answer with a "!" before them."""

    def __init__(self, texts: Sequence[str], labels: Sequence[str], vectors: np.ndarray) -> None:
        """Fits on texts with their vectors, shape (texts, dimensions). Needs two different labels."""
        # Single precision moves a logit by a thousandth and takes the regression three fifths of the time.
        self._words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, dtype=np.float32)
        features = sparse.hstack(
            [sparse.csr_matrix(vectors, dtype=np.float32), self._words.fit_transform(texts)]
        ).tocsr()
        model = LogisticRegression(C=STRENGTH, max_iter=100, tol=1e-3)
        model.fit(features, np.array(labels))
        self._labels = model.classes_.tolist()
        self._of_vector = model.coef_[:, : vectors.shape[1]].astype(np.float32)
        self._of_words = np.ascontiguousarray(model.coef_[:, vectors.shape[1] :].T, dtype=np.float32)
        self._bias = model.intercept_.astype(np.float32)

    def read(self, message: str, vector: np.ndarray) -> Reading:
        """What a message is about; `vector` is its sentence vector."""
        words = self._words.transform([message])
        logits = self._of_vector @ vector + self._bias + words.data @ self._of_words[words.indices]
        by_label = dict(zip(self._labels, map(float, logits), strict=True))
        return Reading(
            {label: logit for label, logit in by_label.items() if not label.startswith("!")},
            {label[1:]: logit for label, logit in by_label.items() if label.startswith("!")},
        )


@cache
def unanswered() -> tuple[tuple[str, str], ...]:
    """(message, reason why it is not answered), from unanswered.yml."""
    loaded = yaml.safe_load(Path(__file__).with_name("unanswered.yml").read_text(encoding="utf-8"))
    return tuple((str(message), reason) for reason, messages in loaded.items() for message in messages)


def vectors_of(store: Chroma, documents: Sequence[Document]) -> np.ndarray:
    """The store's vectors of these documents, in their order; shape (documents, dimensions)."""
    there = store.get(include=["embeddings"])
    vectors = dict(zip(there["ids"], there["embeddings"], strict=True))
    return np.array([vectors[document.id] for document in documents])


def fitted(
    documents: Sequence[Document],
    vectors: Callable[[], np.ndarray],
    model: Embeddings,
    kept: Path | None = None,
) -> Reader:
    """The reader for these documents, titles and ways to ask among them (see index.asking); their vectors are asked for
    only when it has to be fitted.

    `kept` is the file where it is saved; a reader in it is used while the documents and the examples are the same.
    """
    refused = unanswered()
    made_of = (_VERSION, getattr(model, "digest", ""), [each.id for each in documents], refused)
    digest = hashlib.sha256(repr(made_of).encode()).hexdigest()
    if kept is not None and kept.is_file():
        saved_digest, reader = joblib.load(kept)
        if saved_digest == digest:
            return reader
    reader = Reader(
        [each.page_content for each in documents] + [message for message, _ in refused],
        [each.metadata["slug"] for each in documents] + [f"!{reason}" for _, reason in refused],
        np.vstack([vectors(), np.array(model.embed_documents([message for message, _ in refused]))]),
    )
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        joblib.dump((digest, reader), kept)
    return reader
