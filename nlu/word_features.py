"""Words, pairs of words and runs of letters, weighted by how rare they are: what a sentence vector blurs."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

_WORD = re.compile(r"[a-z']+")


@dataclass(frozen=True)
class WordFeatures:
    """TF-IDF with sublinear term counts, as scikit-learn defines it, over one kind of terms: "words" or "letters"."""

    kind: str
    column: dict[str, int]
    rarity: np.ndarray  # inverse document frequency of each column

    @classmethod
    def fit(cls, texts: Iterable[str], kind: str = "words", fewest: int = 1) -> WordFeatures:
        """Learn which terms there are, in at least `fewest` texts, and how rare each is."""
        documents = [set(_TERMS[kind](text)) for text in texts]
        frequency = Counter(term for document in documents for term in document)
        terms = sorted(term for term, count in frequency.items() if count >= fewest)
        rarity = [math.log((1 + len(documents)) / (1 + frequency[term])) + 1 for term in terms]
        return cls(kind, {term: i for i, term in enumerate(terms)}, np.array(rarity, dtype=np.float32))

    def of(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """(columns, values) of the known terms; the values have length 1 together, or there are none."""
        counts = Counter(term for term in _TERMS[self.kind](text) if term in self.column)
        columns = np.array([self.column[term] for term in counts], dtype=np.int64)
        if not len(columns):
            return columns, np.zeros(0, dtype=np.float32)
        values = (1 + np.log(np.array(list(counts.values()), dtype=np.float32))) * self.rarity[columns]
        return columns, values / np.linalg.norm(values)

    def to_json(self) -> str:
        """Everything `from_json` needs."""
        rarity = [round(float(r), 5) for r in self.rarity]
        return json.dumps({"kind": self.kind, "terms": list(self.column), "rarity": rarity})

    @classmethod
    def from_json(cls, text: str) -> WordFeatures:
        """The features that `to_json` wrote."""
        stored = json.loads(text)
        columns = {term: i for i, term in enumerate(stored["terms"])}
        return cls(stored["kind"], columns, np.array(stored["rarity"], dtype=np.float32))


def _words_and_pairs(text: str) -> list[str]:
    words = _WORD.findall(text.lower().replace("’", "'"))
    return words + [f"{first} {second}" for first, second in zip(words, words[1:], strict=False)]


def _letter_runs(text: str) -> list[str]:
    """Three to five letters in a row, across the ends of words: "invest" is in "investing", "ok to" in "look to"."""
    words = _WORD.findall(text.lower().replace("’", "'"))
    line = f" {' '.join(words)} "
    return [line[i : i + length] for length in (3, 4, 5) for i in range(len(line) - length + 1)]


_TERMS: dict[str, Callable[[str], list[str]]] = {"words": _words_and_pairs, "letters": _letter_runs}
