"""Picks the sentences of an article that answer a question, and says when a second article may have been meant."""

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from knowledge.article import ABOUT_OURSELVES, Article, load_articles
from knowledge.countries import asked_from, named_in
from knowledge.embeddings import embeddings, titled
from knowledge.facts import sentences
from knowledge.glossary import in_our_words
from knowledge.retrieval import Found, Search
from knowledge.vocabulary import words_of

KEEP = 5  # sentences of an answer
_KEEP_OF_EACH = (4, 2)  # of two articles
_CLOSE = 0.45  # a second article whose score is no further behind may be the one that was meant: it has its say too
_NEAR = 0.0  # unless its nearest sentence is that much further from the question, in likeness

# The likeness of a sentence to a question is a cosine, and what is added to it here. Fitted on the question sets that
# may be read, so that five sentences hold the facts of as many answers as they can.
_LEAD, _FIRST = 0.06, 0.1  # the opening paragraph, which answers the title's question, and its first sentence
_POINTED = 0.6  # of the cosine to the nearest question that is known to be answered by the sentence
_SHARED = 0.15  # the share of the question's words that the sentence has too, rare words counting more
_HOME = 0.05  # about the country that the question is asked from
_FIGURE = 0.05  # with a figure, when the question asks for one

# A sentence that much further from the question than the nearest drifts off; two are said all the same. Answers are a
# seventh shorter for it, and one in a hundred lacks its fact.
_DRIFTS = 0.4
_REPEATS = 0.7  # a cosine of two sentences, above which they say the same: the second article has nothing to add
_ELSEWHERE = 0.5  # how much further from a question that names no country the other country's sentence may be
_ASKS_FIGURE = re.compile(
    r"\d|\bhow (much|many|long|often|old|big|high|far|soon)\b|\bwhat (percent|rate|share|age|limit|amount|sum)|"
    r"\b(when|until|percent|percentage|minimum|maximum|limit|average)\b",
    re.IGNORECASE,
)

# Sentences that mean nothing without the one before: by how they begin, or by words that refer back.
_LEANING = re.compile(
    r"(It|They|This|That|These|Those|Both|Either|Neither|In (this|that) case|In this|An example|Such|Then|So|But|Here"
    r"|Also|Another|Others?|Second|Third|Finally|Therefore|However|Otherwise|Instead|Even so|By contrast|In contrast"
    r"|The (first|second|third|fourth|last|other|others|rest|same|difference|two|three|four|latter|gap|answer)"
    r"|One (is|of them)|Each of|Most of (it|them)|After that|Before that)\b"
    r"|.*\b((?<!but )also|therefore|either(?!.*\bor\b)|as well(?! as)|too(?=[.;,:])|by another)\b"
    r"|.*\b(those|these) (?!who|which|that|whose|under|over|aged|with|without|at|in|on|you)\w+"
    r"|.*\b(that|this) (rule|way|time|limit|case|gap|kind|date|choice)\b"
    r"|.*\b(of the|all|between the|the other) (two|three|four)(?=[.,;]| (can|should|must|are|is)\b)"
    r"|.*\bin the same (years?|time|months?)\b|.*\bthe (first|former)\b.*\bthe (second|latter)\b"
)
# A figure that goes on with the example of the sentence before.
_GOES_ON = re.compile(
    r"(Paying|Leaving|Saving|Moving|Adding|Waiting|Repaying|Borrowing|At|After|With|Without|Over"
    r"|The (loan|payment|balance|interest|total|debt|saving|money|pot|fee))\b.*\d|.*\bwould\b.*\d|.*\d.*\bwould\b"
)


def _leans(sentence: str, before: str) -> bool:
    """Whether a sentence means nothing, or something else, without the one before it."""
    return bool(_LEANING.match(sentence)) or bool(re.search(r"\d", before) and _GOES_ON.match(sentence))


_Place = tuple[int, int]  # number of a paragraph, of a sentence in it


class _Rated(NamedTuple):
    """A sentence of an article, as near as it is to a question; in this order they are compared."""

    likeness: float
    place: _Place
    sentence: str


@dataclass(frozen=True)
class Pick:
    """The sentences of an article that answer a question."""

    article: Article
    sentences: tuple[str, ...]  # the nearest first, then its paragraph, then the others, as they stand
    ranked: tuple[str, ...]  # the same, nearest to the question first, each after what it leans on
    likeness: float  # of the nearest

    def shortened(self, most: int) -> "Pick":
        kept = self.ranked[:most]
        return replace(self, sentences=tuple(each for each in self.sentences if each in kept), ranked=kept)


def picks(question: str, search: Search, said: str = "") -> list[Pick]:
    """What the best article says, and the second where it is hard to tell which of them was meant.

    No sentence of `said` comes again while the article has others.
    """
    best, *others = search.found
    if ABOUT_OURSELVES not in best.article.topics:  # who asks about money did not mean a question about us
        others = [each for each in others if ABOUT_OURSELVES not in each.article.topics]
    asked = _Asked(question, search.vector)
    if said:  # who asks on wants more of the same article
        return [_pick(asked, best, KEEP - 1, said)]
    if not others or best.score - others[0].score > _CLOSE:
        return [_pick(asked, best, KEEP)]
    first, second = (_pick(asked, *each) for each in zip((best, others[0]), _KEEP_OF_EACH, strict=True))
    if first.likeness - second.likeness > _NEAR or _repeats(second, first):
        return [_pick(asked, best, KEEP)]
    return [first, second]


