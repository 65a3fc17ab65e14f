"""Server-sent events: how a turn is written to a client that wants each part as soon as it is ready."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Response, json, request
from pydantic import BaseModel

from web.problems import Problem

MEDIA_TYPE = "text/event-stream"


@dataclass(frozen=True)
class Event:
    """One part of a turn: `name` is message, transcript, speech, problem or done."""

    name: str
    data: Any

    def encode(self) -> str:
        """The event as it goes over the wire. JSON has no raw line break, so one data line is enough."""
        if isinstance(self.data, BaseModel):
            data = self.data.model_dump_json()
        else:
            data = json.dumps(self.data.document() if isinstance(self.data, Problem) else self.data)
        return f"event: {self.name}\ndata: {data}\n\n"


def wanted() -> bool:
    """Whether the client asks for an event stream rather than for one JSON document."""
    best = request.accept_mimetypes.best_match(["application/json", MEDIA_TYPE])
    return best == MEDIA_TYPE


def response(events: Iterable[Event]) -> Response:
    """A streaming response that ends with a `done` event."""

    def lines() -> Iterator[str]:
        for event in events:
            yield event.encode()
        yield Event("done", {}).encode()

    no_buffer = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return Response(lines(), mimetype=MEDIA_TYPE, headers=no_buffer)
