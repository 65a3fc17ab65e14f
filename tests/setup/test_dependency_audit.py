"""What was swapped, touched, not locked or has a known hole is named; what cannot be asked is said not to be done."""

import base64
import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests

from setup import dependency_audit as audit


@pytest.fixture
def site(tmp_path):
    """An environment with one package, as pip would have installed it."""

    def install(name, version, licence="License-Expression: MIT", code=b"answer = 42\n"):
        folder = tmp_path / f"{name}-{version}.dist-info"
        folder.mkdir()
        (tmp_path / f"{name}.py").write_bytes(code)
        digest = base64.urlsafe_b64encode(hashlib.sha256(b"answer = 42\n").digest()).rstrip(b"=").decode()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n{licence}\n")
        (folder / "RECORD").write_text(f"{name}.py,sha256={digest},12\n")
        return audit.installed(tmp_path)

    return install


def lock(tmp_path, text):
    file = tmp_path / "lock.txt"
    file.write_text(text)
    return audit.locked(file)


def test_what_is_as_locked_and_untouched_is_not_named(site, tmp_path):
    there = site("left_pad", "1.0")
    assert list(audit.differences(lock(tmp_path, "Left-Pad==1.0  # why\n"), there)) == []
    assert list(audit.touched(there.values())) == list(audit.licences_to_look_at(there.values())) == []


def test_another_version_and_a_stranger_are_named(site, tmp_path):
    site("left_pad", "1.1")
    there = site("stranger", "2.0")
    found = list(audit.differences(lock(tmp_path, "left-pad==1.0\n"), there))
    assert found == ["left-pad is 1.1; the lock says 1.0", "stranger 2.0 is installed and in no lock"]


def test_a_file_that_was_changed_after_installation_is_named(site):
    (found,) = audit.touched(site("left_pad", "1.0", code=b"answer = 43\n").values())
    assert "left_pad.py was changed" in found


@pytest.mark.parametrize(
    "licence, named",
    [
        ("License-Expression: AGPL-3.0-only", True),
        ("Classifier: License :: OSI Approved :: GNU General Public License v3 (GPLv3)", True),
        ("Classifier: License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)", False),
        ("License-Expression: GPL-2.0 OR MIT", False),
        ("License-Expression: Apache-2.0", False),
        ("Summary: says nothing", True),
    ],
)
def test_a_licence_that_asks_for_our_source_is_for_a_person_to_look_at(site, licence, named):
    assert bool(list(audit.licences_to_look_at(site("left_pad", "1.0", licence).values()))) is named


@pytest.fixture
def osv():
    """An osv.dev that knows of a hole in left-pad 1.0."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):  # noqa: N802
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
            bad = {"package": {"name": "left-pad", "ecosystem": "PyPI"}, "version": "1.0"}
            body = json.dumps({"results": [{"vulns": [{"id": "PYSEC-1"}]} if q == bad else {} for q in asked]}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_known_holes_are_asked_for_each_locked_version(osv, monkeypatch):
    monkeypatch.setattr(audit, "AT_ONCE", 1)
    packages = [audit.Locked("safe", "1.0"), audit.Locked("left-pad", "1.0"), audit.Locked("left-pad", "1.1")]
    assert audit.known_holes(packages, osv) == ["left-pad 1.0: PYSEC-1"]


def test_a_place_that_does_not_answer_is_no_clean_bill(monkeypatch, capsys, tmp_path):
    def down(*_, **__):
        raise requests.ConnectionError

    monkeypatch.setattr(audit.requests, "post", down)
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "brain.txt").write_text("left-pad==1.0\n")
    (tmp_path / ".venv/brain/lib/python3.11/site-packages").mkdir(parents=True)
    monkeypatch.setattr(audit, "ROOT", tmp_path)
    audit.main()
    said = capsys.readouterr().out
    assert "NOT DONE, osv.dev cannot be reached" in said and "NOT DONE: there is no .venv/bot" in said
