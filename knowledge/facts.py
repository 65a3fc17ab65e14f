"""What a reply may say: facts with names. The writer sees the names only, the guard holds the truth."""

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["money", "percent", "duration", "date", "count", "name"]
Tone = Literal["warm", "plain", "careful"]

PLACEHOLDER = re.compile(r"\[([a-z][a-z0-9_ ]*)\]")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\[\"“])")


@dataclass(frozen=True)
class Fact:
    name: str  # its role, "monthly"; a name of templates.yml or one of the caller's own in the same form
    text: str  # as the customer reads it, "$1,423.82"
    kind: Kind  # what sort of thing the text is


@dataclass(frozen=True)
class Brief:
    job: str  # what to say: a job of templates.yml
    facts: tuple[Fact, ...]
    tone: Tone = "warm"

    def __post_init__(self) -> None:
        names = [fact.name for fact in self.facts]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"a brief names each fact once; given twice: {', '.join(twice)}")

    @property
    def texts(self) -> dict[str, str]:
        """Fact name → the text that stands for it."""
        return {fact.name: fact.text for fact in self.facts}


@dataclass(frozen=True)
class Written:
    text: str
    spoken_text: str  # shorter, and worded for a voice: "423 dollars and 82 cents"
    written_by: str  # the writer's name, "template", or both ("flan-t5-small, template") when a part was replaced
    why_template: str | None = None  # what was wrong with the writer's own wording, where it was replaced


def placeholders(draft: str) -> list[str]:
    """The fact names a draft mentions, in order of mention."""
    return [name.replace(" ", "_") for name in PLACEHOLDER.findall(draft)]


def fill(draft: str, texts: dict[str, str]) -> str:
    """The draft with every placeholder replaced by its fact's text; sentences begin with a capital.

    Raises KeyError for a placeholder that no fact stands for.
    """
    filled = PLACEHOLDER.sub(lambda match: texts[match[1].replace(" ", "_")], draft)
    return re.sub(r"(^|[.!?]\s+)([a-z])", lambda match: match[1] + match[2].upper(), filled)


def sentences(text: str) -> list[str]:
    """Text split where a sentence ends and the next begins."""
    return [part for part in _SENTENCE_END.split(text.strip()) if part]
