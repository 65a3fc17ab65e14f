"""Whoever was erased is not brought back by the bot: not by a turn on its way, not by what it holds in memory."""

import asyncio
import time

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot import tracker_store
from bot.tracker_store import CompactTrackerStore
from store import conversations, database

DOMAIN = Domain.from_yaml('version: "3.1"\nintents: [inform]\nactions: [action_answer]\n')
OWNER = "guest-00000000000000bb"
SENDER = f"{OWNER}.00000000000000bb"


def tracker_of(text: str, seconds_ago: float = 0.0) -> DialogueStateTracker:
    tracker = DialogueStateTracker(SENDER, DOMAIN.slots)
    tracker.update(ActionExecuted("action_listen"))
    said = UserUttered(text, {"name": "inform", "confidence": 0.9}, [])
    said.timestamp = time.time() - seconds_ago
    tracker.update(said)
    return tracker


@pytest.fixture(autouse=True)
def nothing_held():
    database.erase(OWNER)


@pytest.fixture
def store() -> CompactTrackerStore:
    return CompactTrackerStore(DOMAIN)


def texts(tracker: DialogueStateTracker) -> list[str]:
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


def test_a_turn_on_its_way_does_not_bring_the_conversation_back(store):
    asyncio.run(store.save(tracker_of("my old secret", seconds_ago=5)))
    assert conversations.load(SENDER) is None and SENDER not in store._cache


def test_the_second_clause_of_a_message_is_as_old_as_its_first(store):
    tracker = tracker_of("and a car for my old secret")
    tracker.latest_message.metadata = {"began": time.time() - 5}
    asyncio.run(store.save(tracker))
    assert conversations.load(SENDER) is None


@pytest.mark.parametrize("said, older", [(-5.0, True), (+5.0, False), ("now", False), (None, False)])
def test_a_message_is_as_old_as_it_was_when_the_web_took_it_in_and_never_younger_than_here(said, older):
    from bot.channel import replies
    from trust.tokens import Identity

    arrived = time.time()
    began = arrived + said if isinstance(said, float) else said
    seen = []

    async def collect():
        async def handle(message):
            seen.append(message.metadata["began"])

        who = Identity(OWNER, "customer", "0" * 16)
        return [reply async for reply in replies(Agent(), handle, who, "hello", {"began": began})]

    asyncio.run(collect())
    assert (seen[0] < arrived) is older and seen[0] <= time.time()


class Agent:
    """Reads every message the same way."""

    class domain:  # noqa: N801 - the attribute of Rasa's agent
        responses: dict = {}

    class processor:  # noqa: N801
        @staticmethod
        async def parse_message(message):
            return {"text": message.text, "intent": {"name": "greet", "confidence": 0.9}, "entities": []}


def test_a_message_after_the_erasure_begins_afresh(store):
    asyncio.run(store.save(tracker_of("hello again")))
    assert texts(asyncio.run(store.retrieve(SENDER))) == ["hello again"]


def test_another_bot_process_does_not_mistake_its_old_copy_for_the_new_conversation(store):
    """Both have been saved once: were versions counted from one, they would be the same."""
    for attempt in range(3):
        asyncio.run(store.save(tracker_of(f"old {attempt}")))
        database.erase(OWNER)
        asyncio.run(CompactTrackerStore(DOMAIN).save(tracker_of("new")))
        assert texts(asyncio.run(store.retrieve(SENDER))) == ["new"]


def test_memory_is_cleared_though_nobody_writes_any_more(store, monkeypatch):
    monkeypatch.setattr(tracker_store, "SECONDS_TO_FORGET", 0.01)

    async def live() -> bool:
        await store.save(tracker_of("held in memory"))
        assert SENDER in store._cache
        database.erase(OWNER)
        await asyncio.wait_for(store._forgetting, timeout=5)
        return SENDER in store._cache

    assert asyncio.run(live()) is False
