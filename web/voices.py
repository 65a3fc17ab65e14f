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
        from voice.hearing import Hearing
        from voice.speaking import Speaking

        for name, make in (("_hearing", Hearing), ("_speaking", Speaking)):
            try:
                model = make()
                model.warm_up()
                setattr(self, name, model)
            except Exception:
                log.exception("no %s: the voice model could not be loaded", name.strip("_"))
        self._loaded.set()

    def load_in_background(self) -> None:
        """`load` without keeping the server from answering text meanwhile."""
        threading.Thread(target=self.load, name="voices", daemon=True).start()

    def state(self) -> dict[str, bool]:
        """Which of the two can be used now."""
        return {"hearing": self._hearing is not None, "speaking": self._speaking is not None}

    def hear(self, audio: bytes) -> Heard:
        """What was said in a recording of any common format. Raises Problem 422 or 503."""
        from voice.hearing import AudioError

        self._loaded.wait(LOADING_SECONDS)
        if self._hearing is None:
            raise Problem(503, "Milepost cannot listen just now. Please type what you want to say.", retry_after=10)
        try:
            return self._hearing.transcribe(audio)
        except AudioError as error:
            raise Problem(422, error.say) from None

    def say(self, text: str) -> bytes:
        """The text as a WAV file. Raises Problem 503."""
        self._loaded.wait(LOADING_SECONDS)
        if self._speaking is None:
            raise Problem(503, "Milepost cannot speak just now. The text of the reply is in the chat.")
        try:
            return self._speaking.say(text)
        except Exception as error:
            log.error("speaking failed: %s", type(error).__name__)
            raise Problem(503, "This reply could not be spoken. Its text is in the chat.") from None
