"""What the knowledge room finds, answers and declines, and what that costs.

`python -m bench.knowledge [--held-out]`. Question sets that were written apart from the articles: answers are held
against the facts a right one must have (tests/knowledge/data/questions.yml). With --held-out, the set that nobody reads
while answers are being improved; its figures are the ones to believe.
"""

from __future__ import annotations

import math
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "knowledge" / "data"
HELD_OUT = ("held_out_6",)
# Sets that were held out, until what they showed was used: they may be read, and what is fitted may be fitted on them.
READABLE = ("questions", "held_out_2", "held_out_3", "held_out_4", "held_out_5")


@dataclass(frozen=True)
class Question:
    ask: str
    articles: tuple[str, ...]
    facts: tuple[str, ...] = ()  # each in a right answer; "a | b": either will do


def questions(held_out: bool = False) -> list[Question]:
    """Every question with an answer: of the held-out set, or of those that may be read."""
    of_sets = [
        Question(each["ask"], tuple(each["articles"]), tuple(each["facts"])) for each in _entries("answer", held_out)
    ]
    more = [] if held_out else [line.split("|") for line in _lines("more_questions.txt")]
    return of_sets + [Question(ask.strip(), tuple(map(str.strip, slugs.split(",")))) for ask, slugs in more]


def to_decline(held_out: bool = False) -> list[str]:
    """Every message that is not to be answered: of the held-out set, or of those that may be read."""
    more = [] if held_out else [line.split("|", 1)[1].strip() for line in _lines("more_declined.txt")]
    return [each["ask"] for each in _entries("decline", held_out)] + more


def _entries(kind: str, held_out: bool) -> Iterator[dict]:
    for name in HELD_OUT if held_out else READABLE:
        yield from yaml.safe_load((DATA / f"{name}.yml").read_text(encoding="utf-8"))[kind]


def _lines(name: str) -> list[str]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def ndcg(ranked: list[str], right: tuple[str, ...]) -> float:
    """nDCG@10 of the first right article: any of them is a full answer."""
    place = next((at for at, slug in enumerate(ranked[:10]) if slug in right), None)
    return 0.0 if place is None else 1 / math.log2(place + 2)


def is_right(text: str, facts: tuple[str, ...]) -> bool:
    return all(any(wording.strip().lower() in text.lower() for wording in fact.split("|")) for fact in facts)


def set_up_seconds() -> tuple[float, float]:
    """Seconds to index all articles from nothing, and then to learn from the questions of known answer."""
    from knowledge.article import load_articles
    from knowledge.embeddings import embeddings
    from knowledge.index import asking, chunks, open_store, update
    from knowledge.reader import fitted, vectors_of

    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        documents, store = chunks(load_articles()), open_store(embeddings(), Path(folder))
        update(store, documents)
        indexed = time.perf_counter()
        asked = asking(documents)
        fitted(asked, lambda: vectors_of(store, asked), embeddings())
        return indexed - started, time.perf_counter() - indexed


def main(arguments: list[str]) -> int:
    """Print the table; 1 if a claim does not hold."""
    held_out = "--held-out" in arguments
    os.environ["MILEPOST_WRITER"] = "template"  # our writer does not word answers: decision 054
    from knowledge.answers import answer
    from knowledge.glossary import in_our_words
    from knowledge.retrieval import retriever

    asked, unanswerable = questions(held_out), to_decline(held_out)
    search = retriever()
    search.search("warm up")
    ranked, cpu = [], []
    for question in asked:
        started = time.process_time()
        ranked.append([found.article.slug for found in search.search(question.ask)])
        cpu.append(time.process_time() - started)
    top3 = statistics.mean(any(slug in q.articles for slug in r[:3]) for q, r in zip(asked, ranked, strict=True))
    hybrid = statistics.mean(ndcg(r, q.articles) for q, r in zip(asked, ranked, strict=True))
    meaning, words = [], []
    for question in asked:
        ours = in_our_words(question.ask)
        near = {slug: max(cosines.values()) for slug, cosines in search.by_meaning(ours).items()}
        meaning.append(ndcg(sorted(near, key=near.__getitem__, reverse=True), question.articles))
        shared = search.by_words(ours)
        words.append(ndcg(sorted(shared, key=shared.__getitem__, reverse=True), question.articles))
    answers = [(question, answer(question.ask)) for question in asked]
    judged = [(q, a) for q, a in answers if q.facts]
    right = statistics.mean(not a.declined and is_right(a.text, q.facts) for q, a in judged)
    wrongly = statistics.mean(a.declined for _, a in answers)
    declined = statistics.mean(answer(message).declined for message in unanswerable)
    indexing, learning = set_up_seconds()
    best_part = max(statistics.mean(meaning), statistics.mean(words))
    rows = [
        (f"right article in the top 3 of {len(asked)}", top3, top3 >= 0.95, "at least 0.95"),
        ("nDCG@10 of the hybrid", hybrid, hybrid >= best_part, f"at least its best part, {best_part:.3f}"),
        (f"answers right, of {len(judged)} with facts", right, right >= 0.9, "at least 0.90"),
        ("wrongly declined", wrongly, wrongly <= 0.04, "at most 0.04"),
        (f"declined as they should be, of {len(unanswerable)}", declined, declined >= 0.95, "at least 0.95"),
        (
            "CPU of a retrieval, median milliseconds",
            1000 * statistics.median(cpu),
            statistics.median(cpu) < 0.015,
            "15",
        ),
        ("seconds to index all articles", indexing, indexing < 30, "under 30"),
        ("seconds to learn from questions", learning, learning < 60, "under 60"),
    ]
    for name, figure, holds, claim in rows:
        print(f"{'ok ' if holds else 'NOT'} {name:<48} {figure:8.3f}   claim: {claim}")
    return int(not all(holds for _, _, holds, _ in rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
