"""all-MiniLM-L6-v2 on onnxruntime: the one place that turns a sentence into its vector, in both environments."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

DIMENSIONS = 384
MAX_TOKENS = 256  # the length the model was trained with; later tokens are cut off


class MiniLM:
    """Loads `model.onnx` (int8) and `tokenizer.json` from a folder; calls are thread-safe.

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
        encoding = self._tokenizer.encode(text)
        ids = np.array([encoding.ids], dtype=np.int64)
        tokens = self._session.run(
            None, {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        )[0][0]
        mean = tokens.mean(axis=0)
        return (mean / max(float(np.linalg.norm(mean)), 1e-12)).astype(np.float32)

    def encode_many(self, texts: Sequence[str]) -> np.ndarray:
        """Unit-length vectors, float32, shape (len(texts), 384).

        One by one on purpose: int8 activations are scaled by whatever shares their batch, so a batch would give
        a text another vector than it gets alone.
        """
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        return np.stack([self.encode(text) for text in texts])
