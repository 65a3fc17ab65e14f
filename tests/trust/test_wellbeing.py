"""The scale gives what its publisher gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trust.wellbeing import QUESTIONS, well_being


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
