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
        groups = {
            name: Group(name, {tone: tuple(each) for tone, each in tones.items()})
            for name, tones in loaded["groups"].items()
        }
        for job, names in loaded["jobs"].items():
            jobs[job] = tuple(groups[name] for name in names)
    return jobs
