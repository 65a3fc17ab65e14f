"""What is learned from questions: ways to ask for an article, and questions that point at the sentence that answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from knowledge.article import Article
from knowledge.facts import sentences

POINTED = Path(__file__).with_name("pointed.yml")


@dataclass(frozen=True)
class Pointed:
    """A question of pointed.yml."""

    text: str
    says: tuple[str, ...]  # openings of the sentences that answer it, best first


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


def pointed(file: Path = POINTED) -> dict[str, tuple[Pointed, ...]]:
    """Slug of an article → the questions that point into it."""
    # libyaml's reader where there is one: Python's own takes four seconds for these questions.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded = yaml.load(file.read_text(encoding="utf-8"), Loader=loader)
    return {slug: tuple(Pointed(each["ask"], tuple(each["says"])) for each in some) for slug, some in loaded.items()}


def lessons(articles: Sequence[Article], file: Path = POINTED) -> list[Lesson]:
    """What is learned of each article. Raises ValueError naming a pointed question whose sentence is not there."""
    points = pointed(file)
    if strangers := points.keys() - {article.slug for article in articles}:
        raise ValueError(f"{file.name} points at articles that do not exist: {', '.join(sorted(strangers))}")
    learned = []
    for article in articles:
        said = tuple(sentence for paragraph in article.paragraphs for sentence in sentences(paragraph))
        questions = [Question(text, frozenset()) for text in (article.title, *article.asked)]
        for each in points.get(article.slug, ()):
            right = frozenset(at for at, sentence in enumerate(said) if sentence.startswith(each.says))
            if not right:
                raise ValueError(f"{file.name}: no sentence of {article.slug} begins with {list(each.says)}")
            questions.append(Question(each.text, right))
        learned.append(Lesson(article, said, tuple(questions)))
    return learned
