"""The main job: a goal that is complete becomes a plan, a roadmap and a recommendation, said in one message."""

from __future__ import annotations

from rasa_sdk.events import FollowupAction, SlotSet

from actions.advice import (
    keep_plan,
    keep_recommendation,
    new_plan,
    note,
    persona_of,
    picture,
    product_facts,
    recommend_for,
)
from actions.conversation import FORM, Conversation, forget_draft, set_slots
from actions.goal_draft import GoalDraft
from actions.goal_form import today
from actions.plan_facts import plan_data, spoken_of
from actions.step import Button, Events, Step, Voice
from advisor.goals import AdviceError
from advisor.pictures import payloads
from advisor.plans import Plan
from knowledge.facts import Brief
from knowledge.writing import write
from settings import settings
from trust.consent import allows

# The form's slot for a field of the advisor's, where the figure has to be asked for again.
ASK_AGAIN = {"target": "goal_amount", "months": "goal_months", "saved": "goal_saved", "debts": "goal_rate",
             "house_price": "goal_price", "monthly": "goal_monthly"}  # fmt: skip


class ActionMakePlan(Step):
    """Makes the plan the form has asked for; several goals in one breath are then asked for one after the other."""

    def act(self, conversation: Conversation, voice: Voice) -> Events:
        draft = GoalDraft.from_slots(conversation.tracker.slots)
        try:
            plan = new_plan(conversation, draft.to_goal(), today=today(), monthly=draft.goal_monthly)
        except AdviceError as error:
            voice.text(error.say, data={"refused": error.field})
            slot = ASK_AGAIN.get(error.field, error.field)
            return [*set_slots(**{slot: None}, attempts=0), FollowupAction(FORM)]
        replaces = next((p.plan_id for p in conversation.plans if same_goal(p, plan)), None)
        keep_plan(conversation, plan, replaces)
        plan, together = with_the_others(conversation, plan)
        recommendation_id = say_plan(conversation, voice, plan)
        if together and not conversation.slot("goals_ahead"):
            from actions.goals import say_goals

            say_goals(conversation, voice, together)
        events = [
            *forget_draft(),
            SlotSet("plan_id", plan.plan_id),
            SlotSet("recommendation_id", recommendation_id),
            SlotSet("question", None),
        ]
        return [*events, *next_goal(conversation)]


def with_the_others(conversation: Conversation, plan: Plan) -> tuple[Plan, list[Plan]]:
    """The plan as it stands when all goals share one budget, and all plans; a single goal stands alone."""
    from actions.goals import share_budget

    together = Conversation(conversation.tracker)  # reads the plans anew, with this one
    if len(together.plans) < 2:
        return plan, []
    try:
        shared = share_budget(together)
    except AdviceError:  # there is nothing to share: each plan says for itself what it takes
        return plan, together.plans
    return next(p for p in shared if same_goal(p, plan)), shared


def same_goal(old: Plan, new: Plan) -> bool:
    """Whether a plan is a new version of another: the same kind of goal by the same name."""
    return (old.goal.goal_type, old.goal.name) == (new.goal.goal_type, new.goal.name)


def next_goal(conversation: Conversation) -> Events:
    """Events that go on to the next goal that was named, if there is one."""
    ahead = list(conversation.slot("goals_ahead") or ())
    if not ahead:
        return []
    draft = GoalDraft(**ahead[0])
    return [*set_slots(**draft.to_slots(), goals_ahead=ahead[1:], attempts=0), FollowupAction(FORM)]


def say_plan(conversation: Conversation, voice: Voice, plan: Plan, job: str | None = None) -> str | None:
    """Say a plan with its roadmap and the product that fits best; the recommendation's id if one was made."""
    products = recommend_for(conversation, plan) if allows(conversation.owner, "recommendations") else ()
    facts = list(spoken_of(plan))
    persona = persona_of(conversation)
    recommendation_id = None
    data = plan_data(plan)
    if products:
        facts += [f for f in product_facts(products[0]) if f.name in ("product", "product_rate", "product_reason")]
        recommendation_id = keep_recommendation(conversation, products[0])
        data["recommendation"] = {"recommendation_id": recommendation_id, **products[0].to_dict()}
        note(conversation, "recommendation", product_id=products[0].product.id)
    written = write(Brief(job or f"plan_{plan.status}", tuple(facts), conversation.tone))
    data.update(written_by=written.written_by, why_template=written.why_template, tone=conversation.tone)
    if persona is not None:
        data["persona"] = persona.to_dict()
    voice.text(
        written.text,
        spoken_text=written.spoken_text,
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
    if plan.status != "done" and not buttons:
        buttons.append(("What if I saved more a month?", "/what_if"))
    if has_product:
        buttons.append(("Why that product?", "/ask_why"))
    return (
        *buttons,
        ("Show my other options" if not has_product else "Tell me about the product", "/ask_recommendation"),
    )
