"""The two Whisper engines behind one door: faster-whisper (int8, default) and openai-whisper (float32)."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from voice.audio import RATE
from voice.errors import HearingUnavailable

# Whisper was trained on windows of 30 s; longer clips go through each library's own long-form search.
WINDOW_SECONDS = 30.0
FRAMES_PER_SECOND = 100  # mel frames
FULL_FRAMES = int(WINDOW_SECONDS * FRAMES_PER_SECOND)
# Most of the work of a short clip is encoding the silence behind it. 1,024 mel frames (512 positions of the
# encoder, 10.24 s) cost a seventh of 3,000 and give the same words; at 512 mel frames one clip in four
# repeated itself without end (`python -m bench.hearing`).
SHORT_FRAMES = 1024
# Silence that must follow the last word within the window, or the decoder does not notice the end.
TAIL_FRAMES = 100
# People say 2 to 4 words a second, which is at most 6 tokens. More than this is the decoder repeating itself.
RUNAWAY_TOKENS_PER_SECOND = 12
RUNAWAY_TOKENS = 8
# Whisper's own threshold for text that repeats itself (`compression_ratio_threshold`).
RUNAWAY_COMPRESSION = 2.4


@dataclass(frozen=True)
class Decoded:
    """What an engine made of one clip."""

    text: str
    language: str  # ISO 639-1
    avg_logprob: float  # mean log-probability of a token; 0 is certain, below −1 is guessing
    no_speech: float  # probability, by Whisper, that nobody speaks
    redone: bool = False  # whether the short window had to be repeated with the full one


class Engine(Protocol):
    """A speech recogniser with its weights loaded."""

    def listen(self, samples: np.ndarray, language: str | None) -> Decoded:
        """Greedy transcript of 16 kHz mono float32 samples; `language` None means detect it."""


def token_limit(seconds: float) -> int:
    """More tokens than anybody can say in that time."""
    return int(RUNAWAY_TOKENS_PER_SECOND * seconds) + RUNAWAY_TOKENS


def ran_away(text: str, tokens: int, seconds: float) -> bool:
    """Whether a transcript repeats itself instead of ending."""
    raw = text.encode()
    return tokens >= token_limit(seconds) or len(raw) / len(zlib.compress(raw)) > RUNAWAY_COMPRESSION


class FasterWhisper:
    """Whisper by CTranslate2 in int8, with the encoder's window cut to the clip."""

    def __init__(self, folder: Path, threads: int) -> None:
        """Loads a folder in CTranslate2 form; `threads` are those of one transcription.

        Raises HearingUnavailable when there is no model in `folder`.
        """
        require(folder / "model.bin")
        from faster_whisper import WhisperModel

        self.model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=threads)

    def listen(self, samples: np.ndarray, language: str | None) -> Decoded:
        """See Engine."""
        seconds = len(samples) / RATE
        if seconds + TAIL_FRAMES / FRAMES_PER_SECOND > WINDOW_SECONDS:
            return self._listen_long(samples, language)
        mel = self.model.feature_extractor(samples)
        frames = max(SHORT_FRAMES, mel.shape[1] + TAIL_FRAMES)
        heard, tokens = self._listen_once(mel, frames, language, token_limit(seconds))
        if not ran_away(heard.text, tokens, seconds):
            return heard
        heard, _ = self._listen_once(mel, FULL_FRAMES, language, token_limit(seconds))
        return Decoded(heard.text, heard.language, heard.avg_logprob, heard.no_speech, redone=True)

    def _listen_once(self, mel: np.ndarray, frames: int, language: str | None, limit: int) -> tuple[Decoded, int]:
        """Transcript and its number of tokens, the encoder seeing `frames` mel frames."""
        frames = min(frames + frames % 2, FULL_FRAMES)  # the encoder halves them
        # What zeros behind the clip would give: Whisper clamps the log mel spectrum at 8 decades below its
        # maximum and then divides by 4.
        window = np.pad(mel, ((0, 0), (0, frames - mel.shape[1])), constant_values=mel.max() - 2.0)
        encoded = self.model.encode(window)
        language = self._language(encoded, language)
        tokenizer = self._tokenizer(language)
        prompt = [*tokenizer.sot_sequence, tokenizer.no_timestamps]
        result = self.model.model.generate(
            encoded,
            [prompt],
            beam_size=1,
            max_length=len(prompt) + limit,
            return_scores=True,
            return_no_speech_prob=True,
        )[0]
        tokens = result.sequences_ids[0]
        # CTranslate2 averages over the tokens without the end mark, Whisper with it.
        logprob = result.scores[0] * len(tokens) / (len(tokens) + 1)
        text = tokenizer.decode(tokens).strip()
        return Decoded(text, language, logprob, result.no_speech_prob), len(tokens)

    def _language(self, encoded, language: str | None) -> str:
        if not self.model.model.is_multilingual:
            return "en"
        if language:
            return language
        token, _ = self.model.model.detect_language(encoded)[0][0]
        return token.strip("<|>")

    def _tokenizer(self, language: str):
        from faster_whisper.tokenizer import Tokenizer

        multilingual = self.model.model.is_multilingual
        return Tokenizer(self.model.hf_tokenizer, multilingual, task="transcribe", language=language)

    def _listen_long(self, samples: np.ndarray, language: str | None) -> Decoded:
        segments, info = self.model.transcribe(
            samples, language=language, beam_size=1, temperature=0.0, condition_on_previous_text=False
        )
        return joined([vars_of(segment) for segment in segments], info.language)


