"""Answers a question about money from the articles, with its sources; says so when it cannot or must not."""

import logging
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from langchain_core.runnables import RunnableLambda

from knowledge import wording
from knowledge.article import Article
from knowledge.embeddings import embeddings, titled
from knowledge.facts import Tone, sentences
from knowledge.guard import check_answer
from knowledge.prompts import answer_instruction
from knowledge.refusals import Refusal, refusal, refused, refused_by_pattern
from knowledge.retrieval import Found, Search, retriever
from knowledge.spoken import spoken
from knowledge.writer import WriterMissing, the_writer
from settings import settings

ABOUT_OURSELVES = "milepost"  # the topic on which no public page can be quoted: its sources are further reading
LONGEST_QUESTION = 1000  # characters; the rest is not read
_KEEP = 5  # sentences of an answer; aloud it is three
_CLOSE = 0.45  # a second article whose score is no further behind may be the one that was meant: it has its say too
_KEEP_OF_EACH = (4, 2)  # sentences of the two
_PARAGRAPHS = 3  # of an article, looked into besides its opening
# Head start of the opening paragraph, which answers the title's question, and of its first sentence; in cosine.
_LEAD, _FIRST = 0.06, 0.1
_FIGURE = 0.05  # of a sentence with a figure, when the question asks for one
_ASKS_FIGURE = re.compile(
    r"\d|\bhow (much|many|long|often|old|big|high|far|soon)\b|\bwhat (percent|rate|share|age|limit|amount|sum)|"
    r"\b(when|until|percent|percentage|minimum|maximum|limit|average)\b",
    re.IGNORECASE,
)

# Sentences that mean nothing without the one before.
_LEANING = re.compile(r"(It|They|This|That|These|Those|Both|Either|In this|An example|Such|Then|So|But|Here)\b")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Source:
    title: str
    url: str
    quote: str  # the article's sentence that supports the answer; empty for what is only further reading


@dataclass(frozen=True)
class Answer:
    text: str
    spoken_text: str
    sources: tuple[Source, ...] = ()
    declined: bool = False
    written_by: str = "template"
    why: str | None = None  # why it was declined ("off_topic", "stock_tip", ...) or the writer's words were replaced
    articles: tuple[str, ...] = field(default=())  # slugs the answer was made from


@dataclass(frozen=True)
class _Pick:
    """The sentences that answer a question, in reading order."""

    article: Article
    sentences: tuple[str, ...]
    nearest: str  # of these, the one nearest to the question

    @property
    def sources(self) -> tuple[Source, ...]:
        quote = "" if ABOUT_OURSELVES in self.article.topics else self.nearest
        return tuple(Source(each.title, each.url, quote) for each in self.article.sources)


def answer(question: str, tone: Tone = "warm", said: str = "") -> Answer:
    """The answer to a question, or a kind word on why there is none. Never raises for what a customer types.

    No sentence of `said`, what the conversation has heard already, comes again while the article has others.
    """
    question = " ".join(question.split())[:LONGEST_QUESTION]
    if not question:
        return _decline(wording.declined("empty"), "empty")
    try:
        if (pattern := refused_by_pattern(question)) is not None:
            return _refuse(pattern)
        chain = retriever().as_runnable() | RunnableLambda(lambda search: _compose(question, tone, search, said))
        return chain.invoke(question)
    except FileNotFoundError as missing:
        log.warning("No answers from articles: %s", missing)
        return _decline(wording.declined("no_library"), "no_library")


def stream(question: str, tone: Tone = "warm") -> Iterator[str]:
    """The answer's text sentence by sentence."""
    yield from sentences(answer(question, tone).text)


def _decline(text: str, why: str) -> Answer:
    return Answer(text, spoken(text), declined=True, why=why)


def _refuse(refusal: Refusal) -> Answer:
    return _decline(refusal.say, refusal.kind)


def _compose(question: str, tone: Tone, search: Search, said: str = "") -> Answer:
    if (why := refused(search)) is not None:
        known = refusal(why)
        return _refuse(known) if known else _decline(wording.declined("off_topic"), "off_topic")
    picks = _picks(question, search.found, said)
    text, written_by, why = _word(question, tone, tuple(each for pick in picks for each in pick.sentences))
    sources = tuple(source for pick in picks for source in pick.sources)
    aloud = spoken(text)
    if sources and sources[0].quote:
        aloud += f" I have that from {sources[0].title.split(':')[0]}."
    return Answer(
        text, aloud, sources, written_by=written_by, why=why, articles=tuple(pick.article.slug for pick in picks)
    )


def _word(question: str, tone: Tone, picked: tuple[str, ...]) -> tuple[str, str, str | None]:
    """(text, who wrote it, what was wrong with the writer's).

    Our own writer is not asked: it shortens, and answers lose what makes them right (decision 054). Another that the
    settings name is, and is held to the picked sentences.
    """
    wrong, passage = None, " ".join(picked)
    try:
        writer = the_writer()
        if not writer.tuned:
            text = writer.invoke(answer_instruction(question, tone, passage)).strip()
            wrong = check_answer(text, list(picked))
            if wrong is None:
                return text, settings.writer, None
    except WriterMissing as missing:
        wrong = str(missing)
    openings = wording.openers()[tone]
    opening = openings[zlib.crc32(question.encode()) % len(openings)]
    return f"{opening} {passage}".strip(), "template", wrong


@lru_cache(maxsize=4096)
def _vector(text: str) -> np.ndarray:
    return np.array(embeddings().embed_query(text))


def _picks(question: str, found: tuple[Found, ...], said: str) -> list[_Pick]:
    """What the best article says, and the second where it is hard to tell which of them was meant."""
    best, *others = found
    if said:  # who asks on wants more of the same article, all of it
        return [_pick(question, best, _KEEP - 1, said)]
    if not others or best.score - others[0].score > _CLOSE:
        return [_pick(question, best, _KEEP)]
    return [_pick(question, each, most) for each, most in zip((best, others[0]), _KEEP_OF_EACH, strict=True)]


def _pick(question: str, found: Found, most: int, said: str = "") -> _Pick:
    """The sentences of an article that come nearest to the question, those of its opening given a head start."""
    figure = bool(_ASKS_FIGURE.search(question))
    asked = _vector(question)
    title = found.article.title
    nearest = [0, *(number for number, _ in found.paragraphs[:_PARAGRAPHS])]
    looked_into = range(len(found.article.paragraphs)) if said else dict.fromkeys(nearest)
    rated: list[tuple[float, int, int, str]] = []
    for number in looked_into:
        for at, sentence in enumerate(sentences(found.article.paragraphs[number])):
            cosine = float(asked @ _vector(titled(title, sentence)))
            cosine += _FIGURE * (figure and any(map(str.isdigit, sentence)))
            rated.append((cosine + _LEAD * (number == 0) + _FIRST * (number == at == 0), number, at, sentence))
    rated = [each for each in rated if each[3] not in said] or rated
    kept: list[tuple[int, int]] = []
    for _, number, at, sentence in sorted(rated, reverse=True):
        if len(kept) < most and not (_LEANING.match(sentence) and (number, at - 1) not in kept):
            kept.append((number, at))
    picked = tuple(sentence for _, number, at, sentence in sorted(rated, key=_place) if (number, at) in kept)
    return _Pick(found.article, picked, next(each[3] for each in sorted(rated, reverse=True) if each[3] in picked))


def _place(rated: tuple[float, int, int, str]) -> tuple[int, int]:
    return rated[1:3]
