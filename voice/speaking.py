"""Speaking: text goes in, a WAV comes out, by pyttsx3 in a worker process that is replaced when it fails."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import selectors
import subprocess
import sys
import tempfile
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from functools import cache

from settings import ROOT, settings
from voice.errors import SpeakingUnavailable
from voice.spoken import sentences, speakable

# Drivers tried after the one that was asked for.
FALLBACKS = ("hibari", "espeak")
START_SECONDS = 30.0  # importing onnxruntime and loading a voice takes 1 s, on a busy machine many
# 20 words take 0.05 CPU-seconds; a worker that needs this long has hung.
UTTERANCE_SECONDS = 10.0
SECONDS_PER_CHARACTER = 0.02
ATTEMPTS = 2
# The drivers' memory grows with the length of a sentence; no reply of ours is longer than a page.
MAX_CHARACTERS = 4_000
CACHE_BYTES = 16 * 2**20  # five minutes of speech

CANNOT_SPEAK = "I cannot speak aloud at the moment; please read my answer instead."


class _WorkerFailed(Exception):
    """The worker died, hung or reported a failure; another may do better."""


class _Worker:
    """One `voice.worker` process and the pipes to it."""

    def __init__(self, drivers: tuple[str, ...]) -> None:
        # One thread each: a sentence is too little work to share out, and the cores are needed elsewhere.
        # The folder is ours, so that a worker killed in the middle of a sentence leaves none of it behind.
        self._folder = tempfile.TemporaryDirectory(prefix="milepost-voice-")
        environment = os.environ | {"OMP_NUM_THREADS": "1", "TMPDIR": self._folder.name}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "voice.worker", *drivers],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env=environment,
        )
        self._unread = b""
        try:
            head = json.loads(self._read_line(time.monotonic() + START_SECONDS))
        except _WorkerFailed:
            self.kill()
            raise
        if "error" in head:
            self.kill()
            raise SpeakingUnavailable(
                f"no speech driver works ({head['error']}); install hibari-tts or espeak-ng", CANNOT_SPEAK
            )
        self.driver: str = head["driver"]

    def utter(self, text: str) -> bytes:
        """WAV bytes. Raises _WorkerFailed when the worker cannot, or not in time."""
        deadline = time.monotonic() + UTTERANCE_SECONDS + SECONDS_PER_CHARACTER * len(text)
        try:
            self.process.stdin.write(json.dumps(text).encode() + b"\n")
            self.process.stdin.flush()
        except OSError as error:
            raise _WorkerFailed(f"the worker is gone: {error}") from error
        head = json.loads(self._read_line(deadline))
        if "error" in head:
            raise _WorkerFailed(head["error"])
        while len(self._unread) < head["bytes"]:
            self._read_more(deadline)
        content, self._unread = self._unread[: head["bytes"]], self._unread[head["bytes"] :]
        return content

    def _read_line(self, deadline: float) -> bytes:
        while b"\n" not in self._unread:
            self._read_more(deadline)
        line, _, self._unread = self._unread.partition(b"\n")
        return line

    def _read_more(self, deadline: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise _WorkerFailed("the worker did not answer in time")
        part = os.read(self.process.stdout.fileno(), 1 << 16)
        if not part:
            raise _WorkerFailed("the worker ended")
        self._unread += part

    def kill(self) -> None:
        """Ends the process now and leaves nothing of it behind."""
        self.process.kill()
        with contextlib.suppress(OSError):  # what was still to be sent cannot be
            self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()
        self._folder.cleanup()


class Speaking:
    """Text to speech; may be used by many threads, which take turns. Starts its worker when first needed."""

    def __init__(self, driver: str = "hibari") -> None:
        """`driver` is tried first: hibari, espeak, or another driver of pyttsx3; then the FALLBACKS."""
        self.drivers = (driver, *(name for name in FALLBACKS if name != driver))
        self._worker: _Worker | None = None
        self._turn = threading.Lock()
        self._said: OrderedDict[str, bytes] = OrderedDict()
        atexit.register(self.close)

    @property
    def driver(self) -> str | None:
        """The driver that speaks; None before the first word."""
        return self._worker.driver if self._worker else None

    def say(self, text: str) -> bytes:
        """`text` read aloud, as a complete 16-bit mono WAV. The same text gives the same bytes from memory.

        Raises ValueError when there is no word in it or more than MAX_CHARACTERS, and SpeakingUnavailable,
        with a sentence for the customer in `.say`, when no voice works or two attempts failed.
        """
        words = speakable(text)
        if not any(character.isalnum() for character in words):
            raise ValueError("there is nothing to say in this text")
        if len(words) > MAX_CHARACTERS:
            raise ValueError(f"{len(words)} characters to say; {MAX_CHARACTERS} is the limit. Use sentences().")
        with self._turn:
            if words not in self._said:
                self._remember(words, self._utter(words))
            self._said.move_to_end(words)
            return self._said[words]

    def sentences(self, text: str) -> Iterator[bytes]:
        """`text` as one WAV a sentence, each as soon as it is made: the first sound comes early."""
        for sentence in sentences(text):
            if any(character.isalnum() for character in speakable(sentence)):
                yield self.say(sentence)

    def warm_up(self) -> None:
        """Starts the worker and lets it speak once, so that the first reply is as quick as the second.

        Raises SpeakingUnavailable when no voice works here.
        """
        self.say("Hello.")

    def forget(self) -> None:
        """Drops every reply that is held in memory."""
        with self._turn:
            self._said.clear()

    def close(self) -> None:
        """Ends the worker; the next word starts another."""
        with self._turn:
            self._drop_worker()

    def _utter(self, words: str) -> bytes:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                self._worker = self._worker or _Worker(self.drivers)
                return self._worker.utter(words)
            except _WorkerFailed as error:
                self._drop_worker()
                if attempt == ATTEMPTS:
                    raise SpeakingUnavailable(f"{ATTEMPTS} attempts failed: {error}", CANNOT_SPEAK) from error
        raise AssertionError("unreachable")

    def _drop_worker(self) -> None:
        if self._worker:
            self._worker.kill()
            self._worker = None

    def _remember(self, words: str, content: bytes) -> None:
        self._said[words] = content
        while sum(map(len, self._said.values())) > CACHE_BYTES and len(self._said) > 1:
            self._said.popitem(last=False)


@cache
def speaking() -> Speaking:
    """The Speaking that the settings ask for, one a process."""
    return Speaking(settings.speaking)
