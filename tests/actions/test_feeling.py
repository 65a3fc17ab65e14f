"""The voice counts beside the words, against the same person's own voice, and only while they let it."""

import pytest

from actions.feeling import TURNS_TO_KNOW_A_VOICE, VOICE_WEIGHS, WORRIED_FROM, strain, worry
from actions.talk import ActionHelp
from trust import consent

CALM = {"words_per_second": 3.0, "pause_share": 0.15, "loudness": -20.0}
STRAINED = {"words_per_second": 1.8, "pause_share": 0.4, "loudness": -31.0}


@pytest.fixture
def spoken(customer_talk):
    """A customer who lets the tone of voice count, and has said a few things calmly."""
    consent.decide(customer_talk.owner, "voice_tone", True, "chat")
    for _ in range(TURNS_TO_KNOW_A_VOICE):
        speak(customer_talk, "what can you do", CALM)
    return customer_talk


def speak(talk, text, manner, compound=0.0):
    feeling = {"entity": "sentiment", "value": {"compound": compound, "worry": False, "hardship": False}}
    talk.say(text, "help", feeling)
    talk.events[-1]["metadata"] = {"voice": manner}
    talk.run(ActionHelp())


def test_low_words_in_a_strained_voice_slow_it_down(spoken):
    speak(spoken, "this is all a bit much for me", STRAINED, compound=-0.4)
    assert spoken.slots["worried"] is True
    assert "utter_voice_noticed" in spoken.said


def test_the_same_words_in_a_calm_voice_do_not(spoken):
    speak(spoken, "this is all a bit much for me", CALM, compound=-0.4)
    assert not spoken.slots.get("worried")


def test_a_voice_alone_decides_nothing(spoken):
    speak(spoken, "what can you do", STRAINED)
    assert not spoken.slots.get("worried")
    assert worry(words=0.0, voice=1.0) == VOICE_WEIGHS < WORRIED_FROM


def test_withdrawn_consent_acts_in_the_very_next_turn_and_forgets_the_voice(spoken):
    assert spoken.slots["manners"]
    consent.decide(spoken.owner, "voice_tone", False, "chat")
    speak(spoken, "this is all a bit much for me", STRAINED, compound=-0.4)
    assert not spoken.slots.get("worried")
    assert spoken.slots["manners"] is None


def test_without_consent_nothing_is_remembered(customer_talk):
    speak(customer_talk, "what can you do", CALM)
    assert not customer_talk.slots.get("manners")


def test_nobody_is_held_against_others():
    always_so = [STRAINED] * TURNS_TO_KNOW_A_VOICE
    assert strain(STRAINED, always_so) == 0
    assert strain(STRAINED, [CALM] * (TURNS_TO_KNOW_A_VOICE - 1)) == 0
    assert strain(STRAINED, [CALM] * TURNS_TO_KNOW_A_VOICE) > 0.8


@pytest.mark.parametrize("broken", [{}, {"words_per_second": "fast"}, "loud", None])
def test_what_is_no_manner_is_left_alone(spoken, broken):
    before = spoken.slots["manners"]
    speak(spoken, "what can you do", broken, compound=-0.9)
    assert spoken.slots["manners"] == before
