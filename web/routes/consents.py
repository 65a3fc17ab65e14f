"""What the caller allows: every purpose with a switch, a receipt for each decision."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from store import consents
from trust import consent
from web import bodies
from web.identity import caller, signed_in
from web.problems import Problem
from web.shapes import Consent, ConsentChange, Consents

bp = Blueprint("consents", __name__)


@bp.get("/api/consents")
@signed_in
def my_consents() -> dict:
    """Where every purpose stands."""
    made = consents.current(caller().subject)
    found = [
        Consent(
            purpose=decision.purpose.name,
            title=decision.purpose.title,
            what=decision.purpose.what,
            without=decision.purpose.without,
            granted=decision.given,
            decided_at=decision.decided_at,
            receipt=_receipt(made.get(decision.purpose.name)),
        )
        for decision in consent.decisions(caller().subject)
    ]
    return Consents(consents=found).model_dump(mode="json")


def _receipt(made: consents.Consent | None) -> dict[str, Any] | None:
    return {"consentReceiptID": made.consent_id, **made.receipt} if made else None


@bp.put("/api/consents/<purpose>")
@signed_in
def decide(purpose: str) -> dict:
    """Give or withdraw consent; it counts from the next turn on."""
    wish = bodies.json_as(ConsentChange)
    try:
        return consent.decide(caller().subject, purpose, wish.granted, "page")
    except consent.UnknownPurpose as error:
        raise Problem(404, error.say) from None
