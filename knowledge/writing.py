"""Says a brief in words: the writer's own when the guard lets them through, else the template's."""

from collections.abc import Iterator

from knowledge.facts import Brief, Fact, Written, fill, placeholders, sentences
from knowledge.guard import check_draft, check_sentence
from knowledge.prompts import chosen_facts, say_instruction, say_prompt
from knowledge.spoken import spoken
from knowledge.templates import render, template_of
from knowledge.writer import WriterMissing, the_writer
from settings import settings

__all__ = ["Brief", "Fact", "Written", "stream", "write"]

TEMPLATE = "template"
_TRIES = 2  # the writer's likeliest reply, and one more
# FINRA Rule 2214: whoever shows a projection says that it is one.
CAUTION = "Projections are hypothetical, and results can differ."
_PROJECTIONS = {"expected_return", "success_chance", "low_outcome", "high_outcome"}


def write(brief: Brief) -> Written:
    """The brief as a reply to read and to speak.

    Raises ValueError for a job that templates.yml does not have.
    """
    template_of(brief.job)
    wrong = None
    for variation in range(_TRIES):
        try:
            draft = "".join(_drafts(brief, variation)).strip()
        except WriterMissing as missing:
            wrong = str(missing)
            break
        wrong = check_draft(draft, brief)
        if wrong is None:
            text = " ".join([fill(draft, brief.texts), *_caution(draft)])
            return Written(text, spoken(text), settings.writer)
    text = render(brief)
    return Written(text, spoken(text), TEMPLATE, wrong)


def stream(brief: Brief) -> Iterator[str]:
    """A reply sentence by sentence, each as soon as the guard has passed it.

    A sentence once out cannot be taken back: from the first one that fails, the template's sentences about what has
    not been said yet take over.
    """
    template = template_of(brief.job)
    said: list[str] = []
    try:
        for sentence in _whole_sentences(_drafts(brief, 0)):
            if check_sentence(sentence, brief) is not None:
                break
            said.append(sentence)
            yield fill(sentence, brief.texts)
    except WriterMissing:
        pass
    told = {name for sentence in said for name in placeholders(sentence)}
    if said and told.issuperset(name for name in template.must if name in brief.texts):
        rest = []
    else:
        rest = [each for each in template.pick(set(brief.texts)) if not said or set(placeholders(each)) - told]
    for sentence in rest:
        yield fill(sentence, brief.texts)
    yield from _caution(" ".join([*said, *rest]))


def _drafts(brief: Brief, variation: int) -> Iterator[str]:
    """Pieces of the writer's reply, placeholders still in it, as they come. Raises WriterMissing."""
    writer = the_writer()
    prompt = say_prompt(brief.job, brief.tone, chosen_facts(brief)) if writer.tuned else say_instruction(brief)
    yield from writer.stream(prompt, variation=variation)


def _whole_sentences(pieces: Iterator[str]) -> Iterator[str]:
    pending = ""
    for piece in pieces:
        pending += piece
        *whole, pending = sentences(pending) or [""]
        yield from whole
    if pending.strip():
        yield pending.strip()


def _caution(draft: str) -> list[str]:
    return [CAUTION] if _PROJECTIONS & set(placeholders(draft)) and "results can differ" not in draft else []
