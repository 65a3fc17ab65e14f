"""What a person told us about themselves in conversation: the guest's income, a corrected risk appetite, …"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from store.database import engine, insert, now
from store.tables import profiles


def get(owner: str) -> dict[str, Any]:
    """What this owner told us; empty if nothing."""
    query = sa.select(profiles.c.document).where(profiles.c.owner == owner)
    with engine().connect() as connection:
        return connection.execute(query).scalar() or {}


def update(owner: str, **answers: Any) -> dict[str, Any]:
    """Add answers to the profile; the whole of it afterwards."""
    document = {**get(owner), **answers}
    with engine().begin() as connection:
        changed = connection.execute(
            profiles.update().where(profiles.c.owner == owner).values(document=document, changed_at=now())
        ).rowcount
    if not changed:
        insert(profiles, "profile_id", owner, document=document)
    return document
