"""What a policy would have earned, judged from the log of another one: IPS, SNIPS and doubly robust.

Sources: Horvitz & Thompson (1952); Swaminathan & Joachims (2015), self-normalised; Dudík, Langford & Li (2011),
doubly robust. Intervals are normal at 95 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction import FeatureHasher
from sklearn.linear_model import LogisticRegression

from advisor.feedback.outcomes import Offered, Outcome
from advisor.feedback.policies import Policy
from advisor.situation import Situation

FOLDS = 5
Z = 1.959964


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share of accepted recommendations, with its standard error."""

    value: float
    standard_error: float

    @property
    def low(self) -> float:
        """Lower end of the 95 % interval."""
        return self.value - Z * self.standard_error

    @property
    def high(self) -> float:
        """Upper end of the 95 % interval."""
        return self.value + Z * self.standard_error

    def __str__(self) -> str:
        return f"{self.value:.4f} ({self.low:.4f} to {self.high:.4f})"


@dataclass(frozen=True)
class Evaluation:
    """A policy judged from a log."""

    policy: str
    outcomes: int
    ips: Estimate
    snips: Estimate
    dr: Estimate
    effective_sample: float  # how many outcomes of the policy's own the log is worth: (Σw)² / Σw²
    largest_weight: float
    per_outcome: np.ndarray  # (outcomes,) doubly robust terms, for paired comparisons


def _mean(values: np.ndarray) -> Estimate:
    return Estimate(float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values))))


def _tokens(situation: Situation, item: Offered) -> list[str]:
    persona = f"{situation.persona_appetite}/{situation.persona_spending}/{situation.persona_touch}"
    about = ("", persona, f"goal {situation.goal_type}", f"risk {situation.risk_profile}", f"age {situation.age // 15}")
    return [f"{what}|{it}" for what in about for it in (item.product_id, item.type, f"fit {item.fit}")]


def predicted_rewards(outcomes: Sequence[Outcome], seed: int = 0) -> list[np.ndarray]:
    """For each outcome, the chance of acceptance of every offered product, from a model that did not see that outcome.

    Logistic regression, cross-fitted over five folds, so that the model's errors are independent of the outcome.
    """
    hasher = FeatureHasher(2**14, input_type="string")
    rewards = np.array([outcome.reward for outcome in outcomes])
    folds = np.random.default_rng(seed).permutation(len(outcomes)) % FOLDS
    chosen = hasher.transform([_tokens(o.situation, o.offered[o.chosen]) for o in outcomes])
    every = hasher.transform([_tokens(o.situation, item) for o in outcomes for item in o.offered])
    ends = np.cumsum([len(o.offered) for o in outcomes])
    row_folds = np.repeat(folds, [len(o.offered) for o in outcomes])
    predicted = np.full(every.shape[0], rewards.mean())
    for fold in range(FOLDS):
        train = folds != fold
        if 0 < rewards[train].sum() < train.sum():  # a model needs both verdicts
            model = LogisticRegression(C=0.3, max_iter=300).fit(chosen[train], rewards[train])
            predicted[row_folds == fold] = model.predict_proba(every[row_folds == fold])[:, 1]
    return np.split(predicted, ends[:-1])


def evaluate(policy: Policy, outcomes: Sequence[Outcome], predicted: Sequence[np.ndarray] | None = None) -> Evaluation:
    """How often the policy's first product would have been accepted in these situations.

    The policy must not have learned from these outcomes, and each must carry a verdict and the chance it was drawn
    with. predicted comes from `predicted_rewards`; give it when several policies are compared on one log.
    Raises ValueError for fewer than two outcomes or one without a verdict.
    """
    if len(outcomes) < 2:
        raise ValueError("at least two outcomes are needed")
    predicted = predicted_rewards(outcomes) if predicted is None else predicted
    rewards = np.array([outcome.reward for outcome in outcomes])
    weights, model_values, at_chosen = np.empty((3, len(outcomes)))
    for place, (outcome, expected) in enumerate(zip(outcomes, predicted, strict=True)):
        chances = policy.probabilities(outcome.situation, outcome.offered)
        weights[place] = chances[outcome.chosen] / outcome.propensity
        model_values[place] = chances @ expected
        at_chosen[place] = expected[outcome.chosen]
    doubly_robust = model_values + weights * (rewards - at_chosen)
    total = weights.sum()
    snips = float((weights * rewards).sum() / total) if total else 0.0
    residuals = weights * (rewards - snips)
    snips_error = float(np.sqrt((residuals**2).sum()) / total) if total else float("inf")
    return Evaluation(
        policy=policy.name,
        outcomes=len(outcomes),
        ips=_mean(weights * rewards),
        snips=Estimate(snips, snips_error),
        dr=_mean(doubly_robust),
        effective_sample=float(total**2 / (weights**2).sum()) if total else 0.0,
        largest_weight=float(weights.max()),
        per_outcome=doubly_robust,
    )


def compare(candidate: Evaluation, incumbent: Evaluation) -> Estimate:
    """How much more often the candidate is accepted, outcome by outcome on the same log."""
    return _mean(candidate.per_outcome - incumbent.per_outcome)