class OpenAIWhisper:
    """Whisper by its authors' own library in float32: the reference, at five times the work."""

    def __init__(self, checkpoint: Path, threads: int) -> None:
        """Loads a `{dims, model_state_dict}` checkpoint; `threads` holds for all of torch in this process.

        Raises HearingUnavailable when the file or the library is missing.
        """
        require(checkpoint)
        try:
            import torch
            import whisper
        except ImportError as error:
            raise HearingUnavailable(
                "openai-whisper is not installed: `make setup`, or MILEPOST_HEARING=faster-whisper",
                CANNOT_LISTEN,
            ) from error
        torch.set_num_threads(threads)
        self.whisper = whisper
        self.model = whisper.load_model(str(checkpoint), device="cpu").float()

    def listen(self, samples: np.ndarray, language: str | None) -> Decoded:
        """See Engine."""
        whisper = self.whisper
        if len(samples) / RATE > WINDOW_SECONDS:
            result = self.model.transcribe(
                samples, language=language, fp16=False, temperature=0.0, condition_on_previous_text=False
            )
            return joined(result["segments"], result["language"])
        mel = whisper.log_mel_spectrogram(whisper.pad_or_trim(samples), self.model.dims.n_mels)
        if not self.model.is_multilingual:
            language = "en"
        options = whisper.DecodingOptions(language=language, fp16=False, without_timestamps=True, temperature=0.0)
        result = whisper.decode(self.model, mel, options)
        return Decoded(result.text.strip(), result.language, result.avg_logprob, result.no_speech_prob)


CANNOT_LISTEN = "I cannot listen at the moment. Please type your message instead."


def require(path: Path) -> None:
    """Raises HearingUnavailable when a file of the model is not there."""
    if not path.is_file():
        raise HearingUnavailable(f"no Whisper weights at {path}: run `make setup`", CANNOT_LISTEN)


def vars_of(segment) -> dict:
    """A faster-whisper segment under the names openai-whisper uses."""
    return {name: getattr(segment, name) for name in ("text", "tokens", "avg_logprob", "no_speech_prob")}


def joined(segments: list[dict], language: str) -> Decoded:
    """The segments of a long clip as one transcript; a token counts the same wherever it stands."""
    if not segments:
        return Decoded("", language, float("-inf"), 1.0)
    weights = [max(1, len(segment["tokens"])) for segment in segments]
    return Decoded(
        "".join(segment["text"] for segment in segments).strip(),
        language,
        float(np.average([segment["avg_logprob"] for segment in segments], weights=weights)),
        float(max(segment["no_speech_prob"] for segment in segments)),
    )


def load(name: str, whisper: str, models: Path, threads: int) -> Engine:
    """The engine called `name` with the weights called `whisper` (base, tiny.en, or a path).

    Raises HearingUnavailable for a name that is none, or weights that are not there.
    """
    given = Path(whisper)
    folder = given if given.is_absolute() or len(given.parts) > 1 else models / f"whisper-{whisper}"
    if name == "faster-whisper":
        return FasterWhisper(folder, threads)
    if name == "openai-whisper":
        checkpoint = folder if folder.suffix == ".pt" else folder.with_name(folder.name + ".pt")
        return OpenAIWhisper(checkpoint, threads)
    raise HearingUnavailable(f"MILEPOST_HEARING is {name!r}; it can be faster-whisper or openai-whisper", CANNOT_LISTEN)
