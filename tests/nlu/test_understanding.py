"""The trained model: as accurate as is claimed, modest where it should be, quick, and the same inside Rasa."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest

from nlu.evaluation import development, out_of_scope, score, unseen
from nlu.intent_model import OUT_OF_SCOPE
from nlu.parse import FALLBACK, Understanding

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def understanding() -> Understanding:
    return Understanding()


def test_paraphrases_by_another_author_are_understood(understanding: Understanding) -> None:
    scores = score(understanding, unseen())
    assert scores.accuracy >= 0.92
    assert scores.kept >= 0.92
    assert scores.wrongly_acted <= 0.03
    # Measured: 94.3 %. int8 arithmetic differs a little among processors, and one utterance is 1.4 %.
    assert scores.rejected >= 0.92


def test_the_fallback_keeps_what_is_meant_for_it_and_rejects_the_rest(understanding: Understanding) -> None:
    assert score(understanding, development()).kept >= 0.92
    assert score(understanding, out_of_scope()).rejected >= 0.92


@pytest.mark.parametrize(
    ("utterance", "intent"),
    [
        ("I want to save for a house in 3 years", "state_goal"),
        ("I want to save for a house in three years.", "state_goal"),
        ("i want to save for a house in three years", "state_goal"),
        ("I wanna save for a house in three years", "state_goal"),
        ("I want to save for house in 3 years!", "state_goal"),
        ("no, five years", "change_goal"),
        ("300 more a month", "what_if"),
        ("a year later", "what_if"),
        ("if rates rise 2 points", "what_if"),
        ("Yes.", "affirm"),
        ("60000", "inform"),
        ("in 18 months", "inform"),
        ("someone stole my card", "report_fraud"),
        ("help", "help"),
        ("Hello!", "greet"),
        ("stop", "stop"),
        ("what can you do", "help"),
        ("I lost my job and can't pay my bills", "express_worry"),
    ],
)
def test_the_sentences_everything_depends_on(understanding: Understanding, utterance: str, intent: str) -> None:
    assert understanding.parse(utterance).intent == intent


@pytest.mark.parametrize("nonsense", ["xqzv wrtp", "the of and", "🙂🙂🙂", "...", "ⱷ ⱹ ⱻ"])
def test_nonsense_is_not_acted_on(understanding: Understanding, nonsense: str) -> None:
    assert understanding.parse(nonsense).intent in (FALLBACK, OUT_OF_SCOPE)


def test_a_message_of_any_length_is_parsed(understanding: Understanding) -> None:
    assert understanding.parse("I want to save for a house " * 400).intent == "state_goal"


def test_inside_rasa_a_message_means_the_same(understanding: Understanding) -> None:
    from rasa.core.agent import Agent

    from nlu.parse import newest

    agent = Agent.load(str(newest()))
    for labelled in unseen()[::12]:
        inside = asyncio.run(agent.parse_message(labelled.text))
        alone = understanding.parse(labelled.text)
        assert inside["intent"]["name"] == alone.intent
        figures = [e for e in inside["entities"] if e["entity"] != "sentiment"]
        assert [(e["entity"], e["start"], e["end"], e["value"]) for e in figures] == [
            (e.kind, e.start, e.end, e.value) for e in alone.entities
        ]
        assert [e["value"]["compound"] for e in inside["entities"] if e["entity"] == "sentiment"] == [
            alone.sentiment.compound
        ]


def test_the_command_prints_one_object_a_line() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "nlu.parse"],
        input="I need sixty grand by Christmas 2029\n\nhello there\n",
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    first, second = map(json.loads, done.stdout.splitlines())
    assert [(e["entity"], e["value"]) for e in first["entities"]] == [
        ("amount_of_money", 60000),
        ("date", "2029-12-25"),
    ]
    assert second["intent"] == "greet"
    assert 0.6 <= second["confidence"] <= 1
