"""The caller's rights: a copy of everything held about them, and its erasure."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from trust import rights
from web.identity import caller, signed_in
from web.shapes import Erasure

bp = Blueprint("me", __name__)


@bp.get("/api/me/export")
@signed_in
def export() -> Response:
    """Everything held about the caller, to keep and to take elsewhere."""
    response = jsonify(rights.export(caller().subject))
    response.headers["Content-Disposition"] = 'attachment; filename="milepost.json"'
    return response


@bp.delete("/api/me")
@signed_in
def erase() -> dict:
    """Erase everything that Milepost holds about the caller, this conversation included."""
    return Erasure(erased=rights.erase(caller().subject)).model_dump()
