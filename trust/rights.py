"""The rights of a person over what is held about them: a copy of all of it, and its erasure."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from store import customers, database
from store.database import acting_since
from trust import audit
from trust.tokens import customer_id_of

FORMAT = "milepost-export"
VERSION = 2  # goes up when a program that reads copies would have to change; trust/copies.py reads them
NO_COPY = {"wav"}  # the sound of a reply is made from its words, which are in the copy


def export(owner: str) -> dict[str, Any]:
    """Everything held about a person, as plain JSON types: their row of the bank's table, and what Milepost added."""
    customer_id = customer_id_of(owner)
    audit.record("export", owner)
    return {
        "format": FORMAT,
        "version": VERSION,
        "subject": owner,
        "exported_at": datetime.now(timezone.utc).isoformat(),
        "customer": customers.get(customer_id) if customer_id is not None else None,
        "tables": {
            name: [{key: _plain(value) for key, value in row.items() if key not in NO_COPY} for row in rows]
            for name, rows in database.rows_of(owner).items()
        },
    }


def erase(owner: str, why: str = "asked") -> dict[str, int]:
    """Erase everything that Milepost added about a person, all or nothing; how many rows of each table went.

    The bank's own customer table is the bank's: it stays. What processes remember of the person goes within a minute
    (trust/forgetting.py), and a turn that began before writes nothing any more. The audit keeps that somebody was
    erased and `why`; the key that said who goes with the rest, in one step: a crash leaves all of it or none.
    """
    turn = acting_since.set(None)  # an erasure is never too late to be done
    try:
        entry, gone = audit.record_erasure(owner, why)
    finally:
        acting_since.reset(turn)
    audit.sign(entry)
    database.scrub()
    return gone


def _plain(value: Any) -> Any:
    return database.aware(value).isoformat() if isinstance(value, datetime) else value
