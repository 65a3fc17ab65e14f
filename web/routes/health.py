"""Whether it lives, and whether it can do its work."""

from __future__ import annotations

from flask import Blueprint, current_app

from store import database
from web import bot_client

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive() -> dict:
    """The process answers."""
    return {"status": "ok"}


@bp.get("/readyz")
def ready() -> tuple[dict, int]:
    """Everything a turn needs answers: bot, actions, database and voice models."""
    checks = {
        "bot": bot_client.ready(),
        "actions": bot_client.actions_ready(),
        "database": _database(),
        **current_app.extensions["voices"].state(),
    }
    good = all(checks.values())
    return {"status": "ok" if good else "not ready", "checks": checks}, 200 if good else 503


def _database() -> bool:
    try:
        with database.engine().connect() as connection:
            connection.exec_driver_sql("SELECT 1")
        return True
    except Exception:
        return False
