"""Who is calling: the bearer token of a request, and what it may do."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import g, request

from trust import tokens
from trust.tokens import Identity
from web.problems import Problem


def caller() -> Identity:
    """The identity that the request's token names. Raises Problem 401."""
    if "identity" not in g:
        try:
            g.identity = tokens.bearer(request.headers.get("Authorization"))
        except tokens.InvalidToken as error:
            raise Problem(401, str(error)) from None
    return g.identity


def caller_token() -> str:
    """The token itself, for the bot, which verifies it again."""
    caller()
    return request.headers["Authorization"].partition(" ")[2].strip()


def signed_in(view: Callable[..., Any]) -> Callable[..., Any]:
    """Only for customers and guests with a token."""

    @wraps(view)
    def checked(*args: Any, **kwargs: Any) -> Any:
        if caller().role == "staff":
            raise Problem(403, "This is a customer's own page; sign in as a customer to use it.")
        return view(*args, **kwargs)

    return checked


def staff_only(view: Callable[..., Any]) -> Callable[..., Any]:
    """Only for the bank's staff."""

    @wraps(view)
    def checked(*args: Any, **kwargs: Any) -> Any:
        if caller().role != "staff":
            raise Problem(403, "This is for the bank's staff. Sign in with the staff key to see it.")
        return view(*args, **kwargs)

    return checked
