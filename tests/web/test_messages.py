"""A typed turn: what reaches the bot, what comes back, and what happens when the bot is away."""

import json
import threading

import pytest

from settings import settings
from trust import tokens

PLAN = {
    "text": "Save $1,423.82 a month.",
    "spoken_text": "Save about 1424 dollars a month.",
    "sources": [{"title": "Deposits", "url": "https://example.org", "quote": "Twenty per cent."}],
    "image": {"id": "0" * 32, "alt": "A line that rises to $60,000."},
    "data": {"monthly": 1423.82},
    "buttons": [{"title": "Why?", "payload": "/ask_why"}],
}


def events_of(answer):
    """The events of a finished stream, as (name, data)."""
    blocks = answer.get_data(as_text=True).strip().split("\n\n")
    pairs = [dict(line.split(": ", 1) for line in block.split("\n")) for block in blocks]
    return [(pair["event"], json.loads(pair["data"])) for pair in pairs]


def test_a_message_reaches_the_bot_as_its_sender_and_comes_back_whole(ann, bot):
    bot.replies = [PLAN, {"text": "Shall I go on?"}]
    first, second = ann.post("/api/messages", json={"text": "a house in 3 years"}).json["messages"]
    assert bot.heard == [(tokens.verify(ann.token).sender_id, "a house in 3 years")]
    assert first["image"] == {"url": "/api/charts/" + "0" * 32, "alt": "A line that rises to $60,000."}
    assert {name: first[name] for name in ("text", "spoken_text", "sources", "data", "buttons")} == {
        name: PLAN[name] for name in ("text", "spoken_text", "sources", "data", "buttons")
    }
    assert second["spoken_text"] == second["text"] == "Shall I go on?"
    assert first["id"] != second["id"]


def test_each_message_is_sent_on_before_the_next_exists(ann, bot):
    bot.replies = [{"text": "First."}, {"text": "Second."}]
    bot.between = threading.Event()
    answer = ann.post("/api/messages", json={"text": "hi"}, headers={"Accept": "text/event-stream"})
    stream = answer.iter_encoded()
    assert b"First." in next(stream)
    bot.between.set()
    assert b"Second." in next(stream)
    assert next(stream).startswith(b"event: done")


def test_a_bot_that_is_away_gives_the_words_back(ann, monkeypatch):
    monkeypatch.setitem(settings.__dict__, "bot_port", 1)
    answer = ann.post("/api/messages", json={"text": "a house in 3 years"})
    assert answer.status_code == 503
    assert answer.json["text"] == "a house in 3 years"
    assert answer.headers["Retry-After"] == "5"
    assert "send them again" in answer.json["detail"]


def test_a_bot_that_is_away_is_a_problem_event_in_a_stream(ann, monkeypatch):
    monkeypatch.setitem(settings.__dict__, "bot_port", 1)
    answer = ann.post("/api/messages", json={"text": "hi"}, headers={"Accept": "text/event-stream"})
    (name, problem), (last, _) = events_of(answer)
    assert (name, last) == ("problem", "done")
    assert problem["text"] == "hi"


def test_what_came_before_the_bot_broke_is_kept(ann, bot):
    bot.replies, bot.break_off = [{"text": "You can"}], True
    answer = ann.post("/api/messages", json={"text": "hi"})
    assert answer.status_code == 502
    assert [message["text"] for message in answer.json["messages"]] == ["You can"]


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001, "\x00"])
def test_what_cannot_be_said_is_refused_without_being_repeated(ann, bot, text):
    answer = ann.post("/api/messages", data=json.dumps({"text": text}), content_type="application/json")
    assert answer.status_code == 422
    assert answer.json["faults"][0]["field"] == "text"
    assert ("send it in parts" if "x" in text else "type what you would like to say") in answer.json["detail"]
    assert bot.heard == []


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({}, "`text` is missing"),
        ({"text": 5}, "`text` takes text in quotes"),
        ({"text": "hi", "loud": True}, "`loud` is not known here; leave it out"),
        ([], "the body takes an object"),
    ],
)
def test_a_wrong_body_is_answered_with_what_it_takes(ann, bot, body, says):
    answer = ann.post("/api/messages", json=body)
    assert answer.status_code == 422
    assert says.lower() in answer.json["detail"].lower()


def test_a_body_that_is_no_json(ann):
    for body in ("{", '{"text": "half a \\ud800"}', b"\xff"):
        assert ann.post("/api/messages", data=body, content_type="application/json").status_code == 400
    assert ann.post("/api/messages", data="hi", content_type="text/plain").status_code == 415
    big = json.dumps({"text": "x" * 70_000})
    assert ann.post("/api/messages", data=big, content_type="application/json").status_code == 413


def test_staff_have_no_conversation(client, monkeypatch):
    token, _ = tokens.issue("staff-ann", "staff")
    answer = client.post("/api/messages", json={"text": "hi"}, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 403
