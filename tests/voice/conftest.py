"""Recordings for the voice tests, made on the spot: tones for the guards, a synthetic speaker for the words."""

from __future__ import annotations

import io
from collections.abc import Callable

import av
import numpy as np
import pytest
import soundfile

RATE = 16_000
# container, codec and sample rate of what browsers and telephones send
CONTAINERS = {
    "webm": ("webm", "libopus", 48_000),
    "ogg": ("ogg", "libopus", 48_000),
    "m4a": ("mp4", "aac", 44_100),
    "mp3": ("mp3", "libmp3lame", 44_100),
    "wav": ("wav", "pcm_s16le", 16_000),
    "flac": ("flac", "flac", 22_050),
    "aac": ("adts", "aac", 44_100),
}


def tone(seconds: float, loudness: float = 0.3) -> np.ndarray:
    """A warbling tone: sound, but no speech."""
    time = np.arange(int(seconds * RATE)) / RATE
    return (loudness * np.sin(2 * np.pi * (300 + 40 * np.sin(3 * time)) * time)).astype(np.float32)


def wav(samples: np.ndarray, rate: int = RATE, subtype: str = "PCM_16") -> bytes:
    """Samples as a WAV file."""
    file = io.BytesIO()
    soundfile.write(file, samples, rate, format="WAV", subtype=subtype)
    return file.getvalue()


class Pipe:
    """A file that can only be written to its end."""

    def __init__(self, file: io.BytesIO) -> None:
        self.write = file.write


def encoded(samples: np.ndarray, name: str, *, layout: str = "mono", seekable: bool = True) -> bytes:
    """16 kHz samples as a recording in one of CONTAINERS; not seekable means with no length in its head."""
    container, codec, rate = CONTAINERS[name]
    file = io.BytesIO()
    with av.open(file if seekable else Pipe(file), "w", format=container) as output:
        stream = output.add_stream(codec, rate=rate, layout=layout)
        frame = av.AudioFrame.from_ndarray(samples[None, :], format="flt", layout="mono")
        frame.rate = RATE
        resampler = av.AudioResampler(
            format=stream.format.name, layout=layout, rate=rate, frame_size=stream.codec_context.frame_size
        )
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            part.pts = None
            output.mux(stream.encode(part))
        output.mux(stream.encode(None))
    return file.getvalue()


@pytest.fixture(scope="session")
def speak() -> Callable[..., np.ndarray]:
    """A speaker: text in, 16 kHz mono samples out, with a moment of silence on both sides."""
    from hibari import Hibari

    voice = Hibari()

    def say(text: str, *, speed: float = 1.0, seed: int = 0) -> np.ndarray:
        samples = np.pad(voice(text, speed=speed, seed=seed), 6_000)
        places = np.arange(int(len(samples) * RATE / voice.sample_rate)) * voice.sample_rate / RATE
        return np.interp(places, np.arange(len(samples)), samples).astype(np.float32)

    return say
