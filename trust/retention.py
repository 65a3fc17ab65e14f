"""Nothing is kept longer than data/retention.yml says: looked after every ten minutes, and noted in the audit."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from datetime import datetime

from store import database, retention
from trust import audit, checkpoints, rights

EVERY_SECONDS = 600
SUBJECT = "staff-retention"  # whose entries these are in the audit: nobody's in particular

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sweep:
    """What was deleted, or would be."""

    rows: dict[str, int]  # by table, without those of people who went as a whole
    people: int


def sweep(at: datetime | None = None, *, dry_run: bool = False) -> Sweep:
    """Delete what is older than its term at a moment (now); with `dry_run` only count it."""
    at = at or database.now()
    people = retention.people_overdue(at)
    if dry_run:
        return Sweep({name: count for name, count in retention.overdue(at).items() if count}, len(people))
    for owner in people:
        rights.erase(owner, "retention")
    rows = {name: count for name, count in retention.delete_overdue(at).items() if count}
    if set(rows) - {"erasures"}:
        audit.record("retention", SUBJECT, **rows)
    database.scrub()
    return Sweep(rows, len(people))


def start() -> None:
    """Sweep now and every ten minutes, for as long as the process lives; what a crash cut short is made good."""
    threading.Thread(target=_keep_sweeping, name="retention", daemon=True).start()


def _keep_sweeping() -> None:
    pause = threading.Event()
    signed = False
    while True:
        try:
            if not signed:
                audit.sign_newest()
                signed = True
            sweep()
            checkpoints.ship()
        except Exception as error:
            # The kind, never the message: it may quote a row. The next sweep makes good what this one missed.
            logger.error("nothing was swept: %s", type(error).__name__)
        pause.wait(EVERY_SECONDS)
