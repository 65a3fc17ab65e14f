"""The bank's customers, one row each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from store.database import engine
from store.tables import customers

COLUMNS = tuple(column.name for column in customers.columns)


def get(customer_id: int) -> dict[str, Any] | None:
    """One customer's fields, or None."""
    with engine().connect() as connection:
        row = connection.execute(sa.select(customers).where(customers.c.customer_id == customer_id)).mappings().first()
    return dict(row) if row else None


def put(rows: Iterable[dict[str, Any]]) -> int:
    """Add or replace customers, all or nothing; how many."""
    batch = [{name: row[name] for name in COLUMNS} for row in rows]
    if not batch:
        return 0
    with engine().begin() as connection:
        ids = [row["customer_id"] for row in batch]
        for start in range(0, len(ids), 500):  # databases limit the number of parameters
            connection.execute(customers.delete().where(customers.c.customer_id.in_(ids[start : start + 500])))
        connection.execute(customers.insert(), batch)
    return len(batch)


def count() -> int:
    """How many customers there are."""
    with engine().connect() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(customers)).scalar_one()


def search(text: str = "", limit: int = 50) -> list[dict[str, Any]]:
    """Customers whose name or number begins with `text`, in order of their number."""
    query = sa.select(customers).order_by(customers.c.customer_id).limit(limit)
    if text:
        starts = [customers.c.name.istartswith(text, autoescape=True)]
        if text.isdigit():
            starts.append(customers.c.customer_id == int(text))
        query = query.where(sa.or_(*starts))
    with engine().connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def everyone() -> Iterator[dict[str, Any]]:
    """All customers in order of their number, without holding them all in memory."""
    with engine().connect() as connection:
        result = connection.execution_options(yield_per=1000).execute(
            sa.select(customers).order_by(customers.c.customer_id)
        )
        yield from (dict(row) for row in result.mappings())


def set_sentiment(customer_id: int, score: float) -> None:
    """Remember how the customer feels: `score` from -1 to 1."""
    with engine().begin() as connection:
        connection.execute(
            customers.update().where(customers.c.customer_id == customer_id).values(sentiment_score=score)
        )
