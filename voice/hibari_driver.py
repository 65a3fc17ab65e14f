"""The hibari voice as a pyttsx3 driver: a small neural voice in numpy and onnxruntime, no system library.

`register()` puts it where pyttsx3 looks for drivers; then `pyttsx3.init("hibari")` works.
"""

from __future__ import annotations

import sys
import wave
from pathlib import Path

from pyttsx3.voice import Voice

NAME = "hibari"
# pyttsx3 counts speed in words a minute; hibari at its own pace speaks about this many.
ORDINARY_RATE = 170


def register() -> None:
    """Makes this module known to pyttsx3 as the driver `hibari`."""
    sys.modules[f"pyttsx3.drivers.{NAME}"] = sys.modules[__name__]


def buildDriver(proxy):  # noqa: N802 - the name pyttsx3 calls
    """The driver of one engine. Raises ImportError when hibari-tts is not installed."""
    return HibariDriver(proxy)


class HibariDriver:
    """What pyttsx3 expects of a driver; only saving to a file, since a server has no loudspeaker."""

    def __init__(self, proxy) -> None:
        from hibari import Hibari

        self._proxy = proxy
        self._voice = Hibari()
        self._rate = ORDINARY_RATE
        self._volume = 1.0
        self._looping = False

    def startLoop(self) -> None:  # noqa: N802
        """Runs the queued commands; each one is finished when it returns."""
        self._looping = True
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802
        """Ends the loop that startLoop began."""
        self._looping = False

    def iterate(self):
        """One step of a loop that somebody else runs."""
        self._proxy.setBusy(False)
        yield

    def save_to_file(self, text: str, filename: str) -> None:
        """Writes `text`, spoken, as a 16-bit mono WAV at 24 kHz."""
        self._proxy.setBusy(True)
        self._proxy.notify("started-utterance")
        try:
            # The seed makes the same text the same bytes.
            samples = self._voice(text, speed=min(2.0, max(0.5, self._rate / ORDINARY_RATE)), seed=0)
            pcm = (samples * self._volume).clip(-1.0, 1.0) * 32767
            with wave.open(str(Path(filename)), "wb") as file:
                file.setnchannels(1)
                file.setsampwidth(2)
                file.setframerate(self._voice.sample_rate)
                file.writeframes(pcm.astype("<i2").tobytes())
            self._proxy.notify("finished-utterance", completed=True)
        finally:
            self._proxy.setBusy(False)

    def say(self, text: str) -> None:
        """Refused: `save_to_file` gives the sound to whoever has a loudspeaker."""
        raise NotImplementedError("the hibari driver saves to a file and plays nothing")

    def stop(self) -> None:
        """Nothing to stop: an utterance is complete when save_to_file returns."""

    def destroy(self) -> None:
        """Nothing to release."""

    def getProperty(self, name: str):  # noqa: N802
        """voices, voice, rate (words a minute) or volume (0 to 1). Raises KeyError for another."""
        voice = Voice(self._voice.voice, self._voice.voice, ["en-US"], "Female", None)
        return {"voices": [voice], "voice": voice.id, "rate": self._rate, "volume": self._volume}[name]

    def setProperty(self, name: str, value) -> None:  # noqa: N802
        """rate or volume; the voice is the one that is in the package. Raises KeyError for another."""
        if name == "rate":
            self._rate = float(value)
        elif name == "volume":
            self._volume = min(1.0, max(0.0, float(value)))
        elif name != "voice":
            raise KeyError(name)
