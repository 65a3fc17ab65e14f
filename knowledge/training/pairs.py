"""The pairs the writer learns from: facts and the approved ways to say them, questions and what articles answer."""

import itertools
import math
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from knowledge.article import Article, load_articles
from knowledge.facts import placeholders, sentences
from knowledge.planning import DETAIL, Part
from knowledge.prompts import answer_prompt, say_prompt
from knowledge.wording import TONES, openers, wordings

# Fact names nobody has thought of yet, so that the writer learns to say a name it has never seen.
_INVENTED_FIRST = (
    "setup", "yearly", "insurance", "tax", "tuition", "holiday", "student", "early", "bonus", "partner", "child",
    "rent", "energy", "transfer", "exit", "pension", "dental", "travel", "moving", "repair", "overdraft", "welcome",
    "credit", "lender", "employer", "reserve", "deposit", "inflation", "currency", "school", "garden", "boat", "pet",
    "wedding",
)  # fmt: skip
_INVENTED_SECOND = (
    "fee", "bonus", "cover", "refund", "allowance", "discount", "deadline", "limit", "payment", "charge", "grant",
    "premium", "cushion", "penalty", "share", "score", "rebate", "budget", "review", "cap", "gift", "cost", "match",
)  # fmt: skip
_ASKING = (
    "{}?", "{}", "can you tell me: {}?", "please explain: {}", "i was wondering, {}?", "{} please",
    "quick question, {}?", "hi, {}?", "a friend asked me {}", "i do not understand this: {}?",
)  # fmt: skip


@dataclass(frozen=True)
class Pair:
    prompt: str
    reply: str


def say_pair(rng: random.Random) -> Pair:
    """One part of a reply: what any job may have to say in any tone, its facts in any order; sometimes a new fact."""
    if rng.random() < 0.08:
        words = f"{rng.choice(_INVENTED_FIRST)} {rng.choice(_INVENTED_SECOND)}"
        part = Part(rng.choice(list(wordings())), rng.choice(TONES), DETAIL, (words.replace(" ", "_"),))
    else:
        part = rng.choices(_parts()[0], cum_weights=_parts()[1])[0]
    shuffled = tuple(rng.sample(part.names, len(part.names)))
    return Pair(say_prompt(replace(part, names=shuffled)), rng.choice(part.approved()).replace("_", " "))


@cache
def _parts() -> tuple[list[Part], list[float]]:
    """Every part there can be, with cumulative weights.

    A part is drawn as often as any other, and more where its facts are many (those are dropped most) or the ways to say
    them are. Drawing by sentence instead would hardly ever show a set of facts that one sentence alone can say.
    """
    found = dict.fromkeys(
        Part(job, tone, group.name, tuple(dict.fromkeys(placeholders(each))))
        for job, groups in wordings().items()
        for group in groups
        for tone in TONES
        for each in group.for_tone(tone)
        if placeholders(each)
    )
    weights = [math.sqrt(len(part.approved())) * (1 + len(part.names)) for part in found]
    return list(found), list(itertools.accumulate(weights))


def _with_other_numbers(texts: list[str], rng: random.Random) -> list[str]:
    """The same sentences with every number changed the same way, so that copying is learned and not the numbers."""
    changed: dict[str, str] = {}

    def other(match: re.Match[str]) -> str:
        digits = match[0]
        if digits not in changed:
            changed[digits] = str(rng.randint(1, 9)) + "".join(str(rng.randint(0, 9)) for _ in digits[1:])
        return changed[digits]

    return [re.sub(r"\d+", other, text) for text in texts]


def _asked(title: str, rng: random.Random) -> str:
    plain = title.rstrip("?")
    if rng.random() < 0.4:
        return title
    return rng.choice(_ASKING).format(plain[0].lower() + plain[1:])


def answer_pair(articles: tuple[Article, ...], rng: random.Random) -> Pair:
    """A question and a passage with its answer and with sentences beside the point; the reply keeps the answer."""
    article = rng.choice(articles)
    tone = rng.choice(TONES)
    paragraphs = [sentences(each) for each in article.paragraphs]
    answer = paragraphs[0][: rng.choice((1, 2, 2))]
    beside = rng.sample([each for part in paragraphs[1:] for each in part], rng.choice((2, 3)))
    if rng.random() < 0.5:
        elsewhere = rng.choice(articles)
        beside = [*beside[:1], rng.choice(sentences(elsewhere.paragraphs[1]))]
    changed = _with_other_numbers([*answer, *beside], rng)
    answer, beside = changed[: len(answer)], changed[len(answer) :]
    blocks = [answer, *([each] for each in beside)]
    rng.shuffle(blocks)
    passage = " ".join(each for block in blocks for each in block)
    reply = " ".join([rng.choice(openers()[tone]), *answer]).strip()
    return Pair(answer_prompt(_asked(article.title, rng), tone, passage), reply)


def pairs(seed: int, articles_folder: Path | None = None, answers: float = 0.02) -> Iterator[Pair]:
    """Pairs without end; the same seed and articles give the same pairs. `answers`: share that are questions."""
    rng = random.Random(seed)
    articles = load_articles(articles_folder) if articles_folder else load_articles()
    while True:
        yield answer_pair(articles, rng) if rng.random() < answers else say_pair(rng)
