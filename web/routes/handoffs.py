"""Conversations that wait for a person: seen, taken and closed by the bank's staff, contested decisions decided."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, request

from store import customers, handoffs, plans, recommendations
from store.handoffs import CONTESTED, STATUSES
from trust import audit, tokens
from web import bodies
from web.identity import caller, staff_only
from web.problems import Problem
from web.shapes import Decision, Handoff, HandoffChange, Handoffs

bp = Blueprint("handoffs", __name__)

LATEST_CLOSED = 50


@bp.get("/api/handoffs")
@staff_only
def the_queue() -> dict:
    """Hand-offs of one status, longest waiting first; closed ones newest first."""
    status = request.args.get("status", "waiting")
    if status not in STATUSES:
        raise Problem(422, f"A hand-off is one of {', '.join(STATUSES)}.")
    found = handoffs.queue(status)
    waiting = found if status == "waiting" else handoffs.queue()
    if status == "closed":
        found = found[: -LATEST_CLOSED - 1 : -1]
    shown = [_shown(one) for one in found]
    return Handoffs(handoffs=shown, waiting=dict(Counter(one.reason for one in waiting))).model_dump(mode="json")


@bp.put("/api/handoffs/<string(length=32):handoff_id>")
@staff_only
def move(handoff_id: str) -> dict:
    """Take, give back or close one. A contested decision is closed with an outcome."""
    wish = bodies.json_as(HandoffChange)
    found = handoffs.find(handoff_id)
    if found is None:
        raise Problem(404, "There is no such hand-off; its customer may have erased their data.")
    deciding = wish.status == "closed" and found.reason == CONTESTED
    if deciding and wish.outcome is None:
        raise Problem(422, "A contested decision is closed with an outcome: upheld or overturned.")
    if wish.outcome is not None and not deciding:
        raise Problem(422, "Only a contested decision has an outcome, and only when it is closed.")
    if found.status == wish.status or not handoffs.set_status(handoff_id, wish.status, was=found.status):
        raise Problem(409, "A colleague was quicker: this hand-off has moved on. Look at the list again.")
    if deciding:
        handoffs.add_to_summary(handoff_id, outcome=wish.outcome)
        if wish.outcome == "overturned" and (about := found.summary.get("recommendation_id")):
            recommendations.set_verdict(about, found.owner, "rejected", "a person overturned it")
    audit.record(
        "handoff", found.owner, session_id=found.session_id, handoff_id=handoff_id, reason=found.reason,
        status=wish.status, by=caller().subject, outcome=wish.outcome,
    )  # fmt: skip
    return _shown(handoffs.find(handoff_id) or found).model_dump(mode="json")


def _shown(one: handoffs.Handoff) -> Handoff:
    # Until somebody takes it, nobody has a reason to know who it is; once it is closed, nobody has any more.
    open_book = one.status == "taken"
    return Handoff(
        handoff_id=one.handoff_id,
        reason=one.reason,
        status=one.status,
        created_at=one.created_at,
        summary=one.summary.get("text", "") if open_book else _unnamed(one),
        person=_person(one.owner) if open_book else None,
        said_last=one.summary.get("said_last") if open_book else None,
        decision=_decision(one) if open_book else None,
        outcome=one.summary.get("outcome"),
    )


def _person(owner: str) -> str:
    customer_id = tokens.customer_id_of(owner)
    row = customers.get(customer_id) if customer_id is not None else None
    return f"{row['name'].replace('_', ' ')}, customer number {customer_id}" if row else "A guest"


def _unnamed(one: handoffs.Handoff) -> str:
    customer_id = tokens.customer_id_of(one.owner)
    row = customers.get(customer_id) if customer_id is not None else None
    text = one.summary.get("text", "")
    unnamed = text.replace(row["name"].replace("_", " "), "the customer") if row else text
    return unnamed[:1].upper() + unnamed[1:]


def _decision(one: handoffs.Handoff) -> Decision | None:
    if about := one.summary.get("recommendation_id"):
        stored = recommendations.get(about, one.owner)
        if stored:
            document = stored.document
            return Decision(
                what=f"{document['product']['name']} was recommended",
                because=[reason["text"] for reason in document["reasons"]],
                decided_at=stored.created_at,
                version=", ".join(document.get("rule_ids", [])),
            )
    if (about := one.summary.get("plan_id")) and (plan := plans.find(about)) and plan.owner == one.owner:
        return Decision(
            what=f"A {plan.goal_type.replace('_', ' ')} plan of {plan.document['monthly']:,.2f} a month was worked out",
            because=list(plan.document.get("notes", [])),
            decided_at=plan.created_at,
            version=plan.document.get("assumptions_id", ""),
        )
    return None
