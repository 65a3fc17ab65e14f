"""What the finder learns: the ways to ask for each article, and questions that point at the sentence that answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from knowledge.article import Article
from knowledge.facts import sentences

POINTED = Path(__file__).with_name("pointed.yml")


@dataclass(frozen=True)
class Question:
    text: str
    right: frozenset[int]  # numbers of the sentences that answer it; empty: any of the article may


@dataclass(frozen=True)
class Lesson:
    """One article as the finder learns it."""

    article: Article
    sentences: tuple[str, ...]
    questions: tuple[Question, ...]


def lessons(articles: Sequence[Article], pointed: Path = POINTED) -> list[Lesson]:
    """What is learned of each article. Raises ValueError naming a pointed question whose sentence is not there."""
    points = yaml.safe_load(pointed.read_text(encoding="utf-8"))
    if strangers := points.keys() - {article.slug for article in articles}:
        raise ValueError(f"{pointed.name} points at articles that do not exist: {', '.join(sorted(strangers))}")
    learned = []
    for article in articles:
        said = tuple(sentence for paragraph in article.paragraphs for sentence in sentences(paragraph))
        questions = [Question(text, frozenset()) for text in (article.title, *article.asked)]
        for each in points.get(article.slug, ()):
            right = frozenset(at for at, sentence in enumerate(said) if sentence.startswith(tuple(each["says"])))
            if not right:
                raise ValueError(f"{pointed.name}: no sentence of {article.slug} begins with {each['says']}")
            questions.append(Question(each["ask"], right))
        learned.append(Lesson(article, said, tuple(questions)))
    return learned
