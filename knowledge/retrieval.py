"""Finds the articles that answer a question: by meaning (MiniLM in Chroma) and by words (BM25), scores fused."""

import threading
from dataclasses import dataclass
from functools import cache

import bm25s
from langchain_chroma import Chroma
from langchain_core.runnables import Runnable, RunnableLambda

from knowledge.article import Article, load_articles
from knowledge.embeddings import embeddings
from knowledge.glossary import in_our_words
from knowledge.index import TITLE, chunks, open_store, update
from knowledge.vocabulary import Vocabulary
from settings import settings

NEAREST = 160  # passages asked of Chroma: enough for two of every article in question
# Weights of the fused score, tried on tests/knowledge/data/more_questions.txt (bench/knowledge.py measures others):
# two passages tell more than the best one alone, the title is what the article is about, and words settle ties.
TITLE_WEIGHT = 0.5
WORDS_WEIGHT = 0.3
WORDS_HALF = 8.0  # the BM25 score that counts half


@dataclass(frozen=True)
class Found:
    article: Article
    score: float  # fused; articles of one search are ordered by it
    cosine: float  # of the question and the article's best passage
    title_cosine: float
    words: float  # best BM25 score of a passage, 0 when no word is shared
    paragraphs: tuple[tuple[int, float], ...]  # (number, cosine) of the passages found, best first


class Retriever:
    """Both rankings over one set of articles. Calls are thread-safe."""

    def __init__(self, store: Chroma, articles: tuple[Article, ...]) -> None:
        self._articles = {article.slug: article for article in articles}
        documents = chunks(articles)
        self._place = {document.id: (document.metadata["slug"], document.metadata["number"]) for document in documents}
        self._store = store
        self._lock = threading.Lock()
        update(store, documents)
        tokens = _tokens([document.page_content for document in documents])
        self._ids = [document.id for document in documents]
        self._words = bm25s.BM25()
        self._words.index(tokens, show_progress=False)
        self._vocabulary = Vocabulary(tokens)

    def by_meaning(self, question: str) -> dict[str, dict[int, float]]:
        """Article → number of a passage (below 0: a title) → cosine, for what is nearest to the question."""
        with self._lock:
            nearest = self._store.similarity_search_with_score(question, k=min(NEAREST, len(self._place)))
        found: dict[str, dict[int, float]] = {}
        for document, distance in nearest:
            slug, number = self._place.get(document.id, (None, None))
            if slug is not None:
                found.setdefault(slug, {})[number] = 1.0 - distance
        return found

    def by_words(self, question: str) -> dict[str, float]:
        """Article → BM25 score of its best passage, where a word is shared."""
        tokens = _tokens([question])
        if not tokens[0]:
            return {}
        found: dict[str, float] = {}
        for passage_id, score in zip(self._ids, self._words.get_scores(tokens[0]), strict=True):
            if score > 0:
                slug = self._place[passage_id][0]
                found[slug] = max(found.get(slug, 0.0), float(score))
        return found

    def search(self, question: str, count: int = 10) -> list[Found]:
        """The best articles, best first."""
        question = self._vocabulary.spelled(in_our_words(question))
        meaning, words = self.by_meaning(question), self.by_words(question)
        # What Chroma did not bring is no nearer than the furthest that it did.
        furthest = min((cosine for each in meaning.values() for cosine in each.values()), default=0.0)
        return sorted(
            (self._found(slug, cosines, furthest, words.get(slug, 0.0)) for slug, cosines in meaning.items()),
            key=lambda found: found.score,
            reverse=True,
        )[:count]

    def as_runnable(self) -> Runnable[str, list[Found]]:
        """The search as the first step of a chain."""
        return RunnableLambda(self.search)

    def _found(self, slug: str, cosines: dict[int, float], furthest: float, words: float) -> Found:
        title = max((cosine for number, cosine in cosines.items() if number <= TITLE), default=furthest)
        paragraphs = sorted(
            ((number, cosine) for number, cosine in cosines.items() if number > TITLE),
            key=lambda each: each[1],
            reverse=True,
        )
        best, second = [*(cosine for _, cosine in paragraphs), furthest, furthest][:2]
        score = (best + second) / 2 + TITLE_WEIGHT * title + WORDS_WEIGHT * words / (words + WORDS_HALF)
        return Found(self._articles[slug], score, best, title, words, tuple(paragraphs))


def _tokens(texts: list[str]) -> list[list[str]]:
    return bm25s.tokenize(texts, stopwords="en", stemmer=_stems, return_ids=False, show_progress=False)


def _stems(words: list[str]) -> list[str]:
    """Plural and singular to one form: enough for short English articles, and no dependency."""
    return [word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word for word in words]


@cache
def retriever() -> Retriever:
    """The articles' retriever, made once. Raises FileNotFoundError when MiniLM is missing."""
    return Retriever(open_store(embeddings(), url=settings.chroma_url), load_articles())
