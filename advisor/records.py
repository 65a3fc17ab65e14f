"""The plan and its parts: every figure stands here once; text, pictures and data are views of it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Literal

from advisor.goals import Goal, Household

Status = Literal["on_track", "stretch", "out_of_reach", "done"]
Rating = Literal["comfortable", "manageable", "stretch", "unaffordable"]
RepairKind = Literal["more_time", "more_a_month", "smaller_target", "both"]


@dataclass(frozen=True)
class Cashflow:
    """A customer's month, in today's money. stated: spare is the budget they named; estimated: spending, and so spare,
    comes from their habit, not from their figures."""

    income_before_tax: float
    take_home: float
    spending: float
    spare: float  # what can go to goals; the customer's own budget where they gave one
    most: float  # the most that could, by cutting wants; above it a goal is out of reach
    estimated: bool
    stated: bool = False


@dataclass(frozen=True)
class MixAt:
    """Shares of stocks, bonds and cash to hold from a month on."""

    month: int
    stocks: float
    bonds: float
    cash: float


@dataclass(frozen=True)
class Point:
    """The plan at the end of a month, future money. low, middle and high: 10th, 50th, 90th percentile of the
    simulated futures; planned: at the return the plan counts on; paid_in: saved plus deposits so far."""

    month: int
    date: date
    paid_in: float
    planned: float
    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class Stage:
    """Month-end deposits of one size, from the end of month `first` to the end of month `last`."""

    first: int
    last: int
    monthly: float


@dataclass(frozen=True)
class Milestone:
    """A step on the way: when the planned balance first reaches an amount (future money)."""

    name: str
    month: int
    date: date
    amount_future: float


@dataclass(frozen=True)
class Repair:
    """A way to make a plan affordable: the changed figures; target in today's money."""

    kind: RepairKind
    months: int
    monthly: float
    target_todays: float
    target_date: date


@dataclass(frozen=True)
class Sensitivity:
    """What one assumption is worth: how the required monthly amount and the chance move when it turns out worse."""

    assumption: str
    change: str
    monthly_change: float
    chance_change: float


@dataclass(frozen=True)
class FirstStep:
    """Something that comes before this goal. amount in today's money."""

    kind: Literal["debt", "emergency_fund"]
    name: str
    amount: float
    annual_rate: float | None
    why: str


@dataclass(frozen=True)
class HouseDetail:
    """What the deposit buys. Prices in today's money; shares of the price; debt_to_income of income before tax."""

    price: float
    deposit: float
    deposit_share: float
    closing_costs: float
    loan: float
    mortgage_rate: float
    mortgage_months: int
    mortgage_payment: float
    housing_cost_a_month: float  # with upkeep, tax and insurance
    debt_to_income: float | None  # None: income not known
    rating: Rating
    deposit_rating: Rating
    comfortable_price: float | None  # the price at which debt-to-income is comfortable with the same deposit share


@dataclass(frozen=True)
class RetirementDetail:
    """The years after work. *_todays in today's money; chance: that the money lasts, given it is reached."""

    retirement_age: int
    plan_to_age: int
    spending_a_year_todays: float
    spending_a_month_todays: float
    first_year_spending_future: float
    pot_todays: float
    pot_future: float
    drawdown_return: float  # nominal a year, after fees, cautious
    withdrawal_rate: float  # first year's spending / pot
    chance_it_lasts: float
    chance_it_lasts_error: float
    drawdown: tuple[Point, ...]  # the pot after retirement; month counts from retirement


@dataclass(frozen=True)
class PayoffMonth:
    month: int
    balance: float


@dataclass(frozen=True)
class Payoff:
    """Paying debts off in one order with one monthly amount."""

    order: tuple[str, ...]  # the order in which debts are gone
    months: int
    interest: float
    balances: tuple[PayoffMonth, ...]
    gone: tuple[Milestone, ...]


@dataclass(frozen=True)
class DebtDetail:
    """Both orders side by side with the same monthly amount: avalanche (dearest first) costs least,
    snowball (smallest first) shows results soonest. interest_saved: snowball's interest less avalanche's."""

    total_balance: float
    minimum_payments: float
    avalanche: Payoff
    snowball: Payoff
    interest_saved: float
    highest_rate: float


@dataclass(frozen=True)
class Plan:
    """One goal's plan. Money is rounded to the cent; rates are shares a year (0.031 is 3.1 %).

    monthly is the deposit at each month end that the goal needs, rounded up to the cent; contribution is the
    one projected: monthly, or what the customer chose, or (out of reach) what they can spare.
    expected_return is nominal, compounds monthly, is after fees and at the cautious end of the published range:
    monthly follows from it on any calculator. success_chance and the low, middle and high outcomes
    come from the simulation with `contribution`.
    """

    created: date
    customer_id: int
    customer_name: str
    assumptions_id: str
    goal: Goal
    risk_profile: str
    status: Status

    target_todays: float
    target_future: float
    months: int
    target_date: date
    saved: float
    inflation: float

    monthly: float
    contribution: float
    stages: tuple[Stage, ...]  # one, unless goals share a budget and money is freed on the way
    shortfall_monthly: float  # monthly less what can be spared, at least 0
    confident_monthly: float  # reaches the goal in eight of ten simulated futures
    income_share: float  # monthly as a share of income before tax; 0 if there is no income
    cashflow: Cashflow
    household: Household

    stocks_share: float
    bonds_share: float
    cash_share: float
    glide_path: tuple[MixAt, ...]
    expected_return: float
    middle_return: float
    fee: float  # a year, of the amount held, in today's mix

    paid_in: float  # saved plus all deposits until the date
    growth: float  # planned_outcome less paid_in
    planned_outcome: float
    success_chance: float
    standard_error: float
    low_outcome: float
    middle_outcome: float
    high_outcome: float
    low_outcome_todays: float
    high_outcome_todays: float
    paths: int

    points: tuple[Point, ...]
    milestones: tuple[Milestone, ...]
    repairs: tuple[Repair, ...]
    sensitivities: tuple[Sensitivity, ...]  # the largest first
    first_steps: tuple[FirstStep, ...]
    notes: tuple[str, ...]

    house: HouseDetail | None = None
    retirement: RetirementDetail | None = None
    debt: DebtDetail | None = None
    # Of this making of the plan: the same question asked twice gives two ids and otherwise equal plans.
    plan_id: str = field(default_factory=lambda: f"plan-{secrets.token_hex(8)}", compare=False)

    @property
    def first_milestone(self) -> Milestone | None:
        """The next step to look forward to."""
        return self.milestones[0] if self.milestones else None

    @property
    def judged(self) -> bool:
        """Whether the plan could be held against an income or a budget; without either, `status` judges nothing."""
        return self.cashflow.stated or self.cashflow.income_before_tax > 0

    def repair(self, kind: RepairKind) -> Repair | None:
        """The repair of this kind, if the plan offers one."""
        return next((repair for repair in self.repairs if repair.kind == kind), None)

    def to_dict(self) -> dict:
        """Plain JSON types, for the store, the page and --json."""
        return {**_adapter().dump_python(self, mode="json"), "judged": self.judged}

    @classmethod
    def from_dict(cls, document: dict) -> Plan:
        """The plan that to_dict made. pydantic.ValidationError names what does not fit."""
        return _adapter().validate_python(document)


@lru_cache(maxsize=1)
def _adapter():
    from pydantic import TypeAdapter  # here: a plan can be made and drawn without it

    return TypeAdapter(Plan)
