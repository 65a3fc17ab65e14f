"""How plans are said: one, a what-if, progress, several together; each with its picture, figures and buttons."""

from __future__ import annotations

from typing import Any

from actions.advice import (
    keep_recommendation,
    note,
    persona_of,
    picture,
    product_facts,
    recommend_for,
)
from actions.conversation import Conversation
from actions.goal_form import today
from actions.plan_facts import money, plan_data, plan_facts, spoken_of
from actions.step import Button, Voice
from advisor.cautions import cautions, debt_grows, surer_monthly
from advisor.money import add_months
from advisor.money_text import chance_text, duration_text, month_text, percent_text
from advisor.pictures import payloads
from advisor.plans import Plan, WhatIf
from knowledge.facts import Brief, Fact
from knowledge.spoken import spoken
from knowledge.writing import write
from settings import settings
from trust.consent import allows


def say_plan(conversation: Conversation, voice: Voice, plan: Plan, job: str | None = None) -> str | None:
    """Say a plan with its roadmap and the product that fits best; the recommendation's id if one was made."""
    products = recommend_for(conversation, plan) if allows(conversation.owner, "recommendations") else ()
    facts = list(spoken_of(plan))
    persona = persona_of(conversation)
    recommendation_id = None
    data = plan_data(plan)
    if products:
        facts += [f for f in product_facts(products[0]) if f.name in ("product", "product_reason")]
        recommendation_id = keep_recommendation(conversation, products[0])
        data["recommendation"] = {"recommendation_id": recommendation_id, **products[0].to_dict()}
        note(conversation, "recommendation", product_id=products[0].product.id)
    verdict = plan.status if plan.judged or plan.status == "done" else "unjudged"
    written = write(Brief(job or f"plan_{verdict}", tuple(facts), conversation.tone))
    data.update(written_by=written.written_by, why_template=written.why_template, tone=conversation.tone)
    if persona is not None:
        data["persona"] = persona.to_dict()
    warned = " ".join(cautions(plan, settings.currency))
    voice.text(
        f"{written.text} {warned}".strip(),
        spoken_text=f"{written.spoken_text} {spoken(warned)}".strip(),
        image=picture(conversation, "roadmap", payloads.roadmap(plan, settings.currency)),
        data=data,
        buttons=plan_buttons(plan, has_product=bool(products)),
    )
    return recommendation_id


def plan_buttons(plan: Plan, has_product: bool) -> tuple[Button, ...]:
    """What one may want next; each can be said as well."""
    buttons: list[Button] = []
    if plan.repair("more_time"):
        buttons.append(("Take more time", '/change_goal{"repair": "more_time"}'))
    if plan.repair("smaller_target"):
        buttons.append(("Aim for less", '/change_goal{"repair": "smaller_target"}'))
    if surer_monthly(plan):
        surer = f"{plan.confident_monthly:.2f}"
        buttons.append(("Make it surer", f"What if I saved {surer} a month?"))
    elif plan.status != "done" and not buttons:
        buttons.append(("What if I saved more a month?", "/what_if"))
    if has_product:
        buttons.append(("Why that product?", "/ask_why"))
    return (
        *buttons,
        ("Show my other options" if not has_product else "Tell me about the product", "/ask_recommendation"),
    )


def say_what_if(conversation: Conversation, voice: Voice, result: WhatIf, changes: dict[str, Any]) -> None:
    """Say what would change, with both plans in one picture, and offer to take it."""
    facts = {fact.name: fact for fact in plan_facts(result.after)}
    before, after = result.before, result.after
    chosen = [Fact("change", change_text(changes, before), "name"), facts["goal"]]
    pairs = (
        ("monthly", money(before.contribution), money(after.contribution), "money"),
        ("duration", duration_text(before.months), duration_text(after.months), "duration"),
        ("target_date", month_text(before.target_date), month_text(after.target_date), "date"),
        ("target", money(round(before.target_todays)), money(round(after.target_todays)), "money"),
        ("success_chance", chance_text(before.success_chance), chance_text(after.success_chance), "percent"),
    )
    for name, old, new, kind in pairs:
        if old != new:
            chosen += [Fact(f"{name}_before", old, kind), Fact(name, new, kind)]
    if not any(fact.name == "monthly" for fact in chosen):
        chosen.append(Fact("monthly", money(after.contribution), "money"))
    if after.shortfall_monthly:
        chosen.append(Fact("shortfall", f"{money(after.shortfall_monthly)} a month", "money"))
    written = write(Brief("what_if", tuple(chosen), conversation.tone))
    data = {
        "what_if": {"before": plan_data(before), "after": plan_data(after),
                    "differences": [vars_of(d) for d in result.differences], "reached_in": result.reached_in},
        "written_by": written.written_by,
    }  # fmt: skip
    warned = debt_grows(after, settings.currency) or ""
    voice.text(
        f"{written.text} {warned}".strip(),
        spoken_text=f"{written.spoken_text} {spoken(warned)}".strip(),
        image=picture(conversation, "what_if", payloads.what_if(result, settings.currency)),
        data=data,
        buttons=(("Yes, use this plan", "/affirm"), ("No, keep my plan", "/deny")),
    )
    note(conversation, "what_if", changes=sorted(changes))


def vars_of(difference: Any) -> dict[str, Any]:
    """A difference as JSON."""
    return {name: getattr(difference, name) for name in ("name", "kind", "before", "after", "change")}


