"""Speaking: when a reply's first sound is ready, and how well each voice is understood (Whisper's word errors).

`python -m bench.speaking` reads plan replies aloud with hibari and with espeak-ng through the worker process.
The claims: sentence by sentence, the first sound takes at most half of the time of the whole reply; after the worker
is killed the next reply comes within five seconds; what hibari says is heard back with fewer errors than espeak's.
"""

from __future__ import annotations

import os
import signal
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import jiwer
from whisper.normalizers import EnglishTextNormalizer

from settings import settings
from voice import engines
from voice.hearing import Hearing
from voice.speaking import Speaking

REPLIES = [
    "You want a house for $60,000 in 3 years. Put $1,423.82 aside every month, which is 24.8 % of your income. "
    "With $5,000 saved already, you reach it in November 2029. I suggest the savings account at 4.1 %.",
    "Your wedding costs $25,000. You have 18 months, so $1,361.40 a month does it. That leaves you $640 to spare. "
    "Shall I show you the plan?",
    "Your emergency fund holds $7,250. That is 3.6 months of what you spend. At $300 a month you reach 6 months by "
    "April 2028. Keep it where you can get at it.",
    "You use 42 % of your credit limit. Below 30 % is better. Pay $900 off your card first. "
    "It costs you 24.99 % a year.",
]
VOICES = ("hibari", "espeak")
words = EnglishTextNormalizer()


def seconds_of(work: Callable, *arguments: object) -> float:
    started = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - started


@dataclass(frozen=True)
class Measured:
    """One voice; times in seconds."""

    start: float
    first_sound: float  # median over REPLIES
    whole_reply: float  # median over REPLIES
    after_kill: float
    word_errors: float  # share of words that Whisper hears differently


def measure(voice: str, hearing: Hearing) -> Measured | None:
    """What `voice` does with REPLIES; None when it is not installed."""
    speaking = Speaking(voice)
    start = seconds_of(speaking.warm_up)
    if speaking.driver != voice:
        return None
    first = statistics.median(seconds_of(next, speaking.sentences(reply)) for reply in REPLIES)
    speaking.forget()
    whole = statistics.median(seconds_of(speaking.say, reply) for reply in REPLIES)
    heard = [words(hearing.transcribe(speaking.say(reply)).text) for reply in REPLIES]
    os.kill(speaking._worker.process.pid, signal.SIGKILL)
    after_kill = seconds_of(speaking.say, "I am back.")
    speaking.close()
    return Measured(start, first, whole, after_kill, jiwer.wer([words(reply) for reply in REPLIES], heard))


def main() -> int:
    hearing = Hearing(engines.load("faster-whisper", "base", settings.models, settings.threads))
    hearing.warm_up()
    print(f"{len(REPLIES)} replies of three to four sentences, seconds\n")
    print(f"{'':10} {'start':>7} {'first sound':>12} {'whole reply':>12} {'ratio':>7} {'after kill':>11} {'WER':>7}")
    measured = {voice: measure(voice, hearing) for voice in VOICES}
    for voice, m in measured.items():
        if m is None:
            print(f"{voice:10} is not installed here")
        else:
            print(
                f"{voice:10} {m.start:7.2f} {m.first_sound:12.3f} {m.whole_reply:12.3f} "
                f"{m.first_sound / m.whole_reply:7.2f} {m.after_kill:11.2f} {m.word_errors:7.1%}"
            )
    ours, other = measured["hibari"], measured["espeak"]
    kept = (
        ours is not None
        and ours.first_sound <= 0.5 * ours.whole_reply
        and ours.after_kill <= 5
        and (other is None or ours.word_errors < other.word_errors)
    )
    print(f"\nclaims kept: {'yes' if kept else 'no'}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
