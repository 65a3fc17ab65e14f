"""Signing in: as a customer, as a guest, as staff; and what a request without it gets."""

from datetime import timedelta

import pytest

from settings import settings
from store import database, plans
from tests.web.conftest import Caller, sign_in
from trust import tokens


def test_a_customer_signs_in_and_the_token_names_them(client):
    answer = client.post("/api/session", json={"customer_id": 1})
    assert answer.status_code == 201
    assert answer.json["name"] == "Customer_1"
    assert tokens.verify(answer.json["token"]).subject == "customer-1"


def test_every_guest_is_somebody_else(client):
    assert sign_in(client).subject != sign_in(client).subject


def test_an_unknown_customer_is_told_where_to_look(client):
    answer = client.post("/api/session", json={"customer_id": 999})
    assert answer.status_code == 404
    assert "/api/customers" in answer.json["detail"]


def test_without_the_demo_nobody_signs_in_by_number(client, monkeypatch):
    monkeypatch.setitem(settings.__dict__, "demo", 0)
    assert client.post("/api/session", json={"customer_id": 1}).status_code == 403
    assert client.get("/api/customers").status_code == 403
    assert client.post("/api/session", json={}).status_code == 201


def test_staff_need_the_key_and_there_is_none_unless_it_is_set(client, monkeypatch):
    assert client.post("/api/session", json={"staff_key": ""}).status_code == 403
    monkeypatch.setitem(settings.__dict__, "staff_key", "open sesame")
    assert client.post("/api/session", json={"staff_key": "close"}).status_code == 403
    assert client.post("/api/session", json={"staff_key": "open sesame"}).json["role"] == "staff"


def test_the_chooser_finds_customers_by_name_and_number(client):
    by_name = client.get("/api/customers?search=customer_2").json["customers"]
    by_number = client.get("/api/customers?search=2").json["customers"]
    assert by_name == by_number
    assert by_name[0]["customer_id"] == 2


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/messages"),
        ("POST", "/api/speech"),
        ("GET", "/api/speech/" + "0" * 32),
        ("GET", "/api/charts/" + "0" * 32),
        ("GET", "/api/plans"),
        ("GET", "/api/recommendations"),
        ("POST", "/api/feedback"),
    ],
)
def test_nothing_personal_without_a_token(client, method, path):
    answer = client.open(path, method=method)
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("token", ["", "x", "a.b.c"])
def test_a_forged_token_is_no_token(client, token):
    assert client.get("/api/plans", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_the_body_is_checked_field_by_field(client):
    answer = client.post("/api/session", json={"customer_id": -1, "is_admin": True})
    assert answer.status_code == 422
    assert {fault["field"] for fault in answer.json["faults"]} == {"customer_id", "is_admin"}


def test_a_guest_who_renews_in_time_stays_who_they_are(client, guest):
    plans.add(guest.subject, "plan-1", "house", {})
    answer = guest.post("/api/session/refresh")
    assert answer.status_code == 200
    before, after = tokens.verify(guest.token), tokens.verify(answer.get_json()["token"])
    assert (after.sender_id, after.signed_in_at) == (before.sender_id, before.signed_in_at)
    renewed = Caller(client, answer.get_json()["token"], guest.subject)
    assert [plan["plan_id"] for plan in renewed.get("/api/plans").get_json()["plans"]] == ["plan-1"]


def test_retention_waits_for_the_end_of_the_session_as_it_was_renewed(guest):
    guest.post("/api/session/refresh")
    (session,) = database.rows_of(guest.subject)["sessions"]
    assert database.aware(session["expires_at"]) - database.now() > timedelta(minutes=settings.token_minutes - 1)
    assert session["session_id"] == tokens.verify(guest.token).session_id


def test_a_session_is_renewed_for_so_long_and_no_longer(client, guest, monkeypatch):
    monkeypatch.setitem(settings.__dict__, "session_hours", 0)
    answer = guest.post("/api/session/refresh")
    assert answer.status_code == 401 and "sign in" in answer.get_json()["detail"]
    assert client.post("/api/session/refresh").status_code == 401
