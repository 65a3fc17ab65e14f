"""What is said is heard, by both engines alike; what is not said is not."""

from __future__ import annotations

import sys
import threading
from functools import cache

import jiwer
import numpy as np
import pytest

from settings import settings
from tests.voice.conftest import CONTAINERS, RATE, encoded, tone, wav
from voice import engines
from voice.audio import decode
from voice.detection import find_speech
from voice.engines import Decoded, FasterWhisper, ran_away
from voice.errors import AudioError, HearingUnavailable
from voice.hearing import Hearing

GOALS = [
    "I want to save for a house in three years.",
    "I'd like to buy a car next summer for about twenty thousand dollars.",
    "How much do I need to put aside every month?",
    "I have five thousand dollars saved already.",
    "My daughter starts college in nine years.",
    "I want to pay off my credit card debt first.",
    "What if I save two hundred dollars more a month?",
    "Please delete everything you know about me.",
    "I am worried that I cannot pay my rent this month.",
    "Why did you recommend this savings account?",
]


def same_words(text: str) -> str:
    """The text without punctuation and with its numbers written one way: "$20,000" is "twenty thousand dollars"."""
    return _normalizer()(text)


@cache
def _normalizer():
    from whisper.normalizers import EnglishTextNormalizer  # brings torch: seconds that the fast tests need not pay

    return EnglishTextNormalizer()


