"""The audit follows a conversation from sign-in to objection, and holds no word of it."""

import json
from datetime import date

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import advice, care, products, trail
from actions.conversation import Conversation
from actions.step import Step
from advisor.catalogue import current
from advisor.plans import Goal
from cli.__main__ import main
from settings import settings
from store import conversations, customers, database
from store.audit import entries
from trust import audit, consent

OWNER = "customer-3"  # of whom the demo bank tells no trouble
ROW = {
    "customer_id": 3, "name": "Ann Lee", "age": 41, "income": 68948.0, "spending_habit": "Moderate",
    "risk_profile": "Medium", "transactions": 47, "sentiment_score": 0.1, "engagement_level": "Medium",
}  # fmt: skip


@pytest.fixture
def conversation(tmp_path, monkeypatch):
    monkeypatch.setitem(settings.__dict__, "var", tmp_path)
    monkeypatch.setitem(settings.__dict__, "database_url", "")
    database.engine.cache_clear()
    trail._noted.clear()
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


MESSAGE_ID = "0123456789abcdef0123456789abcdef"
BOT = """'"bot", "text": "'"""


@pytest.fixture
def turn(conversation):
    """A whole turn as Rasa hands it over and then stores it; the messages that were said."""
    said = {"text": "what do you suggest, and why", "entities": [{"entity": "product_type", "value": "card"}]}
    said["intent"] = {"name": "ask_recommendation", "confidence": 0.9312}
    user = {"event": "user", "text": said["text"], "parse_data": said, "message_id": MESSAGE_ID}
    user["metadata"] = {"model_id": "f" * 32}
    tracker = Tracker(f"{OWNER}.0123456789abcdef", {}, said, [user], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    ActionSayRecommendation()._act(Conversation(tracker), products.Voice(dispatcher))
    replies = [{"event": "bot", "text": message["text"]} for message in dispatcher.messages]
    conversations.save(tracker.sender_id, OWNER, 1, {"events": [user, *replies]})
    return dispatcher.messages


def test_the_whole_path_of_an_answer_can_be_followed_from_how_the_message_was_read(turn):
    path = audit.trace(MESSAGE_ID)
    assert [step.entry.kind for step in path] == ["message", "plan", "recommendation", "reply"]
    assert all(step.unchanged for step in path)
    heard = json.loads(path[0].entry.document)
    assert (heard["intent"], heard["confidence_permille"]) == ("ask_recommendation", 931)
    assert (heard["model"], heard["entities"]) == ("f" * 32, ["product_type"])
    made = turn[-1]["custom"]["data"]
    assert audit.trace(made["recommendation_id"]) == path, "any id on the path leads to all of it"


@pytest.mark.parametrize(
    "kind, statement",
    [
        ("message", "UPDATE conversations SET document = replace(document, 'you suggest', 'she suggests')"),
        ("reply", f"UPDATE conversations SET document = replace(document, {BOT}, {BOT} || 'Buy! ')"),
        ("plan", "UPDATE plans SET document = replace(document, '60000', '60001')"),
        ("recommendation", "UPDATE recommendations SET document = replace(document, 'product', 'prodigy')"),
    ],
)
def test_each_step_says_whether_what_is_stored_still_matches(turn, kind, statement, capsys):
    with database.engine().begin() as connection:
        connection.exec_driver_sql(statement)
    assert [step.entry.kind for step in audit.trace(MESSAGE_ID) if step.unchanged is False] == [kind]
    assert main(["audit", "trace", MESSAGE_ID]) == 1
    said = capsys.readouterr().out
    assert said.count("CHANGED SINCE") == 1 and said.count("held and unchanged") == 3


def test_words_that_are_no_longer_held_are_neither_right_nor_wrong(turn, capsys):
    conversations.delete(f"{OWNER}.0123456789abcdef")
    assert [step.unchanged for step in audit.trace(MESSAGE_ID)] == [None, True, True, None]
    assert main(["audit", "trace", MESSAGE_ID]) == 0
    assert capsys.readouterr().out.count("no longer held") == 2


def test_a_receipt_that_was_changed_afterwards_is_seen_to_be(conversation):
    receipt = consent.decide(OWNER, "insights", False, "chat")["consentReceiptID"]
    assert [step.unchanged for step in audit.trace(receipt)] == [True]
    with database.engine().begin() as connection:
        connection.exec_driver_sql("UPDATE consents SET receipt = replace(receipt, 'REFUSED', 'EXPLICIT')")
    assert [step.unchanged for step in audit.trace(receipt)] == [False]


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
