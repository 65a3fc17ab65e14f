"""From a recording in any common format to samples, entirely in memory, with every defect found and named.

Recordings come from strangers. The container is recognised by its first bytes and handed to FFmpeg by name:
left to guess, FFmpeg would also take playlists, which make it open other files and addresses.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np

from voice.errors import AudioError

RATE = 16_000  # Hz, what Whisper and the voice detector were trained on
MIN_SECONDS = 0.3
MAX_SECONDS = 60.0
# Where the header says how long the recording is, this much less means that it was cut off on its way.
# Encoders pad and trim up to a tenth of a second.
MISSING_SECONDS = 0.35
# A muted microphone sends digital silence or a noise floor near −80 dB of full scale.
SILENT_PEAK = 10 ** (-60 / 20)

FORMATS = "WebM, Ogg, MP4/M4A, MP3, WAV, FLAC and AAC"


@dataclass(frozen=True)
class Clip:
    """A recording, decoded."""

    samples: np.ndarray  # float32, mono, 16 kHz, in [−1, 1], every one finite
    container: str  # FFmpeg's name of the format it came in

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return len(self.samples) / RATE


def container_of(head: bytes) -> str | None:
    """FFmpeg's name for the container that starts with `head` (12 bytes are enough); None when unknown."""
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "matroska"
    if head.startswith(b"OggS"):
        return "ogg"
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
        return "wav"
    if head[4:8] == b"ftyp":
        return "mp4"
    if head.startswith(b"fLaC"):
        return "flac"
    if head.startswith(b"ID3"):
        return "mp3"
    # Frame sync of MPEG audio: eleven set bits, then version and layer. Layer 0 is AAC in ADTS frames.
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        return "aac" if head[1] & 0x06 == 0 else "mp3"
    return None


def decode(audio: bytes | Path, *, max_seconds: float = MAX_SECONDS) -> Clip:
    """The recording as 16 kHz mono samples; nothing is written anywhere.

    Raises AudioError when it is empty, no known format, damaged, cut off, shorter than MIN_SECONDS, longer
    than `max_seconds` or silent, and OSError when a path cannot be read.
    """
    content = audio.read_bytes() if isinstance(audio, Path) else bytes(audio)
    if not content:
        raise AudioError(
            "empty recording",
            "I received an empty recording. Please check that the microphone is allowed, and try again.",
        )
    container = container_of(content[:12])
    if container is None:
        raise AudioError(
            "not a known audio format",
            f"That does not look like a sound recording. I understand {FORMATS}. You can also type your message.",
        )
    samples, announced = _read(content, container, max_seconds)
    _check(samples, announced, max_seconds)
    # Float recordings may go beyond full scale; Whisper and the voice detector expect that they do not.
    return Clip(np.clip(samples, -1.0, 1.0), container)


def _read(content: bytes, container: str, max_seconds: float) -> tuple[np.ndarray, float | None]:
    """Samples and the length in seconds that the header announces (None when it announces nothing)."""
    chunks: list[np.ndarray] = []
    length = 0
    # Decoding ends a little after the limit, so that a small file cannot unpack to hours.
    limit = int((max_seconds + 1) * RATE)
    try:
        with av.open(io.BytesIO(content), format=container, metadata_errors="ignore") as file:
            stream = file.streams.audio[0]
            announced = _announced_seconds(file, stream, content)
            resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
            for frame in _frames(file, stream):
                if frame is not None:
                    frame.pts = None  # browsers send gaps in their timestamps; the order is what counts
                for part in resampler.resample(frame):
                    chunks.append(part.to_ndarray()[0])
                    length += len(chunks[-1])
                if length > limit:
                    break
    # PyAV documents FFmpegError; broken files have also been seen to raise the other three.
    except (av.FFmpegError, OSError, IndexError, ValueError) as error:
        raise AudioError(
            f"{container} cannot be decoded: {type(error).__name__}",
            "I could not read that recording; it seems to be damaged or to hold no sound. Please record it again.",
        ) from error
    return (np.concatenate(chunks) if chunks else np.zeros(0, np.float32)), announced


def _frames(file, stream):
    """Decoded frames and a final None, which flushes the resampler; a frame that is damaged is left out."""
    for packet in file.demux(stream):
        try:
            yield from packet.decode()
        except av.InvalidDataError:
            continue
    yield None


def _announced_seconds(file, stream, content: bytes) -> float | None:
    """How long the header says the recording is; None when it says nothing.

    FFmpeg does not tell what it read from what it guessed: for MPEG audio without a Xing header and for bare
    AAC it divides the size by the bit rate of the first frame, and it cuts a WAV's length to what is there.
    """
    container = container_of(content[:12])
    if container == "aac" or (container == "mp3" and not _has_xing_header(content)):
        return None
    if stream.duration and stream.time_base:
        seconds = float(stream.duration * stream.time_base)
    elif file.duration:
        seconds = file.duration / av.time_base
    else:
        return None
    if container == "wav":
        announced = int.from_bytes(content[4:8], "little") + 8
        # Programs that write to a pipe put 0 or "as much as can be" there.
        if len(content) < announced < 0x7FFF_0000:
            seconds *= announced / len(content)
    return seconds


def _has_xing_header(content: bytes) -> bool:
    """Whether the first frame of an MP3 states how many there are."""
    start = 0
    if content.startswith(b"ID3"):  # its size comes in four bytes of seven bits
        start = 10 + sum(byte << 7 * (3 - i) for i, byte in enumerate(content[6:10]))
    first_frame = content[start : start + 1500]
    return b"Xing" in first_frame or b"Info" in first_frame


def _check(samples: np.ndarray, announced: float | None, max_seconds: float) -> None:
    seconds = len(samples) / RATE
    if not np.isfinite(samples).all():
        raise AudioError("samples that are not numbers", "That recording is damaged. Please record it again.")
    if max(seconds, announced or 0) > max_seconds:
        raise AudioError(
            f"longer than {max_seconds:.0f} s",
            f"That recording is longer than {max_seconds:.0f} seconds, which is as much as I can listen to "
            "at once. Please say it in shorter parts.",
        )
    if announced is not None and seconds < announced - MISSING_SECONDS:
        raise AudioError(
            f"cut off: {seconds:.1f} of {announced:.1f} s",
            f"Only {seconds:.1f} of {announced:.1f} seconds of that recording arrived. Please send it again.",
        )
    if seconds < MIN_SECONDS:
        raise AudioError(
            f"{seconds:.2f} s is too short",
            "That recording is too short to hold a word. Please keep recording while you speak.",
        )
    if np.abs(samples).max() < SILENT_PEAK:
        raise AudioError(
            "silence",
            "I heard only silence. Is the microphone muted? Please try again, or type your message.",
        )
