"""Hearing and speaking as the web server holds them: loaded once, warmed at start, honest when missing."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from web.problems import Problem

if TYPE_CHECKING:
    from voice.hearing import Heard, Hearing
    from voice.speaking import Speaking

log = logging.getLogger(__name__)

LOADING_SECONDS = 60.0  # the longest a first request waits for the models


class Voices:
    """The two voice models behind one door. Give ready ones (a test's fakes), or call `load`."""

    def __init__(self, hearing: Hearing | None = None, speaking: Speaking | None = None) -> None:
        self._hearing = hearing
        self._speaking = speaking
        self._loaded = threading.Event()
        if hearing and speaking:
            self._loaded.set()

    def load(self) -> None:
        """Load and warm both models; what cannot be loaded is logged and stays away."""
        from voice.hearing import hearing
        from voice.speaking import speaking

        for name, load in (("_hearing", hearing), ("_speaking", speaking)):
            try:
                model = load()
                model.warm_up()
                setattr(self, name, model)
            except Exception as error:  # text must work whatever is wrong with sound
                log.error("no %s: %s: %s", name.strip("_"), type(error).__name__, error)
        self._loaded.set()

    def state(self) -> dict[str, bool]:
        """Which of the two can be used now."""
        return {"hearing": self._hearing is not None, "speaking": self._speaking is not None}

    def hear(self, audio: bytes) -> Heard:
        """What was said in a recording of any common format. Raises Problem 422 or 503."""
        from voice.errors import AudioError

        self._loaded.wait(LOADING_SECONDS)
        if self._hearing is None:
            raise Problem(503, "Milepost cannot listen just now. Please type what you want to say.", retry_after=10)
        try:
            return self._hearing.transcribe(audio)
        except AudioError as error:
            raise Problem(422, error.say) from None

    def say(self, text: str) -> bytes:
        """The text as a WAV file. Raises Problem 422 if there is no word in it, or 503."""
        from voice.errors import SpeakingUnavailable

        self._loaded.wait(LOADING_SECONDS)
        if self._speaking is None:
            raise Problem(503, "Milepost cannot speak just now. The text of the reply is in the chat.")
        try:
            return self._speaking.say(text)
        except SpeakingUnavailable as error:
            log.error("speaking failed: %s", error)
            raise Problem(503, error.say) from None
        except ValueError as error:
            raise Problem(422, f"This reply cannot be spoken: {error}.") from None
