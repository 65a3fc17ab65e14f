"""Whether a decision falls differently on different people, with how sure the numbers are and who is too few to judge.

Four fifths is a screen: below it somebody has to look; above it nothing has been shown to be right. Rates by group
come from fairlearn; intervals are the bootstrap of each group's people, 95 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd
from fairlearn.metrics import MetricFrame, false_positive_rate, selection_rate, true_positive_rate

FOUR_FIFTHS = 0.8  # Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4 D
SMALLEST = 30  # people in a group, below which its rates are not compared
RESAMPLES = 2_000
WORSE = 0.02  # how far a ratio may fall or a gap may grow before a model does not go live


@dataclass(frozen=True)
class Estimate:
    """A number with its 95 % bootstrap interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Group:
    """One group of people and how often the decision fell on them."""

    name: str
    people: int
    rate: Estimate  # share of them selected
    true_positive_rate: Estimate | None  # of those who deserved it; None where the truth is not known
    false_positive_rate: Estimate | None
    compared: bool  # False: too few people to judge by


@dataclass(frozen=True)
class Assessment:
    """How one decision falls on the groups of one attribute."""

    decision: str
    attribute: str
    groups: tuple[Group, ...]
    ratio: Estimate | None  # lowest rate over highest; None with fewer than two groups to compare, or nobody selected
    true_positive_gap: Estimate | None  # highest less lowest
    false_positive_gap: Estimate | None

    @property
    def fires(self) -> bool:
        """Whether the four-fifths screen says that somebody has to look."""
        return self.ratio is not None and self.ratio.value < FOUR_FIFTHS

    @property
    def telling(self) -> bool:
        """Whether the decision tells people apart at all: it falls on neither everybody nor nobody."""
        return any(0 < group.rate.value < 1 for group in self.groups) or len({g.rate.value for g in self.groups}) > 1

    @property
    def said(self) -> str:
        """The finding in a sentence that claims no more than was measured."""
        if self.ratio is None:
            return "too few people in all but one group, or nobody selected: nothing can be said"
        compared = [group for group in self.groups if group.compared]
        least = min(compared, key=lambda group: group.rate.value)
        most = max(compared, key=lambda group: group.rate.value)
        sure = (
            "" if self.ratio.high < FOUR_FIFTHS or self.ratio.low >= FOUR_FIFTHS else ", which chance alone could tip"
        )
        screen = "below four fifths: look into it" if self.fires else "not below four fifths, which proves nothing"
        return (
            f"{least.name} {least.rate.value:.1%} against {most.name} {most.rate.value:.1%}, ratio "
            f"{self.ratio.value:.3f} ({self.ratio.low:.3f} to {self.ratio.high:.3f}): {screen}{sure}"
        )

    def to_dict(self) -> dict[str, Any]:
        """The assessment as plain JSON types."""
        return {**asdict(self), "fires": self.fires, "said": self.said}


@dataclass(frozen=True)
class Worse:
    """A measure that a new model makes worse than the one in force."""

    decision: str
    attribute: str
    measure: str
    before: float
    after: float

    def __str__(self) -> str:
        return f"{self.decision} by {self.attribute}: {self.measure} {self.before:.3f} -> {self.after:.3f}"


