"""Replies to be heard: the words at once, the sound when somebody listens; both go after an hour (retention).

What customers say is never stored as audio.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from store.database import engine, insert
from store.tables import speech


@dataclass(frozen=True)
class Spoken:
    """The words of a reply, and their sound once it was made."""

    text: str
    wav: bytes | None


def add(owner: str, text: str, wav: bytes | None = None) -> str:
    """Store a reply to be heard; its id."""
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
