"""MiniLM as LangChain embeddings, for the index and for questions."""

from functools import cache

from langchain_core.embeddings import Embeddings

from embedding.minilm import MiniLM
from settings import settings


class MiniLMEmbeddings(Embeddings):
    """Vectors of 384 numbers and length 1. Chroma's own MiniLM class pads all to 256 tokens: ten times slower."""

    def __init__(self, model: MiniLM) -> None:
        self._model = model

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self._model.encode_many(texts).tolist()

    def embed_query(self, text: str) -> list[float]:
        return self._model.encode(text).tolist()


@cache
def embeddings() -> MiniLMEmbeddings:
    """The installed model, loaded once. Raises FileNotFoundError saying what to run when it is missing."""
    return MiniLMEmbeddings(MiniLM(settings.models / "minilm", threads=1))
