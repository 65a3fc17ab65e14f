"""Where a conversation stands: one row each, so that a restart in the middle of one loses nothing.

Imported by both Python environments: Rasa brings SQLAlchemy 1.4, the others have 2.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from store.database import engine, now, writing
from store.tables import conversations

# Built once: SQLAlchemy takes longer to put such a statement together than SQLite to run it.
_IS_THIS_ONE = conversations.c.sender_id == sa.bindparam("sender")
_VERSION = sa.select(conversations.c.version).where(_IS_THIS_ONE)
_UPDATE = (
    conversations.update()
    .where(_IS_THIS_ONE)
    .values({name: sa.bindparam(name) for name in ("version", "document", "changed_at")})
)


def version(sender_id: str) -> int | None:
    """How many turns have been saved, or None where there is no such conversation."""
    with engine().connect() as connection:
        return connection.execute(_VERSION, {"sender": sender_id}).scalar()


def load(sender_id: str) -> tuple[int, dict[str, Any]] | None:
    """The version and the document of a conversation, or None."""
    query = sa.select(conversations.c.version, conversations.c.document).where(conversations.c.sender_id == sender_id)
    with engine().connect() as connection:
        row = connection.execute(query).first()
    return (row[0], row[1]) if row else None


def of_session(session_id: str) -> tuple[str, dict[str, Any]] | None:
    """Owner and document of the conversation of a session, or None: for the audit, never for a customer's request."""
    query = sa.select(conversations.c.owner, conversations.c.document).where(
        conversations.c.sender_id.endswith(f".{session_id}", autoescape=True)
    )
    with engine().connect() as connection:
        row = connection.execute(query).first()
    return (row[0], row[1]) if row else None


def save(sender_id: str, owner: str, version: int, document: dict[str, Any]) -> None:
    """Write a conversation after a turn; `version` is one more than that of the turn before. Raises ErasedMeanwhile."""
    values = {"version": version, "document": document, "changed_at": now()}
    with writing(owner) as connection:
        if not connection.execute(_UPDATE, {"sender": sender_id, **values}).rowcount:
            connection.execute(
                conversations.insert().values(sender_id=sender_id, owner=owner, created_at=now(), **values)
            )


def delete(sender_id: str) -> None:
    """Forget a conversation."""
    with engine().begin() as connection:
        connection.execute(conversations.delete().where(conversations.c.sender_id == sender_id))
