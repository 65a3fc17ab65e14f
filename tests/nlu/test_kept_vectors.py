"""Training again encodes only what changed, and gets the vectors it would have got."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from embedding.kept import encode_kept


class Encoder:
    """Counts what it is asked to encode; a text's vector tells its length."""

    def __init__(self, digest: bytes = b"one") -> None:
        self.digest, self.asked = digest, []

    def encode_many(self, texts: list[str]) -> np.ndarray:
        self.asked += texts
        return np.array([np.full(384, len(text)) for text in texts], dtype=np.float32)


def test_only_new_texts_are_encoded_and_all_come_in_order(tmp_path: Path) -> None:
    file = tmp_path / "rasa" / "kept.npz"
    encode_kept(Encoder(), ["a", "bb", "bb"], file)
    second = Encoder()
    vectors = encode_kept(second, ["ccc", "bb", "ccc"], file)
    assert second.asked == ["ccc"]
    assert vectors[:, 0].tolist() == [3, 2, 3]


def test_a_text_no_longer_asked_for_is_forgotten(tmp_path: Path) -> None:
    file = tmp_path / "kept.npz"
    encode_kept(Encoder(), ["a", "bb"], file)
    encode_kept(Encoder(), ["bb"], file)
    third = Encoder()
    encode_kept(third, ["a", "bb"], file)
    assert third.asked == ["a"]


@pytest.mark.parametrize("trouble", ["another model", "damaged"])
def test_nothing_is_taken_from_a_file_that_does_not_fit(tmp_path: Path, trouble: str) -> None:
    file = tmp_path / "kept.npz"
    encode_kept(Encoder(), ["a"], file)
    if trouble == "damaged":
        file.write_bytes(file.read_bytes()[:100])
    again = Encoder(b"two" if trouble == "another model" else b"one")
    encode_kept(again, ["a"], file)
    assert again.asked == ["a"]
