"""What the customer types, and the answer: whole as JSON, or message by message as an event stream."""

from __future__ import annotations

from flask import Blueprint, Response

from web import bodies, sse, turns
from web.identity import caller, caller_token, signed_in
from web.limits import TURNS, limiter
from web.shapes import MessageRequest, Messages

bp = Blueprint("messages", __name__)


@bp.post("/api/messages")
@limiter.limit(TURNS)
@signed_in
def converse() -> Response | dict:
    """One turn of the conversation."""
    wish = bodies.json_as(MessageRequest)
    events = turns.take(caller().subject, caller_token(), wish.text)
    if sse.wanted():
        return sse.response(events)
    messages, _ = turns.in_one_piece(events)
    return Messages(messages=messages).model_dump(mode="json")
