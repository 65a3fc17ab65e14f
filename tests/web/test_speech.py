"""A spoken turn: transcript, messages, sound, in this order; and whose sound it is."""

import io

from tests.web.test_messages import events_of


def test_the_transcript_comes_first_then_the_words_then_the_sound(ann, bot, speaking):
    bot.replies = [{"text": "Save $50.", "spoken_text": "Save fifty dollars."}]
    stream = {"Accept": "text/event-stream", "Content-Type": "audio/webm"}
    events = events_of(ann.post("/api/speech", data=b"a house in 3 years", headers=stream))
    assert [name for name, _ in events] == ["transcript", "message", "speech", "done"]
    assert events[0][1]["text"] == bot.heard[0][1] == "a house in 3 years"
    assert ann.get(events[2][1]["url"]).data == b"RIFFSave fifty dollars."
    assert speaking.said == ["Save fifty dollars."]


def test_a_form_with_a_file_is_as_good_as_a_raw_body(ann, bot):
    form = {"audio": (io.BytesIO(b"hello"), "hello.webm")}
    answer = ann.post("/api/speech", data=form, content_type="multipart/form-data").json
    assert answer["transcript"]["text"] == "hello"
    assert answer["speech"] == [{"message_id": answer["messages"][0]["id"], "url": answer["messages"][0]["speech_url"]}]


def test_any_message_can_be_heard_and_is_spoken_once(ann, bob, bot, speaking):
    (message,) = ann.post("/api/messages", json={"text": "hi"}).json["messages"]
    assert speaking.said == []
    for _ in range(2):
        answer = ann.get(message["speech_url"])
        assert (answer.status_code, answer.mimetype) == (200, "audio/wav")
    assert speaking.said == ["Hello."]
    assert bob.get(message["speech_url"]).status_code == 404


def test_no_sound_and_too_much_sound(ann, bot):
    assert ann.post("/api/speech", data=b"", content_type="audio/wav").status_code == 422
    big = ann.post("/api/speech", data=bytes(16 * 1024 * 1024), content_type="audio/wav")
    assert big.status_code == 413
    assert "15 MB" in big.json["detail"]
    assert bot.heard == []


def test_what_cannot_be_heard_is_said_in_the_words_of_the_ear(ann, bot, app, monkeypatch):
    from voice.errors import AudioError

    def deaf(_):
        raise AudioError("silence", "I heard only silence. Please try again.")

    monkeypatch.setattr(app.extensions["voices"]._hearing, "transcribe", deaf)
    answer = ann.post("/api/speech", data=b"...", content_type="audio/wav")
    assert answer.status_code == 422
    assert answer.json["detail"] == "I heard only silence. Please try again."
    stream = ann.post("/api/speech", data=b"...", headers={"Accept": "text/event-stream"})
    assert [name for name, _ in events_of(stream)] == ["problem", "done"]


def test_a_voice_that_fails_costs_only_the_sound(ann, bot, app, monkeypatch):
    from voice.errors import SpeakingUnavailable

    def mute(_):
        raise SpeakingUnavailable("no driver", "I cannot speak aloud at the moment.")

    monkeypatch.setattr(app.extensions["voices"]._speaking, "say", mute)
    turn = ann.post("/api/speech", data=b"hello", content_type="audio/wav").json
    assert [message["text"] for message in turn["messages"]] == ["Hello."]
    assert turn["speech"] == []
    assert ann.get(turn["messages"][0]["speech_url"]).status_code == 503


def test_how_it_was_said_is_passed_on_only_while_it_is_allowed(ann, bot, caplog):
    def speak():
        return ann.post("/api/speech", data=b"I cannot sleep", content_type="audio/wav").json

    speak()
    ann.request("PUT", "/api/consents/voice_tone", json={"granted": True})
    heard = speak()
    ann.post("/api/messages", json={"text": "typed"})
    ann.request("PUT", "/api/consents/voice_tone", json={"granted": False})
    speak()
    voice = {"words_per_second": 2.5, "pause_share": 0.25, "loudness": -21.0}
    assert [beside.get("voice") for beside in bot.metadata] == [None, voice, None, None]
    assert [beside.get("channel") for beside in bot.metadata] == ["voice", "voice", None, "voice"]
    kept = str(ann.get("/api/me/export").json) + caplog.text + str(heard)
    assert "pause_share" not in kept and "-21.0" not in kept
