"""One turn: words go in, messages come out as they are ready, and their sound if somebody listens.

A turn runs in a thread of its own: when the listener leaves in the middle, the bot still finishes it, and the
conversation goes on where it was.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from store import speech
from store.database import ErasedMeanwhile, acting_since, now
from web import bot_client, metrics
from web.problems import Problem, of_erasure
from web.shapes import Button, Image, Message, Source, SpokenMessage
from web.sse import Event
from web.voices import Voices

if TYPE_CHECKING:
    from voice.hearing import Manner

_END = Event("end", None)
_speakers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="speaker")


def to_message(owner: str, said: dict[str, Any]) -> Message:
    """A message of the bot's as the HTTP contract shapes it; its words are kept so that they can be heard."""
    text = said.get("text") or ""
    spoken_text = said.get("spoken_text") or text
    image = said.get("image")
    if "erased" in (said.get("data") or {}):
        acting_since.set(now())  # the sentence that says so comes after the erasure, and can be heard
    message_id = speech.add(owner, spoken_text)
    return Message(
        id=message_id,
        text=text,
        spoken_text=spoken_text,
        sources=[Source(**source) for source in said.get("sources") or []],
        image=Image(url=f"/api/charts/{image['id']}", alt=image.get("alt", "")) if image else None,
        data=said.get("data") or {},
        buttons=[Button(**button) for button in said.get("buttons") or []],
        speech_url=f"/api/speech/{message_id}",
    )


def sound_of(owner: str, speech_id: str, voices: Voices) -> bytes | None:
    """The WAV of one of this owner's messages, made on first use; None if there is no such message."""
    spoken = speech.get(speech_id, owner)
    if spoken is None or spoken.wav is not None:
        return spoken and spoken.wav
    wav = voices.say(spoken.text)
    speech.set_wav(speech_id, owner, wav)
    return wav


def trouble(error: Exception, text: str) -> Problem:
    """What to tell a person whose turn failed. Their words go back to them: nothing has to be said twice."""
    if isinstance(error, bot_client.BotUnreachable):
        metrics.TROUBLE.labels("bot_unreachable").inc()
        return Problem(
            503,
            "Milepost cannot answer just now: the conversation service is starting or not running. "
            "Your words are kept; send them again in a few seconds.",
            text=text,
            retry_after=5,
        )
    if isinstance(error, ErasedMeanwhile):
        return of_erasure(text=text)
    metrics.TROUBLE.labels("bot_broke").inc()
    return Problem(
        502,
        "The answer broke off before it was complete. What you said was received; ask again, or carry on from here.",
        text=text,
    )


def take(
    owner: str, token: str, text: str, aloud: Voices | None = None, manner: Manner | None = None
) -> Iterator[Event]:
    """The events of a turn: `message` each as it is ready, `speech` when its sound is, `problem` if it fails.

    `owner` is the subject that `token` names. With `aloud` the words were spoken, and every message is spoken too.
    `manner` goes to the bot with this one turn and nowhere else.
    """
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    started, began = time.perf_counter(), now()
    stage_once: set[str] = set()

    def stage(name: str) -> None:
        if name not in stage_once:
            stage_once.add(name)
            metrics.STAGE_SECONDS.labels(name).observe(time.perf_counter() - started)

    def speak(message: Message, voices: Voices) -> None:
        try:
            sound_of(owner, message.id, voices)
        except Problem:
            return  # the text is there; silence is no reason to fail the turn
        stage("first_sound")
        events.put(Event("speech", SpokenMessage(message_id=message.id, url=message.speech_url)))

    def converse() -> None:
        acting_since.set(began)
        sounds: list[Future[None]] = []
        try:
            for said in bot_client.say(text, token, began, spoken=aloud is not None, manner=manner):
                message = to_message(owner, said)
                stage("first_text")
                events.put(Event("message", message))
                if aloud and message.spoken_text:
                    sounds.append(_speakers.submit(speak, message, aloud))
        except Exception as error:
            events.put(Event("problem", trouble(error, text)))
        for sound in sounds:
            sound.exception()
        stage("end")
        events.put(_END)

    threading.Thread(target=converse, name="turn", daemon=True).start()
    return iter(events.get, _END)


def in_one_piece(events: Iterator[Event]) -> tuple[list[Message], list[SpokenMessage]]:
    """The whole turn, for a client that wants one document. Raises Problem, with the messages before it."""
    collected: dict[str, list[Any]] = {"message": [], "speech": []}
    for event in events:
        if event.name == "problem":
            event.data.more["messages"] = [message.model_dump() for message in collected["message"]]
            raise event.data
        collected[event.name].append(event.data)
    return collected["message"], collected["speech"]
