"""all-MiniLM-L6-v2 on onnxruntime: the one place that turns a sentence into its vector, in both environments."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

DIMENSIONS = 384
MAX_TOKENS = 256  # the length the model was trained with; later tokens are cut off
_TOGETHER = 32  # texts of equal length that go through the model at once


class MiniLM:
    """Loads `model.onnx` (see embedding.convert) and `tokenizer.json` from a folder; calls are thread-safe.

    Raises FileNotFoundError naming the missing file and what to run.
    """

    def __init__(self, folder: Path | str, threads: int = 1) -> None:
        self._folder = folder = Path(folder)
        for name in ("model.onnx", "tokenizer.json"):
            if not (folder / name).is_file():
                raise FileNotFoundError(f"{folder / name} is missing: run `make setup` to fetch and verify the models.")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        # The file asks for padding to 128 tokens, which would make every short sentence pay for a long one.
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Idle onnxruntime threads spin by default and would take the cores from whoever works next.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )

    @cached_property
    def digest(self) -> bytes:
        """SHA-256 of the two files: the same digest gives the same vectors."""
        files = (self._folder / name for name in ("model.onnx", "tokenizer.json"))
        return hashlib.sha256(b"".join(file.read_bytes() for file in files)).digest()

    def encode(self, text: str) -> np.ndarray:
        """The unit-length vector of one text, float32, shape (384,)."""
        return self._vectors(np.array([self._tokenizer.encode(text).ids], dtype=np.int64))[0]

    def encode_many(self, texts: Sequence[str]) -> np.ndarray:
        """Unit-length vectors, float32, shape (len(texts), 384), those that `encode` gives but for rounding.

        Texts of equal length go through the model together, which costs short ones half; padding would cost more.
        """
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        encodings = self._tokenizer.encode_batch(list(texts))
        by_length = sorted(range(len(texts)), key=lambda at: len(encodings[at].ids))
        for _, group in itertools.groupby(by_length, key=lambda at: len(encodings[at].ids)):
            places = list(group)
            for start in range(0, len(places), _TOGETHER):
                some = places[start : start + _TOGETHER]
                ids = np.array([encodings[at].ids for at in some], dtype=np.int64)
                vectors[some] = self._vectors(ids)
        return vectors

    def _vectors(self, ids: np.ndarray) -> np.ndarray:
        """The vectors, (texts, 384), of texts that are equally long, from ids (texts, tokens)."""
        return self._session.run(["sentence"], {"ids": ids})[0]
