"""Headers, limits, errors and metrics: what protects the caller, and what never leaks."""

import re

import pytest

from settings import settings
from web import limits
from web.app import create_app
from web.openapi import document
from web.voices import Voices

IDS = dict.fromkeys(("speech_id", "chart_id", "handoff_id", "recommendation_id"), "id")  # as the contract says


def test_the_page_may_run_only_our_own_scripts(client):
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


def test_only_named_sites_may_embed_the_page_and_call_the_api(monkeypatch):
    monkeypatch.setitem(settings.__dict__, "allowed_origins", "https://bank.example, https://www.bank.example")
    client = create_app(Voices(object(), object())).test_client()
    assert "frame-ancestors 'self' https://bank.example" in client.get("/").headers["Content-Security-Policy"]
    asks = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    for origin, allowed in (("https://bank.example", "https://bank.example"), ("https://evil.example", None)):
        answer = client.options("/api/messages", headers={"Origin": origin, **asks})
        assert answer.headers.get("Access-Control-Allow-Origin") == allowed


def test_without_named_sites_no_other_site_may_call_the_api(client):
    answer = client.get("/api/customers", headers={"Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/widget.js", "/demo/host", "/static/js/main.js"])
def test_no_page_holds_an_inline_script_or_style(client, path):
    text = client.get(path).get_data(as_text=True)
    assert "javascript:" not in text
    if path in ("/", "/demo/host"):
        assert text.count("<script") == text.count("<script src") + text.count('<script type="module" src')
        assert "style=" not in text and "<style" not in text


def test_too_many_turns_have_to_wait_and_others_do_not(ann, bob, bot, monkeypatch):
    limits.limiter.reset()
    for _ in range(settings.turns_per_minute):
        assert ann.post("/api/messages", json={"text": "hi"}).status_code == 200
    answer = ann.post("/api/messages", json={"text": "hi"})
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"
    assert bob.post("/api/messages", json={"text": "hi"}).status_code == 200


def test_an_unforeseen_error_says_nothing_of_the_inside(client, ann, monkeypatch, caplog):
    from store import plans

    def broken(_):
        raise RuntimeError("secret words of a customer")

    monkeypatch.setattr(plans, "active", broken)
    answer = ann.get("/api/plans")
    assert answer.status_code == 500
    assert answer.mimetype == "application/problem+json"
    assert "secret" not in answer.get_data(as_text=True) + caplog.text
    assert "RuntimeError" in caplog.text


def test_every_address_is_in_the_contract_and_the_contract_has_no_other(app):
    served = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"OPTIONS", "HEAD"}
        if not rule.rule.startswith("/static") and rule.endpoint.split(".")[0] not in ("pages", "openapi")
    }
    simple = {
        (method, re.sub(r"<(?:.*?:)?(\w+)>", lambda name: "{" + IDS.get(name[1], name[1]) + "}", rule))
        for method, rule in served
        if "any(" not in rule
    }
    promised = {
        (method.upper(), path)
        for path, item in document()["paths"].items()
        for method in item
        if method != "parameters"
    }
    assert simple == promised


def test_metrics_count_routes_and_never_people(ann, client):
    ann.get("/api/speech/" + "0" * 32)
    metrics = client.get("/metrics").get_data(as_text=True)
    assert 'route="/api/speech/<string(length=32):speech_id>"' in metrics
    assert "0" * 32 not in metrics
    assert "customer-1" not in metrics


def test_it_is_ready_when_everything_answers_and_says_what_does_not(client, bot, monkeypatch):
    monkeypatch.setitem(settings.__dict__, "actions_port", 1)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["checks"] == {
        "bot": True,
        "actions": False,
        "database": True,
        "hearing": True,
        "speaking": True,
    }
    monkeypatch.setitem(settings.__dict__, "actions_port", bot.port)
    assert client.get("/readyz").status_code == 200
    assert client.get("/healthz").status_code == 200


def test_what_is_not_there_is_a_problem_too(client):
    for answer, status in ((client.get("/nothing"), 404), (client.put("/api/session"), 405)):
        assert answer.status_code == status
        assert answer.mimetype == "application/problem+json"
        assert "/openapi.json" in answer.json["detail"]