def _repeats(second: Pick, first: Pick) -> bool:
    """Whether what the second says above all is said by the first, in other words."""
    said = _vector(titled(second.article.title, second.ranked[0]))
    return any(said @ _vector(titled(first.article.title, each)) > _REPEATS for each in first.sentences)


class _Asked:
    """What of a question sentences are held against."""

    def __init__(self, question: str, vector: np.ndarray) -> None:
        self.vector = vector
        self.words = _words(in_our_words(question))
        self.wants_figure = bool(_ASKS_FIGURE.search(question))
        self.home = asked_from(question)

    def concerns(self, sentence: str) -> bool:
        """Whether a sentence is not about another country than the customer's."""
        return self.home is None or named_in(sentence) in (self.home, None)


def _pick(asked: _Asked, found: Found, most: int, said: str = "") -> Pick:
    """The sentences of an article that come nearest to the question, none that is `said`.

    Who names no country may hear one sentence more, on what holds in the other country.
    """
    everything = _rated(asked, found)
    rated = [each for each in everything if each.sentence not in said and asked.concerns(each.sentence)] or everything
    nearest = rated[0].likeness
    there = {each.place: each.sentence for each in rated}
    kept: dict[_Place, str] = {}
    for each in rated:
        if len(kept) > 1 and each.likeness < nearest - _DRIFTS:
            break
        whole = _understood(each.place, there, kept)
        if len(kept) + len(whole) <= most:
            kept |= whole
    countries = {country for country in map(named_in, kept.values()) if country}
    if asked.home is None and len(countries) == 1:
        elsewhere = [each for each in rated if (named_in(each.sentence) or min(countries)) not in countries]
        if elsewhere and elsewhere[0].likeness >= nearest - _ELSEWHERE:
            # What the paragraph says of it first: the nearest may be a detail of that.
            paragraph = elsewhere[0].place[0]
            first = min(each.place for each in elsewhere if each.place[0] == paragraph)
            kept |= _understood(first, there, kept)
    return Pick(found.article, tuple(kept[place] for place in _in_order(kept)), tuple(kept.values()), nearest)


def _rated(asked: _Asked, found: Found) -> list[_Rated]:
    """An article's sentences, nearest to the question first."""
    rated = []
    for number, paragraph in enumerate(found.article.paragraphs):
        for at, sentence in enumerate(sentences(paragraph)):
            likeness = float(asked.vector @ _vector(titled(found.article.title, sentence)))
            likeness += _POINTED * found.pointed.get(sentence, 0.0)
            likeness += _SHARED * _share(asked.words, _words(sentence))
            likeness += _LEAD * (number == 0) + _FIRST * (number == at == 0)
            likeness += _FIGURE * (asked.wants_figure and any(map(str.isdigit, sentence)))
            likeness += _HOME * (asked.home is not None and named_in(sentence) == asked.home)
            rated.append(_Rated(likeness, (number, at), sentence))
    return sorted(rated, reverse=True)


def _in_order(kept: Mapping[_Place, str]) -> list[_Place]:
    """The answer first, with the sentences that follow it; then what else its paragraph says; then the others."""
    number, at = next(iter(kept))
    run = set()
    while (number, at) in kept:
        run.add((number, at))
        at += 1
    return sorted(kept, key=lambda place: (place not in run, place[0] != number, place))


def _understood(place: _Place, there: Mapping[_Place, str], kept: Mapping[_Place, str]) -> dict[_Place, str]:
    """What has to be said, beside what is kept, for a sentence to be understood: the sentence, after those it leans on.

    Nothing where one of them is not there to be said.
    """
    number, at = place
    needed: dict[_Place, str] = {}
    while (number, at) not in kept:
        if (number, at) not in there:
            return {}
        needed[number, at] = there[number, at]
        if at == 0 or not _leans(there[number, at], there.get((number, at - 1), "")):
            break
        at -= 1
    return dict(reversed(needed.items()))


@lru_cache(maxsize=8192)
def _vector(text: str) -> np.ndarray:
    return np.array(embeddings().embed_query(text))


@lru_cache(maxsize=8192)
def _words(text: str) -> frozenset[str]:
    return frozenset(words_of([text])[0])


@cache
def _weights() -> dict[str, float]:
    """Word → how much it tells, which is more the fewer of the articles' sentences have it."""
    every = [sentence for article in load_articles() for part in article.paragraphs for sentence in sentences(part)]
    among = Counter(word for words in words_of(every) for word in set(words))
    return {word: math.log(len(every) / count) for word, count in among.items()}


def _share(asked: frozenset[str], said: frozenset[str]) -> float:
    """How much of a question's words a sentence has, from 0 to 1; words that no article has do not count."""
    weights = _weights()
    whole = sum(weights.get(word, 0.0) for word in asked)
    return sum(weights.get(word, 0.0) for word in asked & said) / whole if whole else 0.0
