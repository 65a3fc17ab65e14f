"""Conversations for actions: a tracker built from what was said, and everything an action says caught."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from advisor.customers import load
from knowledge.writer import WriterMissing
from settings import settings
from store import customers
from trust import tokens


def money(value: float, **roles: Any) -> dict[str, Any]:
    """An amount as the language model hands it over."""
    given = {"value": value, "currency": "USD", "per": None, "role": None, "relation": None, **roles}
    return {"entity": "amount_of_money", "start": 0, "end": 0, "value": given}


def months(value: float, relation: str | None = None) -> dict[str, Any]:
    """A duration as the language model hands it over."""
    return {"entity": "duration", "start": 0, "end": 0, "value": {"months": value, "relation": relation}}


def rate(value: float) -> dict[str, Any]:
    """A percentage as the language model hands it over."""
    return {"entity": "percentage", "start": 0, "end": 0, "value": {"value": value, "relation": None}}


def number(value: float) -> dict[str, Any]:
    """A bare number as the language model hands it over."""
    return {"entity": "number", "start": 0, "end": 0, "value": {"value": value}}


def own_age(value: int) -> dict[str, Any]:
    """How old somebody says they are, as the language model hands it over."""
    return {"entity": "age", "start": 0, "end": 0, "value": {"age": value}}


def goal(value: str) -> dict[str, Any]:
    """A goal's name as the language model hands it over."""
    return {"entity": "goal_type", "start": 0, "end": 0, "value": value}


@dataclass
class Talk:
    """One person's conversation, turn by turn; slots and events are kept as Rasa would."""

    owner: str
    slots: dict[str, Any] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    form: str | None = None

    def say(self, text: str, intent: str, *entities: dict[str, Any], ranking: tuple[str, ...] = ()) -> Talk:
        """The person says something."""
        parse = {
            "text": text,
            "intent": {"name": intent, "confidence": 0.9},
            "entities": list(entities),
            "intent_ranking": [{"name": name, "confidence": 0.4} for name in ranking],
        }
        self.events.append({"event": "user", "text": text, "parse_data": parse})
        self._latest = parse
        return self

    def activate(self) -> Talk:
        """The form begins with this message."""
        self.form = "goal_form"
        self.events.append({"event": "active_loop", "name": "goal_form"})
        return self

    def run(self, action: Any) -> list[dict[str, Any]]:
        """Run an action; its events, which are also applied."""
        tracker = Tracker(
            f"{self.owner}.{'0' * 16}", dict(self.slots), self._latest, list(self.events), False, None,
            {"name": self.form} if self.form else {}, None,
        )  # fmt: skip
        dispatcher = CollectingDispatcher()
        events = asyncio.run(action.run(dispatcher, tracker, {}))
        self.messages = dispatcher.messages
        self.events.append({"event": "action", "name": action.name()})
        for event in events:
            self.events.append(event)
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
            elif event["event"] == "active_loop":
                self.form = event["name"]
        return events

    @property
    def said(self) -> str:
        """The texts and the names of responses of the last action."""
        return "\n".join(m["text"] or m["response"] or "" for m in self.messages)

    @property
    def data(self) -> dict[str, Any]:
        """The data of the last action's messages."""
        return {k: v for m in self.messages for k, v in ((m["custom"] or {}).get("data") or {}).items()}


@pytest.fixture(scope="session", autouse=True)
def the_bank() -> None:
    """The first customers of the demo bank."""
    customers.put(c.to_dict() for c in load(settings.root / "data" / "customers.csv").customers[:20])


@pytest.fixture(autouse=True)
def no_writer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replies in the templates' words: which words are chosen is the concern of tests/knowledge."""

    def missing() -> None:
        raise WriterMissing("tests of actions do without")

    monkeypatch.setattr("knowledge.writing.the_writer", missing)


@pytest.fixture
def talk() -> Talk:
    """A guest's conversation."""
    return Talk(tokens.new_guest())


@pytest.fixture
def customer_talk() -> Talk:
    """A conversation of customer 2 that nothing came before."""
    from trust import rights

    rights.erase("customer-2")
    return Talk("customer-2")
