"""Replies to be heard: the words at once, the sound when somebody listens; both go when they grow old.

What customers say is never stored as audio.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from store.database import engine, insert, now
from store.tables import speech

KEPT_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Spoken:
    """The words of a reply, and their sound once it was made."""

    text: str
    wav: bytes | None


def add(owner: str, text: str, wav: bytes | None = None) -> str:
    """Store a reply to be heard and drop those that grew old; its id."""
    with engine().begin() as connection:
        connection.execute(speech.delete().where(speech.c.created_at < now() - KEPT_FOR))
    return insert(speech, "speech_id", owner, text=text, wav=wav)


def get(speech_id: str, owner: str) -> Spoken | None:
    """One of this owner's replies, or None."""
    query = sa.select(speech.c.text, speech.c.wav).where(speech.c.speech_id == speech_id, speech.c.owner == owner)
    with engine().connect() as connection:
        row = connection.execute(query).first()
    return Spoken(row.text, row.wav) if row else None


def set_wav(speech_id: str, owner: str, wav: bytes) -> None:
    """Keep the sound, so that it is made once however often it is heard."""
    with engine().begin() as connection:
        connection.execute(
            speech.update().where(speech.c.speech_id == speech_id, speech.c.owner == owner).values(wav=wav)
        )
