"""Conversations that stay short however long they last, and survive a restart.

Stock Rasa replays every event of a session on every turn: 14 CPU-ms for the first message of a session, 477 for its
two-hundredth. Here a conversation is its slots, its active form and its last few turns; what lies before is folded
into the events that set those slots.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
    deserialise_events,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot import turn
from store import conversations
from store.database import ErasedMeanwhile, acting_since, erased_since, now
from trust.tokens import subject_of

logger = logging.getLogger(__name__)

TURNS_KEPT = 3  # "repeat" needs one turn, counting failures in a row needs three
TURNS_BEFORE_FOLDING = 5  # folding costs as much as a few turns of reading, so not every turn
CACHED = 2000  # conversations held in memory, 30 to 60 kB each
SECONDS_TO_FORGET = 60
FIRST_VERSIONS = 2**30  # a conversation begun after an erasure never has the version that a cache still holds
ERASED_SLOT = "erased"  # set by the action that deletes a person's data: the conversation goes too


def fold(tracker: DialogueStateTracker) -> DialogueStateTracker:
    """The same conversation with only its last turns as events; itself if it is short.

    State before those turns becomes SlotSet and ActiveLoop events, so that replaying the result gives the same
    slots, the same form and the same last turns.
    """
    events = list(tracker.events)
    turns = [i for i, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(turns) <= TURNS_BEFORE_FOLDING:
        return tracker
    cut = turns[-TURNS_KEPT]
    while cut > 0 and not _is_listen(events[cut]):  # a turn begins with the listening before it
        cut -= 1
    before = tracker.init_copy()
    for event in events[:cut]:
        before.update(event)
    folded = tracker.init_copy()
    folded.model_id, folded.assistant_id = tracker.model_id, tracker.assistant_id
    for event in (*_state_as_events(before), *events[cut:]):
        folded.update(event)
    return folded


def _is_listen(event: Event) -> bool:
    return isinstance(event, ActionExecuted) and event.action_name == ACTION_LISTEN_NAME


def _state_as_events(tracker: DialogueStateTracker) -> list[Event]:
    events: list[Event] = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted()]
    if tracker.active_loop_name:
        events += [ActionExecuted(tracker.active_loop_name), ActiveLoop(tracker.active_loop_name)]
    events += [SlotSet(slot.name, slot.value) for slot in tracker.slots.values() if slot.value != slot.initial_value]
    return events


def lighten(tracker: DialogueStateTracker) -> None:
    """Drop what no later turn reads: rankings of intents, and figures of replies before the last turn."""
    turns_seen = 0
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            turns_seen += 1
            event.parse_data = {
                key: event.parse_data[key] for key in ("text", "intent", "entities") if key in event.parse_data
            }
        elif isinstance(event, BotUttered) and turns_seen:
            event.data = {}


def _began(tracker: DialogueStateTracker) -> datetime | None:
    said = tracker.latest_message
    at = said and (said.metadata.get("began") or said.timestamp)
    return datetime.fromtimestamp(at, timezone.utc) if at else None


class CompactTrackerStore(TrackerStore):
    """Rasa's tracker store over `store.conversations`, with the live trackers kept in memory.

    The database decides: a cached tracker is used only while its version is the stored one, so several bot
    processes may share a database and an erased conversation is gone at once.
    """

    def __init__(self, domain: Any = None, event_broker: Any = None, **kwargs: Any) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self._cache: dict[str, tuple[int, DialogueStateTracker]] = {}
        self._forgetting: asyncio.Future[None] | None = None

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write the conversation; a turn that failed is not written, so that it can be said again."""
        current = turn.current.get()
        version, _ = self._cache.pop(tracker.sender_id, (secrets.randbelow(FIRST_VERSIONS), None))
        if current is not None and current.failed:
            return
        if ERASED_SLOT in tracker.slots and tracker.get_slot(ERASED_SLOT):
            conversations.delete(tracker.sender_id)
            return
        lighten(tracker)
        tracker = fold(tracker)
        began = acting_since.set(_began(tracker))
        try:
            conversations.save(
                tracker.sender_id,
                subject_of(tracker.sender_id),
                version + 1,
                {"events": [event.as_dict() for event in tracker.events]},
            )
        except ErasedMeanwhile:
            return
        finally:
            acting_since.reset(began)
        while len(self._cache) >= CACHED:
            self._cache.pop(next(iter(self._cache)))
        self._cache[tracker.sender_id] = (version + 1, tracker)
        if self._forgetting is None or self._forgetting.done():
            self._forgetting = asyncio.ensure_future(self._forget_the_erased())

    async def _forget_the_erased(self) -> None:
        """Drop from memory whom another process erased: looked after once a minute, while anybody is held."""
        while self._cache:
            looked = now()
            await asyncio.sleep(SECONDS_TO_FORGET)
            erased = erased_since(looked - timedelta(seconds=1))
            for sender_id in [each for each in self._cache if subject_of(each) in erased]:
                if conversations.version(sender_id) is None:
                    self._cache.pop(sender_id, None)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation as last saved, or None."""
        version = conversations.version(sender_id)
        cached = self._cache.get(sender_id)
        if version is None:
            self._cache.pop(sender_id, None)
            return None
        if cached and cached[0] == version:
            return cached[1]
        row = conversations.load(sender_id)
        if row is None:
            return None
        tracker = DialogueStateTracker.from_events(
            sender_id, deserialise_events(row[1]["events"]), self.domain.slots, domain=self.domain
        )
        self._cache[sender_id] = (row[0], tracker)
        return tracker

    async def keys(self) -> Iterable[str]:
        """Conversations in memory."""
        return list(self._cache)
