"""An answer says the sentences that answer, whole enough to be understood, and begins with what was asked."""

from dataclasses import replace

import numpy as np
import pytest

from knowledge import picks as room
from knowledge.article import Article, Source
from knowledge.picks import KEEP, picks
from knowledge.retrieval import Found, Search

CARDS = Article(
    "cards",
    "How do cards work?",
    ("credit_cards",),
    "general",
    "2026-11-28",
    (Source("A", "https://a.example"),),
    "A card lends money for a month. Pay it in full. A card has a limit.\n\n"
    "A late payment brings a fee. It can also raise the rate. A lost card is blocked by a call.\n\n"
    "Cards abroad often cost 3 percent more. A debit card takes money at once.",
)


@pytest.fixture(autouse=True)
def nothing_is_alike(monkeypatch):
    """All vectors are at right angles: only what is added to the cosine decides."""
    monkeypatch.setattr(room, "_vector", lambda _: np.zeros(2))


def picked(question, pointed=None, **others):
    found = (Found(CARDS, 2.0, 1.0, pointed or {}),)
    return picks(question, Search(found, np.zeros(2), {}), **others)[0]


def test_an_answer_is_in_reading_order_and_has_as_many_sentences_as_it_may():
    said = picked("what is a card").sentences
    body = " ".join(CARDS.paragraphs)
    assert len(said) == KEEP
    assert sorted(said, key=body.index) == list(said)


def test_a_sentence_that_is_known_to_answer_such_a_question_is_said_first_with_its_paragraph():
    late = "A late payment brings a fee."
    pick = picked("hm", {late: 0.9})
    assert pick.ranked[0] == late
    assert pick.sentences[0] == late


def test_a_question_that_points_nowhere_is_answered_from_the_opening():
    assert picked("hm").sentences[0] == "A card lends money for a month."


def test_a_sentence_that_leans_on_the_one_before_is_said_after_it():
    pick = picked("hm", {"It can also raise the rate.": 0.9})
    assert pick.sentences[:2] == ("A late payment brings a fee.", "It can also raise the rate.")
    assert pick.ranked[:2] == pick.sentences[:2]


def test_a_sentence_is_left_out_when_what_it_leans_on_was_said_before():
    more = picked("hm", {"It can also raise the rate.": 0.9}, said="A late payment brings a fee.")
    assert "It can also raise the rate." not in more.sentences


def test_what_the_second_article_says_in_other_words_is_not_said_twice(monkeypatch):
    again = replace(CARDS, slug="again", title="What is a card?")
    both = Search((Found(CARDS, 2.0, 1.0), Found(again, 1.9, 1.0)), np.zeros(2), {})
    assert [pick.article.slug for pick in picks("hm", both)] == ["cards", "again"]
    monkeypatch.setattr(room, "_vector", lambda _: np.ones(2))
    assert [pick.article.slug for pick in picks("hm", both)] == ["cards"]


def test_an_answer_of_two_sentences_stops_before_it_drifts_off():
    fee, blocked = "A late payment brings a fee.", "A lost card is blocked by a call."
    assert picked("hm", {fee: 1.0, blocked: 0.9}).ranked == (fee, blocked)


def test_who_asks_for_a_figure_hears_the_sentence_that_has_one():
    assert "3 percent" in picked("how much more").ranked[1]


def test_shared_words_count_and_rare_ones_more():
    assert picked("a debit card").ranked[1] == "A debit card takes money at once."


def test_what_was_said_is_not_said_again_while_there_is_more():
    heard = " ".join(picked("what is a card").sentences)
    more = picked("more", said=heard).sentences
    assert more and not set(more) & set(picked("what is a card").sentences)
