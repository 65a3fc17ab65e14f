"""Whether new personas may replace those in force: as stable, as clear, and no harder on anybody than before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from advisor.customers import Customer
from advisor.personas import Personas, feature_matrix
from trust import audit, fairness_report
from trust.fairness import worse

STABLE = 0.80  # median adjusted Rand index over resamples, as when k is chosen (advisor.persona_fit)
LESS_CLEAR = 0.05  # how much silhouette a new model may lose on today's customers
SILHOUETTE_ROWS = 2_000


@dataclass(frozen=True)
class Gate:
    """What the gate found; no objection means that the model may go live."""

    version: str
    objections: tuple[str, ...]
    moved: float | None  # share of customers who would be called something else; None without personas in force

    @property
    def passed(self) -> bool:
        """Whether the new model may go live."""
        return not self.objections


def judge(new: Personas, old: Personas | None, customers: Sequence[Customer]) -> Gate:
    """Compare new personas with those in force (None: there are none) on these customers; the outcome is audited.

    The personas themselves are not compared group by group: they are made of age and income. What follows from them,
    who may have and is recommended what, is.
    """
    objections = []
    chosen = next(choice for choice in new.choices if choice.k == new.k)
    if chosen.stability < STABLE:
        objections.append(f"not stable: {chosen.stability:.2f} over resamples, at least {STABLE:.2f} is asked for")
    moved = None
    if old is not None:
        matrix = feature_matrix(customers)
        before, after = _silhouette(old, matrix), _silhouette(new, matrix)
        if after < before - LESS_CLEAR:
            objections.append(f"less clear on today's customers: silhouette {before:.3f} -> {after:.3f}")
        in_force = [item.to_dict() for item in fairness_report.of_recommendations(customers, old)]
        objections += map(str, worse(in_force, fairness_report.of_recommendations(customers, new)))
        said = [np.array([fitted.segments[label].said for label in fitted.label(matrix)[0]]) for fitted in (old, new)]
        moved = float((said[0] != said[1]).mean())
    audit.record("model_gate", "staff-personas", model="personas", version=new.version, passed=not objections)
    return Gate(new.version, tuple(objections), moved)


def _silhouette(fitted: Personas, matrix: np.ndarray) -> float:
    """How clearly these customers fall apart into the personas; -1 where they are all in one."""
    from sklearn.metrics import silhouette_score

    rows = np.random.default_rng(7).permutation(len(matrix))[:SILHOUETTE_ROWS]
    labels, _ = fitted.label(matrix[rows])
    scaled = fitted.pipeline[:-1].transform(matrix[rows])
    return float(silhouette_score(scaled, labels)) if len(np.unique(labels)) > 1 else -1.0
