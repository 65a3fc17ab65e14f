"""A database and a folder of marks of each test's own."""

import pytest

from settings import settings
from store import database


@pytest.fixture
def own_var(tmp_path, monkeypatch):
    """The folder that Milepost writes to, empty."""
    monkeypatch.setitem(settings.__dict__, "var", tmp_path)
    monkeypatch.setitem(settings.__dict__, "database_url", "")
    database.engine.cache_clear()
    yield tmp_path
    database.engine().dispose()
    database.engine.cache_clear()
