"""An empty database of a test's own: SQLite, or PostgreSQL where TEST_POSTGRES gives the address of a server.

`TEST_POSTGRES=postgresql+psycopg2://USER@HOST/postgres pytest tests/store tests/trust` runs the same tests there.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from settings import settings
from store import database

SERVER = os.environ.get("TEST_POSTGRES", "")
sqlite_only = pytest.mark.skipif(bool(SERVER), reason="looks into SQLite's own files or statements")
postgres_only = pytest.mark.skipif(not SERVER, reason="TEST_POSTGRES gives no server")


@contextmanager
def own_database(folder: Path, monkeypatch: Any) -> Iterator[None]:
    """Milepost writes to `folder` and to an empty database meanwhile."""
    monkeypatch.setitem(settings.__dict__, "var", folder)
    with _address() as address:
        monkeypatch.setitem(settings.__dict__, "database_url", address)
        database.engine.cache_clear()
        yield
        database.engine().dispose()
        database.engine.cache_clear()


@contextmanager
def _address() -> Iterator[str]:
    if not SERVER:
        yield ""
        return
    name = f"test_{secrets.token_hex(6)}"
    server = sa.create_engine(SERVER, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    try:
        yield sa.make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        server.dispose()
