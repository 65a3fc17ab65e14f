"""What the customer thinks of a recommendation: yes, no, or that a person should look at it."""

from __future__ import annotations

from flask import Blueprint

from store import handoffs, recommendations
from store.handoffs import CONTESTED, under_review
from trust import audit
from web import bodies
from web.identity import caller, signed_in
from web.problems import Problem
from web.shapes import Contest, FeedbackRequest

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


@bp.post("/api/recommendations/<string(length=32):recommendation_id>/contest")
@signed_in
def contest(recommendation_id: str) -> tuple[dict, int]:
    """Have a person check a recommendation; until they did, the product is not suggested."""
    me = caller()
    stored = recommendations.get(recommendation_id, me.subject)
    if stored is None:
        raise Problem(404, "There is no such recommendation among yours. GET /api/recommendations lists them.")
    if stored.product_id in under_review(me.subject):
        raise Problem(409, "A person is already looking at this. You will hear from them.")
    about = f"the suggestion of {stored.document['product']['name']}"
    summary = {
        "text": f"The customer wants a person to check {about}, asked for on the page.",
        "written_by": "template",
        "contested": stored.product_id,
        "recommendation_id": recommendation_id,
    }
    handoff_id = handoffs.add(me.subject, me.session_id, CONTESTED, summary)
    audit.record(
        "handoff", me.subject, session_id=me.session_id, handoff_id=handoff_id, reason=CONTESTED,
        recommendation_id=recommendation_id, channel="page",
    )  # fmt: skip
    return Contest(handoff_id=handoff_id).model_dump(), 201
