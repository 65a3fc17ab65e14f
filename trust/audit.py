"""What was decided about whom, by which rules and models: a chain of hashes that cannot be quietly rewritten.

An entry holds references, versions and hashes, never words, names or amounts. Who it is about is an HMAC under a key
of that person's own; erasing the person destroys the key, and nobody can tell any more whose entry it was.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from store import audit as rows
from store import consents, conversations, database, plans, recommendations, subject_keys
from store.audit import Entry
from trust import checkpoints
from trust.checkpoints import Checkpoint, CheckpointError

KINDS = (
    "sign_in", "plan", "plan_deleted", "recommendation", "verdict", "reply", "consent", "export", "erasure", "handoff",
    "model_gate", "import", "retention", "message",
)  # fmt: skip
FIRST = "0" * 64  # what the first entry follows
UNSIGNED = "comes after the newest signed mark; a process ended while it wrote, or somebody else wrote it"
# Ids, versions and hashes look like this; a sentence, a name with a space or an address does not.
_REFERENCE = re.compile(r"[A-Za-z0-9_.:|+/\-]{0,128}\Z")


class NotAReference(ValueError):
    """Something that may not be in the audit: words, amounts, or a structure."""


@dataclass(frozen=True)
class Fault:
    """A place where the audit is not what was written."""

    sequence: int
    what: str

    def __str__(self) -> str:
        return f"entry {self.sequence}: {self.what}"


@dataclass(frozen=True)
class Verdict:
    """What a verification found; no faults means that nothing was changed."""

    entries: int
    checkpoints: int
    faults: tuple[Fault, ...]
    after: int = 0  # entries after the newest mark of a folder that marks are shipped to; these are no faults


@dataclass(frozen=True)
class Step:
    """One entry on the path of a decision."""

    entry: Entry
    unchanged: bool | None  # whether what is stored is still what was decided; None where nothing is stored (any more)


def canonical(value: Any) -> str:
    """The one way to write a value as JSON."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False, default=str)


def subject_hash(owner: str) -> str:
    """This person in the audit, 64 hex digits; their key is made if there is none."""
    return _keyed(subject_keys.get_or_make(owner), owner)


def fingerprint(owner: str, value: Any) -> str:
    """What an input or an output of a decision was, 64 hex digits, under the person's key.

    A plain hash of a few figures could be found by trying them all; under a destroyed key it cannot.
    """
    return _keyed(subject_keys.get_or_make(owner), canonical(value))


def record(kind: str, owner: str, **references: Any) -> Entry:
    """Add an entry of one of KINDS about a person, and sign that it exists.

    `references` are strings of ids, versions and hashes, whole numbers, booleans, None, or lists of these.
    Raises NotAReference, and ErasedMeanwhile like everything that writes about a person.
    """
    entry = rows.append(_sealing(kind, subject_hash(owner), references))
    sign(entry)
    return entry


def record_erasure(owner: str, why: str) -> tuple[Entry, dict[str, int]]:
    """Erase a person's rows and key, and add the entry that says so, in one transaction; how many rows of each table.

    The entry is still to be signed.
    """
    subject, added = subject_hash(owner), []

    def and_then(connection: Any, gone: dict[str, int]) -> None:
        tables = [name for name, count in gone.items() if count]
        added.append(rows.append_within(connection, _sealing("erasure", subject, {"tables": tables, "why": why})))

    gone = database.erase(owner, and_then)
    return added[0], gone


def sign(entry: Entry) -> None:
    """Sign that this entry exists, outside the database."""
    checkpoints.mark(entry)


def sign_newest() -> None:
    """Sign what a process that ended in the middle of its work left unsigned; for the start of a server."""
    entry = rows.newest()
    if entry is not None:
        checkpoints.mark(entry)


def _sealing(kind: str, subject: str, references: dict[str, Any]) -> Callable[[Entry | None], Entry]:
    if kind not in KINDS:
        raise NotAReference(f"the audit knows no {kind!r}; it knows {', '.join(KINDS)}")
    for name, value in references.items():
        for item in value if isinstance(value, (list, tuple)) else [value]:
            if not (
                item is None or isinstance(item, (bool, int)) or (isinstance(item, str) and _REFERENCE.match(item))
            ):
                raise NotAReference(f"{name} of {kind} is no id, version, hash or count")
    document = canonical(references)

    def seal(last: Entry | None) -> Entry:
        now = datetime.now(timezone.utc).isoformat()
        before = last.hash if last else FIRST
        return sealed(Entry((last.sequence if last else 0) + 1, now, kind, subject, document, before, ""))

    return seal


def sealed(entry: Entry) -> Entry:
    """The entry with its hash: SHA-256 over everything else in it, lengths included by JSON's quotes."""
    said = canonical([entry.sequence, entry.at, entry.kind, entry.subject_hash, entry.document, entry.previous_hash])
    return replace(entry, hash=hashlib.sha256(said.encode()).hexdigest())


