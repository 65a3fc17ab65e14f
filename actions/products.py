"""Products: recommended with reasons, compared, explained, accepted or rejected; the next one follows at once."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import SlotSet

from actions import trail
from actions.advice import (
    clause,
    current_recommendation,
    keep_recommendation,
    note,
    persona_of,
    picture,
    product_facts,
    recommend_for,
    standing,
)
from actions.care import offer_help_first
from actions.consenting import decide
from actions.conversation import Conversation, set_slots
from actions.goal_form import today
from actions.plan_facts import money, plan_data
from actions.reading import read
from actions.step import Events, Step, Voice
from advisor import personas
from advisor.catalogue import current
from advisor.customers import Customer
from advisor.money_text import chance_text, duration_text, percent_text
from advisor.personas import PersonasError
from advisor.plans import Plan
from advisor.products import why_not
from advisor.situation import situation_of
from knowledge.facts import Brief, Fact
from knowledge.writing import write
from store import recommendations
from trust.consent import allows
from trust.explanations import Explanation, explain_persona, explain_risk
from trust.why_persona import why_persona

TYPE_WORDS = {"card": "card", "loan": "loan", "investment": "investment", "savings": "savings account"}

_WHY_NOT = (
    ("too_expensive", re.compile(r"\b(expensive|fees?|costs?|pricey|dear|cheaper)\b", re.IGNORECASE)),
    ("too_risky", re.compile(r"\b(risk|risky|unsafe|scar(?:y|ed)|lose)\b", re.IGNORECASE)),
    ("already_have", re.compile(r"\b(already (?:have|got)|have (?:one|that)|got one)\b", re.IGNORECASE)),
    ("not_now", re.compile(r"\b(not now|later|another time|not yet|some other time|maybe)\b", re.IGNORECASE)),
    ("not_interested", re.compile(r"\b(not interested|don'?t (?:want|like|need)|no interest)\b", re.IGNORECASE)),
)


_ABOUT_RISK = re.compile(
    r"\b(risk score|distress|signs?|trouble|strain|struggling|say that|think (?:that|so|i)|help first|not sell)\b", re.I
)
_ABOUT_PERSONA = re.compile(
    r"\b(persona|group|(?:kind|type|sort) of (?:customer|person|saver|client)|category|profile"
    r"|(?:put|class|take|see) me|budgeters?|savers?|spenders?|among the)\b",
    re.I,
)
_NO_MORE = re.compile(
    r"\b(stop|don'?t want any|no more|never)\b.*\b(recommend|suggest|offer|pitch|advert|selling)", re.IGNORECASE
)

_AGAIN = re.compile(r"\b(you (?:may|can)|i allow|start|again)\b.*\b(recommend|suggest|offer)", re.IGNORECASE)


class ActionRecommend(Step):
    """The product that fits best, with its reason; says so when none does."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        if not allows(conversation.owner, "recommendations"):
            if _AGAIN.search(conversation.message.text):  # what the reply below tells people to say
                return decide(conversation, voice, given=True)
            voice.response("utter_consent_needed_recommendations")
            return []
        wanted = read(conversation.message).products
        return say_recommendation(conversation, voice, wanted[0] if wanted else None)


class ActionCompareProducts(Step):
    """The two or three products that fit best, side by side, with what each costs and who it is not for."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        if not allows(conversation.owner, "recommendations"):
            voice.response("utter_consent_needed_recommendations")
            return []
        wanted = read(conversation.message).products
        found = recommend_for(conversation, conversation.plan, wanted[0] if wanted else None)
        if len(found) < 2:
            return say_recommendation(conversation, voice, wanted[0] if wanted else None)
        first, second = found[0], found[1]
        facts = [
            *goal_fact(conversation.plan),
            *product_facts(first),
            Fact("other_product", second.product.name, "name"),
            Fact("other_reason", clause(second.reasons[0].text), "name"),
        ]
        if second.product.rate is not None:
            facts.append(Fact("other_rate", percent_text(second.product.rate, 2), "percent"))
        written = write(Brief("recommendation", tuple(facts), conversation.tone))
        recommendation_id = keep_recommendation(conversation, first)
        voice.text(
            written.text,
            spoken_text=written.spoken_text,
            data={"recommendation_id": recommendation_id, "products": [item.to_dict() for item in found],
                  "written_by": written.written_by},
            buttons=verdict_buttons(),
        )  # fmt: skip
        return set_slots(recommendation_id=recommendation_id, question={"kind": "accept"})


class ActionExplain(Step):
    """Why: the reasons of the product being talked about, else what the plan's figures follow from."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        text = conversation.message.text
        asked_about = conversation.question.get("contest")
        if conversation.distress is not None and (asked_about == "risk" or _ABOUT_RISK.search(text)):
            return explain_risk_score(conversation, voice)
        if not conversation.is_guest and _ABOUT_PERSONA.search(text):
            return explain_their_persona(conversation, voice)
        stored = current_recommendation(conversation)
        about_plan = re.search(
            r"\b(plan|much|month(?:ly)?|amount|figure|number|saving|long)\b", conversation.message.text, re.I
        )
        if stored is not None and not (about_plan and conversation.plan):
            return explain_product(conversation, voice, stored)
        if conversation.plan is not None:
            return explain_plan(conversation, voice, conversation.plan)
        voice.response("utter_no_recommendation")
        return []


