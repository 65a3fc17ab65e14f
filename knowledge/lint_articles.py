"""Checks the articles: front matter, length, topics, sources, reading level, sentences that can be quoted alone.

    python -m knowledge.lint_articles [FOLDER]

prints one line a problem and ends with 1 when there is any. What a machine cannot check, above all whether an
article is right, is for the person whose date stands under `reviewed`.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import yaml

from knowledge.article import FOLDER, Article, read_article

TOPICS_FILE = Path(__file__).with_name("topics.yml")
JURISDICTIONS = ("general", "US", "US with UK notes")
WORDS = (180, 350)
PARAGRAPH_WORDS = 120  # with the title it stays below the 256 tokens that MiniLM reads
SENTENCE_WORDS = 45
TOP_GRADE = 10.0  # a US school grade; the median of these articles was 6.7 in November 2026
REVIEW_DAYS = 730

# A quoted sentence that opens with one of these has lost what it speaks of.
_POINTS_BACK = re.compile(r"(It|They|This|These|Those|That|He|She|Its|Their)\b")
_CLICHES = re.compile(
    r"game.changer|peace of mind|at the end of the day|financial freedom|take control of your|"
    r"in today's (world|economy)|unlock|journey|navigat|empower|no.brainer|golden rule|holy grail|nest egg",
    re.IGNORECASE,
)
_UK = re.compile(r"\bUK\b|\bEngland\b|\bMoneyHelper\b")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SMALL_WORD = re.compile(
    r"an?|and|are|at|be|between|by|can|do|does|first|for|from|get|good|have|how|i|if|in|is|it|keep|make|me|my|need|of|"
    r"on|or|should|than|that|the|to|what|when|where|which|while|who|why|with|work|you|your"
)


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph. Decimals, "a.m." and addresses do not end one."""
    return re.split(r"(?<![ap]\.m\.)(?<=[.!?])[\"”]?\s+(?=[A-Z0-9\"“$£])", text)


def reading_grade(text: str) -> float:
    """US school grade by the Automated Readability Index (Senter and Smith, 1967, AMRL-TR-66-220):
    4.71 characters/words + 0.5 words/sentences - 21.43. It counts letters, so it needs no guess at syllables."""
    words = re.findall(r"[^\W_]+(?:[.,'’-][^\W_]+)*", text)
    characters = sum(character.isalnum() for character in text)
    return 4.71 * characters / len(words) + 0.5 * len(words) / len(sentences(text)) - 21.43


def known_topics() -> frozenset[str]:
    return frozenset(yaml.safe_load(TOPICS_FILE.read_text(encoding="utf-8")))


def _front_problems(article: Article, topics: frozenset[str], today: date | None) -> Iterator[str]:
    if not _SLUG.fullmatch(article.slug):
        yield "the file's name must be lower-case words joined by hyphens"
    if not article.title.endswith("?"):
        yield "the title must be the question that the article answers"
    if not 1 <= len(article.topics) <= 4:
        yield f"has {len(article.topics)} topics; between 1 and 4 are allowed"
    for topic in article.topics:
        if topic not in topics:
            yield f"topic {topic!r} is not in {TOPICS_FILE.name}"
    if article.jurisdiction not in JURISDICTIONS:
        yield f"jurisdiction {article.jurisdiction!r} must be one of: {', '.join(JURISDICTIONS)}"
    if not article.sources:
        yield "needs at least one public source"
    for source in article.sources:
        if not re.fullmatch(r"https://[\w.-]+/\S*", source.url):
            yield f"source {source.title!r} needs a full https address, not {source.url!r}"
    try:
        reviewed = date.fromisoformat(article.reviewed)
    except ValueError:
        yield f"reviewed must be a date such as 2026-11-23, not {article.reviewed!r}"
    else:
        if today and (today - reviewed).days > REVIEW_DAYS:
            yield f"was last reviewed on {reviewed}; articles are read again within two years"


def _stems(text: str) -> set[str]:
    words = re.findall(r"[a-z0-9/()]+", text.lower().replace("utilis", "utiliz"))
    return {word[:4] for word in words if not _SMALL_WORD.fullmatch(word)}


def _text_problems(article: Article) -> Iterator[str]:
    words = len(article.body.split())
    if not WORDS[0] <= words <= WORDS[1]:
        yield f"has {words} words; between {WORDS[0]} and {WORDS[1]} are allowed"
    grade = reading_grade(" ".join(article.paragraphs))
    if grade > TOP_GRADE:
        yield f"reads at school grade {grade:.1f}; at most {TOP_GRADE:g} is allowed: shorten sentences and words"
    first = sentences(article.paragraphs[0])[0]
    if first.endswith("?") or not _stems(first) & _stems(article.title):
        yield f"the first sentence must answer the title, and shares no word with it: {first!r}"
    for paragraph in article.paragraphs:
        if len(paragraph.split()) > PARAGRAPH_WORDS:
            yield f"a paragraph is longer than {PARAGRAPH_WORDS} words: {paragraph[:50]!r}"
        for sentence in sentences(paragraph):
            if _POINTS_BACK.match(sentence):
                yield f"a sentence cannot be quoted alone, name what it is about: {sentence!r}"
            if len(sentence.split()) > SENTENCE_WORDS:
                yield f"a sentence is longer than {SENTENCE_WORDS} words: {sentence[:60]!r}"
    if found := _CLICHES.search(article.body):
        yield f"says {found.group()!r}; say what is meant"
    notes_uk = article.jurisdiction == "US with UK notes"
    if article.jurisdiction != "general" and notes_uk != bool(_UK.search(article.body)):
        yield f"is marked {article.jurisdiction!r}, but its text says otherwise about the UK"


def problems_of(article: Article, topics: frozenset[str] | None = None, today: date | None = None) -> list[str]:
    """What is wrong with one article, in plain words; empty when nothing is. `today` adds the check of its age."""
    topics = known_topics() if topics is None else topics
    return [*_front_problems(article, topics, today), *_text_problems(article)]


def problems_among(articles: Iterable[Article], topics: frozenset[str]) -> list[str]:
    """What is wrong between articles: titles asked twice, topics nobody writes about, an address with two names."""
    articles = list(articles)
    found = [
        f"{title!r} is the title of {count} articles"
        for title, count in Counter(article.title.lower() for article in articles).items()
        if count > 1
    ]
    used = {topic for article in articles for topic in article.topics}
    found += [f"topic {topic!r} in {TOPICS_FILE.name} has no article" for topic in sorted(topics - used)]
    names: dict[str, set[str]] = {}
    for article in articles:
        for source in article.sources:
            names.setdefault(source.url, set()).add(source.title)
    return found + [
        f"{url} goes by several titles: {', '.join(sorted(titles))}" for url, titles in names.items() if len(titles) > 1
    ]


def main(folder: Path = FOLDER, today: date | None = None) -> int:
    """Prints every problem of a folder and returns 1 if there was one, else 0."""
    topics, articles, trouble = known_topics(), [], []
    for file in sorted(folder.glob("*.md")):
        try:
            article = read_article(file)
        except ValueError as unreadable:
            trouble.append(str(unreadable))
            continue
        articles.append(article)
        trouble += [f"{file.name}: {problem}" for problem in problems_of(article, topics, today)]
    trouble += problems_among(articles, topics)
    for line in trouble:
        print(line)
    print(f"{len(articles)} articles, {len(trouble)} problems")
    return 1 if trouble or not articles else 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2]), today=date.today()))
