"""Spoken replies, kept until they are fetched or grow old. What customers say is never stored as audio."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from store.database import engine, insert, now
from store.tables import speech

KEPT_FOR = timedelta(hours=1)


def add(owner: str, text: str, wav: bytes) -> str:
    """Store a spoken reply and drop those that grew old; its id."""
    with engine().begin() as connection:
        connection.execute(speech.delete().where(speech.c.created_at < now() - KEPT_FOR))
    return insert(speech, "speech_id", owner, text=text, wav=wav)


def get(speech_id: str, owner: str) -> bytes | None:
    """The WAV of one of this owner's spoken replies, or None."""
    query = sa.select(speech.c.wav).where(speech.c.speech_id == speech_id, speech.c.owner == owner)
    with engine().connect() as connection:
        return connection.execute(query).scalar_one_or_none()
