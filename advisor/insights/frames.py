"""Customers, events and recommendations as pandas tables, joined by a persona and nothing that names a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import pandas as pd

from advisor.customers import Customer
from advisor.personas import Personas, feature_matrix

GUESTS = "guests"
# What went wrong for the customer, by the kind of the event.
FRICTION = {
    "not_understood": "Milepost did not understand",
    "out_of_scope": "asked for something else",
    "unanswered": "a question without an answer",
    "complaint": "complained",
    "handoff": "needed a person",
    "trouble": "something did not work",
}
EVENT_FIELDS = ("goal_type", "status", "reason", "why", "product_id", "declined", "sentiment", "in_form", "intent")


class Happened(Protocol):
    """An event as store.events has it."""

    @property
    def owner(self) -> str: ...

    @property
    def session_id(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def document(self) -> dict[str, Any]: ...

    @property
    def created_at(self) -> datetime: ...


class Recommended(Protocol):
    """A recommendation as store.recommendations has it."""

    @property
    def owner(self) -> str: ...

    @property
    def product_id(self) -> str: ...

    @property
    def verdict(self) -> str | None: ...

    @property
    def verdict_reason(self) -> str | None: ...

    @property
    def created_at(self) -> datetime: ...


@dataclass(frozen=True)
class Frames:
    """The raw material of every table."""

    people: pd.DataFrame  # a customer a row, by owner: persona, engagement_level, sentiment_score, transactions
    events: pd.DataFrame  # an event a row, oldest first: owner, session, kind, at, persona, EVENT_FIELDS
    recommendations: pd.DataFrame  # a recommendation a row: owner, product_id, verdict, why, at, persona


def owner_of(customer: Customer) -> str:
    """How the customer is called wherever something is stored about them."""
    return f"customer-{customer.customer_id}"


def frames(
    customers: Sequence[Customer],
    personas: Personas,
    events: Iterable[Happened],
    recommendations: Iterable[Recommended],
    *,
    exclude: frozenset[str] = frozenset(),
) -> Frames:
    """The tables, without the owners in `exclude` (who did not agree to be counted)."""
    kept = [customer for customer in customers if owner_of(customer) not in exclude]
    labels, _ = personas.label(feature_matrix(kept))
    people = pd.DataFrame(
        {
            "persona": [personas.segments[label].name for label in labels],
            "engagement_level": [c.engagement_level for c in kept],
            "sentiment_score": [c.sentiment_score for c in kept],
            "transactions": [c.transactions for c in kept],
        },
        index=pd.Index([owner_of(c) for c in kept], name="owner"),
    )
    persona_of = people["persona"].to_dict()
    happened = pd.DataFrame(
        [
            {
                "owner": event.owner,
                "session": event.session_id,
                "kind": "unanswered" if event.kind == "question" and event.document.get("declined") else event.kind,
                "at": event.created_at,
                "persona": persona_of.get(event.owner, GUESTS),
                **{name: event.document.get(name) for name in EVENT_FIELDS},
            }
            for event in events
            if event.owner not in exclude
        ],
        columns=["owner", "session", "kind", "at", "persona", *EVENT_FIELDS],
    )
    shown = pd.DataFrame(
        [
            {
                "owner": item.owner,
                "product_id": item.product_id,
                "verdict": item.verdict,
                "why": item.verdict_reason,
                "at": item.created_at,
                "persona": persona_of.get(item.owner, GUESTS),
            }
            for item in recommendations
            if item.owner not in exclude
        ],
        columns=["owner", "product_id", "verdict", "why", "at", "persona"],
    )
    for frame in (happened, shown):
        frame["at"] = pd.to_datetime(frame["at"], utc=True)
    return Frames(people, happened.sort_values("at", kind="stable"), shown.sort_values("at", kind="stable"))
