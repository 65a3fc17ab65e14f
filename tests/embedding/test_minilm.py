"""The eight-bit MiniLM says what the published one says, and says it of a text whatever else is encoded with it."""

import numpy as np
import pytest

from embedding.minilm import DIMENSIONS, MiniLM
from settings import settings

TEXTS = ["hello", "60k", "I want to save for a house", "What is a good deposit?", "a" * 3000, "", "日本円で £5 😀"]


@pytest.fixture(scope="module")
def minilm():
    return MiniLM(settings.models / "minilm")


def test_a_text_has_one_vector_alone_and_among_others_but_for_rounding(minilm):
    together = minilm.encode_many([*TEXTS, "bye", "90k", "I need to pay off my debt"])
    alone = np.stack([minilm.encode(text) for text in TEXTS])
    assert alone.shape == (len(TEXTS), DIMENSIONS)
    assert (together[: len(TEXTS)] * alone).sum(axis=1).min() > 0.995
    np.testing.assert_allclose(np.linalg.norm(alone, axis=1), 1, atol=1e-5)


@pytest.mark.slow
def test_the_vectors_are_those_of_the_published_model(minilm):
    from bench.embedding import reference

    published = reference()
    assert min(float(minilm.encode(text) @ published(text)) for text in TEXTS if text) > 0.985
