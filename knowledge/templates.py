"""The plainly worded replies of templates.yml, which need no model."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from knowledge.facts import Brief, fill, placeholders

_FILE = Path(__file__).with_name("templates.yml")


@dataclass(frozen=True)
class Template:
    must: tuple[str, ...]  # facts a reply mentions when they are given
    sentences: tuple[tuple[str, ...], ...]  # each a row of alternatives, the fullest first

    @property
    def names(self) -> tuple[str, ...]:
        """Every fact name the sentences mention, in the order of mention."""
        return tuple(dict.fromkeys(name for each in self.sentences for one in each for name in placeholders(one)))

    def pick(self, given: set[str]) -> list[str]:
        """The sentences that the given facts can fill, placeholders still in them."""
        chosen = []
        for alternatives in self.sentences:
            fitting = (each for each in alternatives if given.issuperset(placeholders(each)))
            first = next(fitting, None)
            if first is not None:
                chosen.append(first)
        return chosen


@cache
def templates() -> dict[str, Template]:
    """Every job's template, by job."""
    loaded = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {
        job: Template(
            must=tuple(entry["must"]),
            sentences=tuple((each,) if isinstance(each, str) else tuple(each) for each in entry["sentences"]),
        )
        for job, entry in loaded.items()
    }


def template_of(job: str) -> Template:
    """The template of a job. Raises ValueError for a job that templates.yml does not have."""
    try:
        return templates()[job]
    except KeyError:
        raise ValueError(f"no job is called {job!r}; templates.yml has {', '.join(templates())}") from None


def render(brief: Brief) -> str:
    """The brief in the words of its template."""
    chosen = template_of(brief.job).pick(set(brief.texts))
    return " ".join(fill(sentence, brief.texts) for sentence in chosen)
