"""Brings a database to the tables of today, whichever version it holds.

`python -m store.migrate "what changed"` writes the next migration from the difference between store/tables.py and the
database; read it before you commit it.
"""

from __future__ import annotations

import fcntl
import sys
from pathlib import Path

import sqlalchemy as sa

from settings import settings

VERSIONS = Path(__file__).parent / "migrations" / "versions"


def newest() -> str:
    """The revision that the code expects: migrations are numbered."""
    return max(path.stem.partition("_")[0] for path in VERSIONS.glob("[0-9]*.py"))


def current(engine: sa.engine.Engine) -> str | None:
    """The revision a database is at, or None where it has no tables yet."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def _config():
    from alembic.config import Config  # 0.1 s, and only needed when the tables change

    config = Config()
    config.set_main_option("script_location", str(VERSIONS.parent))
    return config


def upgrade(engine: sa.engine.Engine) -> None:
    """Run the migrations that a database has not seen; nothing where it is up to date."""
    if current(engine) == newest():
        return
    from alembic import command

    settings.var.mkdir(parents=True, exist_ok=True)
    # Three processes start at once; the first migrates, the others wait and find it done.
    with (settings.var / "migrate.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if current(engine) == newest():
            return
        config = _config()
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def write_next(message: str) -> None:
    """Write the next migration. The database in use must be at the newest revision."""
    from alembic import command

    from store.database import engine

    config = _config()
    with engine().begin() as connection:
        config.attributes["connection"] = connection
        number = f"{int(newest()) + 1:04d}" if any(VERSIONS.glob("[0-9]*.py")) else "0001"
        command.revision(config, message, autogenerate=True, rev_id=number)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    write_next(sys.argv[1])