class ActionAcceptRecommendation(Step):
    """Notes a yes to the product being talked about, and what it teaches."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        stored = current_recommendation(conversation)
        if stored is None:
            voice.response("utter_no_recommendation")
            return []
        recommendations.set_verdict(stored.recommendation_id, conversation.owner, "accepted")
        trail.verdict_given(conversation, stored.recommendation_id, "accepted")
        note(conversation, "accepted", product_id=stored.product_id)
        voice.response(
            "utter_accepted",
            product=stored.document["product"]["name"],
            data={"recommendation_id": stored.recommendation_id, "verdict": "accepted"},
        )
        return [SlotSet("question", None)]


class ActionRejectRecommendation(Step):
    """Notes a no with its reason, and offers what fits next; a rejected product does not come back."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        if _NO_MORE.search(conversation.message.text):  # "stop recommending" is a decision about all of them
            return decide(conversation, voice, given=False)
        stored = current_recommendation(conversation)
        if stored is None:
            voice.response("utter_no_recommendation")
            return []
        why = next((name for name, words in _WHY_NOT if words.search(conversation.message.text)), None)
        recommendations.set_verdict(stored.recommendation_id, conversation.owner, "rejected", why)
        trail.verdict_given(conversation, stored.recommendation_id, "rejected", why)
        note(conversation, "rejected", product_id=stored.product_id, why=why)
        product = stored.document["product"]
        same_type = product["type"] if recommend_for(conversation, conversation.plan, product["type"]) else None
        return say_recommendation(conversation, voice, same_type, instead_of=product["name"])


def say_recommendation(
    conversation: Conversation, voice: Voice, product_type: str | None, instead_of: str | None = None
) -> Events:
    """Say the product that fits best; where none does, say that, and why if a type was asked for."""
    found = recommend_for(conversation, conversation.plan, product_type)
    offered: Events = []
    if not found:
        if product_type:
            voice.response(
                "utter_no_product_of_type",
                product_type=TYPE_WORDS.get(product_type, product_type),
                why=obstacle(conversation, product_type),
            )
        elif conversation.help_first and not (offered := offer_help_first(conversation, voice)):
            voice.response("utter_care_first")
            offered = [SlotSet("question", {"kind": "handoff", "reason": "hardship"})]
        elif not conversation.help_first:
            voice.response("utter_no_product")
        return [*set_slots(recommendation_id=None, question=None), *offered]
    chosen = found[0]
    facts = [*goal_fact(conversation.plan), *product_facts(chosen)]
    persona = persona_of(conversation)
    if persona is not None:
        facts.append(Fact("persona", persona.said, "name"))
    written = write(Brief("recommendation", tuple(facts), conversation.tone))
    recommendation_id = keep_recommendation(conversation, chosen)
    note(conversation, "recommendation", product_id=chosen.product.id)
    opening = f"I will not show you the {instead_of} again. " if instead_of else ""
    voice.text(
        opening + written.text,
        spoken_text=opening + written.spoken_text,
        data={"recommendation_id": recommendation_id, "recommendation": chosen.to_dict(),
              "products": [item.to_dict() for item in found], "written_by": written.written_by},
        buttons=verdict_buttons(),
    )  # fmt: skip
    return set_slots(recommendation_id=recommendation_id, question={"kind": "accept"})


def obstacle(conversation: Conversation, product_type: str) -> str:
    """Why no product of a type is recommended, in words; the reason that keeps most of them away."""
    situation = situation_of(
        conversation.customer, conversation.plan, persona_of(conversation), **standing(conversation)
    )
    said: dict[str, int] = {}
    for product in current().products:
        if product.type == product_type:
            for reason in why_not(product, situation)[:1]:
                said[reason.text] = said.get(reason.text, 0) + 1
    return max(said, key=said.get) if said else "nothing in your situation speaks for one"


