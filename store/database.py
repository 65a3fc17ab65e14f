"""One engine a process; SQLite in the var folder, or PostgreSQL by address."""

from __future__ import annotations

import functools
import secrets
from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa

from settings import settings
from store.migrate import upgrade
from store.tables import OWNED, subject_keys


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


def insert(table: sa.Table, key: str, owner: str, **values: Any) -> str:
    """Write one owned row and return its new key."""
    row_id = new_id()
    with engine().begin() as connection:
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


def erase(owner: str) -> dict[str, int]:
    """Delete everything held about one person, all or nothing; how many rows of each table went.

    Their key in the audit is destroyed in the same step, and the write-ahead log is emptied of all of it.
    """
    with engine().begin() as connection:
        gone = {
            table.name: connection.execute(table.delete().where(table.c.owner == owner)).rowcount for table in OWNED
        }
        connection.execute(subject_keys.delete().where(subject_keys.c.owner == owner))
    if engine().dialect.name == "sqlite":
        with engine().connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return gone
