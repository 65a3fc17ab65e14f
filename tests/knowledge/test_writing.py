"""A reply says its facts in the tone that was asked for, and falls back to its template when the words do not hold."""

import random

import pytest
from langchain_core.outputs import Generation, LLMResult

from knowledge import writing
from knowledge.facts import Brief, Fact, placeholders
from knowledge.planning import parts
from knowledge.prompts import say_prompt
from knowledge.spoken import spoken
from knowledge.templates import render, templates
from knowledge.wording import TONES
from knowledge.writer import WriterMissing
from tests.knowledge.briefs import any_brief, figure

HOUSE = Brief(
    "plan_on_track",
    (
        Fact("goal", "house", "name"),
        Fact("monthly", "$1,423.82", "money"),
        Fact("target", "$60,000", "money"),
        Fact("duration", "3 years", "duration"),
        Fact("success_chance", "78%", "percent"),
    ),
)


class PromptedWriter:
    """Says for each prompt what the test decides; keeps what it was asked."""

    tuned = True

    def __init__(self, reply):
        self._reply = reply
        self.asked: list[str] = []

    def generate(self, prompts, openings, **_):
        self.asked += prompts
        replies = [self._reply(prompt, opening) for prompt, opening in zip(prompts, openings, strict=True)]
        wordings = [[each] if isinstance(each, str) else each for each in replies]
        return LLMResult(generations=[[Generation(text=text) for text in each] for each in wordings])


@pytest.fixture
def written_by(monkeypatch):
    def use(reply):
        writer = PromptedWriter(reply)
        monkeypatch.setattr(writing, "the_writer", lambda: writer)
        return writer

    return use


@pytest.fixture
def no_writer(monkeypatch):
    def missing():
        raise WriterMissing("the writer is missing: run `make setup`.")

    monkeypatch.setattr(writing, "the_writer", missing)


def approved(brief):
    """What a faultless writer says, by prompt."""
    return {say_prompt(part): part.approved()[0] for part in parts(brief) if part.names}


def test_a_faultless_writer_is_let_through_with_figures_filled_in(written_by):
    replies = approved(HOUSE)
    written_by(lambda prompt, _: replies[prompt])
    written = writing.write(HOUSE)
    assert written.written_by == "flan-t5-small"
    assert written.why_template is None
    for fact in HOUSE.facts:
        assert fact.text in written.text
    assert "[" not in written.text


def test_the_writer_never_sees_a_figure(written_by):
    replies = approved(HOUSE)
    writer = written_by(lambda prompt, _: replies[prompt])
    writing.write(HOUSE)
    assert writer.asked
    assert not any(char.isdigit() for prompt in writer.asked for char in prompt)


def test_of_several_wordings_the_likeliest_that_holds_is_said(written_by):
    replies = approved(HOUSE)
    writer = written_by(lambda prompt, _: ["You cannot lose.", replies[prompt], "Buy now!"])
    written = writing.write(HOUSE)
    assert written.written_by == "flan-t5-small"
    assert "lose" not in written.text
    assert len(writer.asked) == len(replies)


def test_a_part_that_fails_is_worded_once_more(written_by):
    replies = approved(HOUSE)
    written_by(lambda prompt, opening: replies[prompt] if opening else "You cannot lose.")
    written = writing.write(HOUSE)
    assert written.written_by == "flan-t5-small"
    assert "lose" not in written.text


def test_a_part_that_fails_twice_is_said_in_approved_words_and_the_reason_is_kept(written_by):
    replies = approved(HOUSE)
    written_by(lambda prompt, _: "The [success chance] is guaranteed." if "odds" in prompt else replies[prompt])
    written = writing.write(HOUSE)
    assert written.written_by == "flan-t5-small, template"
    assert "guaranteed" in written.why_template
    assert "guaranteed" not in written.text
    assert "78%" in written.text


def test_a_writer_of_whom_nothing_passes_leaves_the_reply_to_the_template(written_by):
    written_by(lambda prompt, _: "Buy now!")
    written = writing.write(HOUSE)
    assert written.written_by == "template"
    assert written.text == render(HOUSE)


