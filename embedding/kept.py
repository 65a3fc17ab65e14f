"""Sentence vectors kept from one training to the next: an example that did not change is not encoded again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from embedding.minilm import DIMENSIONS, MiniLM


def encode_kept(minilm: MiniLM, texts: Sequence[str], file: Path) -> np.ndarray:
    """What `minilm.encode_many(texts)` gives, float32 (len(texts), 384), reading from `file` what it already holds.

    The file afterwards holds exactly these texts' vectors, each under the SHA-256 of model and text. A file that is
    missing, damaged or of another model is made anew.
    """
    keys = [hashlib.sha256(minilm.digest + text.encode()).hexdigest() for text in texts]
    known = _read(file)
    wanted = dict(zip(keys, texts, strict=True))
    missing = [key for key in wanted if key not in known]
    if missing:
        encoded = minilm.encode_many([wanted[key] for key in missing])
        known |= dict(zip(missing, encoded, strict=True))
    if missing or len(known) > len(wanted):
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_suffix(".part.npz")
        np.savez(unfinished, keys=np.array(list(wanted)), vectors=np.stack([known[key] for key in wanted]))
        unfinished.replace(file)
    return np.stack([known[key] for key in keys]) if keys else np.zeros((0, DIMENSIONS), dtype=np.float32)


def _read(file: Path) -> dict[str, np.ndarray]:
    try:
        with np.load(file) as stored:
            return dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
    except (OSError, ValueError, KeyError, BadZipFile):
        return {}
