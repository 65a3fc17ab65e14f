"""The scale gives what its publisher gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trust.wellbeing import QUESTIONS, Questionnaire, well_being


def test_the_published_case():
    assert well_being((4, 3, 2, 1, 4, 3, 2, 3, 0, 1), 62).score == 57


@pytest.mark.parametrize(
    ("age", "read_aloud", "lowest", "highest"),
    [(61, False, 14, 86), (62, False, 14, 95), (18, True, 16, 91), (90, True, 18, 87)],
)
def test_the_ends_of_the_table(age, read_aloud, lowest, highest):
    assert well_being((0,) * 10, age, read_aloud=read_aloud).score == lowest
    assert well_being((4,) * 10, age, read_aloud=read_aloud).score == highest


@given(st.lists(st.integers(0, 3), min_size=10, max_size=10), st.integers(0, 9), st.integers(18, 100), st.booleans())
def test_a_better_answer_never_lowers_the_score(points, which, age, read_aloud):
    better = [p + (n == which) for n, p in enumerate(points)]
    assert well_being(better, age, read_aloud=read_aloud).score > well_being(points, age, read_aloud=read_aloud).score


def test_the_best_answers_in_words_are_worth_the_most():
    best = [q.answers[0] if q.good else q.answers[-1] for q in QUESTIONS]
    assert [q.points(a) for q, a in zip(QUESTIONS, best, strict=True)] == [4] * 10
    with pytest.raises(ValueError):
        QUESTIONS[0].points("perhaps")


@pytest.mark.parametrize(
    ("score_of", "band"), [((0,) * 10, "under 40"), ((4,) * 10, "70 and over"), ((2,) * 10, "50-59")]
)
def test_bands(score_of, band):
    assert well_being(score_of, 40).band == band


@pytest.mark.parametrize(("points", "age"), [((1,) * 9, 40), ((5,) * 10, 40), ((1,) * 10, 17), ((1.5,) * 10, 40)])
def test_what_is_no_answer_is_refused(points, age):
    with pytest.raises(ValueError):
        well_being(points, age)


def test_the_published_case_as_a_conversation():
    said = [
        "Completely!", "very well", "somewhat, I think", "um, very well", "not at all", "very little", "sometimes",
        "often", "always", "oh, often",
    ]  # fmt: skip
    form = Questionnaire()
    for words in said:
        assert form.question is not None and form.question.text in form.question.spoken
        form = form.answered(words)
    assert form.question is None
    assert [q.points(a) for q, a in zip(QUESTIONS, form.answers, strict=True)] == [4, 3, 2, 3, 4, 3, 2, 3, 0, 1]
    made = form.result(62)
    assert str(made.score) in made.said and made.help[0] in made.said


@pytest.mark.parametrize("words", ["", "maybe", "I don't know", "somewhat or very little", "between always and never"])
def test_what_names_no_answer_is_asked_again(words):
    assert Questionnaire().answered(words) is None


def test_negations_are_heard():
    assert QUESTIONS[0].heard("not at all, sadly") == "not at all"
    assert QUESTIONS[0].heard("not very well") == "very little"


def test_a_low_score_brings_help_and_a_high_one_does_not():
    low, high = well_being((0,) * 10, 40), well_being((4,) * 10, 40)
    assert low.help_first and "person" in low.help[0] and "hardship" in low.help[0]
    assert not high.help_first


def test_an_unfinished_questionnaire_has_no_score():
    with pytest.raises(ValueError, match="ten answers"):
        Questionnaire(("somewhat",)).result(40)
