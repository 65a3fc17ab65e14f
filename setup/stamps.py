"""Knows whether something made is still what its inputs would make."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(paths: Iterable[Path], *words: str) -> str:
    """A hash over files (folders: all files below), their names, and any further words."""
    total = hashlib.sha256("\0".join(words).encode())
    for path in paths:
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            if "__pycache__" in file.parts:
                continue
            total.update(str(file.relative_to(path.parent)).encode())
            total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


class Stamps:
    """Remembers, in a folder, from which digest each named thing was made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self, name: str, wanted: str) -> bool:
        """Whether `name` was made from exactly this."""
        file = self.folder / name
        return file.exists() and file.read_text() == wanted

    def put(self, name: str, wanted: str) -> None:
        """Remember that `name` is made."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(wanted)
