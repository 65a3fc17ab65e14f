"""Whom it understands: held-out utterances put in six styles, and the same goals spoken by ten voices.

`python -m bench.understanding` prints, for each style, how often the right thing is done, and for each voice how many
words are misheard, with 95 % intervals; `styles` or `voices` after it runs one of the two. Voices are synthetic: they
show that pace, pitch and accent matter or do not, not how real people with these voices fare.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator

import jiwer
import numpy as np
import soundfile
from whisper.normalizers import EnglishTextNormalizer

from bench.fairness import show
from bench.hearing import GOALS, resampled
from settings import settings
from trust.understanding import in_styles, of_styles
from voice.audio import RATE

SPOKEN = GOALS[:16]
ESPEAK = {
    "espeak American man": "en-us",
    "espeak American woman": "en-us+f3",
    "espeak British": "en-gb",
    "espeak Scottish": "en-gb-scotland",
    "espeak Caribbean": "en-029",
}
NEURAL = {  # speed, and pitch by playing it faster or slower
    "neural": (1.0, 1.0),
    "neural, slow": (0.75, 1.0),
    "neural, fast": (1.35, 1.0),
    "neural, high": (0.85, 1.18),
    "neural, low": (1.15, 0.87),
}


def held_out() -> list[tuple[str, str]]:
    """(intent, text) of what is in scope in the set whose author had not seen the training examples."""
    import yaml

    read = yaml.safe_load((settings.root / "tests" / "nlu" / "data" / "unseen_paraphrases.yml").read_text("utf-8"))
    return [(intent, text) for intent, texts in read.items() for text in texts if not intent.startswith("out_of_scope")]


def understood(texts: list[str]) -> list[str]:
    """The intent that is acted on, for each text, by the trained model."""
    python = settings.root / ".venv" / "bot" / "bin" / "python"
    lines = "\n".join(" ".join(text.split()) for text in texts)
    done = subprocess.run(
        [python, "-m", "nlu.parse"], input=lines, cwd=settings.root, check=True, capture_output=True, text=True
    )
    return [json.loads(line)["intent"] for line in done.stdout.splitlines()]


def styles() -> None:
    """The held-out utterances in every style."""
    wanted = held_out()
    put = in_styles([text for _, text in wanted])
    found = understood([text for *_, text in put])
    right = [intent == wanted[n][0] for intent, (_, n, _) in zip(found, put, strict=True)]
    show(of_styles([style for style, *_ in put], right))
    plain = {n: ok for ok, (style, n, _) in zip(right, put, strict=True) if style == "as written"}
    print("\n  of the same utterances as written")
    for style in dict.fromkeys(style for style, *_ in put):
        its = [(ok, plain[n]) for ok, (name, n, _) in zip(right, put, strict=True) if name == style]
        print(f"        {style:<16}{len(its):>5}  {np.mean([a for a, _ in its]):.1%} against "
              f"{np.mean([b for _, b in its]):.1%}")  # fmt: skip


def recordings() -> Iterator[tuple[str, str, bytes]]:
    """Voice, text and WAV of every goal by every voice."""
    from hibari import Hibari

    hibari = Hibari()
    for seed, text in enumerate(SPOKEN):
        for voice, (speed, pitch) in NEURAL.items():
            yield voice, text, _wav(hibari(text, speed=speed, seed=seed), int(hibari.sample_rate * pitch))
        for voice, name in ESPEAK.items():
            command = ["espeak-ng", "-v", name, "-s", "160", "--stdout", text]
            raw = subprocess.run(command, capture_output=True, check=True).stdout
            yield voice, text, _wav(*soundfile.read(io.BytesIO(raw), dtype="float32"))


def _wav(samples: np.ndarray, rate: int) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, resampled(samples, rate), RATE, format="WAV")
    return file.getvalue()


def voices() -> None:
    """The goals by every voice, heard by Whisper base."""
    from voice import engines
    from voice.hearing import Hearing

    words = EnglishTextNormalizer()
    hearing = Hearing(engines.load("faster-whisper", "base", settings.models, settings.threads))
    heard = [(voice, words(text), words(hearing.transcribe(wav).text)) for voice, text, wav in recordings()]
    rng = np.random.default_rng(7)
    print(f"\n{'voice':<24}{'clips':>6}{'words misheard':>32}")
    for voice in (*NEURAL, *ESPEAK):
        its = [(said, got) for name, said, got in heard if name == voice]
        drawn = [
            jiwer.wer([its[i][0] for i in rows], [its[i][1] for i in rows])
            for rows in rng.integers(len(its), size=(500, len(its)))
        ]
        low, high = np.quantile(drawn, (0.025, 0.975))
        error = jiwer.wer([said for said, _ in its], [got for _, got in its])
        print(f"{voice:<24}{len(its):>6}{f'{error:.1%} ({low:.1%} to {high:.1%})':>32}")
    print()
    kind = ["neural" if voice in NEURAL else "espeak" for voice, *_ in heard]
    show(of_styles(kind, [said == got for _, said, got in heard], "kind of voice (every word right)"))


if __name__ == "__main__":
    for part in sys.argv[1:] or ("styles", "voices"):
        {"styles": styles, "voices": voices}[part]()
