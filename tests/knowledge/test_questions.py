"""The question set by which retrieval and answers are measured can be trusted: every expectation can be met."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from knowledge.article import load_articles

REASONS = {"off_topic", "stock_tip", "tax_evasion", "other_people", "injection", "unlawful"}


@pytest.fixture(scope="module")
def questions():
    return yaml.safe_load((Path(__file__).parent / "data" / "questions.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def articles():
    return {article.slug: article for article in load_articles()}


def test_there_are_enough_of_both_kinds(questions):
    assert len(questions["answer"]) >= 150
    assert len(questions["decline"]) >= 60
    assert {each["why"] for each in questions["decline"]} == REASONS


def test_nothing_is_asked_twice(questions):
    asked = Counter(each["ask"].lower() for each in questions["answer"] + questions["decline"])
    assert [ask for ask, count in asked.items() if count > 1] == []


def test_every_expected_article_exists_and_holds_every_fact(questions, articles):
    unmet = [
        (each["ask"], slug, fact)
        for each in questions["answer"]
        for slug in each["articles"]
        for fact in each["facts"]
        if slug not in articles
        or not any(wording.strip().lower() in articles[slug].body.lower() for wording in fact.split("|"))
    ]
    assert unmet == []


def test_the_questions_are_not_the_titles(questions, articles):
    titles = {article.title.lower() for article in articles.values()}
    copied = [each["ask"] for each in questions["answer"] if each["ask"].lower() in titles]
    # "what is a good deposit for a first home?" is a customer's own question, and became the title
    assert len(copied) <= 1


def test_nearly_every_article_is_asked_for(questions, articles):
    asked_for = {slug for each in questions["answer"] for slug in each["articles"]}
    assert len(asked_for) >= 0.9 * len(articles)
