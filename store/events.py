"""What happened in conversations, without what was said: the raw material of insights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from store.database import aware, engine, insert
from store.tables import events


@dataclass(frozen=True)
class Event:
    """One thing that happened: a turn, a fallback, a plan, a hand-off, …"""

    event_id: str
    owner: str
    session_id: str
    kind: str
    document: dict[str, Any]
    created_at: datetime


def add(owner: str, session_id: str, kind: str, document: dict[str, Any] | None = None) -> str:
    """Note an event; its id."""
    return insert(events, "event_id", owner, session_id=session_id, kind=kind, document=document or {})


def everything(since: datetime | None = None, owner: str | None = None) -> Iterator[Event]:
    """Events, oldest first, of all owners unless one is named."""
    query = sa.select(events).order_by(events.c.created_at)
    if since:
        query = query.where(events.c.created_at >= since)
    if owner:
        query = query.where(events.c.owner == owner)
    with engine().connect() as connection:
        for row in connection.execute(query).mappings():
            yield Event(
                row["event_id"],
                row["owner"],
                row["session_id"],
                row["kind"],
                row["document"],
                aware(row["created_at"]),
            )
