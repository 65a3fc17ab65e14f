"""`./milepost ask`: what a terminal shows of a turn, and what it says when there is no server."""

import io
import json
import wave

import pytest

from cli.__main__ import main
from settings import settings


@pytest.fixture
def milepost(app, bot, serve, monkeypatch):
    """A running server that the command line finds."""
    monkeypatch.setitem(settings.__dict__, "web_port", serve(app))
    return bot


def test_a_turn_is_shown_in_words(milepost, capsys):
    milepost.replies = [
        {"text": "Save $50.", "buttons": [{"title": "Why?", "payload": "/ask_why"}]},
        {"text": "Deal?", "sources": [{"title": "Saving", "url": "https://example.org", "quote": ""}]},
    ]
    assert main(["ask", "a house", "--customer", "1"]) == 0
    assert milepost.heard[0][0].startswith("customer-1.")
    shown = capsys.readouterr().out
    assert shown.index("Save $50.") < shown.index("[Why?]") < shown.index("Deal?") < shown.index("https://example.org")


def test_json_is_one_event_a_line_even_with_odd_spaces_in_it(milepost, capsys):
    milepost.replies = [{"text": "one\u2028line\u0085only"}]
    assert main(["ask", "hello", "--json"]) == 0
    (event,) = [json.loads(line) for line in capsys.readouterr().out.split("\n") if line]
    assert (event["event"], event["text"]) == ("message", "one\u2028line\u0085only")


def test_a_recording_is_heard_and_the_answer_saved_as_one_sound(milepost, speaking, tmp_path, monkeypatch, capsys):
    def a_second(_):
        out = io.BytesIO()
        with wave.open(out, "wb") as sound:
            sound.setparams((1, 2, 8000, 0, "NONE", ""))
            sound.writeframes(bytes(16000))
        return out.getvalue()

    monkeypatch.setattr(speaking, "say", a_second)
    milepost.replies = [{"text": "First."}, {"text": "Second."}]
    (tmp_path / "goal.wav").write_bytes(b"a house in 3 years")
    assert main(["ask", "--audio", str(tmp_path / "goal.wav"), "--speak", str(tmp_path / "answer.wav")]) == 0
    assert "You said: a house in 3 years" in capsys.readouterr().out
    with wave.open(str(tmp_path / "answer.wav")) as answer:
        assert answer.getnframes() / answer.getframerate() == pytest.approx(2.3)  # two seconds and the pause between


def test_a_conversation_stays_one_conversation(milepost, monkeypatch, capsys):
    lines = iter(["hello", "a house", ""])
    monkeypatch.setattr("builtins.input", lambda _: next(lines))
    assert main(["ask", "--repl"]) == 0
    senders = {sender for sender, _ in milepost.heard}
    assert len(senders) == 1 and len(milepost.heard) == 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["hello"], "make run"),
        (["--audio", "/nowhere/goal.wav"], "/nowhere/goal.wav cannot be used"),
    ],
)
def test_what_is_missing_is_said_with_what_to_do(arguments, says, monkeypatch, capsys):
    monkeypatch.setitem(settings.__dict__, "web_port", 1)
    assert main(["ask", *arguments]) == 1
    assert says in capsys.readouterr().err
    assert main(["ask", *arguments, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["event"] == "problem"


def test_a_bot_that_is_away_is_a_failure_with_words(milepost, capsys):
    milepost.status = 503
    assert main(["ask", "hello"]) == 1
    assert "send them again" in capsys.readouterr().err
