"""One engine a process; SQLite in the var folder, or PostgreSQL by address."""

from __future__ import annotations

import functools
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa

from settings import settings
from store.migrate import upgrade
from store.tables import OWNED, erasures, subject_keys

acting_since: ContextVar[datetime | None] = ContextVar("acting_since", default=None)
"""When the turn that is being answered began; empty where a person is served at once or not at all."""


class ErasedMeanwhile(Exception):
    """The person was erased after this turn began: what it was going to write would bring data back."""


@functools.cache
def engine(address: str | None = None) -> sa.Engine:
    """The database, its tables brought up to date. `address` is a SQLAlchemy URL; the settings' one unless given."""
    address = address or settings.database
    if address.startswith("sqlite:///"):
        settings.var.mkdir(parents=True, exist_ok=True)
    if address.startswith("sqlite"):
        # SQLAlchemy 1.4 (the bot) would open the file anew for every statement: 0.6 ms each, twice a turn.
        made = sa.create_engine(address, poolclass=sa.pool.QueuePool, connect_args={"check_same_thread": False})
    else:
        made = sa.create_engine(address, pool_pre_ping=True)
    if made.dialect.name == "sqlite":
        # Three processes write: WAL lets readers go on meanwhile, and a writer waits its turn instead of failing.
        @sa.event.listens_for(made, "connect")
        def _configure(connection: Any, _: Any) -> None:
            connection.execute("PRAGMA busy_timeout=10000")
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute("PRAGMA foreign_keys=ON")
            connection.execute("PRAGMA secure_delete=ON")  # erased means overwritten

    upgrade(made)
    return made


def new_id() -> str:
    """A key that cannot be guessed: 128 random bits."""
    return secrets.token_hex(16)


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(timezone.utc)


def aware(moment: datetime) -> datetime:
    """A moment as UTC; SQLite forgets the zone."""
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


_ERASED_AT = sa.select(erasures.c.at).where(erasures.c.owner == sa.bindparam("owner"))  # built once, asked every turn


@contextmanager
def writing(owner: str) -> Iterator[sa.engine.Connection]:
    """A transaction that adds rows about a person.

    Raises ErasedMeanwhile, and keeps nothing, if the person was erased after `acting_since`: erasure and this
    exclude each other, so a row is either there to be erased or refused.
    """
    with engine().begin() as connection:
        _one_at_a_time(connection, owner, "pg_advisory_xact_lock_shared")
        yield connection
        since = acting_since.get()
        if since is not None:
            erased = connection.execute(_ERASED_AT, {"owner": owner}).scalar()
            if erased is not None and aware(erased) > since:
                raise ErasedMeanwhile


def _one_at_a_time(connection: sa.engine.Connection, owner: str, lock: str) -> None:
    # SQLite has one writer at a time; PostgreSQL would let a row in that the erasure beside it does not see.
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text(f"SELECT {lock}(hashtext(:owner))"), {"owner": owner})


def insert(table: sa.Table, key: str, owner: str, **values: Any) -> str:
    """Write one owned row and return its new key. Raises ErasedMeanwhile."""
    row_id = new_id()
    with writing(owner) as connection:
        connection.execute(table.insert().values({key: row_id, "owner": owner, "created_at": now(), **values}))
    return row_id


def rows_of(owner: str) -> dict[str, list[dict[str, Any]]]:
    """Everything held about one person, by table, oldest first."""
    with engine().connect() as connection:
        return {
            table.name: [
                dict(row)
                for row in connection.execute(
                    sa.select(table).where(table.c.owner == owner).order_by(table.c.created_at)
                ).mappings()
            ]
            for table in OWNED
        }


def put_back(owner: str, rows: dict[str, list[dict[str, Any]]]) -> None:
    """Write rows as `rows_of` gave them, all or nothing. Raises sqlalchemy's IntegrityError if a key is taken."""
    tables = {table.name: table for table in OWNED}
    with writing(owner) as connection:
        for name, theirs in rows.items():
            if theirs:
                connection.execute(tables[name].insert(), theirs)


def erase(
    owner: str, and_then: Callable[[sa.engine.Connection, dict[str, int]], Any] = lambda connection, gone: None
) -> dict[str, int]:
    """Delete everything held about one person, all or nothing; how many rows of each table went.

    Their key in the audit is destroyed in the same step, and so is done what `and_then` does with the connection.
    """
    with engine().begin() as connection:
        _one_at_a_time(connection, owner, "pg_advisory_xact_lock")
        gone = {
            table.name: connection.execute(table.delete().where(table.c.owner == owner)).rowcount for table in OWNED
        }
        connection.execute(subject_keys.delete().where(subject_keys.c.owner == owner))
        and_then(connection, gone)
        connection.execute(erasures.delete().where(erasures.c.owner == owner))
        connection.execute(erasures.insert().values(owner=owner, at=now()))
    return gone


def erased_since(moment: datetime) -> set[str]:
    """Who was erased at or after a moment: what a process remembers of them is to be forgotten."""
    with engine().connect() as connection:
        return set(connection.execute(sa.select(erasures.c.owner).where(erasures.c.at >= moment)).scalars())


def scrub() -> None:
    """Empty the write-ahead log, which keeps what was deleted until it is overwritten."""
    if engine().dialect.name == "sqlite":
        with engine().connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
