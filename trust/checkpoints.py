"""Signed marks of how far the audit had come, kept outside the database: a rewritten audit disagrees with them.

The folder holds `head.json` (the newest entry, replaced with each one), `checkpoints.jsonl` (every hundredth, kept),
the private key and the public key with which anybody can check them. Every hundredth, and the newest one every ten
minutes, is shipped to the folder MILEPOST_CHECKPOINTS, each in a file of its own that is never written again, as
write-once storage wants it. A bank mounts such storage there, and keeps the private key in its key vault.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from settings import settings
from store.audit import Entry

EVERY = 100  # entries
SHIPPED = "mark-"  # how the files of the folder begin that marks are shipped to

logger = logging.getLogger(__name__)


class CheckpointError(Exception):
    """A mark that is missing, unreadable or signed by another key; the message says which."""


@dataclass(frozen=True)
class Checkpoint:
    """That the audit had an entry of this number, hash and time."""

    sequence: int
    hash: str
    at: str
    signature: str  # Ed25519 over the other three, hex

    @property
    def signed(self) -> bytes:
        """The very bytes that are signed."""
        return f"milepost-audit-1\n{self.sequence}\n{self.hash}\n{self.at}".encode()

    def to_line(self) -> str:
        """The mark as one line of JSON."""
        return json.dumps({"sequence": self.sequence, "hash": self.hash, "at": self.at, "signature": self.signature})


def folder() -> Path:
    """Where the marks are kept: beside the database, not in it."""
    return settings.var / "audit"


def mark(entry: Entry, where: Path | None = None) -> None:
    """Sign that this entry exists. An older one never replaces the mark of a newer one."""
    where = where or folder()
    key = _private_key(where)
    with _locked(where):
        head = where / "head.json"
        newer = head.exists() and _read(head.read_text(), head).sequence >= entry.sequence
        unsigned = Checkpoint(entry.sequence, entry.hash, entry.at, "")
        line = Checkpoint(entry.sequence, entry.hash, entry.at, key.sign(unsigned.signed).hex()).to_line() + "\n"
        if entry.sequence % EVERY == 0:
            with (where / "checkpoints.jsonl").open("a") as kept:
                kept.write(line)
        if not newer:
            draft = where / "head.draft"
            draft.write_text(line)
            draft.replace(head)
    if entry.sequence % EVERY == 0:
        ship(where)


def ship(where: Path | None = None, to: Path | None = None) -> Path | None:
    """Copy the newest mark to where nobody can rewrite it; the file, or None where there is no mark or no such place.

    A place that cannot be written to is logged and stops nothing: the next mark that is shipped covers this one too.
    """
    where, to = where or folder(), to or (Path(settings.checkpoints) if settings.checkpoints else None)
    head = where / "head.json"
    if to is None or not head.exists():
        return None
    line = head.read_text()
    target = to / f"{SHIPPED}{_read(line, head).sequence:012}.json"
    try:
        to.mkdir(parents=True, exist_ok=True)
        for path, content in ((to / "key.pub", (where / "key.pub").read_text()), (target, line)):
            if not path.exists():
                with path.open("x") as out:
                    out.write(content)
    except OSError as error:
        logger.error("a mark of the audit was not shipped: %s", error)
        return None
    return target


def shipped(where: Path) -> bool:
    """Whether a folder is one that marks are shipped to: it lags behind the audit by design."""
    return not (where / "head.json").exists() and any(where.glob(f"{SHIPPED}*.json"))


def verified(where: Path | None = None, public_key: Path | None = None) -> tuple[Checkpoint, ...]:
    """Every mark, oldest first, each with a signature that holds; empty if nothing was ever marked.

    Raises CheckpointError where one is unreadable or signed by another key, or where the newest one is gone.
    """
    where = where or folder()
    head, kept, public = where / "head.json", where / "checkpoints.jsonl", public_key or where / "key.pub"
    away = sorted(where.glob(f"{SHIPPED}*.json"))
    if not head.exists() and not kept.exists() and not away:
        return ()
    if not head.exists() and not shipped(where):
        raise CheckpointError(f"the newest mark is gone: {head}")
    if not public.exists():
        raise CheckpointError(f"the key that the marks are checked with is gone: {public}")
    try:
        key = serialization.load_pem_public_key(public.read_bytes())
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise CheckpointError(f"{public} is no Ed25519 key")
    lines = [(kept, line) for line in (_text(kept).splitlines() if kept.exists() else ())]
    lines += [(path, _text(path)) for path in (*away, head) if path.exists()]
    found = [_read(line, path) for path, line in lines]
    for checkpoint in found:
        try:
            key.verify(bytes.fromhex(checkpoint.signature), checkpoint.signed)
        except (InvalidSignature, ValueError):
            raise CheckpointError(f"the mark of entry {checkpoint.sequence} was not signed by our key") from None
    return tuple(sorted(found, key=lambda c: c.sequence))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except ValueError:
        raise CheckpointError(f"a mark in {path} cannot be read") from None


def _read(line: str, path: Path) -> Checkpoint:
    try:
        values = json.loads(line)
        return Checkpoint(int(values["sequence"]), str(values["hash"]), str(values["at"]), str(values["signature"]))
    except (ValueError, KeyError, TypeError):
        raise CheckpointError(f"a mark in {path} cannot be read") from None


@contextmanager
def _locked(where: Path) -> Iterator[None]:
    with (where / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _private_key(where: Path) -> Ed25519PrivateKey:
    """Our key; made on first use, readable by its owner only."""
    path = where / "key.pem"
    if not path.exists():
        where.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _locked(where):
            if not path.exists():  # of three processes that start at once, one makes it
                made = Ed25519PrivateKey.generate()
                (where / "key.pub").write_bytes(
                    made.public_key().public_bytes(
                        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
                    )
                )
                draft = where / "key.draft"
                descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
                with os.fdopen(descriptor, "wb") as out:
                    out.write(
                        made.private_bytes(
                            serialization.Encoding.PEM,
                            serialization.PrivateFormat.PKCS8,
                            serialization.NoEncryption(),
                        )
                    )
                draft.replace(path)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise CheckpointError(f"{path} is no Ed25519 key")
    return key
