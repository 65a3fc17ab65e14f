"""Says a brief in words: the writer's own where the guard lets them through, approved ones elsewhere."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.facts import Brief, Fact, Written, fill, sentences
from knowledge.guard import check_part, left_out
from knowledge.planning import Part, parts
from knowledge.prompts import say_instruction, say_prompt
from knowledge.spoken import spoken
from knowledge.templates import render, template_of
from knowledge.writer import BEAMS, Writer, WriterMissing, the_writer
from settings import settings

__all__ = ["Brief", "Fact", "Written", "stream", "write"]

TEMPLATE = "template"
_OTHERS = 4  # openings given, at once, when no wording passed


def write(brief: Brief) -> Written:
    """The brief as a reply to read and to speak.

    Raises ValueError for a job that templates.yml does not have.
    """
    template_of(brief.job)
    planned = parts(brief)
    try:
        worded = _word(planned, brief, the_writer())
    except WriterMissing as missing:
        return _by_template(brief, str(missing))
    draft = " ".join(each.draft for each in worded)
    missing_fact = left_out(draft, brief)
    own = [each for part, each in zip(planned, worded, strict=True) if part.names and each.trouble is None]
    if missing_fact is not None or not own:
        return _by_template(brief, missing_fact or next((each.trouble for each in worded if each.trouble), None))
    text = fill(draft, brief.texts)
    trouble = next((each.trouble for each in worded if each.trouble is not None), None)
    return Written(
        text, spoken(text), settings.writer if trouble is None else f"{settings.writer}, {TEMPLATE}", trouble
    )


def stream(brief: Brief) -> Iterator[str]:
    """The reply of `write` sentence by sentence, each as soon as it is worded and has passed the guard."""
    template_of(brief.job)
    try:
        writer = the_writer()
    except WriterMissing:
        yield from sentences(render(brief))
        return
    for part in parts(brief):
        yield from sentences(fill(_word([part], brief, writer)[0].draft, brief.texts))


@dataclass(frozen=True)
class _Worded:
    draft: str  # placeholders still in it
    trouble: str | None = None  # what was wrong with the writer's words, where approved ones had to replace them


def _word(planned: list[Part], brief: Brief, writer: Writer) -> list[_Worded]:
    """Each part in the writer's words: the likeliest of its wordings that the guard passes, asked for once more where
    none does. A part that fails both times is said in approved words of the same tone."""
    found = {part: _Worded(_approved(part, brief)) for part in planned if not part.names}
    trouble: dict[Part, str] = {}
    for again in (False, True):
        # The second time each asked-for wording is set off with the first words of an approved one.
        asked = [
            (part, opening) for part in planned if part not in found for opening in (_openings(part) if again else [""])
        ]
        if not asked:
            break
        written = writer.generate(
            [_ask(part, brief, writer) for part, _ in asked],
            variation=int(again and not writer.tuned),
            beams=1 if again else BEAMS,
            openings=[opening for _, opening in asked],
        )
        for (part, _), offered in zip(asked, written.generations, strict=True):
            for text in (each.text.strip() for each in offered):
                wrong = check_part(text, part, brief)
                if wrong is None:
                    found.setdefault(part, _Worded(text))
                    break
                trouble.setdefault(part, f"{wrong}: {text!r}")
    return [found.get(part) or _Worded(_approved(part, brief), trouble[part]) for part in planned]


def _openings(part: Part) -> list[str]:
    """The first half of some approved sentences for a part, three words at least."""
    words = [each.replace("_", " ").split() for each in part.approved()[:_OTHERS]]
    return [" ".join(each[: max(3, len(each) // 2)]) for each in words]


def _by_template(brief: Brief, why: str | None) -> Written:
    text = render(brief)
    return Written(text, spoken(text), TEMPLATE, why)


def _ask(part: Part, brief: Brief, writer: Writer) -> str:
    return say_prompt(part) if writer.tuned else say_instruction(part, _approved(part, brief))


def _approved(part: Part, brief: Brief) -> str:
    """An approved wording of a part: the same for the same brief, another for another."""
    options = part.approved()
    return options[zlib.crc32(repr(brief).encode()) % len(options)]
