"""A key for each person: what the audit says of them can be linked to them only while it exists."""

from __future__ import annotations

import secrets

import sqlalchemy as sa

from store.database import engine, now, writing
from store.tables import subject_keys


def get(owner: str) -> str | None:
    """The key of this person, 64 hex digits; None before anything was noted of them, and after erasure."""
    with engine().connect() as connection:
        return connection.execute(sa.select(subject_keys.c.secret).where(subject_keys.c.owner == owner)).scalar()


def get_or_make(owner: str) -> str:
    """The key of this person, made if there is none. Raises ErasedMeanwhile."""
    found = get(owner)
    if found is not None:
        return found
    try:
        with writing(owner) as connection:
            made = secrets.token_hex(32)
            connection.execute(subject_keys.insert().values(owner=owner, created_at=now(), secret=made))
            return made
    except sa.exc.IntegrityError:  # another process was first
        return get_or_make(owner)
