"""Migrations lead to the tables that the code expects, once, from any start."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from store import database, migrate
from store.tables import metadata


def test_the_migrations_make_the_tables_of_the_code():
    engine = database.engine()
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    assert migrate.current(engine) == migrate.newest()


def test_a_database_that_is_up_to_date_is_left_alone(monkeypatch):
    engine = database.engine()
    monkeypatch.setattr(migrate, "_config", lambda: 1 / 0)
    migrate.upgrade(engine)


def test_migrations_can_be_taken_back_and_made_again():
    from alembic import command

    engine, config = database.engine(), migrate._config()
    for revision in ("base", "head"):
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            getattr(command, "downgrade" if revision == "base" else "upgrade")(config, revision)
    assert migrate.current(engine) == migrate.newest()
