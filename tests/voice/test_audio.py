"""A recording is decoded exactly, or the customer is told what is wrong with it."""

from __future__ import annotations

import http.server
import io
import struct
import threading

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voice.conftest import CONTAINERS, RATE, encoded, tone, wav
from voice.audio import Clip, _read, decode
from voice.errors import AudioError


@pytest.mark.parametrize("name", CONTAINERS)
def test_every_format_gives_the_same_sound(name):
    clip = decode(encoded(tone(1.5), name))
    assert clip.samples.dtype == np.float32
    assert abs(clip.seconds - 1.5) < 0.12  # encoders pad by up to a tenth of a second
    spectrum = np.abs(np.fft.rfft(clip.samples[4000:20000]))
    assert 230 < spectrum.argmax() * RATE / 16000 < 440


def test_stereo_becomes_mono():
    clip = decode(encoded(tone(1.0), "webm", layout="stereo"))
    assert clip.samples.ndim == 1
    assert abs(clip.seconds - 1.0) < 0.1


def test_a_path_is_read_like_its_bytes(tmp_path):
    file = tmp_path / "goal.wav"
    file.write_bytes(wav(tone(1.0)))
    assert np.array_equal(decode(file).samples, decode(file.read_bytes()).samples)


def test_a_wav_from_a_pipe_announces_no_length_and_is_taken():
    content = bytearray(wav(tone(1.0)))
    content[4:8] = content[40:44] = struct.pack("<I", 0xFFFFFFFF)
    assert abs(decode(bytes(content)).seconds - 1.0) < 0.01


def test_samples_beyond_full_scale_are_held_to_it():
    samples = decode(wav(5 * tone(1.0), subtype="FLOAT")).samples
    assert np.abs(samples).max() == 1.0


def failure(content: bytes) -> AudioError:
    with pytest.raises(AudioError) as caught:
        decode(content)
    assert caught.value.say.endswith(".")
    return caught.value


def test_an_empty_recording_points_to_the_microphone():
    assert "microphone" in failure(b"").say


@pytest.mark.parametrize("content", [b"hello", b"%PDF-1.7 ...", b"\x89PNG\r\n\x1a\n" + bytes(50), bytes(1000)])
def test_what_is_no_sound_is_named_with_the_formats_that_are(content):
    assert "WebM" in failure(content).say


def test_a_picture_in_a_sound_container_is_refused():
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as output:
        stream = output.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 32
        for _ in range(10):
            output.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8))))
        output.mux(stream.encode(None))
    assert "no sound" in failure(file.getvalue()).say


@pytest.mark.parametrize("name", ["wav", "flac", "mp3"])
def test_half_a_recording_is_not_taken_for_the_whole(name):
    content = encoded(tone(4.0), name)
    assert "4.0 seconds" in failure(content[: len(content) // 2]).say


def test_half_an_m4a_is_damaged():
    content = encoded(tone(4.0), "m4a")
    assert "damaged" in failure(content[: len(content) // 2]).say


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_samples_that_are_no_numbers_are_refused(value):
    samples = tone(1.0)
    samples[5000] = value
    assert "damaged" in failure(wav(samples, subtype="FLOAT")).say


def test_digital_silence_and_a_muted_microphone_are_silence():
    assert "muted" in failure(wav(np.zeros(RATE, np.float32))).say
    assert "muted" in failure(wav(tone(1.0, loudness=0.0005))).say


def test_a_click_is_too_short():
    assert "too short" in failure(wav(tone(0.1))).say


def test_more_than_a_minute_is_too_long():
    assert "60 seconds" in failure(wav(tone(60.5))).say


def test_hours_in_a_small_file_are_not_unpacked():
    """A recording made while it is sent, as browsers do, announces no length that could be checked first."""
    silence = encoded(np.zeros(RATE * 90, np.float32), "webm", seekable=False)
    assert len(silence) < 50_000
    samples, announced = _read(silence, "matroska", 60)
    assert announced is None
    assert len(samples) < 62 * RATE
    assert "60 seconds" in failure(silence).say


def test_a_playlist_opens_nothing():
    """FFmpeg would follow it to other files and addresses, a way into the bank's network."""
    asked = []

    class Trap(http.server.BaseHTTPRequestHandler):
        def do_GET(self):  # noqa: N802
            asked.append(self.path)
            self.send_error(404)

    with http.server.HTTPServer(("127.0.0.1", 0), Trap) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/secret.ts"
        playlist = f"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{address}\n#EXT-X-ENDLIST\n"
        failure(playlist.encode())
        failure(b"RIFF\0\0\0\0WAVE" + playlist.encode())
        failure(f"ffconcat version 1.0\nfile {address}\n".encode())
        server.shutdown()
    assert asked == []


MAGIC = [
    b"\x1a\x45\xdf\xa3",
    b"OggS",
    b"RIFF\0\0\0\0WAVE",
    b"\0\0\0\x20ftypM4A ",
    b"fLaC",
    b"ID3",
    b"\xff\xfb",
    b"\xff\xf1",
]


@given(st.sampled_from(MAGIC), st.binary(max_size=600))
@settings(max_examples=150, deadline=None)
def test_rubbish_behind_any_header_is_refused_and_never_crashes(magic, rest):
    try:
        clip = decode(magic + rest)
    except AudioError as error:
        assert error.say
    else:
        assert isinstance(clip, Clip)
        assert np.isfinite(clip.samples).all()


WHOLE = {name: encoded(tone(1.0), name) for name in ("webm", "ogg", "mp3", "wav", "m4a")}


@given(st.sampled_from(sorted(WHOLE)), st.integers(0, 2**32), st.integers(1, 40))
@settings(max_examples=60, deadline=None)
def test_flipped_bytes_are_survived(name, seed, count):
    content = np.frombuffer(WHOLE[name], np.uint8).copy()
    places = np.random.default_rng(seed).integers(0, len(content), count)
    content[places] ^= 0xA5
    try:
        assert np.isfinite(decode(content.tobytes()).samples).all()
    except AudioError as error:
        assert error.say
