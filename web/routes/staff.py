"""For the bank's staff: what happens in all conversations, who is treated how, and whether the audit is whole."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import Blueprint, request

from advisor.customers import Customer
from store import audit as audit_rows
from store import customers, events, plans, recommendations
from trust import audit, consent
from web.identity import staff_only
from web.problems import Problem

# scikit-learn and pandas take seconds to import, and most servers are never asked by staff: imported on use.
if TYPE_CHECKING:
    from advisor.personas import Personas

bp = Blueprint("staff", __name__)

LONGEST_DAYS = 3650
LATEST = 50


@bp.get("/api/insights")
@staff_only
def insights() -> dict[str, Any]:
    """Engagement, discovery, friction and sentiment by persona, of those who agreed to be counted."""
    from advisor.insights import report
    from advisor.plans import Plan

    days = request.args.get("days", "90")
    if not (days.isascii() and days.isdigit() and 1 <= int(days) <= LONGEST_DAYS):
        raise Problem(422, f"days is a whole number from 1 to {LONGEST_DAYS}.")
    happened, recommended = list(events.everything()), list(recommendations.everyone())
    owners = {event.owner for event in happened} | {item.owner for item in recommended}
    exclude = frozenset(owner for owner in owners if not consent.allows(owner, "insights"))
    newest = {owner: found[-1] for owner in owners - exclude if (found := plans.active(owner))}
    return report(
        _customers(),
        _personas(),
        happened,
        recommended,
        plans={owner: Plan.from_dict(plan.document) for owner, plan in newest.items()},
        exclude=exclude,
        days=int(days),
    ).to_dict()


@bp.get("/api/fairness")
@staff_only
def fairness() -> dict[str, Any]:
    """How personas and recommendations fall on different customers."""
    from trust import fairness_report

    people, fitted = _customers(), _personas()
    found = [*fairness_report.of_personas(people, fitted), *fairness_report.of_recommendations(people, fitted)]
    return {"personas_version": fitted.version, "findings": [item.to_dict() for item in found]}


@bp.get("/api/risk")
@staff_only
def risk() -> dict[str, Any]:
    """Signs of money trouble and payments to look at, of one customer or of the first fifty, most signs first."""
    from trust.risk import ranked

    wanted = request.args.get("customer_id")
    if wanted is None:
        people = _customers()[:LATEST]
    elif wanted.isascii() and wanted.isdigit() and len(wanted) <= 12 and (row := customers.get(int(wanted))):
        people = [Customer.from_dict(row)]
    else:
        raise Problem(404, "There is no such customer. GET /api/customers finds those there are.")
    return {"risks": [item.to_dict() for item in ranked(people, date.today())]}


@bp.get("/api/audit")
@staff_only
def the_audit() -> dict[str, Any]:
    """Whether every entry is what was written and signed, and the newest entries."""
    verdict = audit.verify()
    return {
        "whole": not verdict.faults,
        "entries": verdict.entries,
        "checkpoints": verdict.checkpoints,
        "faults": [str(fault) for fault in verdict.faults],
        "latest": [asdict(entry) for entry in audit_rows.entries(newest=LATEST)],
    }


def _customers() -> list[Customer]:
    people = [Customer.from_dict(row) for row in customers.everyone()]
    if not people:
        raise Problem(503, "There are no customers to look at; `./milepost customers import FILE` loads some.")
    return people


def _personas() -> Personas:
    from advisor import personas
    from advisor.personas import PersonasError

    try:
        return personas.current()
    except PersonasError as error:
        raise Problem(503, str(error)) from None
