"""What was recommended to whom, with which chance, and what they said to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from store.database import aware, engine, insert, now
from store.tables import recommendations

VERDICTS = ("accepted", "rejected")


@dataclass(frozen=True)
class StoredRecommendation:
    """One recommendation and its verdict."""

    recommendation_id: str
    owner: str
    product_id: str
    persona: str
    propensity: float
    policy: str
    document: dict[str, Any]
    created_at: datetime
    verdict: str | None
    verdict_reason: str | None
    verdict_at: datetime | None


def _record(row: Any) -> StoredRecommendation:
    values = {name: row[name] for name in StoredRecommendation.__dataclass_fields__}
    values["created_at"] = aware(values["created_at"])
    values["verdict_at"] = values["verdict_at"] and aware(values["verdict_at"])
    return StoredRecommendation(**values)


def add(
    owner: str,
    product_id: str,
    persona: str,
    document: dict[str, Any],
    propensity: float = 1.0,
    policy: str = "rules",
) -> str:
    """Store a recommendation; its id."""
    return insert(
        recommendations,
        "recommendation_id",
        owner,
        product_id=product_id,
        persona=persona,
        propensity=propensity,
        policy=policy,
        document=document,
    )


def list_of(owner: str) -> list[StoredRecommendation]:
    """This owner's recommendations, newest first."""
    query = (
        sa.select(recommendations).where(recommendations.c.owner == owner).order_by(recommendations.c.created_at.desc())
    )
    with engine().connect() as connection:
        return [_record(row) for row in connection.execute(query).mappings()]


def get(recommendation_id: str, owner: str) -> StoredRecommendation | None:
    """One of this owner's recommendations, or None."""
    return next((r for r in list_of(owner) if r.recommendation_id == recommendation_id), None)


def find(recommendation_id: str) -> StoredRecommendation | None:
    """One recommendation, whoever's it is: for the audit, never for a customer's request."""
    query = sa.select(recommendations).where(recommendations.c.recommendation_id == recommendation_id)
    with engine().connect() as connection:
        row = connection.execute(query).mappings().first()
    return _record(row) if row else None


def set_verdict(recommendation_id: str, owner: str, verdict: str | None, reason: str | None = None) -> bool:
    """Note what the customer said; None takes it back. False where this owner has no such recommendation."""
    if verdict is not None and verdict not in VERDICTS:
        raise ValueError(f"a verdict is one of {', '.join(VERDICTS)}, not {verdict!r}")
    query = (
        recommendations.update()
        .where(
            recommendations.c.recommendation_id == recommendation_id,
            recommendations.c.owner == owner,
        )
        .values(verdict=verdict, verdict_reason=reason, verdict_at=now() if verdict else None)
    )
    with engine().begin() as connection:
        return connection.execute(query).rowcount > 0


def everyone() -> Iterator[StoredRecommendation]:
    """All recommendations, oldest first: what the policy learns from and insights count."""
    with engine().connect() as connection:
        for row in connection.execute(sa.select(recommendations).order_by(recommendations.c.created_at)).mappings():
            yield _record(row)


def count_verdicts() -> int:
    """How many recommendations have a verdict now."""
    query = sa.select(sa.func.count()).where(recommendations.c.verdict.is_not(None))
    with engine().connect() as connection:
        return connection.execute(query).scalar_one()


def verdicts(since: datetime | None = None) -> Iterator[StoredRecommendation]:
    """Recommendations with a verdict, the oldest verdict first; only those given at or after `since`."""
    query = sa.select(recommendations).where(recommendations.c.verdict.is_not(None))
    if since:
        query = query.where(recommendations.c.verdict_at >= since)
    with engine().connect() as connection:
        for row in connection.execute(query.order_by(recommendations.c.verdict_at)).mappings():
            yield _record(row)
