"""Keeps the articles' index up to date, and what is learned from questions: only what changed is embedded again.

    python -m knowledge.index

The index lives in the models folder and one process owns it while Milepost runs (the action server): a second one with
the same folder open reads stale results. With MILEPOST_CHROMA_URL a Chroma server owns it instead.
"""

import hashlib
import logging
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import chromadb
from chromadb.config import Settings as ChromaSettings
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings

from knowledge.article import Article, load_articles
from knowledge.embeddings import embeddings
from knowledge.reader import fitted, vectors_of
from settings import settings

COLLECTION = "articles"
TITLE = -1  # the number of an article's title among its documents; other ways to ask for it are -2, -3, ...
_BATCH = 4096  # Chroma takes no more than 5461 at once; many texts together are embedded faster


def chunks(articles: Iterable[Article]) -> list[Document]:
    """One document a title, one a way to ask, one a paragraph (headed by the title).

    MiniLM sees the first 256 tokens of a text, and a paragraph says one thing. The id changes with the words, so what
    is there already is not embedded again.
    """
    documents = []
    for article in articles:
        headed = [f"{article.title}\n{paragraph}" for paragraph in article.paragraphs]
        titles = [(TITLE - at, each) for at, each in enumerate((article.title, *article.asked))]
        for number, content in [*titles, *enumerate(headed)]:
            digest = hashlib.sha256(content.encode()).hexdigest()[:16]
            documents.append(
                Document(
                    id=f"{article.slug}#{number}:{digest}",
                    page_content=content,
                    metadata={"slug": article.slug, "number": number},
                )
            )
    return documents


def asking(documents: Iterable[Document]) -> list[Document]:
    """The titles and ways to ask among documents: what the reader learns from, being put as a customer would."""
    return [document for document in documents if document.metadata["number"] <= TITLE]


def open_store(model: Embeddings, folder: Path | None = None, url: str = "") -> Chroma:
    """The vector store: a server's when `url` is given, else the folder's. Empty if another model filled it."""
    quiet = ChromaSettings(anonymized_telemetry=False)
    if url:
        parts = urlsplit(url)
        client = chromadb.HttpClient(
            host=parts.hostname or url, port=parts.port or 8000, ssl=parts.scheme == "https", settings=quiet
        )
    else:
        folder = folder or settings.models / "chroma"
        folder.mkdir(parents=True, exist_ok=True)
        client = chromadb.PersistentClient(str(folder), settings=quiet)
    made_by = {"model": getattr(model, "digest", "")}
    store = Chroma(
        client=client,
        collection_name=COLLECTION,
        embedding_function=model,
        collection_configuration={"hnsw": {"space": "cosine"}},
        collection_metadata=made_by,
    )
    if (store._collection.metadata or {}).get("model") != made_by["model"]:
        store.reset_collection()
    return store


def update(store: Chroma, documents: list[Document]) -> tuple[int, int]:
    """Makes the store hold exactly these documents; returns how many were added and how many removed."""
    there = set(store.get(include=[])["ids"])
    wanted = {document.id for document in documents}
    stale = sorted(there - wanted)
    fresh = [document for document in documents if document.id not in there]
    if stale:
        store.delete(ids=stale)
    for start in range(0, len(fresh), _BATCH):
        store.add_documents(fresh[start : start + _BATCH])
    return len(fresh), len(stale)


def reader_file() -> Path:
    """Where what is learned from questions about the installed articles is saved."""
    return settings.models / "reader.joblib"


def main() -> int:
    logging.getLogger("chromadb").setLevel(logging.ERROR)
    started = time.perf_counter()
    documents = chunks(load_articles())
    store = open_store(embeddings(), url=settings.chroma_url)
    added, removed = update(store, documents)
    indexed = time.perf_counter()
    asked = asking(documents)
    fitted(asked, lambda: vectors_of(store, asked), store.embeddings, reader_file())
    print(f"{len(documents)} passages indexed: {added} new, {removed} removed, {indexed - started:.1f} seconds")
    print(f"what is learned from questions: {time.perf_counter() - indexed:.1f} seconds")
    return 0


if __name__ == "__main__":
    sys.exit(main())
