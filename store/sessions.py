"""Who is signed in until when: what tells a guest's data that nobody can come back for it."""

from __future__ import annotations

from datetime import datetime

from store.database import now, writing
from store.tables import sessions


def keep(session_id: str, owner: str, expires_at: datetime) -> None:
    """Note that a session begins, or goes on, until `expires_at` (UTC). Raises ErasedMeanwhile."""
    with writing(owner) as connection:
        known = connection.execute(
            sessions.update()
            .where(sessions.c.session_id == session_id, sessions.c.owner == owner)
            .values(expires_at=expires_at)
        ).rowcount
        if not known:
            connection.execute(
                sessions.insert().values(session_id=session_id, owner=owner, created_at=now(), expires_at=expires_at)
            )
