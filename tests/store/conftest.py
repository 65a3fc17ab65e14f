"""A database of each test's own."""

import pytest

from tests.databases import own_database


@pytest.fixture(autouse=True)
def own_var(tmp_path, monkeypatch):
    """The folder that Milepost writes to, empty, beside an empty database."""
    with own_database(tmp_path, monkeypatch):
        yield tmp_path
