"""The page that says which data are held is complete, and logs hold none of them."""

import logging
import re
from datetime import date

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation
from actions.step import ActionFailed, Step, Voice
from advisor.plans import Goal
from settings import settings
from store import customers, database, retention
from store.tables import metadata
from trust import consent, rights

PAGE = settings.root / "docs" / "data-protection.md"


def rows():
    lines = [line for line in PAGE.read_text().splitlines() if line.startswith("| ")][1:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if not line.startswith("| ---")]


def test_every_column_is_in_the_table_once_with_why_and_how_long():
    listed = [field for row in rows() for field in re.split(r",\s*", row[0])]
    held = {f"{table.name}.{column.name}" for table in metadata.sorted_tables for column in table.columns}
    assert sorted(listed) == sorted(held)
    assert all(len(row) == 4 and all(row) for row in rows())


def test_the_page_says_how_long_as_it_is_enforced():
    enforced = {}
    for term in retention.terms().rows:
        enforced.setdefault(term.table, []).append(term.words)
    said = {row[0].partition(".")[0]: row[3] for row in rows() if row[0].partition(".")[0] in enforced}
    assert said == {table: "; ".join(words) for table, words in enforced.items()}
    for kind, keep in retention.terms().people.items():
        assert re.search(rf"of a {kind} {keep}\b", " ".join(PAGE.read_text().split())), kind


def test_every_purpose_that_is_named_exists():
    known = {*consent.PURPOSES, "service", "accountability", "the bank's own"}
    named = {word for row in rows() for word in re.findall(r"[a-z_']+(?: bank's own)?", row[2]) if "_" in word}
    assert named <= known


class ActionFails(Step):
    def act(self, conversation, voice):
        raise RuntimeError(f"cannot work with {conversation.message.text!r} of {conversation.customer.name}")


@pytest.fixture
def ann(own_var):
    row = {"customer_id": 4711, "name": "Ann Lee", "age": 41, "income": 68948.0, "spending_habit": "Moderate"}
    row |= {"risk_profile": "Medium", "transactions": 47, "sentiment_score": 0.1, "engagement_level": "Medium"}
    customers.put([row])
    said = {"text": "my doctor costs me 812 dollars", "intent": {"name": "inform"}, "entities": []}
    return Conversation(Tracker("customer-4711.0123456789abcdef", {}, said, [], False, None, {}, "action_listen"))


def test_logs_hold_no_word_name_amount_or_number_of_a_customer(ann, caplog):
    from actions import advice, care

    caplog.set_level(logging.DEBUG)
    plan = advice.new_plan(ann, Goal("house", 61_234, 36), today=date(2026, 1, 1))
    advice.keep_plan(ann, plan)
    care.hand_over(ann, "fraud", "does not recognise a payment of $52.10")
    consent.decide(ann.owner, "insights", True, "chat")
    with pytest.raises(ActionFailed) as failed:
        ActionFails()._act(ann, Voice(CollectingDispatcher()))
    assert str(failed.value) == "action_fails" and failed.value.__suppress_context__
    rights.export(ann.owner)
    rights.erase(ann.owner)
    database.engine().dispose()
    assert caplog.records  # something was logged, or this test would pass on silence
    for private in ("Ann", "4711", "68948", "61234", "52.10", "doctor", "812"):
        assert private not in caplog.text, private
