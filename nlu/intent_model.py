"""The intent model itself: a linear layer over sentence features, fitted by scikit-learn and run by numpy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class IntentModel:
    """`weights` (features, intents) and `bias` (intents,); `temperature` makes the probabilities honest."""

    intents: tuple[str, ...]
    weights: np.ndarray
    bias: np.ndarray
    temperature: float = 1.0

    def probabilities(self, features: np.ndarray) -> np.ndarray:
        """Of each intent, for features of shape (n, features); rows sum to 1."""
        logits = (features @ self.weights + self.bias) / self.temperature
        logits -= logits.max(axis=1, keepdims=True)
        likely = np.exp(logits)
        return likely / likely.sum(axis=1, keepdims=True)

    def save(self, path: Path) -> None:
        """Write one .npz file."""
        np.savez(path, intents=np.array(self.intents), weights=self.weights, bias=self.bias, temperature=self.temperature)

    @classmethod
    def load(cls, path: Path) -> IntentModel:
        """Read what `save` wrote."""
        with np.load(path) as stored:
            return cls(
                tuple(str(intent) for intent in stored["intents"]),
                stored["weights"],
                stored["bias"],
                float(stored["temperature"]),
            )


def fit(features: np.ndarray, intents: Sequence[str], strength: float, temperature: float = 1.0) -> IntentModel:
    """Multinomial logistic regression; `strength` is scikit-learn's C (larger fits closer)."""
    from sklearn.linear_model import LogisticRegression  # only training needs it, and it takes a second to load

    model = LogisticRegression(C=strength, max_iter=500, class_weight="balanced")
    model.fit(features, list(intents))
    return IntentModel(
        tuple(model.classes_),
        model.coef_.T.astype(np.float32),
        model.intercept_.astype(np.float32),
        temperature,
    )
