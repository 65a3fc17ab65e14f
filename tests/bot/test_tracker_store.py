"""A conversation stays short, keeps what it knows, and survives a restart."""

import asyncio

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    BotUttered,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot import turn
from bot.tracker_store import TURNS_BEFORE_FOLDING, CompactTrackerStore, fold
from store import conversations

SLOT = "{type: any, influence_conversation: false, mappings: [{type: custom}]}"
DOMAIN = Domain.from_yaml(
    f"""
version: "3.1"
intents: [inform, ask]
slots:
  amount: {SLOT}
  months: {SLOT}
  erased: {SLOT}
forms: {{goal_form: {{required_slots: [amount, months]}}}}
actions: [action_answer]
"""
)
SENDER = "guest-00000000000000aa.00000000000000aa"


def tracker_of(turns: int) -> DialogueStateTracker:
    """A conversation in an active form, in which every turn sets a slot."""
    tracker = DialogueStateTracker(SENDER, DOMAIN.slots)
    tracker.update(ActionExecuted("action_session_start"))
    tracker.update(ActionExecuted("action_listen"))
    for number in range(turns):
        intent = {"name": "inform", "confidence": 0.9}
        ranking = [{"name": "inform", "confidence": 0.9}]
        tracker.update(UserUttered(f"message {number}", intent, [], {"intent": intent, "intent_ranking": ranking}))
        tracker.update(ActionExecuted("goal_form"))
        tracker.update(ActiveLoop("goal_form"))
        tracker.update(SlotSet("amount", number))
        tracker.update(BotUttered(f"reply {number}", {"custom": {"data": {"number": number}}}))
        tracker.update(ActionExecuted("action_listen"))
    return tracker


@pytest.fixture
def store() -> CompactTrackerStore:
    conversations.delete(SENDER)
    return CompactTrackerStore(DOMAIN)


def run(coroutine):
    return asyncio.run(coroutine)


@pytest.mark.parametrize("turns", [1, TURNS_BEFORE_FOLDING, TURNS_BEFORE_FOLDING + 1, 200])
def test_folding_keeps_slots_form_and_the_last_turns(turns):
    tracker = tracker_of(turns)
    folded = fold(tracker)
    assert folded.current_slot_values() == tracker.current_slot_values()
    assert folded.active_loop_name == tracker.active_loop_name == "goal_form"
    assert folded.latest_message.text == tracker.latest_message.text
    assert folded.latest_action_name == tracker.latest_action_name
    assert len(folded.events) <= 8 * TURNS_BEFORE_FOLDING


def test_what_a_rule_looks_at_is_the_same_after_folding():
    whole, folded = tracker_of(30), fold(tracker_of(30))
    for tracker in (whole, folded):
        tracker.update(UserUttered("what is a bond?", {"name": "ask", "confidence": 0.9}, []))
        tracker.update(ActionExecutionRejected("goal_form"))
    assert folded.past_states(DOMAIN)[-1] == whole.past_states(DOMAIN)[-1]


def test_a_restart_loses_nothing(store):
    run(store.save(tracker_of(12)))
    restarted = CompactTrackerStore(DOMAIN)
    tracker = run(restarted.retrieve(SENDER))
    assert tracker.get_slot("amount") == 11
    assert tracker.active_loop_name == "goal_form"
    assert tracker.latest_message.text == "message 11"


def test_a_stored_conversation_does_not_grow(store):
    tracker = tracker_of(3)
    sizes = []
    for _ in range(40):
        for event in list(tracker_of(1).events)[2:]:
            tracker.update(event)
        run(store.save(tracker))
        tracker = run(store.retrieve(SENDER))
        sizes.append(len(tracker.events))
    assert max(sizes) <= 8 * (TURNS_BEFORE_FOLDING + 1)


def test_a_turn_that_failed_leaves_the_conversation_where_it_was(store):
    run(store.save(tracker_of(2)))

    async def failing_turn():
        turn.current.set(turn.Turn(failed="actions"))
        tracker = await store.retrieve(SENDER)
        tracker.update(SlotSet("amount", 99))
        await store.save(tracker)

    run(failing_turn())
    assert run(store.retrieve(SENDER)).get_slot("amount") == 1


def test_an_erased_person_s_conversation_is_gone(store):
    tracker = tracker_of(2)
    run(store.save(tracker))
    tracker.update(SlotSet("erased", True))
    run(store.save(tracker))
    assert conversations.load(SENDER) is None
    assert run(store.retrieve(SENDER)) is None


def test_erasure_elsewhere_is_seen_at_the_next_turn(store):
    run(store.save(tracker_of(2)))
    conversations.delete(SENDER)
    assert run(store.retrieve(SENDER)) is None


def test_figures_of_old_replies_and_rankings_are_not_kept(store):
    run(store.save(tracker_of(3)))
    events = conversations.load(SENDER)[1]["events"]
    assert all("intent_ranking" not in e["parse_data"] for e in events if e["event"] == "user")
    with_figures = [e["text"] for e in events if e["event"] == "bot" and e["data"]]
    assert with_figures == ["reply 2"], "only the last reply can be asked for again"
