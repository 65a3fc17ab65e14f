"""What can be done where a decision falls unevenly, and what that costs: before and after, side by side.

Two ways. `even_bars` moves the bar of a group until its rate comes near the highest; simple and visible, but the group
has to be known when deciding, which some laws forbid (US ECOA does for credit). `even_training` learns a model under
the constraint (exponentiated gradient, Agarwal et al. 2018, by fairlearn); only training has to know the group.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from trust.fairness import FOUR_FIFTHS, SMALLEST, Assessment, assess


@dataclass(frozen=True)
class Outcome:
    """How good a decision is at what it is for."""

    accuracy: float  # share of decisions that were right
    cost: float  # a person, on average, in units of the cheaper mistake


@dataclass(frozen=True)
class Mitigation:
    """A decision as it was and as it would be."""

    method: str
    before: Assessment
    after: Assessment
    outcome_before: Outcome
    outcome_after: Outcome

    @property
    def said(self) -> str:
        """What it gains and what it costs, in a sentence."""
        ratios = [f"{a.ratio.value:.3f}" if a.ratio else "unknown" for a in (self.before, self.after)]
        gaps = [
            f"{name} {before.value:.3f} -> {after.value:.3f}"
            for name, before, after in (
                ("true positive gap", self.before.true_positive_gap, self.after.true_positive_gap),
                ("false positive gap", self.before.false_positive_gap, self.after.false_positive_gap),
            )
            if before and after
        ]
        return (
            f"{self.method}: ratio {ratios[0]} -> {ratios[1]}, {', '.join(gaps)}, at the price of accuracy "
            f"{self.outcome_before.accuracy:.1%} -> {self.outcome_after.accuracy:.1%} and cost a person "
            f"{self.outcome_before.cost:.3f} -> {self.outcome_after.cost:.3f}"
        )


def outcome(selected: np.ndarray, truth: np.ndarray, *, false_positive: float = 1.0) -> Outcome:
    """How good decisions (n,) are against what was deserved (n,), a false positive costing so many false negatives."""
    chosen, deserved = np.asarray(selected, bool), np.asarray(truth, bool)
    wrong_yes, wrong_no = chosen & ~deserved, ~chosen & deserved
    return Outcome(float((chosen == deserved).mean()), float((false_positive * wrong_yes + wrong_no).mean()))


def even_bars(score: np.ndarray, groups: np.ndarray, bar: float, target: float = FOUR_FIFTHS) -> dict[str, float]:
    """For each group the bar (selected: score at or above it) at which its rate is `target` times the highest, or the
    common bar where it is that already. Groups of fewer than 30 keep the common bar: their rate says too little.
    """
    score, groups = np.asarray(score, float), np.asarray(groups).astype(str)
    names = [name for name in np.unique(groups) if (groups == name).sum() >= SMALLEST]
    highest = max(((score[groups == name] >= bar).mean() for name in names), default=0.0)
    bars = {str(name): bar for name in np.unique(groups)}
    for name in names:
        theirs = np.sort(score[groups == name])[::-1]
        wanted = int(np.ceil(target * highest * len(theirs) - 1e-9))
        if (theirs >= bar).sum() < wanted:
            bars[str(name)] = float(theirs[wanted - 1])
    return bars


def even_training(
    estimator: Any, rows: Any, truth: np.ndarray, groups: np.ndarray, *, false_positive: float = 1.0,
    target: float = FOUR_FIFTHS, rounds: int = 25,
) -> Any:  # fmt: skip
    """A fitted model (`predict(rows, random_state=…)`, 1: selected) whose rates differ by no more than `target` in the
    data it saw; estimator is a scikit-learn classifier that takes sample_weight."""
    from fairlearn.reductions import DemographicParity, ErrorRate, ExponentiatedGradient

    model = ExponentiatedGradient(
        estimator,
        DemographicParity(ratio_bound=target, ratio_bound_slack=0.01),
        objective=ErrorRate(costs={"fp": false_positive, "fn": 1.0}),
        max_iter=rounds,
    )
    return model.fit(rows, np.asarray(truth).astype(int), sensitive_features=groups)


def compare(
    method: str,
    decision: str,
    attribute: str,
    before: Sequence[bool] | np.ndarray,
    after: Sequence[bool] | np.ndarray,
    groups: Sequence[str] | np.ndarray,
    truth: Sequence[bool] | np.ndarray,
    *,
    false_positive: float = 1.0,
) -> Mitigation:
    """A decision before and after, one item a person; see `assess` for the errors."""
    return Mitigation(
        method,
        assess(decision, attribute, before, groups, truth),
        assess(decision, attribute, after, groups, truth),
        outcome(np.asarray(before), np.asarray(truth), false_positive=false_positive),
        outcome(np.asarray(after), np.asarray(truth), false_positive=false_positive),
    )
