"""Demo sign-in: names a customer, gets a token. A bank replaces this file by its own identity provider."""

from __future__ import annotations

import hmac
from datetime import datetime

from flask import Blueprint, request

from settings import settings
from store import customers, sessions
from trust import audit, tokens
from trust.tokens import Identity
from web import bodies
from web.identity import caller
from web.limits import SIGN_INS, limiter
from web.problems import Problem
from web.shapes import CustomerCard, CustomerCards, Renewal, Session, SessionRequest

bp = Blueprint("session", __name__)

FOUND_AT_ONCE = 20


def _session(subject: str, name: str, role: str = "customer") -> tuple[dict, int]:
    token, expires_at = tokens.issue(subject, role)
    identity = tokens.verify(token)
    audit.record("sign_in", subject, role=role, session_id=identity.session_id)
    _keep(identity, expires_at)
    session = Session(token=token, expires_at=expires_at, subject=subject, role=role, name=name)
    return session.model_dump(mode="json"), 201


@bp.post("/api/session")
@limiter.limit(SIGN_INS)
def sign_in() -> tuple[dict, int]:
    """A token for a customer, for a guest (empty body) or for the bank's staff."""
    wish = bodies.json_as(SessionRequest)
    if wish.staff_key is not None:
        known = settings.staff_key.encode()
        if not known or not hmac.compare_digest(wish.staff_key.encode("utf-8", "replace"), known):
            raise Problem(403, "That staff key is not valid. MILEPOST_STAFF_KEY sets it on the server.")
        return _session("staff-key", "Staff", "staff")
    if wish.customer_id is None:
        return _session(tokens.new_guest(), "Guest")
    _demo_only()
    customer = customers.get(wish.customer_id)
    if customer is None:
        raise Problem(404, f"There is no customer {wish.customer_id}. GET /api/customers finds those there are.")
    return _session(f"customer-{wish.customer_id}", customer["name"])


@bp.post("/api/session/refresh")
@limiter.limit(SIGN_INS)
def renew() -> dict:
    """A new token for the same session, while the old one holds."""
    try:
        token, expires_at = tokens.renew(caller())
    except tokens.InvalidToken as error:
        raise Problem(401, str(error)) from None
    _keep(caller(), expires_at)
    return Renewal(token=token, expires_at=expires_at).model_dump(mode="json")


def _keep(identity: Identity, expires_at: datetime) -> None:
    if identity.role == "customer":
        sessions.keep(identity.session_id, identity.subject, expires_at)


@bp.get("/api/customers")
@limiter.limit(SIGN_INS)
def search() -> dict:
    """Customers for the demo's chooser, by the beginning of their name or by their number."""
    _demo_only()
    text = request.args.get("search", "").strip()[:100].replace("\x00", "")
    cards = [
        CustomerCard(
            customer_id=row["customer_id"],
            name=row["name"],
            about=f"{row['age']} years · {row['risk_profile']} risk · {row['spending_habit']} spending",
        )
        for row in customers.search(text, FOUND_AT_ONCE)
    ]
    return CustomerCards(customers=cards, total=customers.count()).model_dump(mode="json")


def _demo_only() -> None:
    if not settings.demo:
        raise Problem(403, "Sign-in by number is for the demo, which is switched off here (MILEPOST_DEMO=0).")
