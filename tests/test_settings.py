"""Settings come from MILEPOST_* variables, and a mistake in one is told at once."""

from pathlib import Path

import pytest

from settings import Settings, SettingsError


def test_a_variable_replaces_the_default():
    changed = Settings.from_environment({"MILEPOST_WEB_PORT": "9000", "MILEPOST_VAR": "/tmp/elsewhere", "PATH": "x"})
    assert changed.web_port == 9000
    assert changed.database == "sqlite:////tmp/elsewhere/milepost.db"


@pytest.mark.parametrize("environment", [{"MILEPOST_WEBPORT": "1"}, {"MILEPOST_WEB_PORT": "many"}])
def test_a_mistake_is_told_with_the_name_of_the_variable(environment):
    with pytest.raises(SettingsError, match=next(iter(environment))):
        Settings.from_environment(environment)


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path):
    first = Settings(var=tmp_path)
    assert first.signing_secret() == Settings(var=tmp_path).signing_secret()
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0
