"""Answers a question about money from the articles, with its sources; says so when it cannot or must not."""

import logging
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from langchain_core.runnables import RunnableLambda

from knowledge import wording
from knowledge.article import ABOUT_OURSELVES
from knowledge.facts import Tone, sentences
from knowledge.guard import check_answer
from knowledge.picks import Pick, picks
from knowledge.prompts import answer_instruction
from knowledge.refusals import Refusal, refusal, refused, refused_by_pattern
from knowledge.retrieval import Search, retriever
from knowledge.spoken import spoken
from knowledge.writer import WriterMissing, the_writer
from settings import settings

LONGEST_QUESTION = 1000  # characters; the rest is not read
_ALOUD = {1: (3,), 2: (2, 1)}  # sentences that are spoken of one article, of each of two: those nearest to the question

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


def answer(question: str, tone: Tone = "warm", said: str = "") -> Answer:
    """The answer to a question, or a kind word on why there is none. Never raises for what a customer types.

    No sentence of `said`, what the conversation has heard already, comes again while the article has others.
    """
    question = " ".join(question.split())[:LONGEST_QUESTION]
    if not question:
        return _decline(wording.declined("empty"), "empty")
    pattern = refused_by_pattern(question)
    try:
        chain = retriever().as_runnable() | RunnableLambda(
            lambda search: _compose(question, tone, search, said, pattern.kind if pattern else None)
        )
        return chain.invoke(question)
    except FileNotFoundError as missing:
        log.warning("No answers from articles: %s", missing)
        return _refuse(pattern) if pattern else _decline(wording.declined("no_library"), "no_library")


def stream(question: str, tone: Tone = "warm") -> Iterator[str]:
    """The answer's text sentence by sentence."""
    yield from sentences(answer(question, tone).text)


def _decline(text: str, why: str) -> Answer:
    return Answer(text, spoken(text), declined=True, why=why)


def _refuse(refusal: Refusal) -> Answer:
    return _decline(refusal.say, refusal.kind)


def _compose(question: str, tone: Tone, search: Search, said: str = "", pattern: str | None = None) -> Answer:
    if (why := refused(search, pattern)) is not None:
        if known := refusal(why):
            return _refuse(known)
        nearest = search.found[0].article.title if search.found else ""
        return _decline(wording.declined(why, nearest), why)
    picked = picks(question, search, said)
    text, aloud, written_by, why = _word(question, tone, picked)
    sources = tuple(source for pick in picked for source in _sources(pick))
    if sources and sources[0].quote:
        aloud += f" I have that from {sources[0].title.split(':')[0]}."
    return Answer(
        text, aloud, sources, written_by=written_by, why=why, articles=tuple(pick.article.slug for pick in picked)
    )


def _word(question: str, tone: Tone, picked: Sequence[Pick]) -> tuple[str, str, str, str | None]:
    """(text, the same aloud, who wrote it, what was wrong with the writer's).

    Our own writer is not asked: it shortens, and answers lose what makes them right (decision 054). Another that the
    settings name is, and is held to the picked sentences.
    """
    wrong, said = None, [each for pick in picked for each in pick.sentences]
    try:
        writer = the_writer()
        if not writer.tuned:
            text = writer.invoke(answer_instruction(question, tone, " ".join(said))).strip()
            wrong = check_answer(text, said)
            if wrong is None:
                return text, spoken(text), settings.writer, None
    except WriterMissing as missing:
        wrong = str(missing)
    openings = wording.openers()[tone]
    opening = openings[zlib.crc32(question.encode()) % len(openings)]
    aloud = [pick.shortened(most) for pick, most in zip(picked, _ALOUD[len(picked)], strict=True)]
    return _told(opening, picked), spoken(_told(opening, aloud), most=None), "template", wrong


def _told(opening: str, picked: Sequence[Pick]) -> str:
    first, *others = picked
    parts = [opening, *first.sentences]
    for other in others:
        parts += [wording.other_reading(other.article.title), *other.sentences]
    return " ".join(filter(None, parts))


def _sources(pick: Pick) -> tuple[Source, ...]:
    quote = "" if ABOUT_OURSELVES in pick.article.topics else pick.ranked[0]
    return tuple(Source(each.title, each.url, quote) for each in pick.article.sources)
