"""Limits: how often one person may ask, and how much they may send."""

from __future__ import annotations

from flask import request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from settings import settings
from trust import tokens

MEGABYTE = 1024 * 1024
JSON_BYTES = 64 * 1024  # the longest message takes 8 kB
AUDIO_BYTES = 15 * MEGABYTE  # ten minutes of opus, or 2.5 minutes of uncompressed 48 kHz mono


def _who() -> str:
    """The person if they are signed in, else the address they come from."""
    try:
        return tokens.bearer(request.headers.get("Authorization")).subject
    except tokens.InvalidToken:
        return get_remote_address()


limiter = Limiter(key_func=_who, storage_uri="memory://")

TURNS = f"{settings.turns_per_minute} per minute"
SIGN_INS = f"{settings.turns_per_minute} per minute"
