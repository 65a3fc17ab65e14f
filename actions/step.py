"""The base of every action: runs beside the event loop, says one message, and turns a refusal into a sentence."""

from __future__ import annotations

import asyncio
import logging
import re
from abc import ABC, abstractmethod
from pathlib import Path
from traceback import extract_tb
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import feeling, open_question, trail
from actions.conversation import Conversation
from actions.urgent import in_crisis, reports_a_payment
from advisor.goals import AdviceError
from knowledge.spoken import spoken
from settings import settings
from store.database import acting_since

logger = logging.getLogger(__name__)

Events = list[dict[str, Any]]
Button = tuple[str, str]  # what it says, what it sends; a customer may as well say what it says


class ActionFailed(Exception):
    """An action could not be done; holds the action's name and nothing else, since servers log it."""


class Voice:
    """What an action says. Responses of the domain by name, or text made here."""

    def __init__(self, dispatcher: CollectingDispatcher) -> None:
        self._dispatcher = dispatcher

    @property
    def said(self) -> list[dict[str, Any]]:
        """The messages of this turn so far, as rasa-sdk keeps them."""
        return self._dispatcher.messages

    def response(
        self, name: str, /, *, data: dict[str, Any] | None = None, buttons: tuple[Button, ...] = (), **values: str
    ) -> None:
        """Say a response of domain.yml; `values` fill its braces, `buttons` come after its own."""
        self._dispatcher.utter_message(
            response=name,
            buttons=[{"title": title, "payload": payload} for title, payload in buttons],
            json_message={"data": data} if data else None,
            **values,
        )

    def text(
        self,
        text: str,
        *,
        spoken_text: str | None = None,
        sources: list[dict[str, str]] | None = None,
        image: dict[str, str] | None = None,
        data: dict[str, Any] | None = None,
        buttons: tuple[Button, ...] = (),
    ) -> None:
        """Say one rich message. `image` is {id, alt} of a stored chart; figures in `data` are those of the text."""
        extras = {"spoken_text": spoken_text or spoken(text), "sources": sources, "image": image, "data": data}
        self._dispatcher.utter_message(
            text=text,
            buttons=[{"title": title, "payload": payload} for title, payload in buttons],
            json_message={name: value for name, value in extras.items() if value},
        )


def mind_the_currency(voice: Voice, currency: str | None) -> None:
    """Say so when somebody speaks of another currency than the plans are in: nothing is converted in silence."""
    if currency and currency != settings.currency:
        voice.response("utter_other_currency", said=currency, own=settings.currency)


def before_all(name: str, conversation: Conversation, voice: Voice) -> Events | None:
    """What comes before any wish: a life in danger, and a payment that somebody else made; None if neither is said."""
    from actions.care import meet_crisis
    from actions.payment_form import ActionReportFraud

    if in_crisis(conversation.message.text):
        return meet_crisis(conversation, voice)
    if name != "action_report_fraud" and reports_a_payment(conversation):
        return ActionReportFraud().act(conversation, voice)
    return None


class Step(Action, ABC):
    """An action named after its class: ActionMakePlan is action_make_plan."""

    def name(self) -> str:
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> Events:
        # In a thread: a reply takes up to a second to write, and other customers are waiting.
        return await asyncio.to_thread(self._act, Conversation(tracker), Voice(dispatcher))

    def _act(self, conversation: Conversation, voice: Voice) -> Events:
        acting_since.set(conversation.began)  # a person who is erased while we think gets nothing written any more
        try:
            events = self._heard(conversation, voice) + self._decide(conversation, voice)
            trail.replied(conversation, self.name(), voice.said)
            return events
        except AdviceError as error:
            voice.text(error.say, data={"refused": error.field})
            return []
        except Exception as error:
            # Where and what kind, never the message: it may quote the customer.
            frames = reversed(extract_tb(error.__traceback__))
            places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)
            logger.error("%s failed: %s at %s", self.name(), type(error).__name__, places)
            raise ActionFailed(self.name()) from None  # the bot tells the customer that something does not answer

    def _heard(self, conversation: Conversation, voice: Voice) -> Events:
        """How the turn was spoken, once a turn."""
        if self.name().startswith("action_ask_") or not conversation.turn_begins:
            return []
        return feeling.notice(conversation, voice)

    def _decide(self, conversation: Conversation, voice: Voice) -> Events:
        """What this action does, unless the message answers the question that is open or leans on the last answer."""
        from actions import follow_up, knowing

        if self.name().startswith(("validate_", "action_ask_")):
            return self.act(conversation, voice)
        if conversation.turn_begins and (first := before_all(self.name(), conversation, voice)) is not None:
            return first
        reply = open_question.plain_reply(conversation)
        if reply is not None:
            return open_question.answer(conversation, voice, reply)
        if conversation.turn_begins and follow_up.topic(conversation):
            return knowing.ActionAnswerQuestion().act(conversation, voice)
        if conversation.turn_begins and follow_up.asks_whether_much(conversation):
            return follow_up.say_whether_much(conversation, voice)
        return self.act(conversation, voice)

    @abstractmethod
    def act(self, conversation: Conversation, voice: Voice) -> Events:
        """Say what is to be said; the events for the tracker."""
