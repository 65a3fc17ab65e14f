"""How worried a turn sounds: the words first; the voice only beside them, against the same person's earlier turns, and
only while they let it count. docs/decisions/045-voice-beside-words.md says what weighs how much.
"""

from __future__ import annotations

from statistics import mean
from typing import TYPE_CHECKING, Any

from rasa_sdk.events import SlotSet

from actions.conversation import Conversation
from actions.reading import read
from trust import consent

if TYPE_CHECKING:
    from actions.step import Events, Voice

WORDS_WEIGH, VOICE_WEIGHS = 0.7, 0.3
WORRIED_FROM = 0.35  # above VOICE_WEIGHS: a voice alone, without a word of worry, decides nothing
TURNS_TO_KNOW_A_VOICE = 3  # before that there is nothing to compare with
TURNS_KEPT = 8
# What is a marked change for one person, in the units of voice.hearing.Manner, and how much of the voice's share it is.
PAUSES, PAUSES_SHARE = 0.20, 0.5  # more of the time spent in pauses
SLOWER, SLOWER_SHARE = 0.35, 0.3  # slower by this share of their usual words a second
SOFTER, SOFTER_SHARE = 10.0, 0.2  # decibels below their usual loudness
FIELDS = ("words_per_second", "pause_share", "loudness")


def manner_of(conversation: Conversation) -> dict[str, float] | None:
    """How this turn was spoken; None if it was typed, or if the tone of voice may not be listened to now."""
    heard = (conversation.metadata or {}).get("voice")
    if not isinstance(heard, dict) or not consent.allows(conversation.owner, "voice_tone"):
        return None
    values = {name: heard.get(name) for name in FIELDS}
    return values if all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in values.values()) else None


def strain(manner: dict[str, float], earlier: list[dict[str, float]]) -> float:
    """How strained a voice is against the same person's earlier turns, 0 to 1; 0 while there are too few of them."""
    if len(earlier) < TURNS_TO_KNOW_A_VOICE:
        return 0.0
    usual = {name: mean(turn[name] for turn in earlier) for name in FIELDS}
    pauses = (manner["pause_share"] - usual["pause_share"]) / PAUSES
    slower = (1 - manner["words_per_second"] / usual["words_per_second"]) / SLOWER if usual["words_per_second"] else 0.0
    softer = (usual["loudness"] - manner["loudness"]) / SOFTER
    return PAUSES_SHARE * _share(pauses) + SLOWER_SHARE * _share(slower) + SOFTER_SHARE * _share(softer)


def words_worry(conversation: Conversation) -> float:
    """How worried the words are, 0 to 1: a worry that is said is 1, else how far below zero they sound."""
    reading = read(conversation.message)
    return 1.0 if reading.worry else _share(-(reading.feeling or 0.0))


def worry(words: float, voice: float) -> float:
    """Words and voice mixed, 0 to 1."""
    return WORDS_WEIGH * words + VOICE_WEIGHS * voice


def notice(conversation: Conversation, voice: Voice) -> Events:
    """Remember how this turn was spoken and, where voice and words together sound worried, slow down.

    Without consent what was remembered of earlier turns goes at once.
    """
    earlier: list[dict[str, Any]] = list(conversation.slot("manners") or ())
    manner = manner_of(conversation)
    if manner is None:
        forgotten = earlier and not consent.allows(conversation.owner, "voice_tone")
        return [SlotSet("manners", None)] if forgotten else []
    events: Events = [SlotSet("manners", [*earlier, manner][-TURNS_KEPT:])]
    strained = strain(manner, earlier)
    careful_already = conversation.worried or conversation.message.intent == "express_worry"
    if strained and not careful_already and worry(words_worry(conversation), strained) >= WORRIED_FROM:
        voice.response("utter_voice_noticed", data={"tone": "careful"})
        events.append(SlotSet("worried", True))
    return events


def _share(value: float) -> float:
    return min(1.0, max(0.0, value))
