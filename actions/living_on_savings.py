"""Somebody who has retired already: no plan to save, but what their savings bring a month and how long they last."""

from __future__ import annotations

from dataclasses import asdict

from actions.advice import note
from actions.conversation import Conversation, set_slots
from actions.goal_draft import GoalDraft
from actions.goal_form import today
from actions.plan_facts import money
from actions.step import Button, Events, Voice
from advisor.drawdown import OLDEST, Drawdown, drawdown
from advisor.money_text import chance_text


def say_drawdown(conversation: Conversation, voice: Voice, draft: GoalDraft) -> Events:
    """Say what the pot brings a month, or how far a wanted amount goes; the draft is kept, so that another figure
    works it out again. AdviceError where there is no pot to draw from.
    """
    found = drawdown(draft.goal_saved or 0.0, conversation.customer, today=today(), wanted=draft.goal_spending)
    note(conversation, "drawdown")
    voice.response(
        f"utter_drawdown_{verdict(found)}",
        pot=money(found.pot),
        monthly=money(round(found.sustainable)),
        taken=money(round(found.taken)),
        chance=chance_text(found.chance_it_lasts),
        age=str(found.until_age),
        lasts=str(found.lasts_until_age),
        buttons=_buttons(found),
        data={"drawdown": {**asdict(found), "sustainable": round(found.sustainable), "taken": round(found.taken)}},
    )
    return set_slots(question=None, attempts=0)


def verdict(found: Drawdown) -> str:
    """Which reply fits: nothing was wanted yet, or what is wanted is too much or within what the pot bears."""
    if found.taken == found.sustainable:
        return "open"
    if found.taken > found.sustainable:
        return "short"
    return "lasting" if found.lasts_until_age < OLDEST else "ample"


def _buttons(found: Drawdown) -> tuple[Button, ...]:
    """The amount that bears, where more is wanted; else a little more than what was said."""
    if found.taken > found.sustainable:
        return (
            (f"And {money(round(found.sustainable))} a month?", f"What if I took {round(found.sustainable)} a month?"),
        )
    more = round(found.taken * 1.1, -1)
    return ((f"And {money(more)} a month?", f"What if I took {more:.0f} a month?"),)
