"""The audit follows a conversation from sign-in to objection, and holds no word of it."""

import json
from datetime import date

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import advice, care, products
from actions.conversation import Conversation
from actions.step import Step
from advisor.catalogue import current
from advisor.plans import Goal
from settings import settings
from store import customers, database
from store.audit import entries
from trust import audit

OWNER = "customer-7"
ROW = {
    "customer_id": 7, "name": "Ann Lee", "age": 41, "income": 68948.0, "spending_habit": "Moderate",
    "risk_profile": "Medium", "transactions": 47, "sentiment_score": 0.1, "engagement_level": "Medium",
}  # fmt: skip


@pytest.fixture
def conversation(tmp_path, monkeypatch):
    monkeypatch.setitem(settings.__dict__, "var", tmp_path)
    monkeypatch.setitem(settings.__dict__, "database_url", "")
    database.engine.cache_clear()
    customers.put([ROW])
    said = {"text": "that is wrong, my salary is private", "intent": {"name": "contest_decision"}, "entities": []}
    yield Conversation(Tracker(f"{OWNER}.0123456789abcdef", {}, said, [], False, None, {}, "action_listen"))
    database.engine().dispose()
    database.engine.cache_clear()


class ActionSayRecommendation(Step):
    def act(self, conversation, voice):
        plan = advice.new_plan(conversation, Goal("house", 60_000, 36, saved=5_000), today=date(2026, 1, 1))
        advice.keep_plan(conversation, plan)
        return products.say_recommendation(conversation, voice, None)


def test_a_decision_can_be_followed_from_its_inputs_to_its_words_and_the_objection(conversation):
    dispatcher = CollectingDispatcher()
    ActionSayRecommendation()._act(conversation, products.Voice(dispatcher))
    recommendation_id = dispatcher.messages[-1]["custom"]["data"]["recommendation_id"]
    care.hand_over(conversation, "contested_decision", "wants a check", recommendation_id=recommendation_id)
    path = audit.trace(recommendation_id)
    assert [step.entry.kind for step in path] == ["recommendation", "reply", "handoff"]
    made = json.loads(path[0].entry.document)
    assert made["rules"] and made["catalogue"] == current().version and made["product_id"]
    assert audit.trace(made["plan_id"])[0].unchanged is True
    assert path[0].unchanged is True
    words = json.loads(path[1].entry.document)["words"]
    assert words == audit.fingerprint(OWNER, dispatcher.messages[-1]["text"])
    assert audit.verify().faults == ()


def test_a_plan_that_was_changed_afterwards_is_seen_to_be(conversation):
    plan = advice.new_plan(conversation, Goal("car", 9_000, 24), today=date(2026, 1, 1))
    advice.keep_plan(conversation, plan)
    with database.engine().begin() as connection:
        connection.exec_driver_sql("UPDATE plans SET document = replace(document, '9000', '9001')")
    assert audit.trace(plan.plan_id)[0].unchanged is False


def test_the_audit_holds_no_name_no_word_and_no_income(conversation):
    ActionSayRecommendation()._act(conversation, products.Voice(CollectingDispatcher()))
    care.hand_over(conversation, "fraud", "does not recognise a payment of $52.10")
    everything = " ".join(entry.document for entry in entries())
    for private in ("Ann", "Lee", "68948", "salary", "private", "52.10", "60000", OWNER):
        assert private not in everything


def test_every_rule_and_product_can_be_written_down(conversation):
    catalogue = current()
    rules = [rule.id for rule in (*catalogue.offers, *catalogue.nevers)]
    audit.record("recommendation", OWNER, rules=rules, products=[p.id for p in catalogue.products])
