"""What the customer says aloud, and how the answer sounds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask import Blueprint, Response, current_app

from trust import consent
from web import bodies, metrics, sse, turns
from web.identity import caller, caller_token, signed_in
from web.limits import TURNS, limiter
from web.problems import Problem
from web.shapes import SpeechTurn, Transcript
from web.sse import Event
from web.voices import Voices

if TYPE_CHECKING:
    from voice.hearing import Heard

bp = Blueprint("speech", __name__)


def _voices() -> Voices:
    return current_app.extensions["voices"]


@bp.post("/api/speech")
@limiter.limit(TURNS)
@signed_in
def converse_aloud() -> Response | dict:
    """One spoken turn: the transcript first, then the messages, then their sound."""
    audio = bodies.audio()
    owner, token, voices = caller().subject, caller_token(), _voices()

    def hear() -> tuple[Transcript, Iterator[Event]]:
        with metrics.STAGE_SECONDS.labels("transcript").time():
            heard = voices.hear(audio)
        manner = heard.manner if consent.allows(owner, "voice_tone") else None
        return _transcript(heard), turns.take(owner, token, heard.text, aloud=voices, manner=manner)

    if sse.wanted():

        def events() -> Iterator[Event]:
            try:
                transcript, events_of_turn = hear()
            except Problem as problem:
                yield Event("problem", problem)
                return
            yield Event("transcript", transcript)
            yield from events_of_turn

        return sse.response(events())
    transcript, events_of_turn = hear()
    messages, spoken = turns.in_one_piece(events_of_turn)
    return SpeechTurn(transcript=transcript, messages=messages, speech=spoken).model_dump(mode="json")


def _transcript(heard: Heard) -> Transcript:
    return Transcript(
        text=heard.text,
        seconds=heard.seconds,
        cpu_seconds=heard.cpu_seconds,
        language=heard.language,
        clear=heard.clear,
    )


@bp.get("/api/speech/<string(length=32):speech_id>")
@signed_in
def listen(speech_id: str) -> Response:
    """One of the caller's messages as sound."""
    wav = turns.sound_of(caller().subject, speech_id, _voices())
    if wav is None:
        raise Problem(404, "There is no such spoken reply. They are kept for an hour; ask for the answer again.")
    headers = {"Cache-Control": "private, max-age=3600", "Vary": "Authorization"}
    return Response(wav, mimetype="audio/wav", headers=headers)
