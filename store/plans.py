"""Plans as they were made: one row a version, so that what was said can be found again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from store.database import aware, engine, now, writing
from store.tables import plans


@dataclass(frozen=True)
class StoredPlan:
    """One version of a plan."""

    plan_id: str
    owner: str
    goal_type: str
    status: str  # active, superseded or deleted
    document: dict[str, Any]
    created_at: datetime


def _record(row: Any) -> StoredPlan:
    return StoredPlan(
        row["plan_id"],
        row["owner"],
        row["goal_type"],
        row["status"],
        row["document"],
        aware(row["created_at"]),
    )


def add(owner: str, plan_id: str, goal_type: str, document: dict[str, Any], replaces: str | None = None) -> None:
    """Store a plan; the one it `replaces` is superseded in the same step."""
    with writing(owner) as connection:
        if replaces:
            connection.execute(
                plans.update()
                .where(plans.c.plan_id == replaces, plans.c.owner == owner)
                .values(status="superseded", changed_at=now())
            )
        connection.execute(
            plans.insert().values(
                plan_id=plan_id,
                owner=owner,
                created_at=now(),
                goal_type=goal_type,
                status="active",
                document=document,
            )
        )


def get(plan_id: str, owner: str) -> StoredPlan | None:
    """One plan of this owner's, or None."""
    query = sa.select(plans).where(plans.c.plan_id == plan_id, plans.c.owner == owner)
    with engine().connect() as connection:
        row = connection.execute(query).mappings().first()
    return _record(row) if row else None


def find(plan_id: str) -> StoredPlan | None:
    """One plan, whoever's it is: for the audit, never for a customer's request."""
    with engine().connect() as connection:
        row = connection.execute(sa.select(plans).where(plans.c.plan_id == plan_id)).mappings().first()
    return _record(row) if row else None


def active(owner: str) -> list[StoredPlan]:
    """The plans in force, oldest first."""
    query = sa.select(plans).where(plans.c.owner == owner, plans.c.status == "active").order_by(plans.c.created_at)
    with engine().connect() as connection:
        return [_record(row) for row in connection.execute(query).mappings()]


def delete(plan_id: str, owner: str) -> bool:
    """Take a plan out of force; whether there was one."""
    query = (
        plans.update()
        .where(plans.c.plan_id == plan_id, plans.c.owner == owner, plans.c.status == "active")
        .values(status="deleted", changed_at=now())
    )
    with engine().begin() as connection:
        return connection.execute(query).rowcount > 0
