"""What Milepost holds about the caller."""

from __future__ import annotations

from flask import Blueprint

from settings import settings
from store import plans, recommendations
from store.handoffs import under_review
from web.identity import caller, signed_in
from web.shapes import Plan, Plans, Recommendation, Recommendations

bp = Blueprint("mine", __name__)


@bp.get("/api/plans")
@signed_in
def my_plans() -> dict:
    """The plans in force, oldest first."""
    found = [
        Plan(plan_id=plan.plan_id, goal_type=plan.goal_type, created_at=plan.created_at, plan=plan.document)
        for plan in plans.active(caller().subject)
    ]
    return Plans(plans=found, currency=settings.currency).model_dump(mode="json")


@bp.get("/api/recommendations")
@signed_in
def my_recommendations() -> dict:
    """What was recommended, newest first, with the verdict if there is one."""
    reviewed = under_review(caller().subject)
    found = [
        Recommendation(
            recommendation_id=one.recommendation_id,
            product_id=one.product_id,
            created_at=one.created_at,
            verdict=one.verdict,
            recommendation=one.document,
            contested=one.product_id in reviewed,
        )
        for one in recommendations.list_of(caller().subject)
    ]
    return Recommendations(recommendations=found).model_dump(mode="json")
