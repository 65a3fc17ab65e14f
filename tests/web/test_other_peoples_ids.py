"""Nobody reaches what is another's by its id: every address of the contract, tried with every id of somebody else's."""

import re

import pytest

from settings import settings
from store import charts, database, plans, profiles, recommendations, speech
from tests.web.conftest import sign_in
from trust import consent
from web.openapi import document

OPEN = {("post", "/api/session"), ("get", "/api/customers")}  # before sign-in, by design; the demo's chooser
MARK = "a-secret-of-ann-s"

OPERATIONS = [
    (method, path)
    for path, methods in document()["paths"].items()
    for method in methods
    if method in ("get", "post", "put", "delete") and path.startswith("/api/")
]
FOR_STAFF = {(m, p) for m, p in OPERATIONS if "staff" in document()["paths"][p][m]["tags"]}


@pytest.fixture
def hers(ann):
    """Ids of Ann's rows, by table."""
    owner = ann.subject
    plans.add(owner, "plan-0123456789abcdef", "house", {"note": MARK})
    profiles.update(owner, note=MARK)
    consent.decide(owner, "insights", True, "page")
    return {
        "plans": "plan-0123456789abcdef",
        "charts": charts.add(owner, "roadmap", {"note": MARK}),
        "speech": speech.add(owner, MARK, b"RIFF" + MARK.encode()),
        "recommendations": recommendations.add(owner, "isa", "Steady", {"note": MARK}),
    }


def addresses(path, hers):
    """The path with each of Ann's ids in each of its places."""
    names = re.findall(r"\{(\w+)\}", path)
    if not names:
        return [path]
    if names == ["purpose"]:
        return [path.replace("{purpose}", "insights")]
    return [re.sub(r"\{\w+\}", value, path) for value in (*hers.values(), "1")]


def test_without_a_token_there_is_nothing(client, hers):
    for method, path in set(OPERATIONS) - OPEN:
        for address in addresses(path, hers):
            answer = client.open(address, method=method.upper(), json={} if method in ("post", "put") else None)
            assert answer.status_code in (401, 404), address  # 404 where an id cannot be of this kind
            assert MARK.encode() not in answer.data, address


@pytest.mark.parametrize("who", ["bob", "guest", "staff"])
def test_another_person_gets_nothing_of_hers_and_changes_nothing(client, bot, hers, ann, monkeypatch, who):
    monkeypatch.setitem(settings.__dict__, "staff_key", "open sesame")
    wish = {"bob": {"customer_id": 2}, "guest": {}, "staff": {"staff_key": "open sesame"}}[who]
    other = sign_in(client, **wish)
    before = database.rows_of(ann.subject)
    bodies = {"/api/feedback": {"recommendation_id": hers["recommendations"], "verdict": "reject"},
              "/api/messages": {"text": f"show me {hers['plans']}"},
              "/api/consents/{purpose}": {"granted": False}}  # fmt: skip
    for method, path in OPERATIONS:
        if who == "staff" and (method, path) in FOR_STAFF:
            continue  # the bank's staff may look at what is theirs to look at
        for address in addresses(path, hers):
            answer = other.request(method.upper(), address, json=bodies.get(path, {}) if method != "get" else None)
            assert MARK.encode() not in answer.data, address
            if (method, path) in FOR_STAFF or path == "/api/feedback" or "{" in path and "purpose" not in path:
                assert answer.status_code in (403, 404), address
    assert database.rows_of(ann.subject) == before


def test_her_own_are_there(ann, hers):
    """Or the tests above would pass on addresses that answer nobody."""
    assert ann.get(f"/api/speech/{hers['speech']}").data == b"RIFF" + MARK.encode()
    assert MARK in ann.get("/api/me/export").text and MARK in ann.get("/api/plans").text
    wish = {"recommendation_id": hers["recommendations"], "verdict": "reject"}
    assert ann.post("/api/feedback", json=wish).status_code == 204
    assert ann.get(f"/api/charts/{hers['charts']}").status_code != 404


def test_the_words_of_a_recording_are_all_that_reaches_the_bot(ann, bot, monkeypatch):
    """That it was spoken is passed on; how it sounded goes no further: nobody here has agreed to that."""
    from web import bot_client

    sent = []
    post = bot_client.requests.post
    monkeypatch.setattr(bot_client.requests, "post", lambda url, **more: sent.append(more["json"]) or post(url, **more))
    assert not consent.allows(ann.subject, "voice_tone")
    ann.post("/api/speech", data=b"a house in 3 years", headers={"Content-Type": "audio/webm"})
    assert [(body["text"], set(body["metadata"])) for body in sent] == [("a house in 3 years", {"began", "channel"})]


def test_the_sentence_that_all_was_erased_can_be_heard_and_nothing_said_before_it(ann, bot):
    from datetime import timedelta

    from trust import rights
    from web import turns

    began = database.now() - timedelta(seconds=1)
    rights.erase(ann.subject)
    turn = database.acting_since.set(began)
    with pytest.raises(database.ErasedMeanwhile):
        turns.to_message(ann.subject, {"text": "You save 50 dollars."})
    message = turns.to_message(ann.subject, {"text": "All is erased.", "data": {"erased": {"plans": 1}}})
    database.acting_since.reset(turn)
    assert ann.get(message.speech_url).status_code == 200
    assert [row["text"] for row in database.rows_of(ann.subject)["speech"]] == ["All is erased."]
