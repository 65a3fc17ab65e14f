"""What a picture shows: stored figures, drawn when somebody looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from store.database import engine, insert
from store.tables import charts


@dataclass(frozen=True)
class Chart:
    """The figures of one picture."""

    chart_id: str
    owner: str
    kind: str
    payload: dict[str, Any]


def add(owner: str, kind: str, payload: dict[str, Any]) -> str:
    """Store the figures of a picture; its id."""
    return insert(charts, "chart_id", owner, kind=kind, payload=payload)


def get(chart_id: str, owner: str) -> Chart | None:
    """A picture of this owner's, or None: another's is not told apart from one that does not exist."""
    query = sa.select(charts).where(charts.c.chart_id == chart_id, charts.c.owner == owner)
    with engine().connect() as connection:
        row = connection.execute(query).mappings().first()
    return Chart(row["chart_id"], row["owner"], row["kind"], row["payload"]) if row else None
