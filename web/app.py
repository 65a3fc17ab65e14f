"""Puts the web server together: routes, limits, headers, errors, metrics."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask_cors import CORS

from store.database import acting_since, now
from web import headers, limits, metrics, openapi, problems, warming
from web.routes import (
    charts,
    consents,
    feedback,
    handoffs,
    health,
    insights,
    me,
    messages,
    mine,
    pages,
    persona,
    session,
    speech,
    staff,
)
from web.voices import Voices

HERE = Path(__file__).parent


def create_app(voices: Voices | None = None) -> Flask:
    """The Flask application. Without `voices` (a test's fakes), the real models load in the background."""
    app = Flask("web", root_path=str(HERE), static_folder="static", static_url_path="/static")
    app.config.update(MAX_CONTENT_LENGTH=limits.AUDIO_BYTES, MAX_FORM_PARTS=8)
    app.json.sort_keys = False
    if voices is None:
        voices = Voices()
        warming.start(voices)
    app.extensions["voices"] = voices

    _mind_erasures(app)
    metrics.install(app)
    problems.install(app)
    headers.install(app)
    limits.limiter.init_app(app)
    CORS(
        app,
        resources={r"/api/*": {"origins": headers.origins()}},
        allow_headers=["Authorization", "Content-Type"],
    )
    for room in (
        session,
        messages,
        speech,
        charts,
        mine,
        consents,
        me,
        persona,
        feedback,
        staff,
        handoffs,
        insights,
        health,
        pages,
        openapi,
    ):
        app.register_blueprint(room.bp)
    return app


def _mind_erasures(app: Flask) -> None:
    """What a request writes about a person counts only if they were not erased since it came in."""

    @app.before_request
    def _begin() -> None:
        acting_since.set(now())

    @app.teardown_request
    def _end(_: BaseException | None) -> None:
        acting_since.set(None)
