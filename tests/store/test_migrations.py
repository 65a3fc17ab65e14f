"""Migrations lead to the tables that the code expects, once, from any start."""

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from store import migrate
from store.tables import metadata


def test_the_migrations_make_the_tables_of_the_code(tmp_path):
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'new.db'}")
    migrate.upgrade(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    assert migrate.current(engine) == migrate.newest()


def test_a_database_that_is_up_to_date_is_left_alone(tmp_path, monkeypatch):
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'new.db'}")
    migrate.upgrade(engine)
    monkeypatch.setattr(migrate, "_config", lambda: 1 / 0)
    migrate.upgrade(engine)
