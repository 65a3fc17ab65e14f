"""Answers a question about money from the articles, with its sources; says so when it cannot or must not."""

import logging
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
from langchain_core.runnables import RunnableLambda

from knowledge import wording
from knowledge.article import Article
from knowledge.countries import Country, asked_from, named_in
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
_KEEP = 5  # sentences of an answer
_CLOSE = 0.45  # a second article whose score is no further behind may be the one that was meant: it has its say too
_NEAR = 0.2  # unless its nearest sentence is that much further from the question, in cosine
_KEEP_OF_EACH = (4, 2)  # sentences of the two
_ALOUD = {1: (3,), 2: (2, 1)}  # sentences that are spoken of one article, of each of two: those nearest to the question
_PARAGRAPHS = 3  # of an article, looked into besides its opening
# Head start of the opening paragraph, which answers the title's question, and of its first sentence; in cosine.
_LEAD, _FIRST = 0.06, 0.1
_HOME = 0.05  # of a sentence about the country that the question is asked from; the same taken from the other's
_ELSEWHERE = 0.3  # how much further from a question that names no country the other country's sentence may be
_FIGURE = 0.05  # of a sentence with a figure, when the question asks for one
_POINTED = 0.2  # a sentence that much nearer than the opening is what was asked: the answer begins with its paragraph
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
    """The sentences of an article that answer a question."""

    article: Article
    sentences: tuple[str, ...]  # in reading order, a paragraph that the question points at first
    ranked: tuple[str, ...]  # the same, nearest to the question first
    likeness: float  # of the nearest

    def shortened(self, most: int) -> "_Pick":
        kept = self.ranked[:most]
        return replace(self, sentences=tuple(each for each in self.sentences if each in kept), ranked=kept)

    @property
    def sources(self) -> tuple[Source, ...]:
        quote = "" if ABOUT_OURSELVES in self.article.topics else self.ranked[0]
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
        if known := refusal(why):
            return _refuse(known)
        nearest = search.found[0].article.title if search.found else ""
        return _decline(wording.declined(why, nearest), why)
    picks = _picks(question, search.found, said)
    text, aloud, written_by, why = _word(question, tone, picks)
    sources = tuple(source for pick in picks for source in pick.sources)
    if sources and sources[0].quote:
        aloud += f" I have that from {sources[0].title.split(':')[0]}."
    return Answer(
        text, aloud, sources, written_by=written_by, why=why, articles=tuple(pick.article.slug for pick in picks)
    )


def _word(question: str, tone: Tone, picks: Sequence[_Pick]) -> tuple[str, str, str, str | None]:
    """(text, the same aloud, who wrote it, what was wrong with the writer's).

    Our own writer is not asked: it shortens, and answers lose what makes them right (decision 054). Another that the
    settings name is, and is held to the picked sentences.
    """
    wrong, picked = None, [each for pick in picks for each in pick.sentences]
    try:
        writer = the_writer()
        if not writer.tuned:
            text = writer.invoke(answer_instruction(question, tone, " ".join(picked))).strip()
            wrong = check_answer(text, picked)
            if wrong is None:
                return text, spoken(text), settings.writer, None
    except WriterMissing as missing:
        wrong = str(missing)
    openings = wording.openers()[tone]
    opening = openings[zlib.crc32(question.encode()) % len(openings)]
    aloud = [pick.shortened(most) for pick, most in zip(picks, _ALOUD[len(picks)], strict=True)]
    return _told(opening, picks), spoken(_told(opening, aloud), most=None), "template", wrong


def _told(opening: str, picks: Sequence[_Pick]) -> str:
    first, *others = picks
    parts = [opening, *first.sentences]
    for other in others:
        parts += [wording.other_reading(other.article.title), *other.sentences]
    return " ".join(filter(None, parts))


@lru_cache(maxsize=4096)
def _vector(text: str) -> np.ndarray:
    return np.array(embeddings().embed_query(text))


def _picks(question: str, found: tuple[Found, ...], said: str) -> list[_Pick]:
    """What the best article says, and the second where it is hard to tell which of them was meant."""
    best, *others = found
    if ABOUT_OURSELVES not in best.article.topics:  # who asks about money did not mean a question about us
        others = [each for each in others if ABOUT_OURSELVES not in each.article.topics]
    if said:  # who asks on wants more of the same article, all of it
        return [_pick(question, best, _KEEP - 1, said)]
    if not others or best.score - others[0].score > _CLOSE:
        return [_pick(question, best, _KEEP)]
    both = [_pick(question, each, most) for each, most in zip((best, others[0]), _KEEP_OF_EACH, strict=True)]
    return both if both[0].likeness - both[1].likeness <= _NEAR else [_pick(question, best, _KEEP)]


def _pick(question: str, found: Found, most: int, said: str = "") -> _Pick:
    """The sentences of an article that come nearest to the question, those of its opening given a head start.

    They are looked for in the paragraphs that were found, and in all of them for who asks on or names a country; who
    names none may hear one sentence more, on what holds in the other country.
    """
    home = asked_from(question)
    rated = [each for each in _rated(question, found.article, home) if each[3] not in said]
    nearest = {0, *(number for number, _ in found.paragraphs[:_PARAGRAPHS])}
    looked_into = [each for each in rated if said or each[1] in nearest or home and named_in(each[3]) == home]
    kept: dict[tuple[int, int], str] = {}
    for _, number, at, sentence in looked_into or rated or _rated(question, found.article, home):
        if len(kept) < most and _stands(sentence, number, at, kept):
            kept[number, at] = sentence
    likeness = max(rated)[0]
    countries = {country for country in map(named_in, kept.values()) if country}
    if home is None and len(countries) == 1:
        elsewhere = [each for each in rated if (named_in(each[3]) or min(countries)) not in countries]
        if elsewhere and elsewhere[0][0] >= likeness - _ELSEWHERE:
            # What the paragraph says of it first: the nearest may be a detail of that.
            _, number, at, sentence = min(elsewhere, key=lambda each: (each[1] != elsewhere[0][1], each[2]))
            if _stands(sentence, number, at, kept):
                kept[number, at] = sentence
    opening = next((like for like, number, at, _ in rated if number == at == 0), likeness)
    first = next(iter(kept))[0] if likeness - opening >= _POINTED else 0
    order = sorted(kept, key=lambda place: (place[0] != first, place))
    return _Pick(found.article, tuple(kept[place] for place in order), tuple(kept.values()), likeness)


def _rated(question: str, article: Article, home: Country | None) -> list[tuple[float, int, int, str]]:
    """(likeness, paragraph, place in it, sentence) of an article's sentences, nearest to the question first."""
    figure, asked = bool(_ASKS_FIGURE.search(question)), _vector(question)
    rated = []
    for number, paragraph in enumerate(article.paragraphs):
        for at, sentence in enumerate(sentences(paragraph)):
            likeness = float(asked @ _vector(titled(article.title, sentence)))
            likeness += _LEAD * (number == 0) + _FIRST * (number == at == 0)
            likeness += _FIGURE * (figure and any(map(str.isdigit, sentence)))
            if home and (country := named_in(sentence)):
                likeness += _HOME if country == home else -_HOME
            rated.append((likeness, number, at, sentence))
    return sorted(rated, reverse=True)


def _stands(sentence: str, number: int, at: int, kept: Mapping[tuple[int, int], str]) -> bool:
    """Whether a sentence can be understood: alone, or because the one before it is said too."""
    return not _LEANING.match(sentence) or (number, at - 1) in kept
