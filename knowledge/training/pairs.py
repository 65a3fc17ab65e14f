"""The pairs the writer learns from: briefs composed at random from the approved wording, and questions to articles."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.article import Article, load_articles
from knowledge.facts import placeholders, sentences
from knowledge.prompts import answer_prompt, say_prompt
from knowledge.templates import template_of
from knowledge.wording import TONES, Group, anything, openers, wordings

# Names that may come up again in one reply without sounding like a repetition.
_REPEATABLE = {"goal", "product", "other_product"}
_PROJECTIONS = {"expected_return", "success_chance", "low_outcome", "high_outcome"}

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


def _say(group: Group, tone: str, given: set[str], said: set[str], rng: random.Random) -> Iterator[str]:
    options = group.for_tone(tone)
    if not any(placeholders(each) for each in options):
        if options and rng.random() < 0.6:
            yield rng.choice(options)
        return
    while True:
        fitting = []
        for option in options:
            names = set(placeholders(option))
            fresh = names - said
            if fresh and names <= given and not (names & said) - _REPEATABLE:
                fitting.append((len(fresh), option))
        if not fitting:
            return
        most = max(count for count, _ in fitting)
        # Mostly the sentence that says most at once; now and then a shorter one, for variety.
        best = [option for count, option in fitting if count == most or rng.random() < 0.1]
        chosen = rng.choice(best)
        said.update(placeholders(chosen))
        yield chosen


def compose(job: str, tone: str, given: set[str], rng: random.Random) -> tuple[str, set[str]]:
    """A reply in approved wording and the names it says; names the wording of the job cannot say are left out."""
    said: set[str] = set()
    reply: list[str] = []
    for group in wordings()[job]:
        if group.name == "caution" and not given & _PROJECTIONS:
            continue
        reply.extend(_say(group, tone, given, said, rng))
    return " ".join(reply), said


def sayable(job: str) -> list[str]:
    """Every fact name that the wording of a job can say, in the order of its groups."""
    names: dict[str, None] = {}
    for group in wordings()[job]:
        for tone in TONES:
            for sentence in group.for_tone(tone):
                names.update(dict.fromkeys(placeholders(sentence)))
    return list(names)


def say_pair(rng: random.Random) -> Pair:
    """One brief and its reply: any job, any tone, any subset of facts in any order, sometimes an invented fact."""
    jobs = list(wordings())
    job = rng.choices(jobs, weights=[3 if each.startswith("plan") else 2 for each in jobs])[0]
    tone = rng.choice(TONES)
    names = sayable(job)
    must = [name for name in template_of(job).must if name in names]
    others = [name for name in names if name not in must]
    given = set(must) | set(rng.sample(others, min(len(others), rng.randint(1, 8))))
    if rng.random() < 0.15:
        given.discard(rng.choice(must) if must else "")
    if {"stocks_share", "bonds_share", "cash_share"} & given:
        given |= {"bonds_share", "cash_share"}
    if "ahead" in given:
        given.discard("behind")
    for one, other in (
        ("low_outcome", "high_outcome"),
        ("needs_share", "wants_share"),
        ("wants_share", "savings_share"),
    ):
        if one in given or other in given:
            given |= {one, other}
    reply, said = compose(job, tone, given, rng)
    if rng.random() < 0.25:
        parts = sentences(reply)
        for _ in range(rng.choice((1, 1, 2))):
            words = f"{rng.choice(_INVENTED_FIRST)} {rng.choice(_INVENTED_SECOND)}"
            name = words.replace(" ", "_")
            if name in said:
                continue
            said.add(name)
            # After the opening: an aside about a detail reads oddly before what it belongs to.
            parts.insert(rng.randint(min(1, len(parts)), len(parts)),
                         rng.choice(anything()).format(words=words, name=name))  # fmt: skip
        reply = " ".join(parts)
    order = sorted(said)
    rng.shuffle(order)
    return Pair(say_prompt(job, tone, order), reply.replace("_", " "))


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


def pairs(seed: int, articles_folder: Path | None = None, answers: float = 0.25) -> Iterator[Pair]:
    """Pairs without end; the same seed and articles give the same pairs. `answers`: share that are questions."""
    rng = random.Random(seed)
    articles = load_articles(articles_folder) if articles_folder else load_articles()
    while True:
        yield answer_pair(articles, rng) if rng.random() < answers else say_pair(rng)
