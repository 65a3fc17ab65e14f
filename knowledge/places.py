"""Where a fact may stand in a sentence: the approved wording shows every place, and a figure in another's place is an
error however right its digits are ("an APR of 20,000 dollars")."""

import re
from functools import cache, lru_cache

from knowledge.facts import sentences
from knowledge.templates import templates
from knowledge.wording import anything, wordings

_TOKEN = re.compile(r"\[[a-z0-9_ ]+\]|[a-z0-9]+(?:['’-][a-z0-9]+)*|[^\sa-z0-9\[\]]")
_REACH = 6  # words looked at on either side
_ENOUGH = 3  # neighbouring words that have to agree with an approved place

Side = tuple[str, ...]


def words_of(text: str) -> list[str]:
    """Lower-case words, placeholders (`[monthly]`) and punctuation marks of a text."""
    return [token.replace("_", " ") for token in _TOKEN.findall(text.lower())]


def _is_placeholder(word: str) -> bool:
    return word.startswith("[")


def name_of(placeholder: str) -> str:
    return placeholder[1:-1].replace(" ", "_")


def places_in(sentence: str) -> list[tuple[str, Side, Side]]:
    """(fact name, words before it from the nearest on, words after it) for every placeholder of one sentence."""
    tokens = ["^", *words_of(sentence), "$"]
    return [
        (name_of(token), tuple(tokens[max(0, at - _REACH) : at][::-1]), tuple(tokens[at + 1 : at + 1 + _REACH]))
        for at, token in enumerate(tokens)
        if _is_placeholder(token)
    ]


@cache
def approved_sentences(job: str) -> tuple[str, ...]:
    """Every approved sentence of a job: its wording in all tones and its template."""
    worded = [each for group in wordings().get(job, ()) for tone in group.sentences.values() for each in tone]
    plain = [each for alternatives in templates()[job].sentences for each in alternatives]
    return tuple(part for each in [*worded, *plain] for part in sentences(each))


@cache
def _approved_places(job: str) -> dict[str, tuple[tuple[Side, Side], ...]]:
    places: dict[str, set[tuple[Side, Side]]] = {}
    for sentence in approved_sentences(job):
        for name, before, after in places_in(sentence):
            places.setdefault(name, set()).add((before, after))
    return {name: tuple(sorted(each)) for name, each in places.items()}


def _agreement(one: Side, other: Side) -> int:
    count = 0
    for mine, yours in zip(one, other, strict=False):
        if mine != yours:
            break
        count += 1
    return count


@lru_cache(maxsize=8192)
def closeness(job: str, name: str, before: Side, after: Side) -> int:
    """How many neighbouring words agree with the best approved place of a fact, 0 to 12."""
    return max(
        (
            _agreement(before, seen_before) + _agreement(after, seen_after)
            for seen_before, seen_after in _approved_places(job).get(name, ())
        ),
        default=0,
    )


@cache
def own_sentences(name: str) -> frozenset[str]:
    """The ways to say a fact that no job has words for: its name, and then its figure."""
    words = name.replace("_", " ")
    return frozenset(each.format(words=words, name=words) for each in anything())


def misplaced(sentence: str, job: str, names: set[str]) -> str | None:
    """The first fact of a sentence that stands where the approved wording puts another, or nothing like it."""
    known = _approved_places(job)
    for name, before, after in places_in(sentence):
        if name not in known:
            if sentence not in own_sentences(name):
                return name
            continue
        own = closeness(job, name, before, after)
        rival = max(
            (closeness(job, other, before, after) for other in names & known.keys() if other != name), default=0
        )
        if own < _ENOUGH or rival >= own:
            return name
    return None
