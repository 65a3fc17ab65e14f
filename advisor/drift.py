"""Have customers changed since the personas were fitted?"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np

from advisor.personas import CODES, FEATURES, Personas

BINS = 10
# The usual reading of the population stability index (Siddiqi 2006, Credit Risk Scorecards).
WATCH, MOVED = 0.10, 0.25

Reading = Literal["steady", "watch", "moved"]


@dataclass(frozen=True)
class Drift:
    """How far one distribution has moved."""

    name: str
    psi: float  # population stability index, 0: the same
    noise: float  # the index that chance alone makes at these sample sizes
    before: float  # mean, or share of customers
    now: float

    @property
    def reading(self) -> Reading:
        """What to make of it; what chance may have made counts as steady."""
        if self.psi < max(WATCH, 3 * self.noise):
            return "steady"
        return "watch" if self.psi < MOVED else "moved"


@dataclass(frozen=True)
class DriftReport:
    """Every feature, the shares of the personas, and whether to fit again."""

    version: str  # of the personas
    customers: int
    features: tuple[Drift, ...]
    personas: Drift  # shares of all personas taken together
    shares: tuple[tuple[str, float, float], ...]  # persona, share when fitted, share now

    @property
    def refit(self) -> bool:
        """Whether the personas should be fitted again."""
        return self.personas.reading == "moved" or any(drift.reading == "moved" for drift in self.features)

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON takes it."""
        return {
            "version": self.version,
            "customers": self.customers,
            "refit": self.refit,
            "features": [{**asdict(drift), "reading": drift.reading} for drift in self.features],
            "personas": {**asdict(self.personas), "reading": self.personas.reading},
            "shares": [list(share) for share in self.shares],
        }


def _psi(before: np.ndarray, now: np.ndarray) -> tuple[float, float]:
    """The index of two arrays of counts, and its expectation if nothing has changed.

    Half a customer is added to every bin, so that an empty one does not make the index infinite.
    """
    first, second = before + 0.5, now + 0.5
    p, q = first / first.sum(), second / second.sum()
    noise = (len(before) - 1) * (1 / before.sum() + 1 / now.sum())
    return float(((q - p) * np.log(q / p)).sum()), float(noise)


def drift(personas: Personas, matrix: np.ndarray) -> DriftReport:
    """How customers with these features (n, 7) differ from those the personas were fitted on.

    Raises ValueError if there are none.
    """
    if not len(matrix):
        raise ValueError("there are no customers to compare")
    reference = personas.reference
    features = []
    for place, name in enumerate(FEATURES):
        old, new = reference[:, place], matrix[:, place]
        if name in CODES:
            edges = np.arange(len(CODES[name]) + 1) - 0.5
        else:
            inner = np.unique(np.quantile(old, np.linspace(0, 1, BINS + 1)[1:-1]))
            edges = np.concatenate([[-np.inf], inner, [np.inf]])
        psi, noise = _psi(np.histogram(old, edges)[0], np.histogram(new, edges)[0])
        features.append(Drift(name, psi, noise, float(old.mean()), float(new.mean())))
    before = np.bincount(personas.label(reference)[0], minlength=personas.k)
    labels, confidences = personas.label(matrix)
    now = np.bincount(labels, minlength=personas.k)
    psi, noise = _psi(before, now)
    return DriftReport(
        version=personas.version,
        customers=len(matrix),
        features=tuple(features),
        personas=Drift("personas", psi, noise, float(personas.label(reference)[1].mean()), float(confidences.mean())),
        shares=tuple(
            (segment.name, float(old), float(new))
            for segment, old, new in zip(personas.segments, before / before.sum(), now / now.sum(), strict=True)
        ),
    )
