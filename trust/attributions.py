"""How far each feature moved a model's output for one person: exact values, and SHAP and LIME beside them to check.

Both models explained here are sums of one term a feature. For a sum the Shapley values are known: each term less its
average over other people. They take microseconds, so no customer waits for a library; `beside` asks the libraries for
the same values, for staff and tests. Every path is seeded: the same question always has the same answer.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

Terms = Callable[[np.ndarray], np.ndarray]  # rows (n, features) to terms (n, features); a row's output is their sum

BACKGROUND_ROWS = 60  # that the libraries compare with; 128 subsets of seven features times these are tried
LIME_SAMPLES = 2_000


@dataclass(frozen=True)
class Contribution:
    """How far one feature moved the output away from that of an average person."""

    feature: str
    value: float  # of the feature, as the model sees it
    shap: float  # in units of the output
    lime: float | None = None  # the same by LIME's local straight line; None where it was not asked for


@dataclass(frozen=True)
class Attribution:
    """An output taken apart: base + sum of the values = output."""

    base: float  # mean output of the people compared with
    output: float
    contributions: tuple[Contribution, ...]  # in the order of the model's features
    agreement: float | None = None  # Spearman correlation of SHAP's and LIME's values, -1 to 1
    library_difference: float | None = None  # largest distance from the values of the shap library

    def to_dict(self) -> dict[str, Any]:
        """The values as plain JSON types."""
        return asdict(self)


def attribute(
    terms: Terms, row: np.ndarray, background: np.ndarray, names: Sequence[str], *, beside: bool = False, seed: int = 7
) -> Attribution:
    """Take apart the output for one row (features,) against a background (n, features) of other people.

    `beside` also asks the shap and lime libraries, which takes seconds the first time.
    Raises ValueError if row, background and names are not of one width.
    """
    row, background = np.asarray(row, float), np.asarray(background, float)
    if background.ndim != 2 or row.shape != (background.shape[1],) or len(names) != len(row):
        raise ValueError("a row, its background and its names have the same features")
    if len(background) > BACKGROUND_ROWS:
        background = background[np.random.default_rng(seed).choice(len(background), BACKGROUND_ROWS, replace=False)]
    here, usual = terms(row[None, :])[0], terms(background).mean(axis=0)
    values = here - usual
    limes: Sequence[float | None] = [None] * len(row)
    agreement = difference = None
    if beside:

        def output(rows: np.ndarray) -> np.ndarray:
            return terms(rows).sum(axis=1)

        difference = float(np.abs(values - _shap(output, row, background)).max())
        found = _lime(output, row, background, names, seed)
        limes, agreement = found.tolist(), _agreement(values, found)
    return Attribution(
        float(usual.sum()),
        float(here.sum()),
        tuple(Contribution(n, float(row[i]), float(values[i]), limes[i]) for i, n in enumerate(names)),
        agreement,
        difference,
    )


def _shap(output: Callable[[np.ndarray], np.ndarray], row: np.ndarray, background: np.ndarray) -> np.ndarray:
    import shap  # seconds to import

    masker = shap.maskers.Independent(background, max_samples=len(background))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return shap.explainers.Exact(output, masker)(row[None, :], silent=True).values[0].astype(float)


def _lime(
    output: Callable[[np.ndarray], np.ndarray], row: np.ndarray, background: np.ndarray, names: Sequence[str], seed: int
) -> np.ndarray:
    from lime.lime_tabular import LimeTabularExplainer

    explainer = LimeTabularExplainer(
        background,
        mode="regression",
        feature_names=list(names),
        discretize_continuous=False,
        sample_around_instance=True,  # around the average person, the weights of somebody unusual are nearly nothing
        random_state=seed,
    )
    found = explainer.explain_instance(row, output, num_features=len(names), num_samples=LIME_SAMPLES)
    slopes = np.zeros(len(names))
    for index, slope in found.as_map()[1]:
        slopes[index] = slope
    # LIME gives slopes per standard deviation; times the distance from the mean they are in SHAP's units.
    return slopes * (row - explainer.scaler.mean_) / explainer.scaler.scale_


def _agreement(one: np.ndarray, other: np.ndarray) -> float:
    from scipy.stats import spearmanr

    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return 0.0
    return float(spearmanr(one, other).statistic)
