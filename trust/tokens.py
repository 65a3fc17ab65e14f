"""Sign-in tokens: who is speaking, and in which conversation.

Web issues them (a bank verifies its own identity provider's tokens with the same code and another key); the Rasa
channel verifies them and takes the sender from them, so nobody can speak as somebody else.
Imported by both Python environments.
"""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import jwt

from settings import settings

ALGORITHM = "HS256"
ISSUER = "milepost"
ROLES = ("customer", "staff")
SUBJECT = re.compile(r"(customer-\d{1,12}|guest-[0-9a-f]{16}|staff-[a-z0-9]{1,32})\Z")

ENDED = "Your session has ended. Please sign in again."


class InvalidToken(Exception):
    """The token is missing, forged, altered or expired; the message may be shown to its bearer."""


@dataclass(frozen=True)
class Identity:
    """Who a token speaks for."""

    subject: str  # customer-<id>, guest-<16 hex digits> or staff-<name>
    role: str  # customer or staff
    session_id: str  # one conversation; 16 hex digits
    signed_in_at: datetime | None = None  # UTC; renewing the token does not change it

    @property
    def sender_id(self) -> str:
        """The name of this conversation's tracker in Rasa."""
        return f"{self.subject}.{self.session_id}"


def new_guest() -> str:
    """A subject for somebody who has not signed in."""
    return f"guest-{secrets.token_hex(8)}"


def issue(
    subject: str, role: str = "customer", session_id: str | None = None, signed_in_at: datetime | None = None
) -> tuple[str, datetime]:
    """A signed token and the moment it expires (UTC); a new conversation unless `session_id` continues one.

    `signed_in_at` is when the person last proved who they are: no token outlives the session that began then.
    Raises ValueError for a subject or role that cannot exist, InvalidToken where that session is over.
    """
    if not SUBJECT.match(subject) or role not in ROLES:
        raise ValueError(f"no token for subject {subject!r} in role {role!r}")
    now = datetime.now(timezone.utc)
    signed_in_at = signed_in_at or now
    expires_at = min(
        now + timedelta(minutes=settings.token_minutes), signed_in_at + timedelta(hours=settings.session_hours)
    )
    if expires_at <= now:
        raise InvalidToken(ENDED)
    claims = {
        "iss": ISSUER,
        "sub": subject,
        "role": role,
        "sid": session_id or secrets.token_hex(8),
        "iat": now,
        "exp": expires_at,
        "auth_time": int(signed_in_at.timestamp()),
    }
    return jwt.encode(claims, settings.signing_secret(), ALGORITHM), expires_at


def renew(identity: Identity) -> tuple[str, datetime]:
    """A new token for the same person and conversation, while theirs still holds; and the moment it expires.

    Raises InvalidToken once the session is as old as a session may be.
    """
    return issue(identity.subject, identity.role, identity.session_id, identity.signed_in_at)


def verify(token: str) -> Identity:
    """The identity that a token of ours names. Raises InvalidToken."""
    try:
        claims = jwt.decode(
            token,
            settings.signing_secret(),
            algorithms=[ALGORITHM],
            issuer=ISSUER,
            options={"require": ["exp", "iat", "sub", "role", "sid"]},
        )
    except jwt.ExpiredSignatureError:
        raise InvalidToken(ENDED) from None
    except jwt.InvalidTokenError:
        raise InvalidToken("That sign-in is not valid. Please sign in again.") from None
    if not SUBJECT.match(claims["sub"]) or claims["role"] not in ROLES:
        raise InvalidToken("That sign-in is not valid. Please sign in again.")
    signed_in_at = datetime.fromtimestamp(claims.get("auth_time", claims["iat"]), timezone.utc)
    return Identity(claims["sub"], claims["role"], claims["sid"], signed_in_at)


def bearer(authorization: str | None) -> Identity:
    """The identity in an `Authorization: Bearer …` header. Raises InvalidToken."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise InvalidToken("Please sign in first: POST /api/session gives a token.")
    return verify(token.strip())


def subject_of(sender_id: str) -> str:
    """The subject inside a tracker's sender_id."""
    return sender_id.partition(".")[0]


def customer_id_of(subject: str) -> int | None:
    """The number of a known customer, or None for a guest."""
    kind, _, number = subject.partition("-")
    return int(number) if kind == "customer" and number.isdigit() else None


def service_key(name: str) -> str:
    """The key by which our own processes know each other at the door `name`, for example "actions"."""
    return hmac.new(settings.signing_secret().encode(), f"service:{name}".encode(), "sha256").hexdigest()
