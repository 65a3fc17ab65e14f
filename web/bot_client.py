"""Talks to the bot: one turn goes in, its messages come out one by one as Rasa dispatches them."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

import requests

from settings import settings

if TYPE_CHECKING:
    from voice.hearing import Manner

log = logging.getLogger(__name__)

CONNECT_SECONDS = 2.0
SILENCE_SECONDS = 60.0  # the longest pause between two messages; an answer of the writer takes a few seconds


class BotUnreachable(Exception):
    """The bot does not answer; what was said has not reached it."""


class BotBroke(Exception):
    """The bot heard the message, but its reply could not be completed."""


def say(
    text: str, token: str, began: datetime, *, spoken: bool = False, manner: Manner | None = None
) -> Iterator[dict[str, Any]]:
    """The bot's messages in answer to `text`, each as soon as it is dispatched.

    `began` is when the words came in: whoever is erased after that is not written about. `spoken` says that they came
    by voice; `manner` is how they sounded, of somebody who allows that to be listened to.
    Raises BotUnreachable before the first message, BotBroke after the bot took the text.
    """
    said: dict[str, Any] = {"text": text, "metadata": {"began": began.timestamp()}}
    if spoken:
        said["metadata"]["channel"] = "voice"
    if manner is not None:
        said["metadata"]["voice"] = asdict(manner)
    try:
        answer = requests.post(
            f"{settings.bot_url}/webhooks/milepost/messages",
            json=said,
            headers={"Authorization": f"Bearer {token}"},
            stream=True,
            timeout=(CONNECT_SECONDS, SILENCE_SECONDS),
        )
    except requests.ConnectionError:
        raise BotUnreachable from None
    except requests.RequestException as error:
        log.warning("the bot did not answer: %s", type(error).__name__)
        raise BotBroke from None
    with answer:
        if answer.status_code in (404, 502, 503, 504):  # Rasa is up but its model or channel is not
            raise BotUnreachable
        if not answer.ok:
            log.warning("the bot refused a message: HTTP %s", answer.status_code)
            raise BotBroke
        try:
            for line in answer.iter_lines(chunk_size=None):
                if line.strip():
                    yield json.loads(line)
        except (requests.RequestException, json.JSONDecodeError) as error:
            log.warning("the bot's reply broke off: %s", type(error).__name__)
            raise BotBroke from None


def ready() -> bool:
    """Whether the bot has a model loaded and answers."""
    try:
        return requests.get(f"{settings.bot_url}/webhooks/milepost/", timeout=CONNECT_SECONDS).ok
    except requests.RequestException:
        return False


def actions_ready() -> bool:
    """Whether the action server answers."""
    try:
        return requests.get(f"{settings.actions_url}/health", timeout=CONNECT_SECONDS).ok
    except requests.RequestException:
        return False
