"""Conversations that wait for a person, each with a summary for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from store.database import aware, engine, insert, now
from store.tables import handoffs

STATUSES = ("waiting", "taken", "closed")
CONTESTED = "contested_decision"  # the reason of those where a person is to look at a decision


@dataclass(frozen=True)
class Handoff:
    """One conversation for a person to take."""

    handoff_id: str
    owner: str
    session_id: str
    reason: str
    status: str
    summary: dict[str, Any]
    created_at: datetime


def add(owner: str, session_id: str, reason: str, summary: dict[str, Any]) -> str:
    """Put a conversation in the queue; its id."""
    return insert(
        handoffs,
        "handoff_id",
        owner,
        session_id=session_id,
        reason=reason,
        status="waiting",
        summary=summary,
    )


def queue(status: str = "waiting") -> list[Handoff]:
    """Who waits, longest first."""
    query = sa.select(handoffs).where(handoffs.c.status == status).order_by(handoffs.c.created_at)
    with engine().connect() as connection:
        return [_record(row) for row in connection.execute(query).mappings()]


def open_of(owner: str, reason: str) -> list[Handoff]:
    """What of this reason a person still has to look at for this owner."""
    query = sa.select(handoffs).where(
        handoffs.c.owner == owner, handoffs.c.reason == reason, handoffs.c.status.in_(("waiting", "taken"))
    )
    with engine().connect() as connection:
        return [_record(row) for row in connection.execute(query).mappings()]


def under_review(owner: str) -> frozenset[str]:
    """What this owner contested and nobody has decided yet: ids of products, and "risk"."""
    summaries = (handoff.summary for handoff in open_of(owner, CONTESTED))
    return frozenset(str(summary["contested"]) for summary in summaries if summary.get("contested"))


def find(handoff_id: str) -> Handoff | None:
    """One hand-off, whoever's it is: for the bank's staff, never for a customer's request."""
    query = sa.select(handoffs).where(handoffs.c.handoff_id == handoff_id)
    with engine().connect() as connection:
        row = connection.execute(query).mappings().first()
    return _record(row) if row else None


def _record(row: Any) -> Handoff:
    values = {name: row[name] for name in Handoff.__dataclass_fields__}
    return Handoff(**{**values, "created_at": aware(row["created_at"])})


def add_to_summary(handoff_id: str, **more: Any) -> bool:
    """Add what was said since to what the person reads; what is None is left out. False where there is none."""
    found = find(handoff_id)
    if found is None:
        return False
    summary = {**found.summary, **{name: value for name, value in more.items() if value is not None}}
    with engine().begin() as connection:
        connection.execute(
            handoffs.update().where(handoffs.c.handoff_id == handoff_id).values(summary=summary, changed_at=now())
        )
    return True


def set_status(handoff_id: str, status: str, *, was: str | None = None) -> bool:
    """Take, give back or close one; False where there is none, or where it is no longer as it `was`."""
    if status not in STATUSES:
        raise ValueError(f"a hand-off is one of {', '.join(STATUSES)}, not {status!r}")
    query = handoffs.update().where(handoffs.c.handoff_id == handoff_id)
    if was is not None:
        query = query.where(handoffs.c.status == was)  # of two colleagues who take it at once, one does
    with engine().begin() as connection:
        return connection.execute(query.values(status=status, changed_at=now())).rowcount > 0
