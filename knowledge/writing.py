"""Says a brief in words: the writer's own when the guard lets them through, else the template's."""

import zlib
from collections.abc import Iterator

from knowledge.facts import Brief, Fact, Written, fill, sentences
from knowledge.guard import check_part, left_out
from knowledge.planning import Part, parts
from knowledge.prompts import say_instruction, say_prompt
from knowledge.spoken import spoken
from knowledge.templates import render, template_of
from knowledge.writer import Writer, WriterMissing, the_writer
from settings import settings

__all__ = ["Brief", "Fact", "Written", "stream", "write"]

TEMPLATE = "template"


def write(brief: Brief) -> Written:
    """The brief as a reply to read and to speak.

    Raises ValueError for a job that templates.yml does not have.
    """
    template_of(brief.job)
    planned = parts(brief)
    try:
        draft = " ".join(_word(planned, brief, the_writer()))
        wrong = left_out(draft, brief)
    except (WriterMissing, _Refused) as trouble:
        draft, wrong = "", str(trouble)
    if wrong is None:
        text = fill(draft, brief.texts)
        return Written(text, spoken(text), settings.writer)
    text = render(brief)
    return Written(text, spoken(text), TEMPLATE, wrong)


def stream(brief: Brief) -> Iterator[str]:
    """A reply sentence by sentence, each as soon as it is worded and has passed the guard.

    A sentence that is out cannot be taken back, so one that fails is said in approved words and the rest goes on.
    """
    template_of(brief.job)
    try:
        writer = the_writer()
    except WriterMissing:
        yield from sentences(render(brief))
        return
    for part in parts(brief):
        try:
            draft = _word([part], brief, writer)[0]
        except _Refused:
            draft = _approved(part, brief)
        yield from sentences(fill(draft, brief.texts))


class _Refused(Exception):
    """The guard refused a part twice; the message says what was wrong."""


def _word(planned: list[Part], brief: Brief, writer: Writer) -> list[str]:
    """A draft of each part, placeholders still in it. Raises _Refused when the guard refuses one a second time."""
    drafts: dict[Part, str] = {part: _approved(part, brief) for part in planned if not part.names}
    wrong = ""
    # First a livelier wording; what does not pass is worded again, the likeliest way.
    for variation in (1, 0):
        missing = [part for part in planned if part not in drafts]
        if not missing:
            break
        prompts = [_ask(part, brief, writer) for part in missing]
        for part, text in zip(missing, writer.batch(prompts, variation=variation), strict=True):
            trouble = check_part(text.strip(), part, brief)
            if trouble is None:
                drafts[part] = text.strip()
            else:
                wrong = f"{trouble}: {text.strip()!r}"
    if len(drafts) < len(planned):
        raise _Refused(wrong)
    return [drafts[part] for part in planned]


def _ask(part: Part, brief: Brief, writer: Writer) -> str:
    return say_prompt(part) if writer.tuned else say_instruction(part, _approved(part, brief))


def _approved(part: Part, brief: Brief) -> str:
    """An approved wording of a part: the same for the same brief, another for another."""
    options = part.approved()
    return options[zlib.crc32(repr(brief).encode()) % len(options)]
