"""What the customer thinks of a recommendation."""

from __future__ import annotations

from flask import Blueprint

from store import recommendations
from trust import audit
from web import bodies
from web.identity import caller, signed_in
from web.problems import Problem
from web.shapes import FeedbackRequest

bp = Blueprint("feedback", __name__)

VERDICTS = {"accept": "accepted", "reject": "rejected"}


@bp.post("/api/feedback")
@signed_in
def judge() -> tuple[str, int]:
    """Accept or reject a recommendation; the newest verdict counts."""
    wish = bodies.json_as(FeedbackRequest)
    known = recommendations.set_verdict(wish.recommendation_id, caller().subject, VERDICTS[wish.verdict], wish.reason)
    if not known:
        raise Problem(404, "There is no such recommendation among yours. GET /api/recommendations lists them.")
    audit.record(
        "verdict", caller().subject, session_id=caller().session_id,
        recommendation_id=wish.recommendation_id, verdict=VERDICTS[wish.verdict], channel="page",
    )  # fmt: skip
    return "", 204
