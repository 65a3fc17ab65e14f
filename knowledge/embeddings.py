"""The finder, our fine-tuned MiniLM, as LangChain embeddings: for the index and for questions."""

import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np
from langchain_core.embeddings import Embeddings

from embedding.minilm import DIMENSIONS, MiniLM
from settings import settings


def titled(title: str, sentence: str) -> str:
    """A sentence as the finder reads it: after its article's title, without which many are about nothing."""
    return f"{title} {sentence}"


class MiniLMEmbeddings(Embeddings):
    """Vectors of 384 numbers and length 1. Chroma's own MiniLM class pads all to 256 tokens: ten times slower."""

    def __init__(self, model: MiniLM) -> None:
        self._model = model

    @property
    def digest(self) -> str:
        """The model's: vectors of another one cannot be compared with these."""
        return self._model.digest.hex()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """In as many threads as there are cores; a question is embedded in one, on cores that others use as well."""
        threads = os.cpu_count() or 1
        vectors = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
        with ThreadPoolExecutor(threads) as pool:
            # Every so-many-th text, because neighbours are of a kind: each thread gets its share of the long ones.
            for first, some in enumerate(
                pool.map(self._model.encode_many, (texts[at::threads] for at in range(threads)))
            ):
                vectors[first::threads] = some
        return vectors.tolist()

    def embed_query(self, text: str) -> list[float]:
        return self._model.encode(text).tolist()


@cache
def embeddings() -> MiniLMEmbeddings:
    """The installed model, loaded once. Raises FileNotFoundError saying what to run when it is missing."""
    return MiniLMEmbeddings(MiniLM(settings.models / "finder", threads=1))
