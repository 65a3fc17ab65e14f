"""Questions of which the answering sentence is known (pointed.yml), as vectors: what is asked much like one of them is
answered by the same sentence."""

from collections.abc import Iterable

import numpy as np
from langchain_core.embeddings import Embeddings

from knowledge.article import Article
from knowledge.facts import sentences
from knowledge.lessons import pointed


class Pointers:
    """The pointed questions of some articles, given by their slugs."""

    def __init__(self, slugs: Iterable[str], model: Embeddings) -> None:
        points = pointed()
        chosen = {slug: points[slug] for slug in sorted(set(slugs) & points.keys())}
        vectors = iter(model.embed_documents([question.text for some in chosen.values() for question in some]))
        self._of = {
            slug: (some, np.array([next(vectors) for _ in some], dtype=np.float32)) for slug, some in chosen.items()
        }

    @property
    def asked(self) -> list[tuple[str, str, np.ndarray]]:
        """(question, slug of the article that answers it, its vector)."""
        return [
            (question.text, slug, vector)
            for slug, (some, vectors) in self._of.items()
            for question, vector in zip(some, vectors, strict=True)
        ]

    def nearest(self, article: Article, vector: np.ndarray) -> dict[str, float]:
        """Sentence of the article → cosine of the vector and the nearest question that this sentence answers."""
        if article.slug not in self._of:
            return {}
        questions, vectors = self._of[article.slug]
        said = [sentence for paragraph in article.paragraphs for sentence in sentences(paragraph)]
        found: dict[str, float] = {}
        for question, cosine in zip(questions, (vectors @ vector).tolist(), strict=True):
            for sentence in said:
                if sentence.startswith(question.says):
                    found[sentence] = max(found.get(sentence, 0.0), cosine)
        return found
