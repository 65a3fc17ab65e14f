"""Hearing against openai-whisper in float32 with the same weights: CPU time, and whether the words are the same.

`python -m bench.hearing [CLIPS]` speaks that many goals (12 unless told), cut to four seconds each, with two
synthetic voices, and lets both engines transcribe each clip in turn. The claim: at most 0.25 of the CPU, same words.
"""

from __future__ import annotations

import io
import statistics
import subprocess
import sys
import time
from pathlib import Path

import jiwer
import numpy as np
import soundfile
from hibari import Hibari
from whisper.normalizers import EnglishTextNormalizer

from settings import settings
from voice import engines
from voice.audio import RATE
from voice.hearing import Hearing

CLIP_SECONDS = 4.0
CLAIM = 0.25
GOALS = [
    "I want to save for a house in three years.",
    "I'd like to buy a car next summer.",
    "How much do I need to put aside every month?",
    "I have five thousand dollars saved already.",
    "Can you show me my plan for the wedding?",
    "What if I save two hundred dollars more?",
    "My daughter starts college in nine years.",
    "I want to pay off my credit card debt first.",
    "Please delete everything you know about me.",
    "I am worried that I cannot pay my rent.",
    "We need fifty thousand dollars by then.",
    "Should I take a loan or wait another year?",
    "I earn sixty thousand dollars a year.",
    "How is my retirement fund doing?",
    "I do not recognise this card payment.",
    "Let me speak to a real person, please.",
    "Make it four years instead of three.",
    "Which savings account pays the most interest?",
    "I changed my mind about the new car.",
    "Compare these two credit cards for me.",
    "I can spare four hundred dollars a month.",
    "Set up an emergency fund of six months.",
    "Why did you recommend this to me?",
    "We are planning a trip to Japan next spring.",
]
words = EnglishTextNormalizer()


def resampled(samples: np.ndarray, rate: int) -> np.ndarray:
    """Samples at 16 kHz, in the middle of CLIP_SECONDS of silence (or as long as they are)."""
    places = np.arange(int(len(samples) * RATE / rate)) * rate / RATE
    samples = np.interp(places, np.arange(len(samples)), samples).astype(np.float32)
    missing = max(0, int(CLIP_SECONDS * RATE) - len(samples))
    return np.pad(samples, (missing // 2, missing - missing // 2))


def clips(count: int) -> list[tuple[str, str, bytes]]:
    """Text, voice and WAV of each goal; every third is spoken by espeak-ng, every other a little slower."""
    hibari = Hibari()
    made = []
    for i in range(count):
        text = GOALS[i % len(GOALS)]
        if i % 3 == 2:
            voice = "espeak-ng"
            command = ["espeak-ng", "-v", "en-us", "-s", "160", "--stdout", text]
            raw = subprocess.run(command, capture_output=True, check=True).stdout
            samples, rate = soundfile.read(io.BytesIO(raw), dtype="float32")
        else:
            voice, rate = "hibari", hibari.sample_rate
            samples = hibari(text, speed=0.9 if i % 2 else 1.0, seed=i)
        file = io.BytesIO()
        soundfile.write(file, resampled(samples, rate), RATE, format="WAV")
        made.append((text, voice, file.getvalue()))
    return made


def reference_transcriber(checkpoint: Path, threads: int):
    """openai-whisper as its own documentation calls it: float32, greedy, English, whole 30 s window."""
    import torch
    import whisper

    torch.set_num_threads(threads)
    model = whisper.load_model(str(checkpoint), device="cpu").float()
    options = whisper.DecodingOptions(language="en", fp16=False, temperature=0.0, without_timestamps=True)

    def transcribe(wav: bytes) -> str:
        samples, _ = soundfile.read(io.BytesIO(wav), dtype="float32")
        mel = whisper.log_mel_spectrogram(whisper.pad_or_trim(samples))
        return whisper.decode(model, mel, options).text

    return transcribe


def main(count: int) -> int:
    hearing = Hearing(engines.load("faster-whisper", "base", settings.models, settings.threads))
    reference = reference_transcriber(settings.models / "whisper-base.pt", settings.threads)
    heard: dict[str, list[str]] = {"milepost": [], "openai-whisper": []}
    cpu: dict[str, list[float]] = {name: [] for name in heard}
    wall: dict[str, list[float]] = {name: [] for name in heard}
    recordings = clips(count)
    hearing.warm_up()
    reference(recordings[0][2])
    for _, _, wav in recordings:
        # In turns, so that whatever else this machine does slows both alike.
        for name, transcribe in (("milepost", lambda w: hearing.transcribe(w).text), ("openai-whisper", reference)):
            started, clock = time.process_time(), time.perf_counter()
            heard[name].append(transcribe(wav))
            cpu[name].append(time.process_time() - started)
            wall[name].append(time.perf_counter() - clock)

    print(f"{count} clips of {CLIP_SECONDS:.0f} s, Whisper base, {settings.threads} threads, seconds a clip (median)\n")
    print(f"{'':16} {'CPU':>7} {'wall':>7} {'WER hibari':>11} {'WER espeak-ng':>14}")
    for name in heard:
        errors = []
        for wanted in ("hibari", "espeak-ng"):
            chosen = [i for i, (_, voice, _) in enumerate(recordings) if voice == wanted]
            errors.append(jiwer.wer([words(recordings[i][0]) for i in chosen], [words(heard[name][i]) for i in chosen]))
        print(
            f"{name:16} {statistics.median(cpu[name]):7.3f} {statistics.median(wall[name]):7.3f} "
            f"{errors[0]:11.1%} {errors[1]:14.1%}"
        )
    ratio = statistics.median(cpu["milepost"]) / statistics.median(cpu["openai-whisper"])
    pairs = list(zip(heard["milepost"], heard["openai-whisper"], strict=True))
    same = sum(words(a) == words(b) for a, b in pairs)
    print(f"\nCPU ratio {ratio:.3f} (claim: at most {CLAIM})   same words in {same} of {count} clips")
    for (text, voice, _), (a, b) in zip(recordings, pairs, strict=True):
        if words(a) != words(b):
            print(f"  differs, {voice}: said {text!r}\n    milepost       {a!r}\n    openai-whisper {b!r}")
    return 0 if ratio <= CLAIM else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 12))
