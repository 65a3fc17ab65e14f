"""Plays one story against a running bot and notes, turn by turn, what came and what was wrong with it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass

import requests

from bot.replay.checks import Outcome, check
from bot.replay.servers import Servers
from bot.replay.stories import Story, Turn
from settings import settings
from store import conversations
from trust import tokens

HIDDEN = ("action_listen", "action_session_start", "action_extract_slots")
SECONDS = 90


@dataclass(frozen=True)
class Played:
    """A turn with what came of it; `problems` is empty if it passed."""

    turn: Turn
    outcome: Outcome | None
    problems: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """A story that was played."""

    story: Story
    turns: tuple[Played, ...]

    @property
    def passed(self) -> bool:
        """Whether every turn did."""
        return not any(played.problems for played in self.turns)


class Player:
    """`hear(text)` turns a sentence into sound and back into what was heard; only spoken stories need it."""

    def __init__(self, servers: Servers | None, hear: Callable[[str], str] | None = None) -> None:
        self._servers = servers
        self._hear = hear

    def play(self, story: Story) -> Result:
        """Play a story to its end, or to the first turn that could not be said at all."""
        subject = tokens.new_guest() if story.who == "guest" else f"customer-{story.who}"
        fresh_start(subject)
        token, _ = tokens.issue(subject)
        sender_id = tokens.verify(token).sender_id
        played: list[Played] = []
        for turn in story.turns:
            try:
                outcome = self._take(turn, token, sender_id, played[-1].outcome if played else None)
                problems = check(turn, outcome, story.who)
            except (requests.RequestException, KeyError, RuntimeError) as error:
                played.append(Played(turn, None, (f"{type(error).__name__}: {error}",)))
                break
            played.append(Played(turn, outcome, tuple(problems)))
        if self._servers is not None and not self._servers.is_running("actions"):
            self._servers.start("actions")
            self._servers.wait("actions")
        return Result(story, tuple(played))

    def _take(self, turn: Turn, token: str, sender_id: str, before: Outcome | None) -> Outcome:
        if turn.restart and self._servers is not None:
            name, _, stays_down = turn.restart.partition(" ")
            if stays_down:
                self._servers.stop(name)
            elif self._servers.is_running(name):
                self._servers.restart(name)
            else:
                self._servers.start(name)
                self._servers.wait(name)
        heard = ""
        if turn.speak:
            if self._hear is None:
                raise RuntimeError("spoken stories need the speech engines")
            heard = self._hear(turn.speak)
            text = heard
        elif turn.press:
            if before is None or turn.press not in before.buttons:
                raise KeyError(f"there is no button “{turn.press}”")
            text = before.buttons[turn.press]
        else:
            text = turn.say
        began = time.perf_counter()
        answer = requests.post(
            f"{settings.bot_url}/webhooks/milepost/messages",
            json={"text": text},
            headers={"Authorization": f"Bearer {token}"},
            timeout=SECONDS,
        )
        answer.raise_for_status()
        messages = tuple(json.loads(line) for line in answer.text.splitlines() if line.strip())
        seconds = time.perf_counter() - began
        actions, asked, intent = what_was_done(sender_id)
        return Outcome(messages, actions, asked, heard, seconds, intent)


def what_was_done(sender_id: str) -> tuple[tuple[str, ...], str | None, str | None]:
    """The actions since the last message, the slot that is asked for now, and the intent that was read."""
    row = conversations.load(sender_id)
    events = row[1]["events"] if row else []
    actions: list[str] = []
    asked, form, intent = None, None, None
    for event in events:
        kind = event["event"]
        if kind == "user":
            actions, intent = [], (event["parse_data"].get("intent") or {}).get("name")
        elif kind == "action" and event["name"] not in HIDDEN:
            actions.append(event["name"])
        elif kind == "slot" and event["name"] == "requested_slot":
            asked = event["value"]
        elif kind == "active_loop":
            form = event["name"]
    return tuple(actions), asked if form else None, intent


def fresh_start(subject: str) -> None:
    """Forget what earlier stories left with this person."""
    from trust import rights

    rights.erase(subject)
