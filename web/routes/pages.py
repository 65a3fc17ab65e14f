"""The page, the script that embeds it in other sites, and a page that shows that."""

from __future__ import annotations

from flask import Blueprint, Response, current_app

bp = Blueprint("pages", __name__)


def _file(name: str) -> Response:
    return current_app.send_static_file(name)


@bp.get("/")
def page() -> Response:
    """The assistant."""
    return _file("index.html")


@bp.get("/staff")
def staff() -> Response:
    """The bank's staff's own page."""
    return _file("staff.html")


@bp.get("/widget.js")
def widget() -> Response:
    """The one script that a host page includes."""
    return _file("widget.js")


@bp.get("/demo/host")
def host() -> Response:
    """A bank's page with the widget in it."""
    return _file("host.html")
