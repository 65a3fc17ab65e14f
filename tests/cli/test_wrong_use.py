"""The command line, used wrongly: a sentence that says what to change, and never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from cli.__main__ import command_names, main, usage
from settings import ROOT
from tests.databases import own_database


@pytest.fixture
def empty(tmp_path, monkeypatch):
    """A database of the test's own, without customers."""
    with own_database(tmp_path / "var", monkeypatch):
        yield


WRONG = {
    "audit verify --folder nowhere": "there is no folder nowhere",
    "audit trace unknown": "no entry of the audit mentions unknown",
    "customers import nowhere.csv": "nowhere.csv cannot be read",
    "customers show 7": "there is no customer 7",
    "fairness --table nowhere.csv": "nowhere.csv cannot be read",
    "fairness --gate nowhere.json": "nowhere.json cannot be used: No such file or directory",
    "fairness --gate words.txt": "`./milepost fairness --save FILE` writes such a file",
    "fairness --personas words.txt": "words.txt holds no personas",
    "insights --days 0": "--days is a whole number from 1 to",
    "insights": "`./milepost customers import FILE` loads some",
    "parse nowhere.txt": "Give a text file, or - for standard input",
    "plan --goal car --amount 9000 --months 12 --chart nowhere/road.svg": "nowhere/road.svg cannot be used",
    "plan --goal car --amount 9000 --months 12 --customer 999999": "there is no customer 999999",
    "products why": "why takes a product's id and --customer",
    "replay nosuchstory": "no story matches 'nosuchstory'",
    "risk 999999": "there is no such customer",
    "risk --scenario sunshine": "the scenarios are income_drop",
}


@pytest.mark.parametrize("words", WRONG)
def test_wrong_use_is_a_sentence(words, empty, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "words.txt").write_text("hello")
    assert main(words.split()) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("milepost: ") and WRONG[words] in err


def test_a_day_that_is_none_is_told_how_to_write_one(capsys):
    with pytest.raises(SystemExit):
        main(["plan", "--today", "yesterday"])
    assert "'yesterday' is no day; write it as 2026-11-23" in capsys.readouterr().err


def test_a_setting_that_cannot_be_read_ends_any_program_with_a_sentence():
    wrong = {**os.environ, "MILEPOST_WEB_PORT": "many"}
    ended = subprocess.run(
        [sys.executable, "-m", "cli", "settings"], cwd=ROOT, env=wrong, capture_output=True, text=True
    )
    assert ended.returncode == 1
    assert ended.stderr == "milepost: MILEPOST_WEB_PORT is 'many'; it takes a whole number such as 8000.\n"


def test_the_list_of_commands_fits_a_terminal():
    listed = usage()
    assert all(f"  {name} " in listed for name in command_names())
    assert max(map(len, listed.splitlines())) <= 100
