"""Which of the fitting products is put first: by the rules, or by what customers like this one said before.

A policy never sees a product that the rules do not allow, so whatever it learns or tries, nothing forbidden is shown.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import numpy as np
import vowpalwabbit

from advisor.customers import LEVELS
from advisor.feedback.outcomes import Offered, Outcome
from advisor.products import Recommendation
from advisor.situation import Situation

# How far below the best fit a product may be to be tried in its place. Two steps below "made for this" is still
# "fits"; below that, trying it would cost the customer more than it teaches us.
TRIED_WITHIN = 2


class Policy(Protocol):
    """Chances of putting each of some products first."""

    @property
    def name(self) -> str:
        """What recommendations and evaluations call it."""
        ...

    def probabilities(self, situation: Situation, offered: Sequence[Offered]) -> np.ndarray:
        """One chance for each offered product, summing to 1."""
        ...


class RulesPolicy:
    """The product that fits best by the rules, and with a small chance another one to learn from."""

    def __init__(self, exploration: float = 0.0) -> None:
        self.exploration = exploration  # share of recommendations that try any of the products evenly
        self.name = f"rules-{exploration:g}"

    def probabilities(self, situation: Situation, offered: Sequence[Offered]) -> np.ndarray:
        """The first, which fits best, but for the exploration."""
        chances = np.full(len(offered), self.exploration / len(offered))
        chances[0] += 1 - self.exploration
        return chances


class BanditPolicy:
    """A contextual bandit of Vowpal Wabbit: one model of acceptance for all customers, shared across a persona.

    It learns with every verdict. Exploration is SquareCB (Foster & Rakhlin 2020): products that look worse are tried
    in inverse proportion to how much worse they look. `floor` is the least chance a product keeps, without which
    another policy could not be judged by this one's log.
    """

    # Linear in the product, alone and crossed with the persona and with the situation.
    ARGUMENTS = "--cb_explore_adf --squarecb --gamma_scale 60 --cb_type mtr -q PA -q CA -l 0.05 --quiet"

    def __init__(self, *, floor: float = 0.01, model: Path | None = None) -> None:
        self._model = vowpalwabbit.Workspace(f"{self.ARGUMENTS} -i {model}" if model else self.ARGUMENTS)
        self._lock = threading.Lock()  # a workspace is not made for two threads
        self._digest = hashlib.sha256(model.read_bytes() if model else b"")
        self.floor = floor
        self.learned = 0

    @property
    def name(self) -> str:
        """Which state of the model this is: it changes with everything learned."""
        return f"bandit-{self._digest.hexdigest()[:12]}"

    def probabilities(self, situation: Situation, offered: Sequence[Offered]) -> np.ndarray:
        """SquareCB's chances, none below the floor."""
        if len(offered) == 1:
            return np.ones(1)
        with self._lock:
            chances = np.array(self._model.predict(_example(situation, offered)), dtype=float)
        floor = min(self.floor, 1 / len(offered))
        chances = floor + (1 - floor * len(offered)) * chances / chances.sum()
        return chances / chances.sum()

    def learn(self, outcome: Outcome) -> None:
        """Take one verdict in. Raises ValueError if there is none."""
        # Weight 1 instead of 1/propensity: the model knows every product by name, so plain regression is unbiased
        # enough, and in simulation it needs a fifth of the verdicts (docs/decisions/022-learning-from-verdicts.md).
        # Costs lie around 0, what an untaught model predicts, so that a first rejection teaches as much as a yes.
        label = f"0:{0.5 - outcome.reward}:1.0 "
        with self._lock:
            self._model.learn(_example(outcome.situation, outcome.offered, outcome.chosen, label))
        self._digest.update(f"{outcome.recommendation_id}{outcome.verdict}".encode())
        self.learned += 1

    def save(self, path: Path) -> None:
        """Write the model so that BanditPolicy(model=path) goes on from here."""
        with self._lock:
            self._model.save(str(path))


def _example(situation: Situation, offered: Sequence[Offered], chosen: int | None = None, label: str = "") -> list[str]:
    traits = [
        word.replace(" ", "_")
        for name in ("persona_appetite", "persona_spending", "persona_touch", "persona_mood")
        if (word := getattr(situation, name))
    ]
    persona = f"{' '.join(traits)} all={'+'.join(traits)}"
    months = situation.months
    horizon = "none" if months is None else "short" if months <= 24 else "middle" if months <= 84 else "long"
    age = "young" if situation.age < 30 else "middle" if situation.age < 55 else "older"
    context = (
        f"goal={situation.goal_type or 'none'} horizon={horizon} age={age} "
        f"risk={situation.risk_profile} habit={situation.spending_habit} touch={situation.engagement_level}"
    )
    lines = [f"shared |P {persona} |C {context}"]
    for place, item in enumerate(offered):
        lines.append(
            f"{label if place == chosen else ''}"
            f"|A id={item.product_id} type={item.type} risk={item.risk} fit={item.fit} fit:{item.fit / 5}"
        )
    return lines


def worth_trying(found: Sequence[Recommendation]) -> list[Recommendation]:
    """The best fit, and what may be tried in its place without harm.

    That is what fits nearly as well, carries no more risk, and is no credit where the best is none.
    """
    best = found[0]
    return [
        r
        for r in found
        if r.fit >= best.fit - TRIED_WITHIN
        and LEVELS.index(r.product.risk) <= LEVELS.index(best.product.risk)
        and (best.product.is_credit or not r.product.is_credit)
    ]


def choose(found: Sequence[Recommendation], policy: Policy, rng: np.random.Generator) -> tuple[Recommendation, ...]:
    """The same recommendations with the policy's choice first, and the chances it was drawn with on that one.

    Nothing is tried with somebody who is worried or in distress: they get what fits best.
    """
    if not found:
        return ()
    situation = found[0].situation
    careful = situation.worried or situation.distressed
    tried = worth_trying(found)
    if careful:
        policy, tried = RulesPolicy(), list(found[:1])
    offered = [Offered(r.product.id, r.product.type, r.product.risk, r.fit, 0.0) for r in tried]
    chances = policy.probabilities(situation, offered)
    place = int(rng.choice(len(tried), p=chances))
    seen = tuple(replace(item, probability=float(chance)) for item, chance in zip(offered, chances, strict=True))
    first = replace(tried[place], propensity=float(chances[place]), policy=policy.name, offered=seen)
    return (first, *(r for r in found if r.product.id != first.product.id))
