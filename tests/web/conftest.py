"""A web server with a fake bot behind it, fake voices and an empty database."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from waitress.server import create_server

from settings import settings
from store import customers, database
from tests.web.fake_bot import FakeBot
from voice.hearing import Manner
from web import limits
from web.app import create_app
from web.voices import Voices

CUSTOMER = {
    "customer_id": 1,
    "name": "Customer_1",
    "age": 28,
    "income": 68948.0,
    "spending_habit": "Moderate",
    "risk_profile": "Low",
    "transactions": 47,
    "sentiment_score": 0.1,
    "engagement_level": "Medium",
}


class FakeHearing:
    """Hears the words that a test wrote into the bytes."""

    def transcribe(self, audio: bytes) -> Any:
        return SimpleNamespace(
            text=audio.decode(errors="replace"), seconds=1.0, cpu_seconds=0.1, language="en", clear=True,
            manner=Manner(words_per_second=2.5, pause_share=0.25, loudness=-21.0),
        )  # fmt: skip


class FakeSpeaking:
    """Says a WAV header and the words, and counts how often."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, text: str) -> bytes:
        self.said.append(text)
        return b"RIFF" + text.encode()


@dataclass(frozen=True)
class Caller:
    """A signed-in person and their way to the server."""

    client: FlaskClient
    token: str
    subject: str

    def request(self, method: str, path: str, **options: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        return self.client.open(path, method=method, headers=headers, **options)

    def get(self, path: str, **options: Any) -> Any:
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Any) -> Any:
        return self.request("POST", path, **options)


@pytest.fixture(autouse=True)
def empty_database(tmp_path, monkeypatch) -> None:
    """A var folder of the test's own: database with two customers, keys, signed marks of the audit."""
    monkeypatch.setitem(settings.__dict__, "var", tmp_path)
    monkeypatch.setitem(settings.__dict__, "database_url", "")
    database.engine.cache_clear()
    customers.put([CUSTOMER, {**CUSTOMER, "customer_id": 2, "name": "Customer_2"}])
    yield
    database.engine().dispose()
    database.engine.cache_clear()


@pytest.fixture
def bot(monkeypatch) -> Iterator[FakeBot]:
    """A bot on a port of its own, which the web server finds."""
    for running in FakeBot().start():
        monkeypatch.setitem(settings.__dict__, "bot_port", running.port)
        yield running


@pytest.fixture
def speaking() -> FakeSpeaking:
    return FakeSpeaking()


@pytest.fixture
def app(speaking) -> Flask:
    made = create_app(Voices(FakeHearing(), speaking))
    limits.limiter.reset()
    return made


@pytest.fixture
def client(app) -> FlaskClient:
    """Somebody who has not signed in."""
    return app.test_client()


def sign_in(client: FlaskClient, **wish: Any) -> Caller:
    """Sign in as the wish says."""
    session = client.post("/api/session", json=wish).get_json()
    return Caller(client, session["token"], session["subject"])


@pytest.fixture
def ann(client) -> Caller:
    """Customer 1."""
    return sign_in(client, customer_id=1)


@pytest.fixture
def bob(client) -> Caller:
    """Customer 2."""
    return sign_in(client, customer_id=2)


@pytest.fixture
def guest(client) -> Caller:
    """A guest."""
    return sign_in(client)


@pytest.fixture
def serve():
    """A function that serves an app on a free port of loopback and returns the port."""
    servers = []

    def start(app: Flask) -> int:
        server = create_server(app, host="127.0.0.1", port=0, threads=16)
        servers.append(server)
        threading.Thread(target=server.run, daemon=True).start()
        return server.effective_port

    yield start
    for server in servers:
        server.close()
