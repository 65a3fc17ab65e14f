"""What the advisor makes of this conversation's customer: persona, plan, products; stored as they are said."""

from __future__ import annotations

import functools
import logging
from dataclasses import replace
from typing import Any

from actions import trail
from actions.conversation import Conversation
from actions.plan_facts import money
from actions.reading import read
from advisor import personas, pictures
from advisor.feedback.learner import Learner
from advisor.goals import Goal
from advisor.money_text import percent_text
from advisor.personas import Persona, PersonasError
from advisor.plans import Plan, make_plan
from advisor.products import MOST, Recommendation, Rejection, recommend
from knowledge.facts import Fact
from store import charts, events, plans, recommendations
from store.database import new_id
from trust.consent import allows

ALL = 1000  # products: the policy chooses among everything that fits, people see three

logger = logging.getLogger(__name__)


def persona_of(conversation: Conversation) -> Persona | None:
    """The customer's persona; None for a guest, whose fields are guesses, or when none are fitted."""
    if conversation.is_guest:
        return None
    try:
        return personas.current().assign(conversation.customer)
    except PersonasError as error:
        logger.error("no persona: %s", error)
        return None


def new_plan(conversation: Conversation, goal: Goal, *, today: Any, monthly: float | None = None) -> Plan:
    """The plan for a goal of this customer's, by a key of its own. AdviceError if it cannot be made."""
    plan = make_plan(
        goal,
        conversation.customer,
        today=today,
        monthly=monthly,
        monthly_budget=conversation.profile.get("monthly_budget"),
        household=conversation.household,
    )
    return replace(plan, plan_id=f"plan-{new_id()[:16]}")


def keep_plan(conversation: Conversation, plan: Plan, replaces: str | None = None) -> None:
    """Put a plan in force, in place of the one it replaces."""
    plans.add(conversation.owner, plan.plan_id, plan.goal.goal_type, plan.to_dict(), replaces)
    trail.plan_kept(conversation, plan, replaces)
    note(conversation, "plan", goal_type=plan.goal.goal_type, status=plan.status)


def picture(conversation: Conversation, kind: str, payload: dict[str, Any]) -> dict[str, str]:
    """Store the figures of a picture; what a message says of it: {id, alt}."""
    return {"id": charts.add(conversation.owner, kind, payload), "alt": pictures.alt(kind, payload)}


def note(conversation: Conversation, kind: str, **document: Any) -> None:
    """Note that something happened and, where they let themselves be counted, how it sounded; never what was said."""
    feeling = read(conversation.message).feeling
    if feeling is not None and allows(conversation.owner, "insights"):
        document["sentiment"] = feeling
    events.add(conversation.owner, conversation.session_id, kind, document)


def standing(conversation: Conversation) -> dict[str, Any]:
    """How the customer stands, as the product rules ask: worry heard, signs of money trouble, card use."""
    distress, signals = conversation.distress, conversation.signals
    return {
        "worried": conversation.worried,
        "distressed": distress is not None and distress.help_first,
        "utilisation": None if signals is None else signals.utilisation,
    }


def rejections(conversation: Conversation) -> tuple[Rejection, ...]:
    """What this customer said no to, and on what it was recommended then."""
    return tuple(
        Rejection(stored.product_id, stored.document.get("basis", ""), stored.verdict_reason)
        for stored in recommendations.list_of(conversation.owner)
        if stored.verdict == "rejected"
    )


def recommend_for(
    conversation: Conversation, plan: Plan | None, product_type: str | None = None
) -> tuple[Recommendation, ...]:
    """Products that fit, the best first; nothing refused for reasons that still hold, nothing that a person is looking
    at because it was contested, and nothing at all to somebody who is to be helped first.
    """
    if conversation.help_first:
        return ()
    found = recommend(
        conversation.customer,
        plan,
        persona_of(conversation),
        **standing(conversation),
        product_type=product_type,
        rejected=rejections(conversation),
        most=ALL,
    )
    found = tuple(item for item in found if item.product.id not in conversation.under_review)
    if not found:
        return ()
    learner().catch_up(recommendations)  # every verdict so far, a minute old or of another customer, counts now
    seed = f"{conversation.session_id}{len(recommendations.list_of(conversation.owner))}"
    return learner().order(found, seed)[:MOST]


@functools.cache
def learner() -> Learner:
    """The policy that decides which fitting product comes first; one a process."""
    return Learner()


def keep_recommendation(conversation: Conversation, chosen: Recommendation) -> str:
    """Store what is recommended as it is said; its id."""
    persona = persona_of(conversation)
    recommendation_id = recommendations.add(
        conversation.owner,
        product_id=chosen.product.id,
        persona=persona.name if persona else "guest",
        propensity=chosen.propensity,
        policy=chosen.policy,
        document=chosen.to_dict(),
    )
    trail.recommendation_kept(conversation, recommendation_id, chosen)
    return recommendation_id


def clause(sentence: str) -> str:
    """A reason as it follows "because": "It is made for it." becomes "it is made for it"."""
    text = sentence.strip().rstrip(".")
    return text if text[:2] in ("I ", "I'") else text[0].lower() + text[1:]


def product_facts(chosen: Recommendation) -> tuple[Fact, ...]:
    """What may be said of a recommendation."""
    product = chosen.product
    facts = [Fact("product", product.name, "name"), Fact("product_reason", clause(chosen.reasons[0].text), "name")]
    if product.rate is not None:
        facts.append(Fact("product_rate", percent_text(product.rate, 2), "percent"))
    if product.fees.get("yearly"):
        facts.append(Fact("product_fee", money(product.fees["yearly"]), "money"))
    if product.minimum:
        facts.append(Fact("product_minimum", money(product.minimum), "money"))
    return tuple(facts)


def current_recommendation(conversation: Conversation) -> Any:
    """The stored recommendation being talked about: the one a button names, the one said last, or None."""
    named = next((str(v["value"]) for v in conversation.message.values("recommendation_id")), None)
    recommendation_id = named or conversation.slot("recommendation_id")
    return recommendations.get(recommendation_id, conversation.owner) if recommendation_id else None
