"""The goal that is being asked about: what is known, what a message adds, and what is still to ask."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from actions.reading import Reading
from advisor.customers import Customer
from advisor.debts import no_end
from advisor.goals import GOAL_NAMES, AdviceError, Debt, Goal, check_amount, check_months, interest_a_month

LIKELY_A_PRICE = 150_000  # who says "a house for 400,000" names its price, not what they want to have saved
BOUGHT_OUTRIGHT = "outright"  # what a large amount for a house means: its price, all of which is to be saved
RISK_MATTERS_FROM = 60  # months; nearer goals are held in bonds and cash whatever the appetite

# Where somebody who does not know begins: shares of a year's income. Said aloud, and open to change at any time.
STARTING_POINTS = {"house": 0.6, "car": 0.4, "education": 0.5, "travel": 0.06, "wedding": 0.4, "business": 0.5,
                   "retirement": 8.0, "debt_payoff": 0.1, "emergency_fund": 0.25, "other": 0.1}  # fmt: skip
STARTING_MONTHS = {"house": 48, "car": 36, "education": 96, "retirement": 240, "travel": 12, "wedding": 24,
                   "emergency_fund": 12, "debt_payoff": 24, "business": 36, "other": 24}  # fmt: skip
INCOME_IF_UNKNOWN = 50_000

_DEFINITE = {"house": "the house", "car": "the car", "education": "the education", "retirement": "your retirement",
             "travel": "the trip", "wedding": "the wedding", "emergency_fund": "your emergency fund",
             "debt_payoff": "paying off your debt", "business": "the business", "other": "your goal"}  # fmt: skip


@dataclass(frozen=True)
class GoalDraft:
    """A goal in the making; None is not known yet. Money in today's money, months from now."""

    goal_type: str | None = None
    goal_name: str | None = None
    goal_amount: float | None = None
    goal_months: float | None = None  # 0 for a retirement that has begun
    goal_saved: float | None = None
    goal_price: float | None = None  # of the house
    goal_monthly: float | None = None  # what they want to put in, instead of a date
    goal_rate: float | None = None  # a year, of the debt
    goal_meaning: str | None = None  # of a large amount for a house: price or savings
    goal_spending: float | None = None  # a month, in retirement
    goal_age: float | None = None  # by which age; goal_months follows from it and from how old they are

    @classmethod
    def from_slots(cls, slots: dict[str, Any]) -> GoalDraft:
        """The draft that the conversation's slots hold."""
        return cls(**{f.name: slots.get(f.name) for f in fields(cls)})

    def to_slots(self) -> dict[str, Any]:
        """The slots that hold this draft, with the words for the goal that questions use."""
        return {**asdict(self), "goal_words": words_for(self.goal_type, self.goal_name)}

    @property
    def retired(self) -> bool:
        """Whether it is about living on savings: the retirement has begun."""
        return self.goal_type == "retirement" and self.goal_months == 0

    def to_goal(self) -> Goal:
        """The goal for the advisor."""
        months = round(self.goal_months) if self.goal_months is not None else None
        debts: tuple[Debt, ...] = ()
        if self.goal_type == "debt_payoff" and self.goal_amount and self.goal_rate is not None:
            debts = (Debt("debt", self.goal_amount, self.goal_rate),)
        return Goal(
            goal_type=self.goal_type or "other",
            target=None if self.goal_price else self.goal_amount,
            months=months,
            saved=self.goal_saved or 0.0,
            name=self.goal_name,
            house_price=self.goal_amount if self.goal_meaning == BOUGHT_OUTRIGHT else self.goal_price,
            spending_a_year=self.goal_spending * 12 if self.goal_spending else None,
            debts=debts,
        )


def words_for(goal_type: str | None, name: str | None = None) -> str:
    """How a question speaks of the goal: "the house", "your retirement"."""
    return f"the {name}" if name else _DEFINITE.get(goal_type or "other", "your goal")


def short_name(goal_type: str, name: str | None = None) -> str:
    """The goal as a noun: "house", "trip"."""
    return name or GOAL_NAMES.get(goal_type, "goal")


