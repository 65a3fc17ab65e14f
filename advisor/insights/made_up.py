"""Made-up conversations, so that the report can be looked at before there are real ones. Seeded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from advisor.catalogue import current
from advisor.customers import Customer
from advisor.goals import GOAL_TYPES
from advisor.insights.frames import owner_of
from advisor.personas import Personas
from advisor.products import fitting
from advisor.situation import situation_of


@dataclass(frozen=True)
class MadeUpEvent:
    """An event as store.events has it."""

    owner: str
    session_id: str
    kind: str
    document: dict[str, Any]
    created_at: datetime


@dataclass(frozen=True)
class MadeUpRecommendation:
    """A recommendation as store.recommendations has it."""

    owner: str
    product_id: str
    created_at: datetime
    verdict: str | None = None
    verdict_reason: str | None = None
    document: dict[str, Any] = field(default_factory=dict)


def conversations(
    customers: Sequence[Customer], personas: Personas, *, until: datetime, days: int = 90, seed: int = 0
) -> tuple[list[MadeUpEvent], list[MadeUpRecommendation]]:
    """Events and recommendations of the `days` days before `until`.

    The more engaged talk more often; the less content sound so and stumble more.
    """
    rng = np.random.default_rng(seed)
    events: list[MadeUpEvent] = []
    recommendations: list[MadeUpRecommendation] = []
    often = {"Low": 0.08, "Medium": 0.25, "High": 0.6}
    for customer in customers:
        owner = owner_of(customer)
        persona = personas.assign(customer)
        for number in range(rng.poisson(often[customer.engagement_level])):
            session = f"{owner}-{number}"
            at = until - timedelta(days=float(rng.uniform(0, days)))
            goal = str(rng.choice(GOAL_TYPES))

            def say(
                kind: str, *, at: datetime = at, session: str = session, owner: str = owner,
                tone: float = customer.sentiment_score, **document: Any,
            ) -> None:  # fmt: skip
                sentiment = round(float(np.clip(rng.normal(tone, 0.25), -1, 1)), 2)
                when = at + timedelta(seconds=20 * len(events) % 600)
                events.append(MadeUpEvent(owner, session, kind, {"sentiment": sentiment, **document}, when))

            trouble = 0.10 - 0.08 * customer.sentiment_score
            if rng.random() < trouble:
                say("not_understood", in_form=True)
                if rng.random() < 0.4:
                    continue
            say("plan", goal_type=goal, status="on_track")
            if customer.sentiment_score < -0.2 and rng.random() < 0.4:
                say("worry")
            if rng.random() < 0.5:
                say("question", declined=bool(rng.random() < 0.2))
            found = fitting(situation_of(customer, None, persona), current())
            if found and rng.random() < 0.7:
                shown = found[0].product.id
                say("recommendation", product_id=shown)
                verdict = [None, "accepted", "rejected"][rng.choice(3, p=[0.4, 0.35, 0.25])]
                why = str(rng.choice(["too_expensive", "not_now", "already_have"])) if verdict == "rejected" else None
                recommendations.append(MadeUpRecommendation(owner, shown, at, verdict, why))
                if verdict:
                    say(verdict, product_id=shown, why=why)
            if rng.random() < trouble / 2:
                say("handoff", reason="asked")
    return events, recommendations