def test_without_a_writer_the_template_answers(no_writer):
    written = writing.write(HOUSE)
    assert written.written_by == "template"
    assert "make setup" in written.why_template
    assert written.text.startswith(
        "Your house goal is within reach: saving $1,423.82 a month reaches $60,000 in 3 years."
    ) or written.text.startswith("Your house goal is within reach: saving $1,423.82 a month gets you to $60,000.")
    assert " ".join(writing.stream(HOUSE)) == written.text


def test_sentences_stream_as_they_are_worded_and_a_bad_one_is_said_in_approved_words(written_by):
    replies = approved(HOUSE)
    writer = written_by(lambda prompt, _: "[monthly] is [target]." if "odds" in prompt else replies[prompt])
    streamed = writing.stream(HOUSE)
    first = next(streamed)
    assert len(writer.asked) == 1
    rest = list(streamed)
    text = " ".join([first, *rest])
    assert "78%" in text
    assert "$1,423.82 is $60,000" not in text


def test_a_projection_always_says_that_it_is_one(written_by, no_writer):
    assert "results can differ" in writing.write(HOUSE).text
    replies = approved(HOUSE)
    written_by(lambda prompt, _: replies[prompt])
    assert "results can differ" in writing.write(HOUSE).text


@pytest.mark.parametrize("job", list(templates()))
@pytest.mark.parametrize("tone", TONES)
def test_every_job_says_all_its_facts_and_leaves_none_half_said(job, tone, no_writer):
    rng = random.Random(job)
    brief = Brief(job, tuple(figure(name, rng) for name in templates()[job].names), tone)
    written = writing.write(brief)
    assert written.text
    assert "[" not in written.text
    told = {name for part in parts(brief) for name in part.names}
    assert set(templates()[job].must) <= told


def test_a_sentence_without_its_fact_is_left_out(no_writer):
    text = writing.write(Brief("plan_on_track", HOUSE.facts[:2])).text
    assert text.startswith("Your house goal is within reach with $1,423.82 a month. Projections")
    assert "stocks" not in text


def test_a_fact_of_another_job_is_not_said():
    brief = Brief("what_if", (Fact("monthly", "$900", "money"), Fact("utilisation", "42%", "percent")))
    assert all("utilisation" not in part.names for part in parts(brief))


def test_parts_say_each_fact_once_and_invented_facts_by_name():
    rng = random.Random(5)
    for _ in range(300):
        brief = any_brief(rng)
        brief = Brief(brief.job, (*brief.facts[:6], Fact("notary_fee", "$350", "money")), brief.tone)
        told = [
            name for part in parts(brief) for name in part.names if name not in {"goal", "product", "other_product"}
        ]
        assert len(told) == len(set(told))
        assert "notary_fee" in told
        for part in parts(brief):
            assert all(set(placeholders(each)) == set(part.names) for each in part.approved())


def test_a_fact_given_twice_is_refused():
    with pytest.raises(ValueError, match="monthly"):
        Brief("plan_on_track", (Fact("monthly", "$1", "money"), Fact("monthly", "$2", "money")))


def test_an_unknown_job_is_refused():
    with pytest.raises(ValueError, match="plan_on_track"):
        writing.write(Brief("sing", ()))


@pytest.mark.parametrize(
    ("text", "aloud"),
    [
        ("Save $1,423.82 a month.", "Save 1423 dollars and 82 cents a month."),
        ("It pays 4.2% on €1,000.01.", "It pays 4.2 percent on 1000 euros and 1 cent."),
        ("£0.50 is little.", "50 pence is little."),
        ("$1.2 million", "1.2 million dollars"),
        ("Above £50,000, pay.", "Above 50000 pounds, pay."),
        ("One. Two. Three. Four.", "One. Two. Three."),
    ],
)
def test_spoken_text_is_short_and_says_figures_as_people_do(text, aloud):
    assert spoken(text) == aloud
