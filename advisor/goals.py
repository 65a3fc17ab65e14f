"""What a customer wants: one goal, its limits, and the error that says what is allowed."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

from advisor.money import round_cent

GOAL_TYPES = (
    "house",
    "car",
    "education",
    "retirement",
    "travel",
    "wedding",
    "emergency_fund",
    "debt_payoff",
    "business",
    "other",
)
GOAL_NAMES = {
    "house": "house",
    "car": "car",
    "education": "education",
    "retirement": "retirement",
    "travel": "trip",
    "wedding": "wedding",
    "emergency_fund": "emergency fund",
    "debt_payoff": "debt payoff",
    "business": "business",
    "other": "savings goal",
}
MIN_AMOUNT, MAX_AMOUNT = 0.01, 100_000_000.0
MIN_MONTHS, MAX_MONTHS = 1, 720


class AdviceError(ValueError):
    """Advice cannot be given on this input. `say` is a sentence for the customer: what is wrong, what is
    allowed, what to do next. `field` names the input (target, months, saved, ...)."""

    def __init__(self, say: str, field: str = "") -> None:
        super().__init__(say)
        self.say = say
        self.field = field


@dataclass(frozen=True)
class Deposit:
    """A single payment into a goal, such as a bonus: future money, at the end of a month counted from today."""

    month: int
    amount: float


@dataclass(frozen=True)
class Debt:
    """Money owed: what is left, the nominal yearly rate, and the least that must be paid a month."""

    name: str
    balance: float
    annual_rate: float
    minimum_payment: float = 0.0


def interest_a_month(debts: tuple[Debt, ...]) -> float:
    """What debts cost in the coming month before anything is paid off, to the cent."""
    return round(sum(debt.balance * debt.annual_rate / 12 for debt in debts), 2)


@dataclass(frozen=True)
class Household:
    """What is known of a customer beyond the bank's table. None: not known, so it is estimated or left out."""

    spending_a_month: float | None = None
    debts: tuple[Debt, ...] = ()
    emergency_saved: float | None = None


@dataclass(frozen=True)
class Goal:
    """One goal. Money is today's money unless the amount is fixed (a signed price, a debt: it does not rise).

    target may be None where it can be worked out: house (from house_price), retirement (from the spending
    wanted), emergency_fund (from the customer's spending), debt_payoff (from the debts).
    months may be None for retirement (until the retirement age) and for goals with `monthly` paid in.
    """

    goal_type: str
    target: float | None = None
    months: int | None = None
    saved: float = 0.0
    name: str | None = None
    priority: int = 1  # 1 is served first
    fixed_amount: bool = False
    deposits: tuple[Deposit, ...] = ()
    house_price: float | None = None  # today's money
    spending_a_year: float | None = None  # in retirement, from savings, today's money
    retirement_age: int | None = None
    debts: tuple[Debt, ...] = ()

    @property
    def label(self) -> str:
        """How the goal is called in text and pictures."""
        return self.name or GOAL_NAMES.get(self.goal_type, self.goal_type)

    @property
    def amount(self) -> float:
        """The target of a completed goal; AdviceError while it is not known."""
        if self.target is None:
            raise AdviceError(f"How much money do you need for your {self.label}?", "target")
        return self.target

    @property
    def horizon(self) -> int:
        """The months of a completed goal; AdviceError while they are not known."""
        if self.months is None:
            raise AdviceError(f"By when would you like to have the money for your {self.label}?", "months")
        return self.months

    def with_changes(self, **changes: Any) -> Goal:
        """A copy with some fields changed."""
        return replace(self, **changes)


def check_amount(value: object, field: str, what: str, *, zero_allowed: bool = False) -> float:
    """A sane amount of money, rounded to the cent, or an AdviceError that says what is allowed."""
    try:
        amount = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        amount = math.nan
    if not math.isfinite(amount):
        raise AdviceError(
            f"I did not get {what} as an amount of money. Please say it as a number, such as 60,000.", field
        )
    amount = round_cent(amount)
    if amount < 0 or (amount < MIN_AMOUNT and not zero_allowed):
        least = "cannot be less than zero" if zero_allowed else "must be more than zero"
        raise AdviceError(f"{what[0].upper()}{what[1:]} {least}. Please tell me the amount again.", field)
    if amount > MAX_AMOUNT:
        raise AdviceError(
            f"{what[0].upper()}{what[1:]} is more than I can plan for: I go up to $100 million. "
            "Please tell me a smaller amount.",
            field,
        )
    return amount


def check_months(value: object, field: str = "months") -> int:
    """A sane number of whole months or an AdviceError that says what is allowed."""
    try:
        months = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        months = math.nan
    if not math.isfinite(months):
        raise AdviceError("I did not get how long you have. Please say it in months or years, such as 3 years.", field)
    if months < MIN_MONTHS:
        raise AdviceError("A plan needs at least one month. By when would you like to have the money?", field)
    if months > MAX_MONTHS:
        raise AdviceError("I can plan up to 60 years ahead. Please choose a nearer date.", field)
    return round(months)


def checked(goal: Goal) -> Goal:
    """The goal with its stated figures as numbers within limits, or an AdviceError."""
    if goal.goal_type not in GOAL_TYPES:
        raise AdviceError(
            "I can plan for "
            + ", ".join(GOAL_NAMES[kind] for kind in GOAL_TYPES[:-1])
            + " or another savings goal. Which one is it?",
            "goal_type",
        )
    changes: dict[str, Any] = {"saved": check_amount(goal.saved, "saved", "what you have saved", zero_allowed=True)}
    if goal.target is not None:
        changes["target"] = check_amount(goal.target, "target", "the amount you want")
    if goal.months is not None:
        changes["months"] = check_months(goal.months)
    if goal.house_price is not None:
        changes["house_price"] = check_amount(goal.house_price, "house_price", "the price of the house")
    if goal.spending_a_year is not None:
        changes["spending_a_year"] = check_amount(goal.spending_a_year, "spending_a_year", "the spending you plan for")
    for deposit in goal.deposits:
        check_amount(deposit.amount, "deposits", "the extra payment")
        check_months(deposit.month, "deposits")
    for debt in goal.debts:
        check_debt(debt)
    return replace(goal, **changes)


def check_debt(debt: Debt) -> None:
    """AdviceError if a debt's figures make no sense."""
    check_amount(debt.balance, "debts", f"what you owe on {debt.name}")
    check_amount(debt.minimum_payment, "debts", f"the monthly payment on {debt.name}", zero_allowed=True)
    if not (math.isfinite(debt.annual_rate) and 0 <= debt.annual_rate <= 4):
        raise AdviceError(
            f"The interest rate on {debt.name} should lie between 0 and 400 per cent a year. "
            "What does your statement say?",
            "debts",
        )
