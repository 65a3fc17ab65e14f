"""The door: a token names the sender, every turn says something, one object a reply."""

import asyncio

import pytest
from rasa.core.channels.channel import UserMessage

from bot import turn
from bot.channel import LONGEST_MESSAGE, as_reply, replies, text_of
from trust.tokens import Identity

GUEST = Identity("guest-00000000000000ab", "customer", "00000000000000ab")


class Processor:
    """Reads every message as one intent; words decide which."""

    async def parse_message(self, message):
        for word, intent in (("what is", "ask_question"), ("save", "state_goal"), ("hello", "greet")):
            if word in message.text.lower():
                return {"text": message.text, "intent": {"name": intent, "confidence": 0.95}, "entities": []}
        return {"text": message.text, "intent": {"name": "nlu_fallback", "confidence": 0.2}, "entities": []}


class Agent:
    """An agent whose domain says what trouble sounds like."""

    processor = Processor()

    class domain:  # noqa: N801 - the attribute of Rasa's agent
        responses = {"utter_trouble": [{"text": "Something does not answer."}]}


def answers(text: str, handle, metadata=None) -> list[dict]:
    async def collect():
        return [reply async for reply in replies(Agent(), handle, GUEST, text, metadata)]

    return asyncio.run(collect())


def test_the_sender_is_the_one_the_token_names():
    seen: list[UserMessage] = []

    async def handle(message):
        seen.append(message)
        await message.output_channel.send_response(message.sender_id, {"text": "Hello!"})

    assert answers("hello", handle, {"sender": "customer-1"}) == [{"text": "Hello!"}]
    assert seen[0].sender_id == GUEST.sender_id


def test_one_rich_message_is_one_object():
    reply = as_reply(
        {
            "text": "Save $100 a month.",
            "buttons": [{"title": "Why?", "payload": "/ask_why"}, {"title": "Nothing yet"}],
            "custom": {"spoken_text": "Save 100 dollars", "image": {"id": "c", "alt": "a"}, "data": {"monthly": 100.0}},
            "metadata": {"model_id": "x"},
            "utter_action": "utter_x",
        }
    )
    assert reply == {
        "text": "Save $100 a month.",
        "spoken_text": "Save 100 dollars",
        "image": {"id": "c", "alt": "a"},
        "data": {"monthly": 100.0},
        "buttons": [{"title": "Why?", "payload": "/ask_why"}, {"title": "Nothing yet", "payload": "Nothing yet"}],
    }


def test_a_turn_in_which_the_actions_do_not_answer_says_so_and_nothing_else():
    async def handle(message):
        turn.fail("actions")
        await message.output_channel.send_response(message.sender_id, {"text": "half an answer"})

    assert answers("hello", handle) == [
        {
            "text": "Something does not answer.",
            "spoken_text": "Something does not answer.",
            "data": {"trouble": "actions"},
        }
    ]


def test_a_turn_that_breaks_says_so():
    async def handle(message):
        raise RuntimeError("broken")

    assert answers("hello", handle)[0]["data"] == {"trouble": "bot"}


def test_a_message_that_cannot_be_read_says_so(monkeypatch):
    async def broken(self, message):
        raise RuntimeError("the model is of another version")

    monkeypatch.setattr(Processor, "parse_message", broken)
    assert answers("hello", None)[0]["data"] == {"trouble": "bot"}


def test_a_turn_that_says_nothing_is_not_silent():
    async def handle(message):
        return None

    assert answers("hello", handle)[0]["data"] == {"trouble": "silence"}


def test_two_wishes_are_two_turns_in_the_order_said():
    seen = []

    async def handle(message):
        seen.append((message.text, message.metadata["began"]))
        await message.output_channel.send_response(message.sender_id, {"text": f"re: {message.text}"})

    said = answers("I want to save for a car. What is an index fund?", handle)
    assert [text for text, _ in seen] == ["I want to save for a car.", "What is an index fund?"]
    assert seen[0][1] == seen[1][1], "both arrived at once, for whoever is erased meanwhile"
    assert len(said) == 2


@pytest.mark.parametrize(
    "text",
    ["hello, I want to save for a car", "I want to save for a car. In two years. 15k.", "what is an index fund?"],
)
def test_one_wish_is_one_turn(text):
    seen = []

    async def handle(message):
        seen.append(message.text)
        await message.output_channel.send_response(message.sender_id, {"text": "ok"})

    answers(text, handle)
    assert seen == [text]


class Request:
    def __init__(self, body):
        self.json = body


@pytest.mark.parametrize("body", [None, [], {}, {"text": ""}, {"text": "  "}, {"text": 5}, {"message": "hello"}])
def test_a_body_without_a_text_is_explained(body):
    with pytest.raises(ValueError, match="The body is JSON with a text"):
        text_of(Request(body))


def test_a_message_that_is_too_long_is_explained():
    with pytest.raises(ValueError, match=f"at most {LONGEST_MESSAGE}"):
        text_of(Request({"text": "a" * (LONGEST_MESSAGE + 1)}))
