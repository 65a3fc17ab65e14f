"""Hearing: a recording goes in, what was said comes out. Nothing of the recording is kept."""

from __future__ import annotations

import contextlib
import threading
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from settings import settings
from voice import audio, engines
from voice.detection import find_speech
from voice.errors import AudioError

# Whisper's own `logprob_threshold`: below it, its authors throw the transcript away.
GUESSING = -1.0


@dataclass(frozen=True)
class Manner:
    """How it was said: measured, not interpreted. Use it only with the customer's consent to voice tone."""

    words_per_second: float  # while speaking, pauses left out
    pause_share: float  # of the time from the first word to the last, in [0, 1]
    loudness: float  # decibels of full scale, 0 is the loudest; as much the microphone as the speaker


@dataclass(frozen=True)
class Heard:
    """What was said in a recording."""

    text: str
    seconds: float  # length of the recording
    cpu_seconds: float  # CPU time of this process while it listened, decoding included
    language: str  # ISO 639-1
    confidence: float  # mean log-probability of a token: 0 is certain
    no_speech: float  # probability, by Whisper, that nobody speaks
    manner: Manner

    @property
    def clear(self) -> bool:
        """Whether the words can be relied on; where not, ask the customer to confirm them."""
        return self.confidence > GUESSING


class Hearing:
    """Speech recognition with its model in memory; may be used by many threads, which take turns."""

    def __init__(self, engine: engines.Engine, language: str | None = "en") -> None:
        """`language` as Whisper names it ("en"); None means detect it in every recording."""
        self.engine = engine
        self.language = language
        # openai-whisper hangs its cache on the model, and two clips at once would only slow each other.
        self._turn = threading.Lock()

    def transcribe(self, recording: bytes | Path) -> Heard:
        """What was said in a recording in any format of `voice.audio.FORMATS`, up to a minute long.

        Raises AudioError, with a sentence for the customer in `.say`, when there is nothing to understand.
        """
        with self._turn:
            started = time.process_time()
            clip = audio.decode(recording)
            speech = find_speech(clip)
            decoded = self.engine.listen(speech.samples, self.language)
            cpu_seconds = time.process_time() - started
        if not any(character.isalnum() for character in decoded.text):
            raise AudioError(
                "no words",
                "I could not make out any words. Please try again a little slower, or type your message.",
            )
        return Heard(
            text=decoded.text,
            seconds=clip.seconds,
            cpu_seconds=cpu_seconds,
            language=decoded.language,
            confidence=decoded.avg_logprob,
            no_speech=decoded.no_speech,
            manner=Manner(
                words_per_second=len(decoded.text.split()) / speech.spoken_seconds,
                pause_share=1 - speech.spoken_seconds * audio.RATE / len(speech.samples),
                loudness=speech.loudness,
            ),
        )

    def warm_up(self) -> None:
        """Lets the first customer wait no longer than the second: first calls of libraries take seconds."""
        noise = np.random.default_rng(0).normal(0, 0.1, audio.RATE).astype(np.float32)
        with self._turn:
            self.engine.listen(noise, self.language)
            with contextlib.suppress(AudioError):  # noise is no speech: the detector works
                find_speech(audio.Clip(noise, "wav"))


@cache
def hearing() -> Hearing:
    """The Hearing that the settings ask for, loaded once a process.

    Raises HearingUnavailable when its weights or its library are missing.
    """
    engine = engines.load(settings.hearing, settings.whisper, settings.models, settings.threads)
    return Hearing(engine, settings.language or None)
