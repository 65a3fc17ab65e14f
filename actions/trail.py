"""What the audit keeps of a conversation: how a message was read, what decided what about it, and in which words."""

from __future__ import annotations

import hashlib
from collections import deque
from dataclasses import asdict
from typing import Any

from actions.conversation import Conversation
from advisor import personas
from advisor.personas import PersonasError
from advisor.plans import Plan
from advisor.products import Recommendation
from trust import audit

ABOUT = ("plan_id", "recommendation_id", "handoff_id")  # what makes a reply part of a decision's path

_noted: deque[str] = deque(maxlen=1000)  # messages that have their entry: several actions answer one message


def plan_kept(conversation: Conversation, plan: Plan, replaces: str | None) -> None:
    """A plan came into force."""
    owner = conversation.owner
    _record(
        conversation,
        "plan",
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
    _record(
        conversation,
        "recommendation",
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
    _record(
        conversation,
        "verdict",
        recommendation_id=recommendation_id,
        verdict=verdict,
        why=why,
        channel=conversation.channel,
    )


def plan_dropped(conversation: Conversation, plan_id: str) -> None:
    """A plan went out of force."""
    _record(conversation, "plan_deleted", plan_id=plan_id)


def handed_over(conversation: Conversation, handoff_id: str, reason: str, **references: Any) -> None:
    """A conversation was put in the queue for people; `references` say which decision it is about."""
    _record(conversation, "handoff", handoff_id=handoff_id, reason=reason, **references)


def replied(conversation: Conversation, action: str, messages: list[dict[str, Any]]) -> None:
    """What was said about a decision, or in answer to a question: who worded it, from where, and the fingerprint."""
    for message in messages:
        custom = message.get("custom") or {}
        data, sources = custom.get("data") or {}, custom.get("sources") or ()
        about = {name: data[name] for name in ABOUT if data.get(name)}
        if about or sources:
            _record(
                conversation,
                "reply",
                action=action,
                **about,
                # Both of them ("flan-t5-small, template") where a part was replaced: the audit takes a list.
                written_by=data["written_by"].split(", ") if data.get("written_by") else None,
                sources=[hashlib.sha256(source["url"].encode()).hexdigest()[:16] for source in sources],
                response=None if message.get("text") else message.get("response"),
                words=audit.fingerprint(conversation.owner, message.get("text") or message.get("response") or ""),
            )


def _record(conversation: Conversation, kind: str, **references: Any) -> None:
    message_id = _message(conversation)
    audit.record(kind, conversation.owner, session_id=conversation.session_id, message_id=message_id, **references)


def _message(conversation: Conversation) -> str | None:
    """The id of the message that is being answered; how it was read is noted with the first thing it leads to."""
    said = next((event for event in reversed(conversation.tracker.events) if event.get("event") == "user"), {})
    message_id = said.get("message_id")
    if message_id and message_id not in _noted:
        _noted.append(message_id)
        owner, message = conversation.owner, conversation.message
        intent = (said.get("parse_data") or {}).get("intent") or {}
        audit.record(
            "message",
            owner,
            session_id=conversation.session_id,
            message_id=message_id,
            intent=message.intent,
            confidence_permille=round(1000 * (intent.get("confidence") or 0.0)),
            entities=sorted({entity["entity"] for entity in message.entities}),
            model=(said.get("metadata") or {}).get("model_id"),
            words=audit.fingerprint(owner, message.text),
        )
    return message_id


def _personas_version() -> str | None:
    try:
        return personas.current().version
    except PersonasError:
        return None
