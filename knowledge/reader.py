"""Learns from questions what a message is about: one of the articles, or something that is not to be answered.

Sentence vectors know that "safety net" and "emergency fund" are near; they do not know that "swipe in Spain" speaks of
a foreign transaction fee. One linear model over the vector and the words learns that from `asked.yml` and
`pointed.yml`, and from `unanswered.yml` what the articles are not for. It is fitted at set-up, in half a minute, after
the index (decision 053).
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

from knowledge.lessons import POINTED
from knowledge.pointers import Pointers

# Chosen by how often the right article of a question that was left out came first (bench/knowledge.py).
STRENGTH = 30.0  # C of the regression
STEPS = 30  # of the solver; twice as many put no more articles first
_VERSION = 6  # of what is fitted here; what was saved with another one is fitted anew


@dataclass(frozen=True)
class Reading:
    """How strongly a message reads like each article and like each reason not to answer; logits."""

    articles: dict[str, float]
    reasons: dict[str, float]


@dataclass(frozen=True)
class Example:
    text: str
    label: str  # an article's slug, or a reason not to answer with a "!" before it
    vector: Sequence[float]


class Reader:
    """The fitted model."""

    def __init__(self, examples: Sequence[Example]) -> None:
        """Fits on examples, of which two must have different labels."""
        self._words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, dtype=np.float32)
        words = self._words.fit_transform([each.text for each in examples])
        vectors = np.array([each.vector for each in examples], dtype=np.float32)
        names, places = np.unique([each.label for each in examples], return_inverse=True)
        self._labels = names.tolist()
        self._of_vector, self._of_words, self._bias = _regression(vectors, words, places)

    def read(self, message: str, vector: np.ndarray) -> Reading:
        """What a message is about; `vector` is its sentence vector."""
        words = self._words.transform([message])
        logits = self._of_vector @ vector + self._bias + words.data @ self._of_words[words.indices]
        by_label = dict(zip(self._labels, map(float, logits), strict=True))
        return Reading(
            {label: logit for label, logit in by_label.items() if not label.startswith("!")},
            {label[1:]: logit for label, logit in by_label.items() if label.startswith("!")},
        )


def _regression(vectors: np.ndarray, words: sparse.csr_matrix, places: np.ndarray) -> tuple[np.ndarray, ...]:
    """Weights of the vectors (labels, dimensions), of the words (words, labels) and the bias (labels,) of a multinomial
    regression with an L2 penalty, by L-BFGS; `places` are the labels' numbers.

    scikit-learn solves the same but knows one kind of matrix: with the vectors as sparse as the words it takes four
    times as long.
    """
    import torch  # only who fits needs it
    from torch.nn.functional import cross_entropy, embedding_bag

    of_text = torch.from_numpy(vectors)
    in_text, starts = (torch.from_numpy(each.astype(np.int64)) for each in (words.indices, words.indptr[:-1]))
    counts = torch.from_numpy(words.data)
    target, labels = torch.from_numpy(places), int(places.max()) + 1
    weights = [
        torch.zeros(*shape, requires_grad=True)
        for shape in ((vectors.shape[1], labels), (words.shape[1], labels), (labels,))
    ]
    solver = torch.optim.LBFGS(weights, max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        solver.zero_grad()
        by_words = embedding_bag(in_text, weights[1], starts, mode="sum", per_sample_weights=counts)
        logits = of_text @ weights[0] + by_words + weights[2]
        penalty = sum(each.square().sum() for each in weights[:2]) / (2 * STRENGTH * len(places))
        value = cross_entropy(logits, target) + penalty
        value.backward()
        return value

    solver.step(loss)
    of_vector, of_word, bias = (each.detach().numpy() for each in weights)
    return np.ascontiguousarray(of_vector.T), of_word, bias


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


@dataclass(frozen=True)
class Learned:
    """All that is learned from questions."""

    reader: Reader
    pointers: Pointers


def fitted(
    documents: Sequence[Document],
    vectors: Callable[[], np.ndarray],
    model: Embeddings,
    kept: Path | None = None,
) -> Learned:
    """What is learned for these documents, titles and ways to ask (see index.asking); their vectors are asked for only
    when it has to be fitted.

    `kept` is the file where it is saved; what is in it is used while the documents and the questions are the same.
    """
    ids = [each.id for each in documents]
    made_of = (_VERSION, getattr(model, "digest", ""), ids, unanswered(), POINTED.read_bytes())
    digest = hashlib.sha256(repr(made_of).encode()).hexdigest()
    if kept is not None and kept.is_file():
        saved_digest, learned = joblib.load(kept)
        if saved_digest == digest:
            return learned
    pointers = Pointers((each.metadata["slug"] for each in documents), model)
    learned = Learned(Reader(examples(documents, vectors(), pointers, model)), pointers)
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        joblib.dump((digest, learned), kept)
    return learned


def examples(
    documents: Sequence[Document], vectors: np.ndarray, pointers: Pointers, model: Embeddings
) -> list[Example]:
    """What the reader learns from: titles and ways to ask with their vectors, pointed questions, what is not ours."""
    refused = unanswered()
    of_refused = model.embed_documents([message for message, _ in refused])
    return [
        *(Example(each.page_content, each.metadata["slug"], of) for each, of in zip(documents, vectors, strict=True)),
        *(Example(*each) for each in pointers.asked),
        *(Example(message, f"!{reason}", of) for (message, reason), of in zip(refused, of_refused, strict=True)),
    ]
