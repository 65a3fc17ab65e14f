"""One conversation as an action sees it: who speaks, what they said, and where things stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timezone
from functools import cached_property
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet

from actions.reading import Message
from actions.tone import tone_of
from advisor import personas
from advisor.customers import Customer, CustomerError
from advisor.goals import Debt, Household
from advisor.personas import PersonasError
from advisor.records import Plan
from advisor.transactions.generator import demo_history
from advisor.transactions.income import Signals, signals
from advisor.transactions.records import History
from knowledge.facts import Tone
from store import customers, handoffs, plans, profiles
from trust import consent, tokens
from trust.distress import Distress, distress

LEAST_DEBT = 50.0  # on a card; less is a slip and not a debt
FORM = "goal_form"
FAILED_INTENTS = ("nlu_fallback", "out_of_scope")
DRAFT_SLOTS = ("goal_type", "goal_name", "goal_amount", "goal_months", "goal_saved", "goal_price", "goal_monthly",
               "goal_rate", "goal_meaning", "goal_spending", "goal_age")  # fmt: skip
"""What is known of the goal that is being asked about."""


@dataclass(frozen=True)
class Conversation:
    """A tracker with the people and plans it is about. Nothing is read from the database before it is asked for."""

    tracker: Tracker

    @property
    def owner(self) -> str:
        """The subject of the token: customer-<id> or guest-<hex>."""
        return tokens.subject_of(self.tracker.sender_id)

    @property
    def session_id(self) -> str:
        """This conversation's own number."""
        return self.tracker.sender_id.partition(".")[2]

    @property
    def began(self) -> datetime | None:
        """When the message that is being answered arrived; None where the tracker does not say."""
        user = next((event for event in reversed(self.tracker.events) if event.get("event") == "user"), {})
        at = (user.get("metadata") or {}).get("began") or user.get("timestamp")
        return datetime.fromtimestamp(at, timezone.utc) if at else None

    @property
    def metadata(self) -> dict[str, Any]:
        """What the page sent beside the words: how they were spoken, where that may count."""
        user = next((event for event in reversed(self.tracker.events) if event.get("event") == "user"), {})
        return user.get("metadata") or {}

    @property
    def channel(self) -> str:
        """How what is being answered was said: voice or chat."""
        return "voice" if self.metadata.get("channel") == "voice" else "chat"

    @property
    def turn_begins(self) -> bool:
        """Whether no action has answered this turn yet."""
        for event in reversed(self.tracker.events):
            if event.get("event") == "user":
                return True
            if event.get("event") == "action" and event.get("name") != "action_extract_slots":
                return False
        return True

    @cached_property
    def message(self) -> Message:
        """What was just said."""
        return Message.from_parse(self.tracker.latest_message)

    def slot(self, name: str) -> Any:
        """The value of a slot, None if unset."""
        return self.tracker.slots.get(name)

    @property
    def form(self) -> str | None:
        """The form that is being filled: goal_form, payment_form, wellbeing_form; None for none."""
        return (self.tracker.active_loop or {}).get("name")

    @property
    def in_form(self) -> bool:
        """Whether a form is being filled."""
        return self.form is not None

    def back_to_the_goal(self) -> list[dict[str, Any]]:
        """Events that take up the goal's form again where another matter came between; none if none did."""
        waits = self.slot("paused") and self.slot("goal_type")
        return [SlotSet("paused", None), FollowupAction(FORM)] if waits else []

    def leave_the_form(self) -> list[dict[str, Any]]:
        """Events that close the form that is open; the goal's is taken up again when the other matter is done."""
        if not self.in_form:
            return []
        return [ActiveLoop(None), *set_slots(requested_slot=None, attempts=0, paused=self.form == FORM or None)]

    @property
    def asked(self) -> str | None:
        """The slot the form asked for last."""
        return self.slot("requested_slot") if self.in_form else None

    @cached_property
    def profile(self) -> dict[str, Any]:
        """What this person told us about themselves, and what the tests of the bank's systems would add."""
        return profiles.get(self.owner)

    def remember(self, **answers: Any) -> None:
        """Add answers to the profile."""
        self.profile.update(profiles.update(self.owner, **answers))

    @cached_property
    def bank_row(self) -> dict[str, Any] | None:
        """What the bank knows of this person; None for guests, and for customers who do not want it used."""
        customer_id = tokens.customer_id_of(self.owner)
        if customer_id is None or not consent.allows(self.owner, "personalised_plans"):
            return None
        return customers.get(customer_id)

    @property
    def is_guest(self) -> bool:
        """Whether this person is to be advised from the conversation alone."""
        return self.bank_row is None

    @property
    def customer(self) -> Customer:
        """The person advised: the bank's row, or a guest with what they told; told answers win."""
        row = self.bank_row
        told = {name: self.profile[name] for name in ("income", "risk_profile", "age") if name in self.profile}
        try:
            return Customer.guest(**told) if row is None else Customer.from_dict({**row, **told})
        except CustomerError:  # one figure beyond all measure must not end every conversation to come
            return Customer.guest() if row is None else Customer.from_dict(row)

    @property
    def household(self) -> Household:
        """What is known of their month beyond the bank's table: what they told, and cards that are not paid in full."""
        cards = self.payments.cards if self.payments is not None else ()
        carried = tuple(
            Debt(card.name, card.carried, card.annual_rate, card.statements[-1].minimum_payment)
            for card in cards
            if card.carried >= LEAST_DEBT
        )
        return Household(spending_a_month=self.profile.get("spending_a_month"), debts=carried)

    @cached_property
    def payments(self) -> History | None:
        """Their payments until today; None for guests, and for customers who do not want them looked at."""
        if self.bank_row is None or not consent.allows(self.owner, "transactions"):
            return None
        return demo_history(Customer.from_dict(self.bank_row), until=date.today())

    @cached_property
    def signals(self) -> Signals | None:
        """What the payments say about money trouble; None where they may not be looked at."""
        return None if self.payments is None else signals(self.payments, date.today())

    @cached_property
    def distress(self) -> Distress | None:
        """The signs of money trouble, with the remembered tone where they agreed to that; None without payments."""
        if self.signals is None:
            return None
        remembered = consent.allows(self.owner, "sentiment_memory")
        return distress(self.signals, self.bank_row["sentiment_score"] if remembered else None)

    @cached_property
    def plans(self) -> list[Plan]:
        """The plans in force, the one spoken of last at the end."""
        stored = plans.active(self.owner)
        current = self.slot("plan_id")
        stored.sort(key=lambda plan: (plan.plan_id == current, plan.created_at))
        return [Plan.from_dict(plan.document) for plan in stored]

    @property
    def plan(self) -> Plan | None:
        """The plan that is being talked about: the last one said, or the newest."""
        return self.plans[-1] if self.plans else None

    def plan_for(self, goal_types: tuple[str, ...]) -> Plan | None:
        """The plan of one of these goal types if there is one, else the plan being talked about."""
        return next((p for p in reversed(self.plans) if p.goal.goal_type in goal_types), None) or self.plan

    @cached_property
    def under_review(self) -> frozenset[str]:
        """What this person contested and nobody has looked at yet: ids of products, and "risk"."""
        return handoffs.under_review(self.owner)

    @property
    def help_first(self) -> bool:
        """Whether nothing is to be sold: many signs of money trouble, a low well-being score, or a crisis."""
        distress = self.distress
        seen = distress is not None and distress.help_first and "risk" not in self.under_review
        return bool(self.slot("care_first")) or seen

    @property
    def worried(self) -> bool:
        """Whether worry was heard in this conversation."""
        return bool(self.slot("worried"))

    @property
    def tone(self) -> Tone:
        """How to speak, by what was heard, what they asked for and how they handle money."""
        said = (event.get("text") or "" for event in self.tracker.events if event.get("event") == "user")
        return tone_of(self.worried, said, self._touch)

    @property
    def _touch(self) -> str | None:
        """How often their persona is in touch; None for a guest, or when no personas are fitted."""
        if self.is_guest:
            return None
        try:
            return personas.current().assign(self.customer).touch
        except PersonasError:
            return None

    @property
    def failures_in_a_row(self) -> int:
        """How many messages in a row, with this one, were not understood."""
        count = 0
        for event in reversed(self.tracker.events):
            if event.get("event") == "user":
                if (event.get("parse_data", {}).get("intent") or {}).get("name") not in FAILED_INTENTS:
                    break
                count += 1
        return count

    @property
    def question(self) -> dict[str, Any]:
        """What was asked in the turn before this one, which a yes or a no answers; empty if nothing was.

        A question that another turn lies behind is not answered by a stray yes: nothing is erased by accident.
        """
        users_seen = 0
        for event in reversed(self.tracker.events):
            if event.get("event") == "user":
                users_seen += 1
                if users_seen > 1:
                    break
            elif event.get("event") == "slot" and event.get("name") == "question":
                return (event.get("value") or {}) if users_seen == 1 else {}
        return {}

    @property
    def back_in_form(self) -> bool:
        """Whether the form is taken up again after something else was answered in this very turn."""
        for event in reversed(self.tracker.events):
            if event.get("event") == "user":
                return False
            if event.get("event") == "action" and event.get("name") not in (self.form, "action_extract_slots"):
                return True
        return False

    def replies_before(self) -> list[dict[str, Any]]:
        """The assistant's messages of the turn before this one, oldest first."""
        replies: list[dict[str, Any]] = []
        users_seen = 0
        for event in reversed(self.tracker.events):
            if event.get("event") == "user":
                users_seen += 1
                if users_seen == 2 or (users_seen == 1 and replies):
                    break
            elif event.get("event") == "bot" and users_seen == 1:
                replies.append(event)
        return replies[::-1]


def set_slots(**values: Any) -> list[dict[str, Any]]:
    """SlotSet events."""
    return [SlotSet(name, value) for name, value in values.items()]


def forget_draft() -> list[dict[str, Any]]:
    """SlotSet events that empty the goal being asked about."""
    return set_slots(**dict.fromkeys(DRAFT_SLOTS))
