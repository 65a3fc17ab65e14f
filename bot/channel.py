"""The door customers come in by: a signed token names the sender, replies leave one JSON object a line."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot import cheaper_turns, clauses, turn
from trust.tokens import Identity, InvalidToken, bearer

logger = logging.getLogger(__name__)

LONGEST_MESSAGE = 2000  # characters; ten minutes of speech are about 9,000, one question is 200
BEGAN = "began"  # when a message arrived, seconds since 1970: its second clause is as old as its first
# Rasa loads the model before it takes a request, and goes on without one that it cannot load.
NO_MODEL = "Milepost has no model that fits its program. Run `make train`, then start the bot again."
EXTRAS = ("spoken_text", "sources", "image", "data")


class ReplyQueue(OutputChannel):
    """Collects replies as they are made, until the turn fails."""

    def __init__(self) -> None:
        self.messages: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self.said = 0

    @classmethod
    def name(cls) -> str:
        return MilepostInput.name()

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Queue one reply as one object: text, what goes with it, buttons."""
        current = turn.current.get()
        if current is not None and current.failed:
            return  # half a turn would read as an answer
        reply = as_reply(message)
        if reply:
            self.said += 1
            await self.messages.put(reply)


def as_reply(message: dict[str, Any]) -> dict[str, Any]:
    """What leaves for one bot message: only the fields of the contract, only where they say something."""
    extras = message.get("custom") or {}
    reply = {"text": message.get("text"), **{name: extras.get(name) for name in EXTRAS}}
    reply["buttons"] = [
        {"title": button["title"], "payload": button.get("payload") or button["title"]}
        for button in message.get("buttons") or []
    ]
    return {name: value for name, value in reply.items() if value}


class MilepostInput(InputChannel):
    """POST /webhooks/milepost/messages with `Authorization: Bearer TOKEN` and {"text", "metadata"?}.

    Answers application/x-ndjson, each reply as soon as it is made and never none at all. Also here: GET / says
    whether the model is loaded, POST /parse what the model makes of a text.
    """

    @classmethod
    def name(cls) -> str:
        return "milepost"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> MilepostInput:
        return cls()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes of this channel."""
        routes = Blueprint("milepost_channel")

        @routes.listener("after_server_start")
        async def loaded(*_: Any) -> None:
            cheaper_turns.keep_what_is_loaded()

        @routes.get("/")
        async def ready(request: Request) -> HTTPResponse:
            agent = request.app.ctx.agent
            if not agent.is_ready():
                return problem(503, NO_MODEL)
            return response.json({"status": "ok", "model": agent.processor.model_filename})

        @routes.post("/parse")
        async def parse(request: Request) -> HTTPResponse:
            try:
                bearer(request.headers.get("Authorization"))
                text = text_of(request)
            except InvalidToken as error:
                return problem(401, str(error))
            except ValueError as error:
                return problem(400, str(error))
            return response.json(await request.app.ctx.agent.parse_message(text))

        @routes.post("/messages")
        async def messages(request: Request) -> Any:
            try:
                identity = bearer(request.headers.get("Authorization"))
                text = text_of(request)
            except InvalidToken as error:
                return problem(401, str(error))
            except ValueError as error:
                return problem(400, str(error))
            if identity.role != "customer":
                return problem(403, "Staff look at conversations, they do not have them. Sign in as a customer.")
            agent = request.app.ctx.agent
            if not agent.is_ready():
                return problem(503, NO_MODEL)
            metadata = request.json.get("metadata")

            async def stream(out: Any) -> None:
                async for reply in replies(agent, on_new_message, identity, text, metadata):
                    await out.write(json.dumps(reply, ensure_ascii=False) + "\n")

            return response.stream(stream, content_type="application/x-ndjson; charset=utf-8")

        return routes


async def replies(
    agent: Any, on_new_message: Callable[[UserMessage], Awaitable[Any]], identity: Identity, text: str, metadata: Any
) -> Any:
    """Yield the replies to one message as they are made; always at least one.

    A turn in which a part did not answer is not saved, so the conversation stays where it was.
    """
    queue, metadata = ReplyQueue(), metadata if isinstance(metadata, dict) else {}
    # The web server took it in a moment before; nobody gains anything by saying that it was earlier.
    before = metadata.get(BEGAN)
    began = min(time.time(), before) if isinstance(before, float) else time.time()

    async def answer(clause: clauses.Clause) -> str | None:
        """Answer one clause; the part that did not, if one did not."""
        current = turn.Turn()
        turn.current.set(current)
        said_before = queue.said
        message = UserMessage(
            clause.text,
            queue,
            identity.sender_id,
            parse_data=clause.parse_data,
            input_channel=MilepostInput.name(),
            metadata={**metadata, BEGAN: began},
        )
        await on_new_message(message)
        return current.failed or ("silence" if queue.said == said_before else None)

    async def work() -> None:
        failed = None
        try:
            for clause in await clauses.split(agent, text):
                failed = await answer(clause)
                if failed:
                    break
        except Exception:
            logger.exception("A turn broke off.")
            failed = "bot"
        if failed:
            await queue.messages.put(await trouble(agent, failed))
        await queue.messages.put(None)

    task = asyncio.ensure_future(work())
    while (reply := await queue.messages.get()) is not None:
        yield reply
    await task


async def trouble(agent: Any, part: str) -> dict[str, Any]:
    """The sentence for a turn that failed, in the domain's words (`utter_trouble`)."""
    responses = agent.domain.responses.get("utter_trouble") or [{}]
    text = responses[0].get("text") or "Something of mine is not answering. Please say that again in a moment."
    return {"text": text, "spoken_text": text, "data": {"trouble": part}}


def text_of(request: Request) -> str:
    """The text of a request body. Raises ValueError saying what a body looks like."""
    try:
        body = request.json
    except Exception:
        body = None
    text = body.get("text") if isinstance(body, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise ValueError('The body is JSON with a text that is not empty, for example {"text": "Hello"}.')
    if len(text) > LONGEST_MESSAGE:
        raise ValueError(f"A message has at most {LONGEST_MESSAGE} characters; this one has {len(text)}.")
    return text.strip()


def problem(status: int, detail: str) -> HTTPResponse:
    """An error as RFC 9457 problem details."""
    titles = {400: "Bad request", 401: "Not signed in", 403: "Not allowed", 503: "Not ready"}
    return response.json(
        {"title": titles[status], "status": status, "detail": detail},
        status=status,
        content_type="application/problem+json",
    )