def assess(
    decision: str,
    attribute: str,
    selected: Sequence[bool] | np.ndarray,
    groups: Sequence[str] | np.ndarray,
    truth: Sequence[bool] | np.ndarray | None = None,
    *,
    smallest: int = SMALLEST,
    resamples: int = RESAMPLES,
    seed: int = 7,
) -> Assessment:
    """How a decision falls on the groups of an attribute; all sequences have one item a person.

    truth says who deserved it (who repaid); without it the error rates stay None.
    Raises ValueError for sequences of different or no length.
    """
    chosen, belongs = np.asarray(selected).astype(int), np.asarray(groups).astype(str)
    deserved = None if truth is None else np.asarray(truth).astype(int)
    if not len(chosen) or len(chosen) != len(belongs) or (deserved is not None and len(deserved) != len(chosen)):
        raise ValueError("a decision, a group and (if known) a truth for each of at least one person are needed")
    metrics = {"rate": selection_rate}
    if deserved is not None:
        metrics |= {"tpr": true_positive_rate, "fpr": false_positive_rate}
    frame = MetricFrame(
        metrics=metrics,
        y_true=chosen if deserved is None else deserved,
        y_pred=chosen,
        sensitive_features=pd.Series(belongs, name=attribute),
    ).by_group
    rng = np.random.default_rng(seed)
    made: list[Group] = []
    draws: dict[str, dict[str, tuple[float, np.ndarray]]] = {"rate": {}, "tpr": {}, "fpr": {}}
    for name in frame.index:
        inside = belongs == name
        people = int(inside.sum())
        sizes = {"rate": people}
        if deserved is not None:
            sizes |= {"tpr": int(deserved[inside].sum()), "fpr": int((1 - deserved[inside]).sum())}
        rates: dict[str, Estimate | None] = {"tpr": None, "fpr": None}
        for measure, size in sizes.items():
            if size:
                value = float(frame.loc[name, measure])
                # Drawing people with replacement within a group draws its count from a binomial.
                drawn = rng.binomial(size, value, resamples) / size
                rates[measure] = _estimate(value, drawn)
                if size >= smallest:
                    draws[measure][name] = (value, drawn)
        assert rates["rate"] is not None
        made.append(Group(str(name), people, rates["rate"], rates["tpr"], rates["fpr"], people >= smallest))
    return Assessment(decision, attribute, tuple(made), _ratio(draws["rate"]), _gap(draws["tpr"]), _gap(draws["fpr"]))


def worse(before: Sequence[dict[str, Any]], after: Sequence[Assessment], tolerance: float = WORSE) -> tuple[Worse, ...]:
    """What `after` makes worse than the stored assessments `before` (their `to_dict`s): the gate before going live.

    A ratio counts where it falls by more than the tolerance and ends below four fifths; an error-rate gap where it
    grows by more than the tolerance; a comparison that could be made before and cannot any more counts too.
    """
    known = {(item["decision"], item["attribute"]): item for item in before}
    found = []
    for now in after:
        then = known.get((now.decision, now.attribute))
        if then is None:
            if now.fires and now.ratio is not None:
                found.append(Worse(now.decision, now.attribute, "ratio, not assessed before", 1.0, now.ratio.value))
            continue
        if then["ratio"] is not None:
            value = now.ratio.value if now.ratio is not None else 0.0
            if value < FOUR_FIFTHS and value < then["ratio"]["value"] - tolerance:
                found.append(Worse(now.decision, now.attribute, "ratio", then["ratio"]["value"], value))
        for measure in ("true_positive_gap", "false_positive_gap"):
            gap = getattr(now, measure)
            if then[measure] is not None and gap is not None and gap.value > then[measure]["value"] + tolerance:
                found.append(Worse(now.decision, now.attribute, measure, then[measure]["value"], gap.value))
    return tuple(found)


def _estimate(value: float, drawn: np.ndarray) -> Estimate:
    low, high = np.quantile(drawn, (0.025, 0.975))
    return Estimate(value, float(low), float(high))


def _ratio(draws: dict[str, tuple[float, np.ndarray]]) -> Estimate | None:
    values = [value for value, _ in draws.values()]
    if len(values) < 2 or max(values) == 0:
        return None
    drawn = np.stack([drawn for _, drawn in draws.values()])
    # The same two groups in every resample: the smallest of many noisy rates would look worse than it is.
    least, most = drawn[int(np.argmin(values))], drawn[int(np.argmax(values))]
    return _estimate(min(values) / max(values), least / np.maximum(most, 1e-12))


def _gap(draws: dict[str, tuple[float, np.ndarray]]) -> Estimate | None:
    values = [value for value, _ in draws.values()]
    if len(values) < 2:
        return None
    drawn = [drawn for _, drawn in draws.values()]
    return _estimate(max(values) - min(values), drawn[int(np.argmax(values))] - drawn[int(np.argmin(values))])
