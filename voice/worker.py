"""The process that speaks: `python -m voice.worker DRIVER...` reads requests, answers each with WAV bytes.

pyttsx3 hangs when two threads use it, loses the first of two queued utterances and at times returns before
its file is there. So it gets a process of its own, one utterance at a time, which may be killed.

A request is one line of JSON, a string. An answer is one line of JSON with `bytes` (how many follow, the WAV)
or `error`. The first line, before any request, is {"driver": NAME} or {"error": WHY}.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import tempfile
import time
import wave
from pathlib import Path

# espeak writes its file from a thread of its own after runAndWait has returned; usually within 50 ms.
FILE_SECONDS = 5.0
# An unhurried reading pace; pyttsx3 would have espeak speak 200 words a minute.
WORDS_PER_MINUTE = 170


class NoDriver(RuntimeError):
    """None of the drivers asked for works on this machine."""


def start_engine(drivers: list[str]):
    """The pyttsx3 engine of the first driver that works, and its name. Raises NoDriver when none does."""
    import pyttsx3

    from voice import hibari_driver

    hibari_driver.register()
    reasons = []
    for driver in drivers:
        try:
            engine = pyttsx3.init(driver)
            engine.setProperty("rate", WORDS_PER_MINUTE)
            return engine, driver
        # A driver may fail in any way: no module, no shared library, no voice in it.
        except Exception as error:  # noqa: BLE001
            reasons.append(f"{driver}: {type(error).__name__}: {error}")
    raise NoDriver("; ".join(reasons))


def is_whole_wav(content: bytes) -> bool:
    """Whether these are a WAV file with sound in it, complete as its header says."""
    try:
        with wave.open(io.BytesIO(content)) as file:
            expected = file.getnframes() * file.getnchannels() * file.getsampwidth()
            return expected > 0 and len(file.readframes(file.getnframes())) == expected
    except (wave.Error, EOFError):
        return False


def utter(engine, text: str) -> bytes:
    """One utterance as WAV bytes. Raises TimeoutError when no complete file appears."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "utterance.wav"
        engine.save_to_file(text, str(path))
        engine.runAndWait()
        deadline = time.monotonic() + FILE_SECONDS
        while time.monotonic() < deadline:
            content = path.read_bytes() if path.exists() else b""
            if is_whole_wav(content):
                return content
            time.sleep(0.005)
    raise TimeoutError(f"no sound file after {FILE_SECONDS:.0f} s")


def main(drivers: list[str]) -> int:
    """Serves requests until standard input ends."""
    # Drivers print to standard output; the answers get a descriptor that nobody else knows.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)

    def answer(head: dict, body: bytes = b"") -> None:
        answers.write(json.dumps(head).encode() + b"\n" + body)
        answers.flush()

    try:
        engine, driver = start_engine(drivers)
    except NoDriver as error:
        answer({"error": str(error)})
        return 1
    answer({"driver": driver})
    for line in sys.stdin:
        try:
            content = utter(engine, json.loads(line))
        except Exception as error:  # noqa: BLE001 - the parent decides what a failure means
            answer({"error": f"{type(error).__name__}: {error}"})
        else:
            with contextlib.suppress(BrokenPipeError):  # who asked is gone; standard input ends next
                answer({"bytes": len(content)}, content)
    # A parent that was killed could not remove the folder it gave us; one that is nobody's own is not empty.
    with contextlib.suppress(OSError):
        Path(tempfile.gettempdir()).rmdir()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