def faults(entries: Iterable[Entry], marks: Sequence[Checkpoint]) -> tuple[int, list[Fault]]:
    """How many entries there are, and every place where they are not what was written and marked.

    entries come in the order of the table; marks have signatures that hold. Memory does not grow with the audit.
    """
    found: list[Fault] = []
    expected = {mark.sequence: mark.hash for mark in marks}
    count, previous = 0, None
    for entry in entries:
        count += 1
        last_sequence, last_hash = (previous.sequence, previous.hash) if previous else (0, FIRST)
        if entry.sequence != last_sequence + 1:
            found.append(Fault(last_sequence + 1, "missing"))
        if entry.previous_hash != last_hash:
            found.append(Fault(entry.sequence, "does not follow the entry before it"))
        if sealed(entry).hash != entry.hash:
            found.append(Fault(entry.sequence, "was changed"))
        if expected.pop(entry.sequence, entry.hash) != entry.hash:
            found.append(Fault(entry.sequence, "is not the one that was signed"))
        previous = entry
    found += [Fault(sequence, "was signed and is gone") for sequence in sorted(expected)]
    if count and not marks:
        found.append(Fault(count, "there are no signed marks; without them a rewritten audit looks whole"))
    elif previous and previous.sequence > marks[-1].sequence:
        found.append(Fault(marks[-1].sequence + 1, UNSIGNED))
    return count, found


def verify(where: Path | None = None, public_key: Path | None = None) -> Verdict:
    """Read the whole audit and check every hash, every link and every signed mark.

    `where` is the folder of marks, our own or one they were shipped to.
    """
    for _ in range(5):
        try:
            marks = checkpoints.verified(where, public_key)
        except CheckpointError as error:
            count, found = faults(rows.entries(), ())
            return Verdict(count, 0, (Fault(count, str(error)), *found))
        count, found = faults(rows.entries(), marks)
        if [fault.what for fault in found] != [UNSIGNED] or (where is not None and checkpoints.shipped(where)):
            break
        time.sleep(0.1)  # an entry that was written while we read is signed by now
    if where is not None and marks and checkpoints.shipped(where):
        found = [fault for fault in found if fault.what != UNSIGNED]
        return Verdict(count, len(marks), tuple(found), max(0, count - marks[-1].sequence))
    return Verdict(count, len(marks), tuple(found))


def trace(reference: str) -> list[Step]:
    """Every entry that mentions an id, and those of the same messages, oldest first: how a message was read, what
    was decided on it by which rules and models, in which words it was said, and how it was judged and contested."""
    path = {entry.sequence: entry for entry in rows.entries(mentioning=f'"{reference}"')}
    for message_id in {json.loads(entry.document).get("message_id") for entry in path.values()} - {None}:
        path |= {entry.sequence: entry for entry in rows.entries(mentioning=f'"{message_id}"')}
    return [Step(entry, _unchanged(entry)) for _, entry in sorted(path.items())]


def _unchanged(entry: Entry) -> bool | None:
    said = json.loads(entry.document)
    found = _STORED[entry.kind](said) if entry.kind in _STORED else None
    if found is None:
        return None
    owner, values, hashed = found
    key = subject_keys.get(owner)
    return key is not None and any(hmac.compare_digest(_keyed(key, canonical(value)), hashed) for value in values)


Found = tuple[str, list[Any], str]  # whose it is, what is stored (any of it may be it), and the hash in the entry


def _plan(said: dict[str, Any]) -> Found | None:
    stored = plans.find(said["plan_id"])
    return (stored.owner, [stored.document], said["output"]) if stored else None


def _recommendation(said: dict[str, Any]) -> Found | None:
    stored = recommendations.find(said["recommendation_id"])
    return (stored.owner, [stored.document], said["output"]) if stored else None


def _consent(said: dict[str, Any]) -> Found | None:
    stored = consents.find(said["consent_id"])
    return (stored.owner, [stored.receipt], said["receipt"]) if stored and "receipt" in said else None


def _words(said: dict[str, Any]) -> Found | None:
    """The turn in the conversation, which keeps its last ones; a reply in fixed words is known by its name alone."""
    stored = conversations.of_session(said["session_id"]) if said.get("message_id") else None
    if stored is None or said.get("response"):
        return None
    owner, document = stored
    turns: dict[str, tuple[list[Any], list[Any]]]
    user, turns = "", {"": ([], [])}  # message id → what was heard (as typed, as read), what was replied
    for event in document["events"]:
        if event["event"] == "user":
            user = event.get("message_id") or ""
            turns[user] = ([event.get("text"), (event.get("parse_data") or {}).get("text")], [])
        elif event["event"] == "bot":
            turns[user][1].append(event.get("text"))
    if said["message_id"] not in turns:
        return None
    heard, replied = turns[said["message_id"]]
    return owner, replied if "action" in said else heard, said["words"]


_STORED: dict[str, Callable[[dict[str, Any]], Found | None]] = {
    "plan": _plan,
    "recommendation": _recommendation,
    "consent": _consent,
    "message": _words,
    "reply": _words,
}
CHECKED = tuple(_STORED)
"""Kinds of entries that say what something stored was."""


def _keyed(key: str, text: str) -> str:
    return hmac.new(bytes.fromhex(key), text.encode(), hashlib.sha256).hexdigest()
