"""The audit's rows: added at the end, read in order, never changed."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from store.database import engine
from store.tables import audit

ATTEMPTS = 200  # three processes rarely need more than two


@dataclass(frozen=True)
class Entry:
    """One line of the audit, as its characters were hashed."""

    sequence: int  # 1, 2, 3, … without a gap
    at: str  # ISO 8601, UTC
    kind: str
    subject_hash: str  # HMAC of the subject under a key of their own, which erasure destroys
    document: str  # canonical JSON
    previous_hash: str
    hash: str


FIELDS = tuple(Entry.__dataclass_fields__)


def append(seal: Callable[[Entry | None], Entry]) -> Entry:
    """Add the entry that `seal` makes of the one before it (None: the first); the entry.

    Whoever comes second with a number is refused by the primary key, and seals anew: no lock outlives a crash.
    Raises RuntimeError after many refusals.
    """
    for _ in range(ATTEMPTS):
        try:
            with engine().begin() as connection:
                return _add(connection, seal)
        except sa.exc.IntegrityError:
            time.sleep(random.uniform(0.001, 0.02))
    raise RuntimeError("the audit is written faster than an entry can be added; try again")


def append_within(connection: sa.engine.Connection, seal: Callable[[Entry | None], Entry]) -> Entry:
    """The same inside a transaction that has written already: the entry exists if and only if the rest of it does."""
    if connection.dialect.name == "postgresql":  # SQLite lets in one writer at a time anyway
        connection.execute(sa.text("LOCK TABLE audit IN SHARE ROW EXCLUSIVE MODE"))
    return _add(connection, seal)


def _add(connection: sa.engine.Connection, seal: Callable[[Entry | None], Entry]) -> Entry:
    entry = seal(_newest(connection))
    connection.execute(audit.insert().values({name: getattr(entry, name) for name in FIELDS}))
    return entry


def newest() -> Entry | None:
    """The entry added last, or None."""
    with engine().connect() as connection:
        return _newest(connection)


def _newest(connection: sa.engine.Connection) -> Entry | None:
    row = connection.execute(sa.select(audit).order_by(audit.c.sequence.desc()).limit(1)).mappings().first()
    return Entry(**row) if row else None


def entries(*, mentioning: str | None = None, newest: int | None = None) -> Iterator[Entry]:
    """Entries in order; only those whose document mentions a reference, or only the `newest` so many."""
    query = sa.select(audit).order_by(audit.c.sequence)
    if mentioning:
        query = query.where(audit.c.document.contains(mentioning, autoescape=True))
    if newest is not None:
        last = sa.select(audit.c.sequence).order_by(audit.c.sequence.desc()).limit(newest)
        query = query.where(audit.c.sequence.in_(last.scalar_subquery()) if newest else sa.false())
    with engine().connect() as connection:
        for row in connection.execution_options(yield_per=1000).execute(query).mappings():
            yield Entry(**row)