def goal_fact(plan: Plan | None) -> list[Fact]:
    """The goal a product is for."""
    return [Fact("goal", plan.goal.label, "name")] if plan is not None else []


def verdict_buttons() -> tuple[tuple[str, str], ...]:
    """What may be said to a recommendation."""
    return (
        ("I'll take it", "/accept_recommendation"),
        ("Not for me", "/reject_recommendation"),
        ("Why this one?", "/ask_why"),
    )


def explain_risk_score(conversation: Conversation, voice: Voice) -> Events:
    """Say and draw what the signs of money trouble rest on, and what would change them."""
    found = explain_risk(Customer.from_dict(conversation.bank_row), today())
    if found is None:
        voice.response("utter_consent_needed_transactions")
        return []
    say_explanation(conversation, voice, found)
    return [SlotSet("question", {"kind": "handoff", "reason": "hardship", "contest": "risk"})]


def explain_their_persona(conversation: Conversation, voice: Voice) -> Events:
    """Say and draw what puts somebody among the customers they are taken for."""
    try:
        found = explain_persona(conversation.customer)
    except PersonasError:
        voice.response("utter_no_recommendation")
        return []
    say_explanation(conversation, voice, found)
    return [SlotSet("question", {"kind": "explained", "contest": "persona"})]


def say_explanation(conversation: Conversation, voice: Voice, found: Explanation) -> None:
    """An explanation with its picture, and the way to a person who may decide otherwise."""
    note(conversation, "explained", subject=found.subject)
    voice.text(
        found.spoken(),
        image=picture(conversation, "explanation", found.picture_payload()),
        data={"explanation": found.to_dict()},
        buttons=(("I want a person to look at this", "/contest_decision"),),
    )


def explain_product(conversation: Conversation, voice: Voice, stored: Any) -> Events:
    """Say the reasons a product was recommended for, at most three, each with what it rests on."""
    document = stored.document
    product, reasons = document["product"], document["reasons"]
    facts = [Fact("product", product["name"], "name")]
    for name, reason in zip(("product_reason", "reason_2", "reason_3"), reasons, strict=False):
        facts.append(Fact(name, clause(reason["text"]), "name"))
    if product["rate"] is not None:
        facts.append(Fact("product_rate", percent_text(product["rate"], 2), "percent"))
    persona = persona_of(conversation)
    if persona is not None:
        facts.append(Fact("persona", persona.said, "name"))
    why_them = why_persona(conversation.customer, personas.current()) if persona is not None else None
    written = write(Brief("why", tuple(facts), conversation.tone))
    voice.text(
        written.text,
        spoken_text=written.spoken_text,
        image=picture(conversation, "explanation", why_them.picture_payload()) if why_them else None,
        data={"recommendation_id": stored.recommendation_id, "reasons": reasons, "rule_ids": document["rule_ids"],
              "risks": product["risks"], "not_for": product["not_for"],
              "why_persona": why_them.to_dict() if why_them else None,
              "written_by": written.written_by},
        buttons=(("I'll take it", "/accept_recommendation"), ("I want a person to look at this", "/contest_decision")),
    )  # fmt: skip
    return [SlotSet("question", {"kind": "accept", "seen": True})]


def explain_plan(conversation: Conversation, voice: Voice, plan: Plan) -> Events:
    """Say what a plan's monthly amount follows from, and what would move it most."""
    said = [
        f"It takes {money(plan.monthly)} a month because {money(plan.target_todays)} is to be ready in "
        f"{duration_text(plan.months)}"
        + (f" and you start with {money(plan.saved)}." if plan.saved else " and you start from nothing."),
    ]
    if plan.goal.debts:
        said.append(f"The debt costs {percent_text(max(d.annual_rate for d in plan.goal.debts), 2)} a year.")
    elif plan.status != "done":
        said.append(
            f"I count on {percent_text(plan.expected_return, 2)} a year after fees, the cautious end of published "
            f"forecasts, and on prices rising {percent_text(plan.inflation)} a year."
        )
        said.append(f"In {chance_text(plan.success_chance)} of simulated futures the plan reaches its goal.")
    if plan.sensitivities:
        most = plan.sensitivities[0]
        said.append(f"What would change it most: {most.assumption}, {most.change}.")
    said += list(plan.notes[:1])
    voice.text(
        " ".join(said), data={**plan_data(plan), "assumptions_id": plan.assumptions_id, "written_by": "template"}
    )
    return []
