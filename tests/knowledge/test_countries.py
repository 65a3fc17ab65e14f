"""Which country a sentence is about, and from which a customer asks."""

import pytest

from knowledge import countries
from knowledge.countries import asked_from, named_in


@pytest.mark.parametrize(
    ("sentence", "country"),
    [
        ("In the US, many lenders want a score of about 620.", "US"),
        ("The allowance is £20,000.", "UK"),
        ("The US has the FDIC, and the UK the FSCS.", None),
        ("Tell us when you pay late.", None),
        ("Save first.", None),
    ],
)
def test_a_sentence_is_about_the_one_country_that_it_names(sentence, country):
    assert named_in(sentence) == country


@pytest.mark.parametrize(
    ("question", "country"),
    [
        ("is £5,000 enough for an ISA", "UK"),
        ("my mum has premium bonds", "UK"),
        ("can I move my 401k", "US"),
        ("is the US deposit insured", "US"),
        ("what do banks tell us", None),
        ("how do dollars and pounds compare", None),
        ("how big should my deposit be", None),
    ],
)
def test_words_give_away_where_a_customer_asks_from(question, country):
    assert asked_from(question) == country


def test_a_bank_that_counts_in_pounds_has_british_customers(monkeypatch):
    monkeypatch.setattr(countries, "settings", type(countries.settings)(currency="GBP"))
    assert asked_from("how big should my deposit be") == "UK"
    assert asked_from("can I move my 401k") == "US"
