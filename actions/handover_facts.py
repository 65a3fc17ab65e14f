"""What a colleague is told when a conversation is handed over: who it is, what to do first, where things stand."""

from __future__ import annotations

from actions.advice import current_recommendation
from actions.conversation import Conversation
from actions.plan_facts import money
from actions.plan_talk import listed
from advisor.money_text import duration_text
from advisor.plans import Plan
from knowledge.facts import Fact
from store import events

_FIRST = {
    "crisis": "call them now",
    "fraud": "call them back and check the payment",
    "hardship": "go through what has to be paid this month",
    "worry": "ask what weighs on them most",
    "complaint": "hear what went wrong, and write to them with what will be done",
    "contested_decision": "look at the decision again, and write to them with the outcome",
}
_ASK = "ask what they need"  # of the reasons that say nothing more
_STANDING = {"on_track": "within reach", "stretch": "a stretch", "out_of_reach": "out of reach"}
_DECISION = {"accepted": "said yes to it", "rejected": "turned it down", None: "have not decided yet"}
_TRIED = {
    "target": "another target", "house_price": "another target", "months": "another date",
    "monthly": "another monthly amount", "monthly_budget": "another monthly amount",
    "saved": "other savings to begin with", "debts": "another interest rate", "risk_profile": "another level of risk",
}  # fmt: skip


def handover_facts(conversation: Conversation, reason: str, request: str) -> tuple[Fact, ...]:
    """The facts of the summary; `request` is what they do or want, in the third person ("reports a scam")."""
    facts = [Fact("request", request, "name"), Fact("next_step", _FIRST.get(reason, _ASK), "name")]
    if not conversation.is_guest:
        facts.append(Fact("customer", conversation.customer.name.replace("_", " "), "name"))
    if conversation.worried:
        facts.append(Fact("mood", "worried", "name"))
    if conversation.plan is not None:
        facts += _of_plan(conversation.plan)
    elif conversation.slot("goal_type"):
        named = conversation.slot("goal_name") or conversation.slot("goal_type")
        facts.append(Fact("goal", str(named).replace("_", " "), "name"))
    shown = current_recommendation(conversation)
    if shown is not None:
        facts.append(Fact("product", shown.document["product"]["name"], "name"))
        facts.append(Fact("decision", _DECISION[shown.verdict], "name"))
    tried = _tried(conversation)
    if tried:
        facts.append(Fact("tried", tried, "name"))
    return tuple(facts)


def _of_plan(plan: Plan) -> list[Fact]:
    goal = Fact("goal", plan.goal.label, "name")
    if plan.status == "done":
        return [goal, Fact("standing", "already covered", "name")]
    facts = [
        goal,
        Fact("target", money(plan.target_todays), "money"),
        Fact("duration", duration_text(plan.months), "duration"),
        Fact("monthly", money(max(plan.monthly, plan.contribution)), "money"),
    ]
    return [*facts, Fact("standing", _STANDING[plan.status], "name")] if plan.judged else facts


def _tried(conversation: Conversation) -> str | None:
    """What they tried out in this conversation, in words; None where it was nothing."""
    changes = {
        change
        for event in events.everything(owner=conversation.owner)
        if event.session_id == conversation.session_id and event.kind == "what_if"
        for change in event.document.get("changes", ())
    }
    words = list(dict.fromkeys(said for name, said in _TRIED.items() if name in changes))
    return listed(words) if words else None
