"""Says a brief in words: the writer's own when the guard lets them through, else the template's."""

from collections.abc import Iterator

from knowledge.facts import Brief, Fact, Written, sentences
from knowledge.spoken import spoken
from knowledge.templates import render, template_of

__all__ = ["Brief", "Fact", "Written", "stream", "write"]


def write(brief: Brief) -> Written:
    """The brief as a reply to read and to speak.

    Raises ValueError for a job that templates.yml does not have.
    """
    template_of(brief.job)
    text = render(brief)
    return Written(text=text, spoken_text=spoken(text), written_by="template", why_template="no writer is installed")


def stream(brief: Brief) -> Iterator[str]:
    """The reply of `write`, a sentence at a time as each is ready."""
    yield from sentences(write(brief).text)