class FakeEngine:
    """Hears what it is told to, and remembers how many samples it was given."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.samples = None

    def listen(self, samples, language):
        self.samples = samples
        return Decoded(self.text, language or "en", -0.1, 0.01)


class RepeatingWhisper(FasterWhisper):
    """A model that repeats itself whenever its window is short."""

    def __init__(self, says: str) -> None:
        self.says = says
        self.windows = []
        self.model = self

    def feature_extractor(self, samples):
        return np.zeros((80, len(samples) // 160), np.float32)

    def _listen_once(self, mel, frames, language, limit):
        self.windows.append(frames)
        text = "Save for a house." if frames == engines.FULL_FRAMES else self.says
        return Decoded(text, "en", -0.1, 0.0), len(text.split())


def test_a_short_clip_gets_a_short_window():
    engine = RepeatingWhisper("Save for a house.")
    assert engine.listen(np.zeros(4 * RATE, np.float32), "en").text == "Save for a house."
    assert engine.windows == [engines.SHORT_FRAMES]


def test_a_longer_clip_gets_a_window_with_silence_at_its_end():
    engine = RepeatingWhisper("Save for a house.")
    engine.listen(np.zeros(15 * RATE, np.float32), "en")
    assert engine.windows == [1500 + engines.TAIL_FRAMES]


def test_a_runaway_is_heard_again_with_the_full_window():
    engine = RepeatingWhisper("I want to save. " * 30)
    heard = engine.listen(np.zeros(4 * RATE, np.float32), "en")
    assert heard.text == "Save for a house."
    assert heard.redone
    assert engine.windows == [engines.SHORT_FRAMES, engines.FULL_FRAMES]


def test_what_counts_as_running_away():
    sentence = "I want to save for a house in three years and I have five thousand dollars."
    assert not ran_away(sentence, tokens=18, seconds=5)
    assert ran_away(sentence, tokens=68, seconds=5)  # more tokens than anybody can say
    assert ran_away("I want to save. " * 12, tokens=50, seconds=5)  # repeats itself


def test_the_engine_gets_the_speech_without_the_silence_around_it(speak):
    engine = FakeEngine("Save for a house.")
    speech = speak("I want to save for a house.")
    Hearing(engine).transcribe(wav(np.concatenate([np.zeros(4 * RATE), speech, np.zeros(6 * RATE)])))
    assert len(engine.samples) <= len(speech)


def test_manner_is_measured(speak):
    def manner(samples):
        return Hearing(FakeEngine("I want to save for a house")).transcribe(wav(samples)).manner

    text = "I want to save for a house."
    slow, fast = manner(speak(text, speed=0.7)), manner(speak(text, speed=1.5))
    assert fast.words_per_second > 1.5 * slow.words_per_second
    loud, quiet = manner(speak(text)), manner(0.1 * speak(text))
    assert loud.loudness - quiet.loudness == pytest.approx(20, abs=0.5)
    pause = np.zeros(2 * RATE)
    assert manner(np.concatenate([speak(text), pause, speak(text)])).pause_share > 0.3 > manner(speak(text)).pause_share


@pytest.mark.parametrize(
    "sound",
    [tone(3.0), np.random.default_rng(1).normal(0, 0.1, 3 * RATE).astype(np.float32)],
    ids=["music", "noise"],
)
def test_sound_without_speech_is_not_made_into_words(sound):
    engine = FakeEngine("Thank you.")  # what Whisper says to silence
    with pytest.raises(AudioError) as caught:
        Hearing(engine).transcribe(wav(sound))
    assert "no words" in caught.value.say
    assert engine.samples is None


def test_a_transcript_of_dots_is_no_transcript(speak):
    with pytest.raises(AudioError) as caught:
        Hearing(FakeEngine(" ... ")).transcribe(wav(speak("I want to save.")))
    assert "slower" in caught.value.say


def test_quiet_speech_is_found(speak):
    assert find_speech(decode(wav(0.01 * speak("I want to save for a house."), subtype="FLOAT"))).spoken_seconds > 1


def test_nothing_of_a_recording_is_written(speak):
    recording = encoded(speak("I want to save for a house."), "webm")
    hearing = Hearing(FakeEngine("Save for a house."))
    hearing.transcribe(recording)  # imports done
    written, watching = [], True

    def watch(event, args):
        if watching and event == "open" and isinstance(args[2], int) and args[2] & 3:
            written.append(args[0])

    sys.addaudithook(watch)
    hearing.transcribe(recording)
    watching = False
    assert written == []


def test_missing_weights_say_how_to_get_them(tmp_path):
    for engine in ("faster-whisper", "openai-whisper"):
        with pytest.raises(HearingUnavailable, match="make setup") as caught:
            engines.load(engine, "base", tmp_path, threads=1)
        assert "type" in caught.value.say
    with pytest.raises(HearingUnavailable, match="faster-whisper or openai-whisper"):
        engines.load("siri", "base", tmp_path, threads=1)


@pytest.fixture(scope="module")
def hearing():
    """Whisper base by faster-whisper."""
    return Hearing(engines.load("faster-whisper", "base", settings.models, threads=2))


@pytest.fixture(scope="module")
def reference():
    """The same weights by openai-whisper."""
    return Hearing(engines.load("openai-whisper", "base", settings.models, threads=1))


@pytest.mark.slow
def test_both_engines_hear_the_same_words(hearing, reference, speak):
    """Int8 and the short window may turn one "this" into "the" in a hundred words, not more."""
    said, ours, theirs = [], [], []
    for text in GOALS[:6]:
        recording = wav(speak(text))
        mine, other = hearing.transcribe(recording), reference.transcribe(recording)
        assert mine.clear
        assert mine.cpu_seconds < other.cpu_seconds
        said.append(same_words(text))
        ours.append(same_words(mine.text))
        theirs.append(same_words(other.text))
    assert jiwer.wer(theirs, ours) <= 0.02
    assert jiwer.wer(said, ours) <= 0.05


@pytest.mark.slow
@pytest.mark.parametrize("name", CONTAINERS)
def test_every_format_is_heard(hearing, speak, name):
    heard = hearing.transcribe(encoded(speak(GOALS[0]), name))
    assert same_words(heard.text) == same_words(GOALS[0])
    assert heard.language == "en"


@pytest.mark.slow
def test_a_whisper_a_noise_and_a_long_silence_do_not_change_the_words(hearing, speak):
    speech = speak(GOALS[1])
    noise = np.random.default_rng(0).normal(0, 1, len(speech)).astype(np.float32)
    noisy = speech + noise * np.sqrt(np.mean(speech**2)) * 10 ** (-15 / 20)
    for samples in (0.02 * speech, noisy, np.pad(speech, (5 * RATE, 8 * RATE))):
        assert same_words(hearing.transcribe(wav(samples, subtype="FLOAT")).text) == same_words(GOALS[1])


@pytest.mark.slow
def test_three_quarters_of_a_minute_are_heard_to_the_end(hearing, speak):
    story = np.concatenate([speak(text, speed=0.8) for text in GOALS + GOALS[:3]])
    assert 40 < len(story) / RATE < 60
    text = same_words(hearing.transcribe(wav(story)).text)
    assert "college in 9 years" in text
    assert text.endswith(same_words(GOALS[2]))


@pytest.mark.slow
def test_the_reference_also_hears_more_than_its_window(reference, speak):
    story = np.concatenate([speak(text, speed=0.8) for text in GOALS[:8]])
    assert 30 < len(story) / RATE < 40
    assert same_words(reference.transcribe(wav(story)).text).endswith(same_words(GOALS[7]))


@pytest.mark.slow
def test_the_language_is_detected_when_none_is_set(hearing, speak):
    assert Hearing(hearing.engine, None).transcribe(wav(speak(GOALS[0]))).language == "en"


@pytest.mark.slow
def test_many_customers_at_once_each_hear_their_own_words(hearing, speak):
    recordings = {text: wav(speak(text)) for text in GOALS[:4]}
    heard = {}
    threads = [
        threading.Thread(target=lambda t=text, r=recording: heard.update({t: hearing.transcribe(r).text}))
        for text, recording in recordings.items()
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {same_words(said): same_words(text) for said, text in heard.items()} == {
        same_words(text): same_words(text) for text in GOALS[:4]
    }


@pytest.mark.slow
def test_the_small_english_model_runs_too(speak):
    small = Hearing(engines.load("faster-whisper", "tiny.en", settings.models, threads=2), language="de")
    heard = small.transcribe(wav(speak(GOALS[0])))
    assert same_words(heard.text) == same_words(GOALS[0])
    assert heard.language == "en"
