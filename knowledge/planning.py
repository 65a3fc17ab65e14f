"""Decides what a reply says in which order: facts that belong in one sentence, sentence after sentence. The writer then
finds the words for each."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from knowledge.facts import Brief, placeholders
from knowledge.templates import template_of
from knowledge.wording import TONES, anything, wordings

# As many facts as one reply says well; the rest is on the page.
MOST_FACTS = 12
CAUTION = "caution"  # the group that says what a projection is; due whenever one is told (FINRA Rule 2214)
DETAIL = "detail"  # the group of a fact that the job's wording does not know

_PROJECTIONS = {"expected_return", "success_chance", "low_outcome", "high_outcome"}

# Names that may come up again in one reply without sounding like a repetition.
_REPEATABLE = {"goal", "product", "other_product"}


@dataclass(frozen=True)
class Part:
    """One or two sentences to be worded, and the facts they say."""

    job: str
    tone: str
    group: str  # of knowledge/wording
    names: tuple[str, ...]  # none: a remark that needs no facts and no writer

    def approved(self) -> list[str]:
        """The approved sentences that say this part."""
        if self.group == DETAIL:
            words = self.names[0].replace("_", " ")
            return [each.format(words=words, name=self.names[0]) for each in anything()]
        group = next(each for each in wordings()[self.job] if each.name == self.group)
        return [each for each in group.for_tone(self.tone) if set(placeholders(each)) == set(self.names)]


@cache
def sayable(job: str) -> list[str]:
    """Every fact name that the wording of a job can say, in the order of its groups."""
    names: dict[str, None] = {}
    for group in wordings()[job]:
        for tone in TONES:
            for sentence in group.for_tone(tone):
                names.update(dict.fromkeys(placeholders(sentence)))
    return list(names)


def parts(brief: Brief) -> list[Part]:
    """The parts of a reply in order: as few as can say the facts, and the caller's own facts one by one after them.

    A fact that only other jobs have words for is not this job's to say, and is left out.
    """
    wanted = _chosen(brief)
    details = [Part(brief.job, brief.tone, DETAIL, (name,)) for name in wanted if name not in _known()]
    telling = list(_from_wording(brief, set(wanted)))
    closing = len(telling)
    while closing and not telling[closing - 1].names:
        closing -= 1
    return [*telling[:closing], *details, *telling[closing:]]


def _chosen(brief: Brief) -> list[str]:
    template = template_of(brief.job)
    given = brief.texts
    order = [*template.must, *template.names, *given]
    return [name for name in dict.fromkeys(order) if name in given and _is_ours(name, brief.job)][:MOST_FACTS]


def _is_ours(name: str, job: str) -> bool:
    return name in sayable(job) or name not in _known()


@cache
def _known() -> frozenset[str]:
    return frozenset(name for job in wordings() for name in sayable(job))


def _from_wording(brief: Brief, wanted: set[str]) -> Iterator[Part]:
    said: set[str] = set()
    for group in wordings()[brief.job]:
        options = [tuple(dict.fromkeys(placeholders(each))) for each in group.for_tone(brief.tone)]
        if not any(options):
            if options and (group.name != CAUTION or wanted & _PROJECTIONS):
                yield Part(brief.job, brief.tone, group.name, ())
            continue
        while True:
            fitting = [
                names
                for names in options
                if wanted.issuperset(names) and set(names) - said and (set(names) & said) <= _REPEATABLE
            ]
            if not fitting:
                break
            # The sentence that says most at once; of two, the one that the wording names first.
            names = max(fitting, key=lambda each: len(set(each) - said))
            said.update(names)
            yield Part(brief.job, brief.tone, group.name, names)
