"""For the bank's staff: who may be in trouble, who is treated how, and whether the audit is whole."""

from __future__ import annotations

import functools
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, request

from advisor.customers import Customer
from store import audit as audit_rows
from store import customers
from trust import audit
from web import pictures
from web.identity import staff_only
from web.problems import Problem

# scikit-learn and pandas take seconds to import, and most servers are never asked by staff: imported on use.
if TYPE_CHECKING:
    from advisor.personas import Personas

bp = Blueprint("staff", __name__)

LATEST = 50
LONGEST_NUMBER = 12  # digits


@bp.get("/api/fairness")
@staff_only
def fairness() -> dict[str, Any]:
    """How personas and recommendations fall on different customers."""
    from advisor import catalogue

    version = current_personas().version
    return {
        "personas_version": version,
        "findings": _findings(tuple(all_customers()), version, catalogue.current().version),
    }


@functools.lru_cache(maxsize=1)  # takes seconds; the same customers, personas and products have the same findings
def _findings(people: tuple[Customer, ...], _personas_version: str, _catalogue_version: str) -> list[dict[str, Any]]:
    from trust import fairness_report

    fitted = current_personas()
    found = [*fairness_report.of_personas(people, fitted), *fairness_report.of_recommendations(people, fitted)]
    return [item.to_dict() for item in found]


@bp.get("/api/risk")
@staff_only
def risk() -> dict[str, Any]:
    """Signs of money trouble and payments to look at, of one customer or of fifty, most signs first.

    `after` is the number of the customer that the last fifty ended with.
    """
    from trust.risk import ranked

    if "customer_id" in request.args:
        people, rest = [_customer(request.args["customer_id"])], 0
    else:
        after = request.args.get("after", "0")
        if not (after.isascii() and after.isdigit() and len(after) <= LONGEST_NUMBER):
            raise Problem(422, "after is the number of a customer.")
        later = [person for person in all_customers() if person.customer_id > int(after)]
        people, rest = later[:LATEST], len(later) - LATEST
    return {
        "risks": [item.to_dict() for item in ranked(people, date.today())],
        "looked_at": len(people),  # more than there are risks where somebody refused the use of their payments
        "next": people[-1].customer_id if rest > 0 else None,
    }


@bp.get("/api/risk/<string:customer_id>/picture")
@staff_only
def risk_picture(customer_id: str) -> Response:
    """Why a customer's risk is what it is, as a picture."""
    from advisor.pictures import drawing
    from trust.risk import risk_of

    look = pictures.look()
    found = risk_of(_customer(customer_id), date.today())
    if found is None:
        raise Problem(404, "This customer does not let their payments be used, so there is no risk to explain.")
    payload = found.explanation.picture_payload()
    return pictures.response(drawing.draw("explanation", payload, theme=look.theme, narrow=look.narrow))


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


def _customer(number: str) -> Customer:
    if number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER and (row := customers.get(int(number))):
        return Customer.from_dict(row)
    raise Problem(404, "There is no such customer. GET /api/customers finds those there are.")


def all_customers() -> list[Customer]:
    """The bank's customers. Raises Problem 503 where there are none."""
    people = [Customer.from_dict(row) for row in customers.everyone()]
    if not people:
        raise Problem(503, "There are no customers to look at; `./milepost customers import FILE` loads some.")
    return people


def current_personas() -> Personas:
    """The personas in force. Raises Problem 503 where there are none."""
    from advisor import personas
    from advisor.personas import PersonasError

    try:
        return personas.current()
    except PersonasError as error:
        raise Problem(503, str(error)) from None
