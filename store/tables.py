"""The tables."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()


def _changed() -> Column:
    return Column("changed_at", DateTime(timezone=True))  # empty: never since it was written


def _owned(name: str, *columns: Column, key: str) -> Table:
    """A table about a person: a random key, whose row it is, and when it was written (UTC)."""
    table = Table(
        name,
        metadata,
        Column(key, String(40), primary_key=True),
        Column("owner", String(48), nullable=False),
        Column("created_at", DateTime(timezone=True), nullable=False),
        *columns,
    )
    Index(f"ix_{name}_owner", table.c.owner, table.c.created_at)
    return table


customers = Table(
    "customers",
    metadata,
    Column("customer_id", Integer, primary_key=True, autoincrement=False),
    Column("name", String(200), nullable=False),
    Column("age", Integer, nullable=False),
    Column("income", Float, nullable=False),  # a year, before tax
    Column("spending_habit", String(40), nullable=False),
    Column("risk_profile", String(40), nullable=False),
    Column("transactions", Integer, nullable=False),  # a month
    Column("sentiment_score", Float, nullable=False),  # -1 to 1
    Column("engagement_level", String(40), nullable=False),
)

profiles = _owned("profiles", Column("document", JSON, nullable=False), _changed(), key="profile_id")

plans = _owned(
    "plans",
    Column("goal_type", String(40), nullable=False),
    Column("status", String(20), nullable=False),  # active, superseded or deleted
    Column("document", JSON, nullable=False),
    _changed(),
    key="plan_id",
)

charts = _owned(
    "charts",
    Column("kind", String(40), nullable=False),
    Column("payload", JSON, nullable=False),
    key="chart_id",
)

recommendations = _owned(
    "recommendations",
    Column("product_id", String(80), nullable=False),
    Column("persona", String(120), nullable=False),
    Column("propensity", Float, nullable=False),  # chance with which the policy chose it, for off-policy evaluation
    Column("policy", String(80), nullable=False),
    Column("document", JSON, nullable=False),
    Column("verdict", String(20)),  # accepted, rejected or empty
    Column("verdict_reason", Text),
    Column("verdict_at", DateTime(timezone=True)),
    key="recommendation_id",
)

consents = _owned(
    "consents",
    Column("purpose", String(40), nullable=False),
    Column("given", Boolean, nullable=False),
    Column("receipt", JSON, nullable=False),
    key="consent_id",
)

speech = _owned(
    "speech",
    Column("text", Text, nullable=False),
    Column("wav", LargeBinary),  # empty until somebody listens
    key="speech_id",
)

events = _owned(
    "events",
    Column("session_id", String(40), nullable=False),
    Column("kind", String(60), nullable=False),
    Column("document", JSON, nullable=False),
    key="event_id",
)

conversations = _owned(
    "conversations",
    Column("version", Integer, nullable=False),  # begins anywhere, goes up with every turn
    Column("document", JSON, nullable=False),
    _changed(),
    key="sender_id",
)

handoffs = _owned(
    "handoffs",
    Column("session_id", String(40), nullable=False),
    Column("reason", String(60), nullable=False),
    Column("status", String(20), nullable=False),  # waiting, taken or closed
    Column("summary", JSON, nullable=False),
    _changed(),
    key="handoff_id",
)

sessions = _owned("sessions", Column("expires_at", DateTime(timezone=True), nullable=False), key="session_id")

audit = Table(
    "audit",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", String(40), nullable=False),  # text, because the very characters are hashed
    Column("kind", String(60), nullable=False),
    Column("subject_hash", String(64), nullable=False),
    Column("document", Text, nullable=False),  # canonical JSON, for the same reason
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

subject_keys = Table(
    "subject_keys",
    metadata,
    Column("owner", String(48), primary_key=True),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("secret", String(64), nullable=False),  # destroyed with the person's data; see trust/audit.py
)

erasures = Table(
    "erasures",
    metadata,
    Column("owner", String(48), primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),  # what began before it writes nothing; see store/database.py
)

OWNED = (profiles, plans, charts, recommendations, consents, speech, events, conversations, handoffs, sessions)
"""Every table with rows about one person, by column `owner`."""
