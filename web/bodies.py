"""Reads request bodies: JSON into a model of shapes, audio in either form, each within its limit."""

from __future__ import annotations

from typing import TypeVar

from flask import request
from pydantic import BaseModel
from werkzeug.exceptions import RequestEntityTooLarge

from web import limits
from web.problems import Problem

Shape = TypeVar("Shape", bound=BaseModel)


def json_as(shape: type[Shape]) -> Shape:
    """The JSON body as `shape`. Raises Problem 400, 413 or 415, or ValidationError (422)."""
    request.max_content_length = limits.JSON_BYTES
    if not request.is_json:
        raise Problem(415, "The body must be JSON, sent with the content type application/json.")
    return shape.model_validate_json(request.get_data())


def audio() -> bytes:
    """The recording of a request: the raw body, or the first file of a form. Raises Problem 413 or 422."""
    request.max_content_length = limits.AUDIO_BYTES
    try:
        if request.mimetype == "multipart/form-data":
            recording = next((file.read() for file in request.files.values()), b"")
        else:
            recording = request.get_data()
    except RequestEntityTooLarge:
        size = limits.AUDIO_BYTES // limits.MEGABYTE
        raise Problem(
            413, f"That recording is too large. Up to {size} MB is possible: please say it shorter."
        ) from None
    if not recording:
        raise Problem(422, "There is no sound in this request. Send a recording as the body, or as a file in a form.")
    return recording
