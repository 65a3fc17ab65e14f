"""Which features moved a model's output for one person, and how far: SHAP, with LIME beside it to check.

SHAP values are exact (every subset of features is tried), so they add up to the output; both methods get the same
background and the same seed, so that the same question always has the same answer.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

Output = Callable[[np.ndarray], np.ndarray]  # rows (n, features) to outputs (n,)

MOST_REASONS = 4  # nobody weighs more than four
BACKGROUND_ROWS = 60  # 128 subsets of seven features times these are tried for one answer
LIME_SAMPLES = 2_000


@dataclass(frozen=True)
class Contribution:
    """How far one feature moved the output away from that of an average person."""

    feature: str
    value: float  # of the feature, as the model sees it
    shap: float  # in units of the output
    lime: float | None  # the same by LIME's local straight line; None where it was not asked for


@dataclass(frozen=True)
class Explanation:
    """An output taken apart: base + sum of SHAP values = output."""

    base: float  # mean output over the background
    output: float
    contributions: tuple[Contribution, ...]  # in the order of the model's features
    agreement: float | None  # Spearman correlation of the two methods' values, -1 to 1

    def reasons(self, most: int = MOST_REASONS) -> tuple[Contribution, ...]:
        """The features that spoke for the output, the strongest first; those that hardly moved it are left out."""
        strongest = max((c.shap for c in self.contributions), default=0.0)
        speaking = [c for c in self.contributions if c.shap > 0.05 * strongest and c.shap > 0]
        return tuple(sorted(speaking, key=lambda c: -c.shap)[: min(most, MOST_REASONS)])

    def to_dict(self) -> dict[str, Any]:
        """The explanation as plain JSON types."""
        return asdict(self)


def explain(
    output: Output, row: np.ndarray, background: np.ndarray, names: Sequence[str], *, lime: bool = False, seed: int = 7
) -> Explanation:
    """Take apart the output for one row (features,) against a background (n, features) of other people.

    Raises ValueError if row, background and names are not of one width.
    """
    row, background = np.asarray(row, float), np.asarray(background, float)
    if background.ndim != 2 or row.shape != (background.shape[1],) or len(names) != len(row):
        raise ValueError("a row, its background and its names have the same features")
    if len(background) > BACKGROUND_ROWS:
        background = background[np.random.default_rng(seed).choice(len(background), BACKGROUND_ROWS, replace=False)]
    import shap  # seconds to import; nobody who asks nothing waits for it

    masker = shap.maskers.Independent(background, max_samples=len(background))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = shap.explainers.Exact(output, masker)(row[None, :], silent=True)
    values, base = made.values[0].astype(float), float(np.ravel(made.base_values)[0])
    beside = _lime(output, row, background, names, seed) if lime else None
    return Explanation(
        base,
        float(output(row[None, :])[0]),
        tuple(
            Contribution(name, float(row[i]), float(values[i]), None if beside is None else float(beside[i]))
            for i, name in enumerate(names)
        ),
        None if beside is None else _agreement(values, beside),
    )


def _lime(output: Output, row: np.ndarray, background: np.ndarray, names: Sequence[str], seed: int) -> np.ndarray:
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
