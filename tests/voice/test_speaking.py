"""A reply is always spoken whole, whatever happens to the process that speaks."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import wave
from pathlib import Path

import pytest

from settings import ROOT
from voice import speaking as room
from voice.errors import SpeakingUnavailable
from voice.speaking import Speaking
from voice.worker import is_whole_wav

pytestmark = pytest.mark.slow  # every test starts a worker


@pytest.fixture
def speaking():
    """A Speaking with a worker of its own."""
    speaking = Speaking()
    yield speaking
    speaking.close()


def seconds(content: bytes) -> float:
    with wave.open(io.BytesIO(content)) as file:
        return file.getnframes() / file.getframerate()


def pid(speaking: Speaking) -> int:
    return speaking._worker.process.pid


def leftovers() -> list[Path]:
    return list(Path(tempfile.gettempdir()).glob("milepost-voice-*"))


NO_ESPEAK = pytest.mark.skipif(not shutil.which("espeak-ng"), reason="`apt install espeak-ng`; `make test` does it")


@pytest.mark.parametrize("driver", ["hibari", pytest.param("espeak", marks=NO_ESPEAK)])
def test_both_voices_speak_forty_sentences_whole_and_in_one_process(driver):
    speaking = Speaking(driver)
    speaking.warm_up()
    assert speaking.driver == driver
    worker = pid(speaking)
    for i in range(40):
        content = speaking.say(f"Sentence {i} says that you need ${100 + 37 * i}.{i:02} a month.")
        assert is_whole_wav(content)
        assert 2 < seconds(content) < 12
    assert pid(speaking) == worker
    speaking.close()


def test_the_same_text_is_spoken_once(speaking):
    first = speaking.say("You need $5 a month.")
    os.kill(pid(speaking), signal.SIGKILL)  # it is not needed for the second time
    assert speaking.say("You need five dollars a month.") is first
    speaking.forget()
    assert speaking.say("You need $5 a month.") == first  # the voice has no dice


def test_the_memory_of_what_was_said_is_bounded(speaking, monkeypatch):
    monkeypatch.setattr(room, "CACHE_BYTES", 200_000)
    for i in range(8):
        speaking.say(f"This is reply number {i}.")
    assert sum(map(len, speaking._said.values())) <= 200_000


def test_a_killed_worker_is_replaced(speaking):
    speaking.warm_up()
    os.kill(pid(speaking), signal.SIGKILL)
    assert is_whole_wav(speaking.say("I am still here."))


def test_a_worker_killed_in_the_middle_of_a_sentence_is_replaced_and_leaves_nothing(speaking):
    speaking.warm_up()
    worker = pid(speaking)
    before = leftovers()
    long = "and then we save a little more every month " * 60
    killer = threading.Timer(0.15, os.kill, (worker, signal.SIGKILL))
    killer.start()
    content = speaking.say(long)
    killer.join()
    assert pid(speaking) != worker
    assert seconds(content) > 60
    speaking.close()
    assert set(leftovers()) < set(before)


def test_a_worker_that_hangs_is_replaced(speaking, monkeypatch):
    monkeypatch.setattr(room, "UTTERANCE_SECONDS", 1.0)
    speaking.warm_up()
    worker = pid(speaking)
    os.kill(worker, signal.SIGSTOP)
    assert is_whole_wav(speaking.say("I was frozen."))
    assert pid(speaking) != worker


def test_a_voice_that_is_not_there_gives_way_to_one_that_is():
    speaking = Speaking("no-such-voice")
    speaking.say("Hello.")
    assert speaking.driver == "hibari"
    speaking.close()


def test_without_any_voice_the_customer_is_told_to_read(monkeypatch):
    monkeypatch.setattr(room, "FALLBACKS", ())
    with pytest.raises(SpeakingUnavailable, match="install hibari-tts or espeak-ng") as caught:
        Speaking("no-such-voice").say("Hello.")
    assert "read" in caught.value.say


def test_threads_take_turns_and_each_gets_its_own_words(speaking):
    texts = [f"Number {i} " * (i + 1) for i in range(5)]
    said = {}
    threads = [threading.Thread(target=lambda t=t: said.update({t: speaking.say(t)})) for t in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lengths = [seconds(said[text]) for text in texts]
    assert lengths == sorted(lengths)


def test_the_first_sentence_is_there_before_the_others_are_made(speaking):
    speaking.warm_up()
    made = speaking.sentences("You need $1,423.82 a month. That is 25 % of your income. 🎉 \n\nIt works.")
    next(made)
    assert "It works." not in speaking._said
    assert len(list(made)) == 2


@pytest.mark.parametrize("text", ["", "  ", "…", "🎉"])
def test_nothing_to_say_is_an_error(speaking, text):
    with pytest.raises(ValueError, match="nothing to say"):
        speaking.say(text)


def test_when_its_parent_is_killed_the_worker_ends_and_leaves_nothing():
    code = (
        "import os; from voice.speaking import Speaking; s = Speaking(); s.warm_up();"
        "print(s._worker.process.pid, s._worker._folder.name, flush=True); os.kill(os.getpid(), 9)"
    )
    parent = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    worker, folder = parent.stdout.split()
    deadline = time.monotonic() + 10
    while Path(folder).exists() or is_running(worker):
        assert time.monotonic() < deadline, "the worker outlived its parent"
        time.sleep(0.05)


def is_running(worker: str) -> bool:
    """Whether a process is there and is no zombie that nobody has collected."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{worker}/status").read_text()
    except FileNotFoundError:
        return False


def test_what_is_spoken_is_heard_with_every_figure(speaking):
    from settings import settings
    from voice import engines
    from voice.hearing import Hearing

    hearing = Hearing(engines.load("faster-whisper", "base", settings.models, threads=2))
    heard = hearing.transcribe(speaking.say("You need $1,423.82 a month for 36 months. That is 24.8 % of your income."))
    for figure in ("$1,423", "82", "36 months", "24.8%"):
        assert figure in heard.text


def test_no_model_runtime_reports_home(tmp_path):
    """onnxruntime's telemetry, on by default, would begin with an identity in the home folder."""
    code = "from voice import detection, worker, hibari_driver; import pyttsx3; hibari_driver.register(); " + (
        "detection.get_speech_timestamps(__import__('numpy').zeros(16000, 'float32')); pyttsx3.init('hibari')"
    )
    kept = {name: value for name, value in os.environ.items() if name not in ("ORT_DISABLE_TELEMETRY", "CI")}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=kept | {"HOME": str(tmp_path)}, check=True)
    assert list(tmp_path.rglob("*onnxruntime*")) == []
