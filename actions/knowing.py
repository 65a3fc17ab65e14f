"""What the assistant knows: answers from the articles with their sources, and pictures of the customer's own money."""

from __future__ import annotations

from dataclasses import asdict

from rasa_sdk.events import SlotSet

from actions.advice import note, picture
from actions.conversation import Conversation
from actions.follow_up import TOPIC, topic
from actions.plan_facts import plan_data, plan_facts
from actions.step import Events, Step, Voice
from advisor.pictures import payloads
from knowledge.answers import Answer, answer
from knowledge.facts import Brief
from knowledge.writing import write
from settings import settings


class ActionAnswerQuestion(Step):
    """Answers from the articles, with sources; declines kindly what they do not cover."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        message = conversation.message
        question = next((str(v["value"]) for v in message.values("question")), message.text)
        leans_on = topic(conversation)
        if leans_on is not None:  # "is that risky?" is about what was just asked
            question = f"{leans_on} {question}"
        said = str(conversation.question.get("said", "")) if leans_on is not None else ""
        reply = answer(question, tone=conversation.tone, said=said)
        return say_answer(conversation, voice, leans_on or question, reply, said)


def say_answer(conversation: Conversation, voice: Voice, about: str, reply: Answer, said: str = "") -> Events:
    """Say an answer; what it is about, and what was said of it so far, is kept for a question that leans on it."""
    note(conversation, "question", declined=reply.declined)
    voice.text(
        reply.text,
        spoken_text=reply.spoken_text,
        sources=[asdict(source) for source in reply.sources],
        data={"declined": reply.declined, "written_by": reply.written_by},
    )
    heard = {"kind": TOPIC, "about": about, "said": f"{said} {reply.text}".strip()}
    return [SlotSet("question", None if reply.declined else heard)]


class ActionShowPortfolio(Step):
    """How the money of the current plan is spread, and how that changes towards its date."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        plan = conversation.plan
        if plan is None:
            voice.response("utter_no_plan_yet")
            return []
        wanted = ("stocks_share", "bonds_share", "cash_share", "expected_return")
        facts = tuple(fact for fact in plan_facts(plan) if fact.name in wanted)
        written = write(Brief("portfolio", facts, conversation.tone))
        voice.text(
            written.text,
            spoken_text=written.spoken_text,
            image=picture(conversation, "portfolio", payloads.portfolio(plan, settings.currency)),
            data={**plan_data(plan), "written_by": written.written_by},
        )
        return []
