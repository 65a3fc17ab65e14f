"""The approved ways to say things, read from the YAML files beside this: what the writer learned from, and what the
guard compares against."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

TONES = ("warm", "plain", "careful")


@dataclass(frozen=True)
class Group:
    """Sentences that say the same thing, by tone."""

    name: str
    sentences: dict[str, tuple[str, ...]]

    def for_tone(self, tone: str) -> tuple[str, ...]:
        return self.sentences.get(tone, ()) + self.sentences.get("any", ())


@cache
def wordings() -> dict[str, tuple[Group, ...]]:
    """Job → its groups in the order in which they are said."""
    jobs: dict[str, tuple[Group, ...]] = {}
    for file in sorted(Path(__file__).parent.glob("*.yml")):
        loaded = yaml.safe_load(file.read_text(encoding="utf-8"))
        if "jobs" not in loaded:
            continue
        groups = {
            name: Group(name, {tone: tuple(each) for tone, each in tones.items()})
            for name, tones in loaded["groups"].items()
        }
        for job, names in loaded["jobs"].items():
            jobs[job] = tuple(groups[name] for name in names)
    return jobs


@cache
def anything() -> tuple[str, ...]:
    """Sentences for a fact that no job has words for; {words} and {name} stand for its name."""
    return tuple(yaml.safe_load((Path(__file__).parent / "anything.yml").read_text(encoding="utf-8"))["anything"])


@cache
def openers() -> dict[str, tuple[str, ...]]:
    """Tone → how an answer may open; some are empty."""
    return {tone: tuple(each) for tone, each in _answers()["openers"].items()}


def other_reading(title: str) -> str:
    """What leads to the sentences of a second article, which may be the one that was meant."""
    return _answers()["other_reading"].format(title=title)


@cache
def declined(why: str, nearest: str = "") -> str:
    """What is said when there is no answer to give: off_topic, unsure, empty or no_library.

    `nearest` is the title of the article that came first; unsure offers it.
    """
    return _answers()["declined"][why].format(nearest=nearest)


@cache
def _answers() -> dict:
    return yaml.safe_load((Path(__file__).parent / "answers.yml").read_text(encoding="utf-8"))
