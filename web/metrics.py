"""Figures for the people who run the server, in the format of Prometheus; never about a person."""

from __future__ import annotations

import time

from flask import Blueprint, Flask, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest

REQUESTS = Counter("milepost_requests", "Requests answered", ["route", "method", "status"])
REQUEST_SECONDS = Histogram("milepost_request_seconds", "Time to the head of the response", ["route"])
STAGE_SECONDS = Histogram(
    "milepost_turn_stage_seconds",
    "Time from the arrival of a turn to its transcript, first text, first sound and end",
    ["stage"],
    buckets=(0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6),
)
TROUBLE = Counter("milepost_turn_trouble", "Turns that could not be completed", ["reason"])

bp = Blueprint("metrics", __name__)


@bp.get("/metrics")
def metrics() -> Response:
    """Everything counted since the server started."""
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def install(app: Flask) -> None:
    """Count every request under its route, so that no id of a person becomes a label."""
    app.register_blueprint(bp)

    @app.before_request
    def _start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def _count(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "none"
        REQUESTS.labels(route, request.method, response.status_code).inc()
        if "started" in g:
            REQUEST_SECONDS.labels(route).observe(time.perf_counter() - g.started)
        return response
