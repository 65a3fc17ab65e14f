"""Words and pairs of words of a message, weighted by how rare they are: what a sentence vector blurs."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

_WORD = re.compile(r"[a-z']+")


@dataclass(frozen=True)
class WordFeatures:
    """TF-IDF with sublinear term counts, as scikit-learn defines it, over single words and adjacent pairs."""

    column: dict[str, int]
    rarity: np.ndarray  # inverse document frequency of each column

    @classmethod
    def fit(cls, texts: Iterable[str]) -> WordFeatures:
        """Learn which terms there are and how rare each is."""
        documents = [set(_terms(text)) for text in texts]
        frequency = Counter(term for document in documents for term in document)
        terms = sorted(frequency)
        rarity = [math.log((1 + len(documents)) / (1 + frequency[term])) + 1 for term in terms]
        return cls({term: i for i, term in enumerate(terms)}, np.array(rarity, dtype=np.float32))

    def of(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """(columns, values) of the known terms; the values have length 1 together, or there are none."""
        counts = Counter(term for term in _terms(text) if term in self.column)
        columns = np.array([self.column[term] for term in counts], dtype=np.int64)
        if not len(columns):
            return columns, np.zeros(0, dtype=np.float32)
        values = (1 + np.log(np.array(list(counts.values()), dtype=np.float32))) * self.rarity[columns]
        return columns, values / np.linalg.norm(values)

    def to_json(self) -> str:
        """Everything `from_json` needs."""
        return json.dumps({"terms": list(self.column), "rarity": [round(float(r), 5) for r in self.rarity]})

    @classmethod
    def from_json(cls, text: str) -> WordFeatures:
        """The features that `to_json` wrote."""
        stored = json.loads(text)
        return cls({t: i for i, t in enumerate(stored["terms"])}, np.array(stored["rarity"], dtype=np.float32))


def _terms(text: str) -> list[str]:
    words = _WORD.findall(text.lower().replace("’", "'"))
    return words + [f"{first} {second}" for first, second in zip(words, words[1:], strict=False)]
