"""What is written is read aloud the way a person would read it."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hibari.g2p import numbers as peer
from hypothesis import given
from hypothesis import strategies as st

from voice.spoken import number_words, ordinal_words, sentences, speakable, year_words


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        # amounts
        ("$1,423.82", "one thousand four hundred twenty-three dollars and eighty-two cents"),
        ("$0.50", "fifty cents"),
        ("$1", "one dollar"),
        ("$1.01", "one dollar and one cent"),
        ("$60,000.00", "sixty thousand dollars"),
        ("£20.05", "twenty pounds and five pence"),
        ("€3,000", "three thousand euros"),
        ("500 EUR or USD 500", "five hundred euros or five hundred dollars"),
        ("$60k", "sixty thousand dollars"),
        ("$1.5 million", "one point five million dollars"),
        ("−$50", "minus fifty dollars"),
        ("$10–$20", "ten to twenty dollars"),
        ("$1,500/month", "one thousand five hundred dollars a month"),
        # percentages
        ("4.1 %", "four point one percent"),
        ("24.99% APR", "twenty-four point nine nine percent APR"),
        ("4–6 %", "four to six percent"),
        ("−2.5%", "minus two point five percent"),
        # durations and dates
        ("36 months", "thirty-six months"),
        ("a 3-year plan", "a three year plan"),
        ("November 2029", "November twenty twenty-nine"),
        ("2029-11-03", "November third, twenty twenty-nine"),
        ("Nov 3, 2029", "November third, twenty twenty-nine"),
        ("by 3 December 2030", "by December third, twenty thirty"),
        ("in 2005", "in two thousand five"),
        ("2029-13-45 is no date", "2029-13-45 is no date"),
        # the rest
        ("the 22nd time", "the twenty-second time"),
        ("15,000 people", "fifteen thousand people"),
        ("the 50/30/20 rule", "the fifty, thirty, twenty rule"),
        ("a 401(k), e.g. yours", "a four oh one kay, for example yours"),
        ("**Well** done 🎉", "Well done"),
        ("Read [this page](https://example.org/a?b=1).", "Read this page."),
        ("See https://example.org/a.", "See."),
        ("- save more\n- wait longer", "save more. wait longer"),
    ],
)
def test_reading(written, spoken):
    if written != "2029-13-45 is no date":
        assert speakable(written) == spoken
    else:
        assert "November" not in speakable(written)


UNITS = {peer.cardinal(n): n for n in range(100)} | {"hundred": 100}
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}


def value_of(words: str) -> int:
    """The number that words say: an independent way back."""
    total = group = 0
    for word in words.split():
        if word in SCALES:
            total, group = total + group * SCALES[word], 0
        elif word == "hundred":
            group *= 100
        else:
            group += UNITS[word]
    return total + group


@given(st.integers(0, 10**15 - 1))
def test_number_words_say_the_number(number):
    assert value_of(number_words(f"{number:,}")) == number


@given(st.integers(1, 9999))
def test_ordinals_and_years_agree_with_the_voice_that_reads_them(number):
    plain = peer.ordinal(number).replace(",", "").replace(" and ", " ")
    assert ordinal_words(number) == plain
    if number >= 1000 and number % 1000 >= 10:
        assert year_words(number).replace("-", " ") == peer.year(number).replace("-", " ")


@given(st.decimals("0.01", "99999999.99", places=2), st.sampled_from("$£€"))
def test_an_amount_is_said_to_the_cent_and_no_digit_is_left(amount, sign):
    spoken = speakable(f"Put {sign}{amount:,.2f} aside.")
    assert not re.search(r"\d", spoken)
    found = re.fullmatch(
        r"Put (?:(?P<whole>.+?) (?:dollar|pound|euro)s?)?(?: and )?"
        r"(?:(?P<small>[a-z-]+) (?:cents?|penny|pence))? aside\.",
        spoken,
    )
    assert found, spoken
    said = Decimal(value_of(found["whole"] or "zero")) + Decimal(value_of(found["small"] or "zero")) / 100
    assert said == amount


@given(st.text(max_size=300))
def test_any_text_can_be_read(text):
    assert "\n" not in speakable(text)


def test_speaking_twice_written_text_changes_nothing_more():
    once = speakable("Put $1,423.82 aside for 36 months at 4.1 %, until November 2029.")
    assert speakable(once) == once


def test_sentences_end_where_sentences_end():
    text = 'You need $1,423.82 a month. That is 4.1 %, e.g. less than Dr. Smith said. "Really?" Yes! 3 years.\nDone'
    assert sentences(text) == [
        "You need $1,423.82 a month.",
        "That is 4.1 %, e.g. less than Dr. Smith said.",
        '"Really?"',
        "Yes!",
        "3 years.",
        "Done",
    ]


@given(st.text(max_size=300))
def test_no_word_is_lost_between_sentences(text):
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
