"""A token says who speaks; nothing else does."""

from datetime import datetime, timedelta, timezone

import jwt
import pytest

from settings import settings
from trust import tokens


def test_a_token_names_the_customer_and_the_conversation():
    token, expires_at = tokens.issue("customer-7")
    identity = tokens.verify(token)
    assert identity.subject == "customer-7" and identity.role == "customer"
    assert tokens.customer_id_of(tokens.subject_of(identity.sender_id)) == 7
    assert expires_at > datetime.now(timezone.utc)


def test_a_conversation_goes_on_under_a_new_token():
    first = tokens.verify(tokens.issue("customer-7")[0])
    second = tokens.verify(tokens.issue("customer-7", session_id=first.session_id)[0])
    assert first.sender_id == second.sender_id


def signed_in(hours_ago):
    at = datetime.now(timezone.utc) - timedelta(hours=hours_ago)
    return tokens.verify(tokens.issue("guest-0123456789abcdef", session_id="a" * 16, signed_in_at=at)[0])


def test_a_renewed_token_is_the_same_person_in_the_same_conversation_and_says_when_they_signed_in():
    before = signed_in(hours_ago=3)
    after = tokens.verify(tokens.renew(before)[0])
    assert after == before


def test_no_token_outlives_the_longest_session():
    last = signed_in(hours_ago=settings.session_hours - 0.25)
    _, expires_at = tokens.renew(last)
    assert timedelta() < expires_at - datetime.now(timezone.utc) <= timedelta(minutes=15)
    with pytest.raises(tokens.InvalidToken, match="ended"):
        tokens.issue(last.subject, signed_in_at=last.signed_in_at - timedelta(hours=1))


@pytest.mark.parametrize(
    "claims, key, algorithm",
    [
        ({"sub": "customer-7"}, "another key that is long enough to sign", "HS256"),
        ({"sub": "customer-7"}, None, "none"),
        ({"sub": "customer-7", "exp": 1}, None, "HS256"),
        ({"sub": "../../etc"}, None, "HS256"),
        ({"sub": "customer-7", "role": "owner"}, None, "HS256"),
        ({"sub": "customer-7", "iss": "elsewhere"}, None, "HS256"),
    ],
)
def test_a_forged_expired_or_odd_token_is_refused(claims, key, algorithm):
    whole = {"iss": "milepost", "role": "customer", "sid": "0" * 16, "iat": 0, "exp": 4102444800, **claims}
    signing = None if algorithm == "none" else key or settings.signing_secret()
    with pytest.raises(tokens.InvalidToken, match="sign in"):
        tokens.verify(jwt.encode(whole, signing, algorithm))


@pytest.mark.parametrize("header", [None, "", "Bearer", "Basic abc", "Bearer not.a.token"])
def test_a_header_without_a_token_of_ours_is_refused(header):
    with pytest.raises(tokens.InvalidToken):
        tokens.bearer(header)


def test_a_guest_is_no_customer():
    assert tokens.customer_id_of(tokens.new_guest()) is None
