"""A colleague who takes over reads who it is, what to do first and where things stand, and nothing that is not so."""

import pytest
from rasa_sdk import Tracker

from actions.conversation import Conversation
from actions.handover_facts import handover_facts
from actions.make_plan import ActionMakePlan
from knowledge.facts import Brief
from knowledge.guard import check_reply
from knowledge.templates import render
from store import events, recommendations
from tests.actions.conftest import goal, money, months
from tests.actions.test_goal_form import begin

SESSION = "0" * 16


@pytest.fixture
def planned(customer_talk):
    """Customer 2 with a plan, 20,000 for a car in 3 years, who asks for a person."""
    begin(customer_talk, "20k for a car in 3 years, nothing saved", goal("car"), months(36), money(20_000))
    customer_talk.run(ActionMakePlan())
    customer_talk.slots["recommendation_id"] = None
    return customer_talk.say("a person please", "human_handoff")


def facts_of(talk, reason="asked", request="would like to talk to a person"):
    tracker = Tracker(f"{talk.owner}.{SESSION}", dict(talk.slots), talk._latest, [], False, None, {}, None)
    return handover_facts(Conversation(tracker), reason, request)


def told(talk, reason="asked"):
    return {fact.name: fact.text for fact in facts_of(talk, reason)}


def test_a_plan_is_told_with_how_it_stands(planned):
    facts = told(planned)
    assert facts["goal"] == "car"
    assert facts["target"] == "$20,000"
    assert facts.get("standing") in (None, "within reach", "a stretch", "out of reach")
    assert "mood" not in facts
    assert "product" not in facts


@pytest.mark.parametrize(
    ("reason", "first"),
    [("fraud", "check the payment"), ("contested_decision", "look at the decision again"), ("asked", "what they need")],
)
def test_what_to_do_first_follows_from_the_reason(planned, reason, first):
    assert first in told(planned, reason)["next_step"]


def test_worry_is_told_so_that_they_go_gently(planned):
    planned.slots["worried"] = True
    assert told(planned)["mood"] == "worried"


def test_a_product_is_told_with_what_they_decided(planned):
    shown = recommendations.add(planned.owner, "p1", "cautious budgeters", {"product": {"name": "Harbour Saver"}})
    planned.slots["recommendation_id"] = shown
    assert told(planned)["decision"] == "have not decided yet"
    recommendations.set_verdict(shown, planned.owner, "rejected")
    facts = told(planned)
    assert facts["product"] == "Harbour Saver"
    assert facts["decision"] == "turned it down"


def test_what_was_tried_in_this_conversation_is_told_once(planned):
    assert "tried" not in told(planned)
    events.add(planned.owner, SESSION, "what_if", {"changes": ["monthly", "months"]})
    events.add(planned.owner, SESSION, "what_if", {"changes": ["months"]})
    events.add(planned.owner, "another", "what_if", {"changes": ["target"]})
    assert told(planned)["tried"] == "another date and another monthly amount"


def test_the_summary_of_all_that_can_be_told_holds(planned):
    planned.slots["worried"] = True
    brief = Brief("handoff_summary", facts_of(planned, "fraud", "reports a scam"), "plain")
    text = render(brief)
    assert text.startswith("The customer reports a scam.") or " reports a scam." in text
    assert "please go gently" in text
    assert check_reply(text, brief) is None
