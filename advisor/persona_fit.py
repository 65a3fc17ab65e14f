"""How personas come about: a scikit-learn pipeline, and the number of segments that is both clear and stable."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, silhouette_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from advisor.customers import Customer
from advisor.persona_names import describe
from advisor.personas import LOGARITHMIC, Choice, Personas, PersonasError, feature_matrix

K_TRIED = range(3, 9)  # fewer say nothing, more than eight nobody remembers
STABLE = 0.80  # median adjusted Rand index below which segments are an accident of the sample
RESAMPLES = 8
FIT_ROWS = 200_000  # centres of a larger table do not move any more
SILHOUETTE_ROWS = 2_000  # the silhouette compares every pair
REFERENCE_ROWS = 5_000


def take_logarithms(matrix: np.ndarray) -> np.ndarray:
    """The feature matrix with its skewed columns on a logarithmic scale."""
    changed = np.array(matrix, dtype=float)
    changed[:, LOGARITHMIC] = np.log1p(changed[:, LOGARITHMIC])
    return changed


def make_pipeline(k: int, seed: int) -> Pipeline:
    """The unfitted pipeline: logarithms, equal scales, k-means."""
    return Pipeline(
        [
            ("logarithms", FunctionTransformer(take_logarithms)),
            ("scale", StandardScaler()),
            ("cluster", KMeans(k, n_init=10, random_state=seed)),
        ]
    )


def stability(matrix: np.ndarray, k: int, seed: int) -> float:
    """Median adjusted Rand index between a fit on all rows and fits on resampled rows (1: always the same).

    Source: Hennig (2007), "Cluster-wise assessment of cluster stability".
    """
    rng = np.random.default_rng(seed)
    whole = make_pipeline(k, seed).fit_predict(matrix)
    scores = []
    for round_ in range(RESAMPLES):
        rows = rng.integers(len(matrix), size=len(matrix))
        resampled = make_pipeline(k, seed + 1 + round_).fit(matrix[rows])
        scores.append(adjusted_rand_score(whole, resampled.predict(matrix)))
    return float(np.median(scores))


def score(matrix: np.ndarray, k: int, seed: int) -> Choice:
    """How clear and how stable k segments of this feature matrix are."""
    pipeline = make_pipeline(k, seed).fit(matrix)
    scaled = pipeline[:-1].transform(matrix)
    labels = pipeline.predict(matrix)
    sample = min(SILHOUETTE_ROWS, len(matrix))
    silhouette = silhouette_score(scaled, labels, sample_size=sample, random_state=seed)
    return Choice(k, float(silhouette), stability(matrix, k, seed))


def choose(choices: Sequence[Choice]) -> Choice:
    """The clearest of the stable numbers of segments; if none is stable, the most stable one."""
    stable = [choice for choice in choices if choice.stability >= STABLE]
    if stable:
        return max(stable, key=lambda choice: choice.silhouette)
    return max(choices, key=lambda choice: choice.stability)


def fit(customers: Sequence[Customer], *, k: int | None = None, seed: int = 7) -> Personas:
    """Personas fitted on these customers; k is chosen by silhouette among the stable ones unless given.

    The same customers and seed give the same personas. Raises PersonasError for fewer than 50 customers.
    """
    return fit_matrix(feature_matrix(customers), k=k, seed=seed)


def fit_matrix(matrix: np.ndarray, *, k: int | None = None, seed: int = 7) -> Personas:
    """Personas fitted on a feature matrix (n, 7); see `fit`."""
    if len(matrix) < 50:
        raise PersonasError(f"{len(matrix)} customers are too few to find personas in; at least 50 are needed")
    data_hash = hashlib.sha256(np.ascontiguousarray(matrix).tobytes()).hexdigest()
    rng = np.random.default_rng(seed)
    rows = len(matrix)
    if rows > FIT_ROWS:
        matrix = matrix[rng.choice(rows, FIT_ROWS, replace=False)]
    # Scoring a k takes a dozen fits: a sample is enough to tell which k is best.
    sample = matrix if len(matrix) <= 5_000 else matrix[rng.choice(len(matrix), 5_000, replace=False)]
    choices = tuple(score(sample, number, seed) for number in ([k] if k else K_TRIED))
    chosen = choose(choices)
    pipeline = make_pipeline(chosen.k, seed).fit(matrix)
    reference = matrix[rng.choice(len(matrix), min(len(matrix), REFERENCE_ROWS), replace=False)]
    return Personas(
        pipeline=pipeline,
        segments=describe(matrix, pipeline.predict(matrix)),
        choices=choices,
        reference=reference,
        rows=rows,
        data_hash=data_hash,
        version=f"{data_hash[:8]}-k{chosen.k}-s{seed}",
    )
