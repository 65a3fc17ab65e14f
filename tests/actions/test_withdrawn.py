"""Consent that was withdrawn in one turn is not used in the next, purpose by purpose; what works without it does."""

import pytest

from actions.care import ActionComfort
from actions.make_plan import ActionMakePlan
from actions.own_money import ActionShowCreditUtilisation, ActionShowSpending
from actions.products import ActionCompareProducts, ActionRecommend
from actions.rights import ActionGiveConsent, ActionWithdrawConsent
from actions.talk import ActionGreet
from store import consents, customers, events, plans
from store.audit import entries
from trust import consent

from .conftest import goal, money, months


def purpose(name):
    return {"entity": "purpose", "start": 0, "end": 0, "value": name}


def withdraw(talk, name):
    talk.say("stop using that", "withdraw_consent", purpose(name)).run(ActionWithdrawConsent())
    assert talk.data["consent"] == {name: False}


def give(talk, name):
    talk.say("you may use that", "give_consent", purpose(name)).run(ActionGiveConsent())
    assert talk.data["consent"] == {name: True}


@pytest.mark.parametrize("name", consent.PURPOSES)
def test_yes_and_no_take_one_sentence_each_and_leave_a_receipt_and_an_entry(customer_talk, name):
    for step, decide in enumerate((withdraw, give, withdraw), start=1):
        decide(customer_talk, name)
        history = consents.history(customer_talk.owner)
        assert len(history) == step
        assert consent.allows(customer_talk.owner, name) is history[-1].given
        assert customer_talk.data["receipts"][0]["consentReceiptID"] == history[-1].consent_id
        assert list(entries())[-1].kind in ("consent", "message", "reply")
        assert any(history[-1].consent_id in entry.document for entry in entries(newest=4))


def test_a_receipt_says_whether_the_word_was_spoken_or_typed(customer_talk):
    withdraw(customer_talk, "insights")
    customer_talk.say("you may use that", "give_consent", purpose("insights"))
    customer_talk.events[-1]["metadata"] = {"channel": "voice"}
    customer_talk.run(ActionGiveConsent())
    kept = consents.history(customer_talk.owner)
    assert [decision.receipt["collectionMethod"] for decision in kept] == ["chat", "voice"]


def test_plans_do_without_the_bank_s_profile(customer_talk):
    def plan():
        talk = customer_talk
        talk.slots |= {"goal_type": "house", "goal_amount": 30_000.0, "goal_months": 48, "goal_saved": 0.0}
        talk.say("a house", "state_goal", goal("house"), money(30_000), months(48)).run(ActionMakePlan())
        return plans.active(talk.owner)[-1].document

    assert plan()["customer_id"] == 2
    customer_talk.say("hi", "greet").run(ActionGreet())
    assert "utter_greet_back" in customer_talk.said
    withdraw(customer_talk, "personalised_plans")
    made = plan()
    assert (made["customer_id"], made["customer_name"]) == (0, "Guest")
    customer_talk.say("hi", "greet").run(ActionGreet())
    assert customer_talk.said == "utter_greet"


def test_no_product_is_named(customer_talk):
    customer_talk.say("what do you suggest", "ask_recommendation").run(ActionRecommend())
    assert customer_talk.data["recommendation_id"]
    withdraw(customer_talk, "recommendations")
    assert customer_talk.slots["recommendation_id"] is None
    for action in (ActionRecommend(), ActionCompareProducts()):
        customer_talk.say("what do you suggest", "ask_recommendation").run(action)
        assert customer_talk.said == "utter_consent_needed_recommendations" and not customer_talk.data
    give(customer_talk, "recommendations")
    customer_talk.say("what do you suggest", "ask_recommendation").run(ActionRecommend())
    assert customer_talk.data["recommendation_id"]


def test_no_payment_is_looked_at(customer_talk):
    customer_talk.say("where does my money go", "ask_spending").run(ActionShowSpending())
    assert customer_talk.data["total"] > 0
    withdraw(customer_talk, "transactions")
    for action in (ActionShowSpending(), ActionShowCreditUtilisation()):
        customer_talk.say("where does my money go", "ask_spending").run(action)
        assert "utter_consent_needed_transactions" in customer_talk.said and not customer_talk.data


def test_a_feeling_is_remembered_only_while_they_let_it_be(customer_talk):
    def worry():
        customer_talk.say("I can't sleep for worry", "express_worry").run(ActionComfort())
        return customers.get(2)["sentiment_score"]

    customers.set_sentiment(2, 0.4)
    assert worry() == 0.4, "not before they agreed"
    give(customer_talk, "sentiment_memory")
    moved = worry()
    assert moved < 0.4
    withdraw(customer_talk, "sentiment_memory")
    assert worry() == moved


def test_how_it_sounded_is_counted_only_while_they_let_themselves_be_counted(customer_talk):
    sad = {"entity": "sentiment", "start": 0, "end": 0, "value": {"compound": -0.8, "worry": True}}

    def sentiments():
        customer_talk.say("I worry", "express_worry", sad).run(ActionComfort())
        newest = list(events.everything(owner=customer_talk.owner))[-1]
        return newest.document.get("sentiment")

    give(customer_talk, "insights")
    assert sentiments() == -0.8
    withdraw(customer_talk, "insights")
    assert sentiments() is None
