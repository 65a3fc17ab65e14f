"""What payments say about a customer reaches what is recommended and counted, exactly as far as they agreed."""

from datetime import date

import pytest
from rasa_sdk import Tracker

from actions import advice
from actions.conversation import Conversation
from actions.products import ActionRecommend
from advisor.goals import Goal
from store import customers, events
from trust import consent, rights
from trust.consent import decide

from .conftest import Talk

IN_TROUBLE = 7  # whom advisor.transactions.generator.DEMO_TROUBLE names


@pytest.fixture
def talk_in_trouble() -> Talk:
    rights.erase(f"customer-{IN_TROUBLE}")
    loan = {"entity": "product_type", "start": 6, "end": 10, "value": "loan"}
    return Talk(f"customer-{IN_TROUBLE}").say("which loan would suit me", "ask_recommendation", loan)


def conversation_of(talk: Talk) -> Conversation:
    return Conversation(Tracker(f"{talk.owner}.{'0' * 16}", {}, talk._latest, [], False, None, {}, None))


def test_nobody_in_money_trouble_is_sold_a_loan_or_a_risk(talk_in_trouble):
    conversation = conversation_of(talk_in_trouble)
    assert conversation.distress.help_first
    assert advice.standing(conversation)["distressed"]
    assert advice.recommend_for(conversation, None, "loan") == ()
    assert all(item.product.risk == "Low" for item in advice.recommend_for(conversation, None))
    talk_in_trouble.run(ActionRecommend())
    assert talk_in_trouble.said == "utter_no_product_of_type"


def test_payments_count_from_the_next_turn_on_or_not_at_all(talk_in_trouble):
    owner = talk_in_trouble.owner
    assert conversation_of(talk_in_trouble).signals.utilisation > 0
    decide(owner, "transactions", False, "chat")
    conversation = conversation_of(talk_in_trouble)
    assert (conversation.payments, conversation.signals, conversation.distress) == (None, None, None)
    assert advice.standing(conversation) == {"worried": False, "distressed": False, "utilisation": None}
    decide(owner, "transactions", True, "chat")
    assert conversation_of(talk_in_trouble).distress.help_first


def test_remembered_worry_does_not_change_the_payments(talk_in_trouble):
    before = conversation_of(talk_in_trouble).payments
    customers.set_sentiment(IN_TROUBLE, -0.9)
    assert conversation_of(talk_in_trouble).payments == before


def test_guests_have_no_payments(talk):
    assert conversation_of(talk.say("which card", "ask_recommendation")).payments is None


@pytest.mark.parametrize("counted", [True, False])
def test_how_it_sounded_is_counted_only_with_consent(customer_talk, counted):
    heard = {"entity": "sentiment", "start": 0, "end": 0, "value": {"compound": -0.4, "worry": False}}
    decide(customer_talk.owner, "insights", counted, "chat")
    assert consent.allows(customer_talk.owner, "insights") is counted
    advice.note(conversation_of(customer_talk.say("I hate this", "complain", heard)), "complaint")
    document = list(events.everything(owner=customer_talk.owner))[-1].document
    assert document.get("sentiment") == (-0.4 if counted else None)


def test_cards_that_are_not_paid_in_full_come_before_a_goal():
    carrying = Talk("customer-5").say("I want to save for a car", "state_goal")
    household = conversation_of(carrying).household
    assert [debt.name for debt in household.debts] == ["Everyday Card", "Travel Card"]
    plan = advice.new_plan(conversation_of(carrying), Goal("car", 12_000, 24), today=date(2026, 11, 23))
    assert {step.name for step in plan.first_steps} == {"Everyday Card", "Travel Card"}
    decide(carrying.owner, "transactions", False, "chat")
    assert conversation_of(carrying).household.debts == ()
    decide(carrying.owner, "transactions", True, "chat")
    assert conversation_of(Talk("customer-2").say("hi", "greet")).household.debts == ()
