"""Where in a clip somebody speaks: the Silero voice detector that comes with faster-whisper."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from faster_whisper.vad import VadOptions, get_speech_timestamps

from voice.audio import RATE, Clip
from voice.errors import AudioError

# Kept around the speech, so that no consonant is cut. 0.2 s before and after is what Silero's authors pad.
MARGIN_SECONDS = 0.2
# Silero was trained on speech at ordinary loudness; quieter clips are raised to this peak for it alone.
ORDINARY_PEAK = 0.3
OPTIONS = VadOptions(min_speech_duration_ms=100, min_silence_duration_ms=300, speech_pad_ms=0)


@dataclass(frozen=True)
class Speech:
    """The part of a clip that is spoken."""

    samples: np.ndarray  # float32, mono, 16 kHz: from the first word to the last, with a margin
    spoken_seconds: float  # time within it in which somebody speaks, pauses left out
    loudness: float  # root mean square of the spoken parts in decibels of full scale, 0 is the loudest


def find_speech(clip: Clip) -> Speech:
    """The spoken part of a clip (2 ms CPU a second of audio). Raises AudioError when nobody speaks in it."""
    peak = float(np.abs(clip.samples).max())
    gain = max(1.0, ORDINARY_PEAK / peak)
    parts = get_speech_timestamps(clip.samples * np.float32(gain), OPTIONS, RATE)
    if not parts:
        raise AudioError(
            "no speech",
            "I could hear sound, but no words. Please come closer to the microphone and try again, "
            "or type your message.",
        )
    margin = int(MARGIN_SECONDS * RATE)
    start, end = max(0, parts[0]["start"] - margin), parts[-1]["end"] + margin
    spoken = np.concatenate([clip.samples[part["start"] : part["end"]] for part in parts])
    power = float(np.mean(np.square(spoken, dtype=np.float64)))
    return Speech(clip.samples[start:end], len(spoken) / RATE, 10 * math.log10(max(power, 1e-12)))
