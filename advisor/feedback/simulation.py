"""Made-up customers with made-up tastes, to see what learning from verdicts is worth and what it can cost.

How often a product is accepted is drawn here, not measured on people: the figures say how the learning behaves in
worlds of a known kind, not how much a real bank would gain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from advisor.catalogue import Catalogue, current
from advisor.customers import Customer
from advisor.feedback.outcomes import Offered, Outcome, Verdict
from advisor.feedback.policies import BanditPolicy, Policy, worth_trying
from advisor.goals import GOAL_TYPES
from advisor.personas import Personas
from advisor.products import fitting
from advisor.situation import Situation, situation_of


@dataclass(frozen=True)
class World:
    """How much tastes differ from what the rules think."""

    name: str
    fit_counts: float  # log-odds of acceptance that a step of fit adds
    product_taste: float  # standard deviation of the log-odds by which everybody likes a product more or less
    persona_taste: float  # and of those by which some personas do


WORLDS = (
    World("rules are right", 0.5, 0.0, 0.0),
    World("tastes differ a little", 0.4, 0.4, 0.4),
    World("tastes differ a lot", 0.2, 0.8, 0.8),
)


@dataclass(frozen=True)
class Request:
    """One customer who asks for a recommendation, and what fits, the best first."""

    situation: Situation
    persona: int
    offered: tuple[Offered, ...]


@dataclass(frozen=True)
class Visit:
    """A request in a world: how likely each product would be accepted, which no policy ever sees."""

    situation: Situation
    offered: tuple[Offered, ...]
    acceptance: np.ndarray  # (offered,)


def requests(
    customers: Sequence[Customer], personas: Personas, *, count: int, seed: int, catalogue: Catalogue | None = None
) -> list[Request]:
    """`count` requests of random customers with random goals for which there is something to decide."""
    catalogue = catalogue or current()
    rng = np.random.default_rng(seed)
    made: list[Request] = []
    while len(made) < count:
        customer = customers[int(rng.integers(len(customers)))]
        persona = personas.assign(customer)
        months = int(rng.choice([6, 12, 24, 36, 60, 84, 120, 240]))
        target = float(rng.choice([3e3, 8e3, 2e4, 6e4, 2e5]))
        saved = round(target * float(rng.choice([0, 0.1, 0.4])))
        situation = replace(
            situation_of(customer, None, persona),
            goal_type=str(rng.choice(GOAL_TYPES)),
            months=months,
            target=target,
            saved=saved,
            monthly=(target - saved) / months,
            debt_rate=float(rng.choice([0.09, 0.18, 0.24])),
        )
        found = fitting(situation, catalogue)
        tried = worth_trying(found)
        if len(tried) > 1:
            offered = tuple(Offered(r.product.id, r.product.type, r.product.risk, r.fit, 0.0) for r in tried)
            made.append(Request(situation, persona.index, offered))
    return made


def visits(those: Sequence[Request], world: World, *, seed: int) -> list[Visit]:
    """The same requests in a world whose tastes are drawn from the seed."""
    rng = np.random.default_rng(seed)
    products = sorted({item.product_id for request in those for item in request.offered})
    personas = 1 + max(request.persona for request in those)
    by_product = dict(zip(products, rng.normal(0, world.product_taste, len(products)), strict=True))
    by_persona = [
        dict(zip(products, rng.normal(0, world.persona_taste, len(products)), strict=True)) for _ in range(personas)
    ]
    made = []
    for request in those:
        logits = np.array(
            [
                # On average a product made for somebody is accepted by half.
                world.fit_counts * (item.fit - 5) + by_product[item.product_id]
                + by_persona[request.persona][item.product_id]
                for item in request.offered
            ]
        )  # fmt: skip
        made.append(Visit(request.situation, request.offered, 1 / (1 + np.exp(-logits))))
    return made


def live(policy: Policy, those: Sequence[Visit], *, seed: int, learn: bool = True) -> tuple[list[Outcome], np.ndarray]:
    """The outcomes of these visits under a policy, and the acceptance each could expect (not the drawn verdict).

    With learn, a BanditPolicy takes every verdict in before the next visit.
    """
    rng = np.random.default_rng(seed)
    outcomes, expected = [], np.empty(len(those))
    for number, visit in enumerate(those):
        chances = policy.probabilities(visit.situation, visit.offered)
        chosen = int(rng.choice(len(chances), p=chances))
        offered = tuple(replace(o, probability=float(c)) for o, c in zip(visit.offered, chances, strict=True))
        verdict: Verdict = "accepted" if rng.random() < visit.acceptance[chosen] else "rejected"
        outcome = Outcome(f"{seed}-{number}", visit.situation, offered, chosen, policy.name, "", verdict)
        if learn and isinstance(policy, BanditPolicy):
            policy.learn(outcome)
        outcomes.append(outcome)
        expected[number] = chances @ visit.acceptance
    return outcomes, expected


def value(policy: Policy, those: Sequence[Visit]) -> float:
    """The true expected acceptance of a policy that stays as it is."""
    return float(np.mean([policy.probabilities(v.situation, v.offered) @ v.acceptance for v in those]))


def best_possible(those: Sequence[Visit]) -> float:
    """The expected acceptance of somebody who knows all tastes."""
    return float(np.mean([visit.acceptance.max() for visit in those]))
