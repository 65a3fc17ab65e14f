"""Consent given and withdrawn, purpose by purpose; history is kept, the newest row counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from store.database import aware, engine, insert
from store.tables import consents


@dataclass(frozen=True)
class Consent:
    """One decision about one purpose."""

    consent_id: str
    owner: str
    purpose: str
    given: bool
    receipt: dict[str, Any]
    created_at: datetime


def add(owner: str, purpose: str, given: bool, receipt: dict[str, Any]) -> str:
    """Note a decision; its id."""
    return insert(consents, "consent_id", owner, purpose=purpose, given=given, receipt=receipt)


def history(owner: str) -> list[Consent]:
    """Every decision of this owner's, oldest first."""
    query = sa.select(consents).where(consents.c.owner == owner).order_by(consents.c.created_at)
    with engine().connect() as connection:
        return [
            Consent(
                row["consent_id"],
                row["owner"],
                row["purpose"],
                row["given"],
                row["receipt"],
                aware(row["created_at"]),
            )
            for row in connection.execute(query).mappings()
        ]


def find(consent_id: str) -> Consent | None:
    """One decision, whoever's it is: for the audit, never for a customer's request."""
    query = sa.select(consents.c.owner).where(consents.c.consent_id == consent_id)
    with engine().connect() as connection:
        owner = connection.execute(query).scalar()
    return next((made for made in history(owner) if made.consent_id == consent_id), None) if owner else None


def current(owner: str) -> dict[str, Consent]:
    """The decision in force for each purpose that was ever decided."""
    return {consent.purpose: consent for consent in history(owner)}
