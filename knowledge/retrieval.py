"""Finds the articles that answer a question: by meaning (finder's vectors in Chroma), by words (BM25) and by what
questions of known answer teach (the reader), scores fused."""

import threading
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import bm25s
import numpy as np
from langchain_chroma import Chroma
from langchain_core.runnables import Runnable, RunnableLambda

from knowledge.article import Article, load_articles
from knowledge.embeddings import embeddings
from knowledge.glossary import in_our_words
from knowledge.index import TITLE, asking, chunks, open_store, reader_file, update
from knowledge.reader import fitted, vectors_of
from knowledge.vocabulary import Vocabulary, words_of
from settings import settings

NEAREST = 300  # passages and ways to ask that Chroma is asked for: enough for two of every article in question
# Weights of the fused score beside the nearest title or way to ask, which counts 1: fitted on the development questions
# so that the right article comes first. Decisions 053 and 056 have what each is worth.
PASSAGE_WEIGHT = 0.5  # of the nearest passage
WORDS_WEIGHT = 0.65
READER_WEIGHT = 0.19  # of a logit
WORDS_HALF = 8.0  # the BM25 score that counts half
BEST = 5  # articles of a search of which sentences may be said


@dataclass(frozen=True)
class Found:
    article: Article
    score: float  # fused; articles of one search are ordered by it
    reader: float  # the reader's logit
    # Sentence → cosine of the question and the nearest pointed question that the sentence answers; of the best few.
    pointed: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Search:
    found: tuple[Found, ...]  # best first
    vector: np.ndarray  # of what was searched for
    reasons: dict[str, float]  # reason not to answer → the reader's logit


class Retriever:
    """All rankings over one set of articles. Calls are thread-safe.

    `kept` is the file in which what is learned from questions is saved; without one it is fitted each time.
    """

    def __init__(self, store: Chroma, articles: tuple[Article, ...], kept: Path | None = None) -> None:
        self._articles = {article.slug: article for article in articles}
        documents = chunks(articles)
        self._place = {document.id: (document.metadata["slug"], document.metadata["number"]) for document in documents}
        self._store = store
        self._lock = threading.Lock()
        update(store, documents)
        asked = asking(documents)
        self.learned = fitted(asked, lambda: vectors_of(store, asked), store.embeddings, kept)
        tokens = words_of([document.page_content for document in documents])
        self._ids = [document.id for document in documents]
        self._words = bm25s.BM25()
        self._words.index(tokens, show_progress=False)
        self._vocabulary = Vocabulary(tokens)

    def by_meaning(self, question: str, vector: list[float] | None = None) -> dict[str, dict[int, float]]:
        """Article → number of a passage (below 0: a title) → cosine, for what is nearest to the question."""
        vector = self._store.embeddings.embed_query(question) if vector is None else vector
        # LangChain's own search makes a document of each, which takes 11 ms for what takes Chroma 2.
        with self._lock:
            nearest = self._store._collection.query(
                query_embeddings=[vector], n_results=min(NEAREST, len(self._place)), include=["distances"]
            )
        found: dict[str, dict[int, float]] = {}
        for passage_id, distance in zip(nearest["ids"][0], nearest["distances"][0], strict=True):
            slug, number = self._place.get(passage_id, (None, None))
            if slug is not None:
                found.setdefault(slug, {})[number] = 1.0 - distance
        return found

    def by_words(self, question: str) -> dict[str, float]:
        """Article → BM25 score of its best passage, where a word is shared."""
        tokens = words_of([question])
        if not tokens[0]:
            return {}
        found: dict[str, float] = {}
        for passage_id, score in zip(self._ids, self._words.get_scores(tokens[0]), strict=True):
            if score > 0:
                slug = self._place[passage_id][0]
                found[slug] = max(found.get(slug, 0.0), float(score))
        return found

    def look(self, question: str) -> Search:
        """The articles that Chroma brings, best first, and how the message reads otherwise."""
        question = self._vocabulary.spelled(in_our_words(question))
        vector = self._store.embeddings.embed_query(question)
        meaning, words = self.by_meaning(question, vector), self.by_words(question)
        as_array = np.array(vector, dtype=np.float32)
        reading = self.learned.reader.read(question, as_array)
        # What Chroma did not bring is no nearer than the furthest that it did.
        furthest = min((cosine for each in meaning.values() for cosine in each.values()), default=0.0)
        found = sorted(
            (
                self._found(slug, cosines, furthest, words.get(slug, 0.0), reading.articles[slug])
                for slug, cosines in meaning.items()
            ),
            key=lambda found: found.score,
            reverse=True,
        )
        best = [replace(each, pointed=self.learned.pointers.nearest(each.article, as_array)) for each in found[:BEST]]
        return Search((*best, *found[BEST:]), as_array, reading.reasons)

    def search(self, question: str, count: int = 10) -> list[Found]:
        """The best articles, best first."""
        return list(self.look(question).found[:count])

    def as_runnable(self) -> Runnable[str, Search]:
        """The search as the first step of a chain."""
        return RunnableLambda(self.look)

    def _found(self, slug: str, cosines: dict[int, float], furthest: float, words: float, reader: float) -> Found:
        title = max((cosine for number, cosine in cosines.items() if number <= TITLE), default=furthest)
        passage = max((cosine for number, cosine in cosines.items() if number > TITLE), default=furthest)
        score = title + PASSAGE_WEIGHT * passage + WORDS_WEIGHT * words / (words + WORDS_HALF) + READER_WEIGHT * reader
        return Found(self._articles[slug], score, reader)


@cache
def retriever() -> Retriever:
    """The articles' retriever, made once. Raises FileNotFoundError when MiniLM is missing."""
    return Retriever(open_store(embeddings(), url=settings.chroma_url), load_articles(), reader_file())
