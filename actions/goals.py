"""Plans looked at again: shown, checked, listed together, dropped; several of them share one monthly budget."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk.events import SlotSet

from actions import trail
from actions.advice import keep_plan, note, picture
from actions.change_plan import renewed
from actions.conversation import Conversation, set_slots
from actions.goal_form import today
from actions.make_plan import same_goal, say_plan
from actions.plan_facts import money, plan_data
from actions.reading import read
from actions.step import Events, Step, Voice
from advisor.goals import check_amount
from advisor.money import add_months
from advisor.money_text import month_text, percent_text
from advisor.pictures import payloads
from advisor.plans import Plan, make_plans, what_if
from knowledge.facts import Brief, Fact
from knowledge.spoken import spoken
from knowledge.writing import write
from settings import settings
from store import plans


class ActionShowPlan(Step):
    """Says the current plan, or the one of the goal that is named, with its roadmap."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        plan = conversation.plan_for(read(conversation.message).goals)
        if plan is None:
            voice.response("utter_no_plan_yet")
            return []
        recommendation_id = say_plan(conversation, voice, plan)
        return set_slots(plan_id=plan.plan_id, recommendation_id=recommendation_id)


class ActionCheckProgress(Step):
    """Where a goal stands: what is saved against what the plan foresaw; takes a new balance when one is said."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        reading = read(conversation.message, asked="goal_saved")
        plan = conversation.plan_for(reading.goals)
        if plan is None:
            voice.response("utter_no_plan_yet")
            return []
        events: Events = []
        balance = plan.saved
        if reading.saved is not None:
            balance = check_amount(reading.saved, "saved", "what you have saved", zero_allowed=True)
            result = what_if(
                plan, conversation.customer, today=today(), household=conversation.household, saved=balance
            )
            after = renewed(result.after)
            keep_plan(conversation, after, replaces=plan.plan_id)
            events = set_slots(plan_id=after.plan_id, plan_before=plan.plan_id)
            say_progress(conversation, voice, after, foreseen_by=plan, balance=balance)
        else:
            say_progress(conversation, voice, plan, foreseen_by=plan, balance=balance)
        note(conversation, "progress", goal_type=plan.goal.goal_type)
        return events


class ActionListGoals(Step):
    """All goals on one line, with what they take together; one alone is shown as itself."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        if not conversation.plans:
            voice.response("utter_no_plan_yet")
            return []
        if len(conversation.plans) == 1:
            return set_slots(recommendation_id=say_plan(conversation, voice, conversation.plans[0]))
        say_goals(conversation, voice, conversation.plans)
        return []


class ActionDeleteGoal(Step):
    """Asks before a plan is dropped; which one is plain from the goal that is named."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        plan = conversation.plan_for(read(conversation.message).goals)
        if plan is None:
            voice.response("utter_no_plan_yet")
            return []
        voice.response("utter_ask_delete_goal", goal=plan.goal.label)
        return [SlotSet("question", {"kind": "delete_goal", "plan_id": plan.plan_id, "goal": plan.goal.label})]


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
        Fact("monthly", money(plan.monthly), "money"),
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
            said.append(f"nothing is left for your {plan.goal.label} until its date")
        else:
            begins = "from now" if stage.first <= 1 else f"from {month_text(add_months(plan.created, stage.first - 1))}"
            said.append(f"your {plan.goal.label} gets {money(stage.monthly)} a month {begins}")
    text = "; ".join(said)
    return f"{text[0].upper()}{text[1:]}."


def share_budget(conversation: Conversation) -> list[Plan]:
    """All goals planned anew by priority, from one monthly budget; stored in place of the old ones."""
    old = conversation.plans
    made = make_plans(
        [plan.goal for plan in old],
        conversation.customer,
        today=today(),
        monthly_budget=conversation.profile.get("monthly_budget"),
        household=conversation.household,
    )
    new = [renewed(plan) for plan in made.plans]
    left = list(old)
    for after in new:
        before = next((plan for plan in left if same_goal(plan, after)), None)
        if before is not None:
            left.remove(before)
        keep_plan(conversation, after, replaces=before.plan_id if before else None)
    return new


def put_first(conversation: Conversation, plan: Plan) -> list[Plan]:
    """Give one goal the first call on the money; the plans of all goals made anew."""
    for index, other in enumerate(sorted(conversation.plans, key=lambda p: (p is not plan, p.goal.priority)), start=1):
        goal = replace(other.goal, priority=index)
        conversation.plans[conversation.plans.index(other)] = replace(other, goal=goal)
    return share_budget(conversation)


def listed(names: list[str]) -> str:
    """Names as they are said: "house, car and trip"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def drop(conversation: Conversation, plan_id: str) -> None:
    """Take a plan out of force."""
    plans.delete(plan_id, conversation.owner)
    trail.plan_dropped(conversation, plan_id)
    note(conversation, "goal_deleted")
