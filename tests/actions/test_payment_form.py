"""A payment that is not recognised: read from what is said, found among their own, and taken by a person at once."""

from datetime import date

import pytest

from actions.payment_case import Case, kind_of, not_mine
from actions.payment_form import ActionAskPaymentRight, ActionReportFraud, ValidatePaymentForm, chosen_of
from actions.payment_words import Described, day_in, described
from actions.reading import Message
from actions.wellbeing_words import answer_in
from store import handoffs
from tests.actions.conftest import Talk, money
from trust.wellbeing import QUESTIONS

TODAY = date(2026, 11, 23)  # a Monday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("it was yesterday", date(2026, 11, 22)),
        ("last tuesday", date(2026, 11, 17)),
        ("on monday", date(2026, 11, 16)),
        ("three days ago", date(2026, 11, 20)),
        ("2 weeks ago", date(2026, 11, 9)),
        ("on 14 November", date(2026, 11, 14)),
        ("December 24", date(2025, 12, 24)),
        ("on the 3rd", date(2026, 11, 3)),
        ("on the 30th", date(2026, 10, 30)),
        ("no day at all", None),
    ],
)
def test_a_day_of_a_payment_is_a_past_one(text, day):
    assert day_in(text, TODAY) == day


def test_the_number_of_a_date_is_no_amount():
    number = {"entity": "number", "value": {"value": 3.0}}
    said = described(Message("3 days ago, at the Jewel Court", None, (number,)), TODAY)
    assert (said.amount, said.place, said.day) == (None, "Jewel Court", date(2026, 11, 20))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I was charged twice", "twice"),
        ("why has my gym gone up", "dearer"),
        ("somebody nicked my wallet", "card"),
        ("please freeze my card", "card"),
        ("I don't recognise this payment", "unrecognised"),
        ("I clicked on a phishing link", "scam"),
    ],
)
def test_what_is_the_matter(text, kind):
    assert kind_of(text, says_which=False) == kind


def test_a_case_survives_its_slot():
    case = Case("unrecognised", Described("60 at the market", 60.0, "market", TODAY), ("2-1",), ("$60",), freeze=True)
    assert Case.from_slot(case.to_slot()) == case


@pytest.mark.parametrize("text", ["there was 60 at tesco I never made the payment", "that charge wasn't me"])
def test_not_mine(text):
    assert not_mine(text)
    assert not not_mine("I never made a plan")


@pytest.fixture
def robbed():
    """Customer 17, whose card was stolen (advisor.transactions.generator.DEMO_TROUBLE)."""
    from trust import rights

    rights.erase("customer-17")
    return Talk("customer-17")


def test_a_person_has_it_before_anything_is_asked_and_learns_the_rest(robbed):
    robbed.say("there's a payment I don't recognise", "report_fraud").run(ActionReportFraud())
    waiting = handoffs.open_of("customer-17", "fraud")
    assert len(waiting) == 1
    robbed.form = "payment_form"
    robbed.slots["requested_slot"] = "payment_which"
    robbed.say("jewel court", "out_of_scope").run(ValidatePaymentForm())
    assert robbed.slots["requested_slot"] == "payment_right"
    robbed.run(ActionAskPaymentRight())
    assert "Jewel Court" in robbed.said


def test_a_word_of_a_no_is_a_no_whatever_it_was_taken_for(robbed):
    robbed.say("freeze my card", "report_fraud").run(ActionReportFraud())
    robbed.slots["payment_case"] = {**robbed.slots["payment_case"], "freeze": None}
    robbed.form = "payment_form"
    robbed.slots["requested_slot"] = "payment_freeze"
    robbed.say("no, let's go on", "affirm").run(ValidatePaymentForm())
    assert robbed.slots["payment_case"]["freeze"] is False


def test_an_amount_points_at_one_of_several():
    from rasa_sdk import Tracker

    from actions.conversation import Conversation

    case = Case("unrecognised", offered=("1", "2"), offered_words=("$60.38 to City Transit", "$59.06 to Park Easy"))
    for text, entities, chosen in (
        ("the 59 one", (money(59.06),), (1,)),
        ("the second", (), (1,)),
        ("park easy", (), (1,)),
        ("all of them", (), (0, 1)),
        ("none", (), ()),
    ):
        said = {"text": text, "intent": {"name": "inform"}, "entities": list(entities)}
        assert chosen_of(Conversation(Tracker("guest-0.0", {}, said, [], False, None, {}, None)), case) == chosen, text


@pytest.mark.parametrize(
    ("number", "text", "answer"),
    [
        (0, "Not at all", "not at all"), (0, "hardly", "very little"), (0, "kind of", "somewhat"),
        (0, "totally", "completely"), (0, "pretty well", "very well"), (0, "the second one", "very well"),
        (6, "all the time", "always"), (6, "almost never", "rarely"), (6, "now and then", "sometimes"),
        (6, "never", "never"), (6, "most of the time", "often"), (0, "purple", None), (6, "yes", None),
    ],
)  # fmt: skip
def test_an_answer_in_their_own_words(number, text, answer):
    found = answer_in(text, QUESTIONS[number])
    assert (None if found is None else QUESTIONS[number].answers[found]) == answer