def with_reading(draft: GoalDraft, reading: Reading, customer: Customer, asked: str | None = None) -> GoalDraft:
    """The draft with what a message says, after the question `asked`.

    AdviceError, with a sentence for the customer, for a figure out of bounds.
    """
    new: dict[str, Any] = {}
    if reading.goals and draft.goal_type is None:
        new["goal_type"] = reading.goals[0]
    elif reading.retired and draft.goal_type is None:
        new["goal_type"] = "retirement"
    elif reading.rate is not None and draft.goal_type is None:
        new["goal_type"] = "debt_payoff"  # only a debt has a rate that people know
    kind = new.get("goal_type", draft.goal_type)
    if reading.target is not None:
        new["goal_amount"] = check_amount(reading.target, "goal_amount", "the amount you want")
    elif reading.price is not None and kind == "house":
        new["goal_price"] = check_amount(reading.price, "goal_amount", "the price of the house")
    elif reading.price is not None:
        new["goal_amount"] = check_amount(reading.price, "goal_amount", "the amount you want")
    if reading.saved is not None:
        new["goal_saved"] = check_amount(reading.saved, "goal_saved", "what you have saved", zero_allowed=True)
    elif reading.nothing_saved and (asked in (None, "goal_saved") or reading.months or reading.target):
        new["goal_saved"] = 0.0  # "nothing" alone answers no other question
    if reading.spending is not None:
        new["goal_spending"] = check_amount(reading.spending, "goal_spending", "what you want to live on")
    if reading.contribution is not None:
        new["goal_monthly"] = check_amount(reading.contribution, "goal_monthly", "the monthly amount")
    if reading.months is not None:
        new["goal_months"] = check_months(reading.months, "goal_months")
        new["goal_age"] = None
    elif reading.age is not None and not _is_past(reading.age, kind, customer):
        new["goal_months"] = check_months((reading.age - customer.age) * 12, "goal_months")
        new["goal_age"] = reading.age
    elif reading.more_months is not None and draft.goal_months:
        new["goal_months"] = check_months(draft.goal_months + reading.more_months, "goal_months")
    if reading.more_target is not None and draft.goal_amount:
        new["goal_amount"] = check_amount(draft.goal_amount + reading.more_target, "goal_amount", "the amount you want")
    if reading.rate is not None:
        new["goal_rate"] = reading.rate
    # A date and a monthly amount said one after the other contradict each other: the later word counts.
    if "goal_months" in new and "goal_monthly" not in new:
        new["goal_monthly"] = None
    elif "goal_monthly" in new and "goal_months" not in new:
        new["goal_months"] = None
    if "goal_monthly" in new:
        check_pace(replace(draft, **new))
    if kind == "retirement" and (reading.retired or _is_past(reading.age, kind, customer) or draft.retired):
        return living_on_savings(replace(draft, **new), reading)
    return replace(draft, **new)


def check_pace(draft: GoalDraft) -> None:
    """AdviceError where what is to be paid on a debt does not cover its interest, as soon as the three are known."""
    if draft.goal_type != "debt_payoff" or None in (draft.goal_amount, draft.goal_rate, draft.goal_monthly):
        return
    interest = interest_a_month((Debt("debt", draft.goal_amount, draft.goal_rate),))
    if draft.goal_monthly <= interest:
        raise AdviceError(no_end(draft.goal_monthly, interest), "goal_monthly")


def _is_past(age: float | None, kind: str | None, customer: Customer) -> bool:
    """Whether the age at which somebody wants to have stopped working is one they have reached."""
    return kind == "retirement" and age is not None and age <= customer.age


def living_on_savings(draft: GoalDraft, reading: Reading) -> GoalDraft:
    """The draft of somebody who works no more: what is "a month" is taken out, and an amount alone is what there is."""
    saved, monthly = draft.goal_saved, draft.goal_spending
    if reading.contribution is not None or reading.budget is not None:
        monthly = check_amount(reading.contribution or reading.budget, "goal_spending", "what you want to live on")
    elif reading.expenses is not None and reading.spending is None:
        monthly = check_amount(reading.expenses, "goal_spending", "what you want to live on")
    if reading.target is not None:
        if saved is not None and reading.target < saved / 12:  # "and if I took 1,500?": nobody lives a year on it
            monthly = check_amount(reading.target, "goal_spending", "what you want to live on")
        else:
            saved = check_amount(reading.target, "goal_saved", "what you have saved")
    return replace(
        draft,
        goal_months=0.0,
        goal_age=None,
        goal_monthly=None,
        goal_amount=None,
        goal_saved=saved,
        goal_spending=monthly,
    )


def next_question(
    draft: GoalDraft, customer: Customer, income_known: bool, age_known: bool, risk_known: bool
) -> str | None:
    """The slot to ask for next, or None when a plan can be made: only what this goal needs of this person."""
    kind = draft.goal_type
    if kind is None:
        return "goal_type"
    if (
        kind == "house"
        and draft.goal_meaning is None
        and not draft.goal_price
        and (draft.goal_amount or 0) >= LIKELY_A_PRICE
    ):
        return "goal_meaning"
    needs_amount = kind not in ("emergency_fund", "retirement") and not draft.goal_price
    if needs_amount and draft.goal_amount is None:
        return "goal_amount"
    if kind == "debt_payoff" and draft.goal_rate is None:
        return "goal_rate"
    if kind == "retirement" and not age_known:
        return "age"
    if kind != "emergency_fund" and draft.goal_months is None and draft.goal_monthly is None:
        return "goal_months"
    if kind != "debt_payoff" and draft.goal_saved is None:
        return "goal_saved"
    if draft.retired:
        return None
    if not income_known:
        return "income"
    if not risk_known and (draft.goal_months or 0) >= RISK_MATTERS_FROM and kind != "debt_payoff":
        return "risk_profile"
    return None


def starting_point(draft: GoalDraft, slot: str, customer: Customer) -> Any:
    """A round figure to begin with when somebody does not know, or None where there is none to offer."""
    kind = draft.goal_type or "other"
    if slot == "goal_amount":
        amount = STARTING_POINTS[kind] * (customer.income or INCOME_IF_UNKNOWN)
        step = 10 ** max(2, len(str(int(amount))) - 2)
        return float(max(step, round(amount / step) * step))
    if slot == "goal_months":
        return float(STARTING_MONTHS[kind])
    if slot == "goal_saved":
        return 0.0
    return None
