"""Why the caller is in their group of customers: in words, in figures and as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response

from advisor.customers import Customer
from advisor.pictures import drawing
from store import customers
from trust import consent, tokens
from web import pictures
from web.identity import caller, signed_in
from web.problems import Problem
from web.routes.staff import current_personas
from web.shapes import Persona

if TYPE_CHECKING:
    from trust.reasons import Explanation

bp = Blueprint("persona", __name__)

KIND = "explanation"


@bp.get("/api/me/persona")
@signed_in
def why() -> dict:
    """The group, the reasons and what would change it."""
    found = _explanation()
    rows = [list(row) for row in drawing.table(KIND, found.picture_payload())]
    return Persona(persona=found.outcome, spoken=found.spoken(), table=rows).model_dump()


@bp.get("/api/me/persona/picture")
@signed_in
def picture() -> Response:
    """The same as a picture."""
    look = pictures.look()
    payload = _explanation().picture_payload()
    return pictures.response(drawing.draw(KIND, payload, theme=look.theme, narrow=look.narrow))


def _explanation() -> Explanation:
    from trust.explanations import explain_persona

    owner = caller().subject
    customer_id = tokens.customer_id_of(owner)
    row = customers.get(customer_id) if customer_id is not None else None
    if row is None:
        raise Problem(404, "A guest is in no group: nothing is known about you but what you say.")
    if not consent.allows(owner, "personalised_plans"):
        raise Problem(403, "You do not let your profile shape your plans, so you are put in no group.")
    return explain_persona(Customer.from_dict(row), current_personas())