def change_text(changes: dict[str, Any], plan: Plan) -> str:
    """What is changed, as it follows "if you": "save $1,723.82 a month instead of $1,423.82"."""
    said = []
    monthly = changes.get("monthly", changes.get("monthly_budget"))
    if monthly is not None:
        said.append(f"save {money(monthly)} a month")
    if "retirement_age" in changes:
        said.append(f"retire at {changes['retirement_age']}")
    if "spending_a_year" in changes:
        said.append(f"live on {money(changes['spending_a_year'] / 12)} a month")
    if "months" in changes:
        said.append(f"take {duration_text(changes['months'])}")
    if changes.get("house_price"):
        said.append(f"look for a house at {money(changes['house_price'])}")
    elif changes.get("target") is not None:
        said.append(f"aim for {money(changes['target'])}")
    if "saved" in changes:
        said.append(f"begin with {money(changes['saved'])}")
    if "returns" in changes:
        said.append(f"count on {percent_text(changes['returns'], 2)} a year")
    if "inflation" in changes:
        said.append(f"count on prices rising {percent_text(changes['inflation'], 2)} a year")
    if "debts" in changes:
        said.append(f"pay {percent_text(max(d.annual_rate for d in changes['debts']), 2)} interest")
    if "risk_profile" in changes:
        said.append(f"take {changes['risk_profile'].lower()} risk")
    return " and ".join(said)


def say_progress(conversation: Conversation, voice: Voice, plan: Plan, *, foreseen_by: Plan, balance: float) -> None:
    """Say how far a goal has come. `foreseen_by` is the plan whose forecast the balance is measured against."""
    tracker = payloads.tracker(foreseen_by, balance, today(), settings.currency)
    ahead = round(balance - tracker["expected"], 2)
    share = balance / plan.target_todays if plan.target_todays else 1.0
    facts = [
        Fact("goal", plan.goal.label, "name"),
        Fact("saved", money(balance), "money"),
        Fact("target", money(plan.target_todays), "money"),
        Fact("saved_share", percent_text(min(1.0, share), 0), "percent"),
        Fact("left", money(max(0.0, plan.target_todays - balance)), "money"),
        Fact("monthly", money(max(plan.monthly, plan.contribution)), "money"),
        Fact("target_date", month_text(plan.target_date), "date"),
    ]
    if abs(ahead) >= 1:
        facts.append(Fact("ahead" if ahead > 0 else "behind", money(abs(ahead)), "money"))
    step = next((m for m in plan.milestones if m.amount_future > balance), None)
    if step is not None:
        facts += [
            Fact("next_milestone", money(round(step.amount_future)), "money"),
            Fact("next_milestone_date", month_text(step.date), "date"),
        ]
    written = write(Brief("progress", tuple(facts), conversation.tone))
    voice.text(
        written.text,
        spoken_text=written.spoken_text,
        image=picture(conversation, "tracker", tracker),
        data={**plan_data(plan), "balance": balance, "expected": tracker["expected"], "written_by": written.written_by},
        buttons=(("What if I saved more a month?", "What if I saved more a month?"), ("Show my goals", "/list_goals")),
    )


def say_goals(conversation: Conversation, voice: Voice, all_plans: list[Plan]) -> None:
    """Say all goals together: what they take, what can be spared, which is due first."""
    ordered = sorted(all_plans, key=lambda plan: (plan.goal.priority, plan.target_date))
    total = round(sum(plan.monthly for plan in ordered), 2)
    flow = ordered[0].cashflow
    due = min(ordered, key=lambda plan: plan.target_date)
    facts = [
        Fact("goal_count", str(len(ordered)), "count"),
        Fact("goals", listed([plan.goal.label for plan in ordered]), "name"),
        Fact("total_monthly", money(total), "money"),
        Fact("next_goal", due.goal.label, "name"),
        Fact("next_date", month_text(due.target_date), "date"),
    ]
    if flow.spare > 0:
        facts.append(Fact("spare_monthly", money(flow.spare), "money"))
        if total > flow.spare:
            facts.append(Fact("shortfall", f"{money(round(total - flow.spare, 2))} a month", "money"))
    if len(ordered) == 1:
        facts = [fact for fact in facts if fact.name != "goal_count"]
    written = write(Brief("goal_list", tuple(facts), conversation.tone))
    shares = shares_text(ordered)
    voice.text(
        f"{written.text} {shares}".strip(),
        spoken_text=f"{written.spoken_text} {spoken(shares)}".strip(),
        image=picture(conversation, "several_goals", payloads.several_goals(ordered, settings.currency)),
        data={
            "goals": [plan_data(plan) for plan in ordered],
            "total_monthly": total,
            "spare_monthly": flow.spare,
            "written_by": written.written_by,
        },
    )


def shares_text(ordered: list[Plan]) -> str:
    """What each goal gets a month while they share a budget, and from when: "The car gets $757 a month first; …"."""
    if len(ordered) < 2:
        return ""
    said = []
    for plan in ordered:
        stage = next((s for s in plan.stages if s.monthly > 0), None)
        if stage is None:
            said.append(f"nothing is left for your {plan.goal.label} until its date{later_text(plan)}")
        else:
            begins = "from now" if stage.first <= 1 else f"from {month_text(add_months(plan.created, stage.first - 1))}"
            said.append(f"your {plan.goal.label} gets {money(stage.monthly)} a month {begins}{later_text(plan)}")
    text = "; ".join(said)
    return f"{text[0].upper()}{text[1:]}."


def later_text(plan: Plan) -> str:
    """By when a goal that its share of the budget does not reach in time would be reached; empty if it is in time."""
    later = plan.repair("more_time")
    return f" and can be reached by {month_text(later.target_date)}" if later else ""


def listed(names: list[str]) -> str:
    """Names as they are said: "house, car and trip"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
