"""Errors as RFC 9457 problem details: what was wrong, what is allowed, what to do next."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, json
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from store.database import ErasedMeanwhile

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"

# Words for errors that Flask or Werkzeug raise by themselves; every other error says them where it is raised.
PLAIN_WORDS = {
    400: "The request could not be read. Send JSON with the content type application/json.",
    404: "There is nothing at this address. /openapi.json lists what there is.",
    405: "This address exists, but not for this method. /openapi.json lists what is allowed.",
    413: "That is too large. /openapi.json gives the limit of each address.",
    415: "The body must be JSON, sent with the content type application/json.",
    429: "That was a lot of requests in a short time. Please wait a moment and try again.",
    500: "Something went wrong on our side. Nothing you sent was lost; please try again.",
}


class Problem(Exception):
    """An error that reaches a person. `detail` is a sentence for them; `more` are extension members."""

    def __init__(self, status: int, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.more = more

    def document(self) -> dict[str, Any]:
        """The problem details object."""
        return {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            **self.more,
        }

    def response(self) -> Response:
        """The HTTP response that carries it."""
        response = Response(json.dumps(self.document()), self.status, mimetype=MEDIA_TYPE)
        if self.status == HTTPStatus.UNAUTHORIZED:
            response.headers["WWW-Authenticate"] = "Bearer"
        if "retry_after" in self.more:
            response.headers["Retry-After"] = str(self.more["retry_after"])
        return response


def of_validation(error: ValidationError) -> Problem:
    """A problem that names each field that is wrong. Never repeats the value: it may be personal."""
    found = error.errors(include_input=False, include_url=False)
    if any(fault["type"] == "json_invalid" for fault in found):
        return Problem(400, "The body is no JSON. Send JSON with the content type application/json.")
    faults = [
        {"field": ".".join(str(part) for part in fault["loc"]) or "body", "fault": _in_words(fault)} for fault in found
    ]
    said = " ".join(f"{fault['fault'][:1].upper()}{fault['fault'][1:]}." for fault in faults)
    return Problem(422, said, faults=faults)


def _in_words(fault: Mapping[str, Any]) -> str:
    """What is wrong with one field and what it takes, without the validator's own language."""
    name = f"`{fault['loc'][-1]}`" if fault["loc"] else "the body"
    allowed = fault.get("ctx") or {}
    if fault["loc"][-1:] == ("text",) and fault["type"] in ("string_too_short", "value_error"):
        return "there is nothing in this message; type what you would like to say, then send it"
    if fault["loc"][-1:] == ("text",) and fault["type"] == "string_too_long":
        return f"this message is too long; up to {allowed['max_length']:,} characters fit, so send it in parts"
    words = {
        "missing": f"{name} is missing",
        "extra_forbidden": f"{name} is not known here; leave it out",
        "string_too_short": f"{name} is empty",
        "string_too_long": f"{name} is longer than {allowed.get('max_length')} characters",
        "string_type": f"{name} takes text in quotes",
        "bool_type": f"{name} takes true or false",
        "int_type": f"{name} takes a whole number",
        "int_from_float": f"{name} takes a whole number",
        "greater_than_equal": f"{name} is at least {allowed.get('ge')}",
        "less_than_equal": f"{name} is at most {allowed.get('le')}",
        "literal_error": f"{name} takes {allowed.get('expected')}",
        "model_type": "the body takes an object such as {}; /openapi.json describes it",
    }
    return words.get(fault["type"], f"{name} cannot be used: {fault['msg'][:1].lower()}{fault['msg'][1:]}")


def of_erasure(**more: Any) -> Problem:
    """What was asked for came too late: nothing is written about a person who was erased meanwhile."""
    detail = "Your data was erased while this was on its way, so nothing of it was kept. Say it again to start afresh."
    return Problem(409, detail, **more)


def install(app: Flask) -> None:
    """Make every error of the app a problem details response."""

    @app.errorhandler(Problem)
    def _problem(error: Problem) -> Response:
        return error.response()

    @app.errorhandler(ErasedMeanwhile)
    def _erased(_: ErasedMeanwhile) -> Response:
        return of_erasure().response()

    @app.errorhandler(ValidationError)
    def _validation(error: ValidationError) -> Response:
        return of_validation(error).response()

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        status = error.code or 500
        more = {"retry_after": 60} if status == HTTPStatus.TOO_MANY_REQUESTS else {}  # limits are by the minute
        response = Problem(status, PLAIN_WORDS.get(status, error.description or ""), **more).response()
        for name, value in error.get_headers():
            if name.lower() not in ("content-type", "content-length"):
                response.headers[name] = value
        return response

    @app.errorhandler(Exception)
    def _unforeseen(error: Exception) -> Response:
        # The exception's own words may quote what a customer said; the log gets its kind and place only.
        place = error.__traceback__
        while place and place.tb_next:
            place = place.tb_next
        where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "unknown place"
        log.error("unforeseen %s at %s", type(error).__name__, where)
        return Problem(500, PLAIN_WORDS[500]).response()
