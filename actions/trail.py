"""What the audit keeps of a conversation: which rules and models decided what, on which inputs, in which words."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from actions.conversation import Conversation
from advisor import personas
from advisor.personas import PersonasError
from advisor.plans import Plan
from advisor.products import Recommendation
from trust import audit

ABOUT = ("plan_id", "recommendation_id", "handoff_id")  # what makes a reply part of a decision's path


def plan_kept(conversation: Conversation, plan: Plan, replaces: str | None) -> None:
    """A plan came into force."""
    owner = conversation.owner
    audit.record(
        "plan",
        owner,
        session_id=conversation.session_id,
        plan_id=plan.plan_id,
        replaces=replaces,
        status=plan.status,
        assumptions_id=plan.assumptions_id,
        inputs=audit.fingerprint(owner, {"goal": asdict(plan.goal), "customer": conversation.customer.to_dict()}),
        output=audit.fingerprint(owner, plan.to_dict()),
    )


def recommendation_kept(conversation: Conversation, recommendation_id: str, chosen: Recommendation) -> None:
    """A product was recommended."""
    owner, plan = conversation.owner, conversation.plan
    audit.record(
        "recommendation",
        owner,
        session_id=conversation.session_id,
        recommendation_id=recommendation_id,
        plan_id=plan.plan_id if plan else None,
        product_id=chosen.product.id,
        rules=list(chosen.rule_ids),
        catalogue=chosen.catalogue_version,
        policy=chosen.policy,
        personas=_personas_version(),
        inputs=audit.fingerprint(owner, chosen.situation.to_dict()),
        output=audit.fingerprint(owner, chosen.to_dict()),
    )


def verdict_given(conversation: Conversation, recommendation_id: str, verdict: str, why: str | None = None) -> None:
    """The customer accepted or rejected a recommendation."""
    audit.record(
        "verdict", conversation.owner, session_id=conversation.session_id,
        recommendation_id=recommendation_id, verdict=verdict, why=why, channel="chat",
    )  # fmt: skip


def plan_dropped(conversation: Conversation, plan_id: str) -> None:
    """A plan went out of force."""
    audit.record("plan_deleted", conversation.owner, session_id=conversation.session_id, plan_id=plan_id)


def handed_over(conversation: Conversation, handoff_id: str, reason: str, **references: Any) -> None:
    """A conversation was put in the queue for people; `references` say which decision it is about."""
    audit.record(
        "handoff", conversation.owner, session_id=conversation.session_id,
        handoff_id=handoff_id, reason=reason, **references,
    )  # fmt: skip


def replied(conversation: Conversation, action: str, messages: list[dict[str, Any]]) -> None:
    """Words were said about a decision: which decision, who worded it, and the words' fingerprint."""
    for message in messages:
        data = (message.get("custom") or {}).get("data") or {}
        about = {name: data[name] for name in ABOUT if data.get(name)}
        if about:
            audit.record(
                "reply",
                conversation.owner,
                session_id=conversation.session_id,
                action=action,
                **about,
                # Both of them ("flan-t5-small, template") where a part was replaced: the audit takes a list.
                written_by=data["written_by"].split(", ") if data.get("written_by") else None,
                words=audit.fingerprint(conversation.owner, message.get("text") or message.get("response") or ""),
            )


def _personas_version() -> str | None:
    try:
        return personas.current().version
    except PersonasError:
        return None
