"""What can go wrong with sound, each with a sentence that can be said to the customer as it is."""

from __future__ import annotations


class VoiceError(Exception):
    """`str(error)` is for the log and holds no words of the customer; `error.say` is for the customer."""

    def __init__(self, reason: str, say: str) -> None:
        super().__init__(reason)
        self.say = say


class AudioError(VoiceError):
    """The recording cannot be used: empty, silent, cut off, too long, damaged, or no audio at all."""


class HearingUnavailable(VoiceError):
    """Speech recognition cannot run here: its weights or its library are missing."""


class SpeakingUnavailable(VoiceError):
    """Nothing on this machine could turn the text into sound."""
