"""Puts the web server together: routes, limits, headers, errors, metrics."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask_cors import CORS

from web import headers, limits, metrics, openapi, problems, warming
from web.routes import charts, consents, feedback, health, me, messages, mine, pages, session, speech, staff
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

    metrics.install(app)
    problems.install(app)
    headers.install(app)
    limits.limiter.init_app(app)
    CORS(
        app,
        resources={r"/api/*": {"origins": headers.origins()}},
        allow_headers=["Authorization", "Content-Type"],
    )
    for room in (session, messages, speech, charts, mine, consents, me, feedback, staff, health, pages, openapi):
        app.register_blueprint(room.bp)
    return app
