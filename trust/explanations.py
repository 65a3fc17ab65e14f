"""Why a customer is in their persona, and why their risk (distress) score is what it is: the door for other rooms.

An Explanation says itself (`spoken`), draws itself (`picture_payload`, for the picture kind "explanation"), and holds
the values that sum to the model's output.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from advisor import personas as fitted_personas
from advisor.customers import Customer
from advisor.personas import Personas
from trust.reasons import Explanation, Reason
from trust.risk import risk_of
from trust.why_persona import why_persona

__all__ = ["Explanation", "Reason", "explain_persona", "explain_risk"]


def explain_persona(customer: Customer, personas: Personas | None = None, *, beside: bool = False) -> Explanation:
    """Why this customer is in their persona, and the smallest single change that leads to another.

    `beside` also asks the shap and lime libraries (seconds the first time). Raises PersonasError if none are fitted.
    """
    return why_persona(customer, personas or fitted_personas.current(), beside=beside)


def explain_risk(
    customer: Customer, today: date | None = None, scenarios: Iterable[str] = (), *, beside: bool = False
) -> Explanation | None:
    """Why this customer's risk score is what it is; None for guests and for those who refused the use of payments."""
    found = risk_of(customer, today or date.today(), scenarios, beside=beside)
    return None if found is None else found.explanation
