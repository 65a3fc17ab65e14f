"""Several goals that share one budget: who is served first, and where the money goes when a goal is done."""

from __future__ import annotations

from bisect import bisect_left
from copy import deepcopy
from dataclasses import asdict, dataclass, replace
from datetime import date

from advisor import savings_plan
from advisor.assumptions import Assumptions, current
from advisor.budget import cashflow
from advisor.customers import Customer
from advisor.debts import owed
from advisor.goals import MAX_MONTHS, AdviceError, Goal, Household, checked
from advisor.money import add_months, ceil_cent, required_monthly, round_cent
from advisor.payoff import AVALANCHE, monthly_needed, payoff
from advisor.planner import completed, make_plan
from advisor.records import Cashflow, Plan, Repair, Stage
from advisor.savings import Deposits, balances, grown_deposits, need


@dataclass(frozen=True)
class BudgetStage:
    """Months `first` to `last`: what each plan gets a month, in the order of the plans, and what is left over."""

    first: int
    last: int
    shares: tuple[float, ...]
    left_over: float


@dataclass(frozen=True)
class Plans:
    """Plans in the order they are served, and the budget they share (today's money, a month)."""

    plans: tuple[Plan, ...]
    budget: float
    stages: tuple[BudgetStage, ...]
    cashflow: Cashflow

    @property
    def status(self) -> str:
        """The worst of the plans' states."""
        return max((plan.status for plan in self.plans), key=("done", "on_track", "stretch", "out_of_reach").index)

    def to_dict(self) -> dict:
        """Plain JSON types."""
        return {
            "plans": [plan.to_dict() for plan in self.plans],
            "budget": self.budget,
            "stages": [asdict(stage) for stage in self.stages],
            "cashflow": asdict(self.cashflow),
            "status": self.status,
        }


@dataclass
class _Claim:
    """A goal's claim on the budget while the months are dealt out."""

    goal: Goal
    takes_all: bool  # served with everything until it is done
    end: int  # the month of its date
    balance: float
    target_future: float = 0.0
    annual_rate: float = 0.0  # the plan's own, so that what is dealt out here adds up there
    share: float = 0.0  # what it was last given
    enough: bool = False  # whether that is all it needs
    freed: float = 0.0  # minimum payments that come back to the budget when a debt is gone
    paid: tuple[Stage, ...] = ()


def make_plans(
    goals: tuple[Goal, ...] | list[Goal],
    customer: Customer,
    *,
    today: date,
    assumptions: Assumptions | None = None,
    monthly_budget: float | None = None,
    household: Household | None = None,
    unwanted: frozenset[str] = frozenset(),
) -> Plans:
    """Plans that share a budget: debts that cost more than savings earn, then the emergency fund, then the rest by
    priority and date. A goal gets what it needs to be in time; what it leaves, and all it had once its date
    has come, goes to the next. Debts and a missing emergency fund of `household` become plans of their own,
    unless that goal type is `unwanted`.
    AdviceError as in make_plan; a budget of nothing is an error too, because there is nothing to share.
    """
    assumptions, household = assumptions or current(), household or Household()
    if not goals:
        raise AdviceError("Which goals would you like to plan together?", "goals")
    flow = cashflow(customer, household, monthly_budget, assumptions)
    if flow.spare <= 0:
        raise AdviceError("How much can you put aside a month for all your goals together?", "monthly_budget")
    claims = [
        _claim(goal, customer, flow, household, assumptions)
        for goal in _in_order(tuple(checked(goal) for goal in goals), flow, household, assumptions, unwanted)
    ]
    untouched = deepcopy(claims)
    stages = _deal_out(claims, customer, flow.spare, assumptions)
    plans = tuple(
        make_plan(
            claim.goal,
            customer,
            today=today,
            assumptions=assumptions,
            household=household,
            monthly_budget=monthly_budget,
            monthly=claim.paid[0].monthly if claim.goal.goal_type == "debt_payoff" and claim.paid else None,
            stages=claim.paid or (Stage(1, claim.end, 0.0),),
        )
        for claim in claims
    )
    plans = tuple(
        _with_later_date(plan, index, untouched, customer, flow.spare, assumptions) for index, plan in enumerate(plans)
    )
    return Plans(plans, flow.spare, stages, flow)


def _in_order(
    goals: tuple[Goal, ...], flow: Cashflow, household: Household, assumptions: Assumptions, unwanted: frozenset[str]
) -> list[Goal]:
    """All goals in the order they are served, with what must come first added."""
    kinds = {goal.goal_type for goal in goals} | unwanted
    earns = assumptions.stocks.low
    dear = tuple(debt for debt in household.debts if debt.annual_rate > earns)
    added: list[Goal] = []
    if dear and "debt_payoff" not in kinds:
        added.append(Goal("debt_payoff", debts=dear))
    if household.emergency_saved is not None and "emergency_fund" not in kinds:
        wanted = assumptions.budget.emergency_months * flow.spending
        if wanted > household.emergency_saved:
            added.append(Goal("emergency_fund", round_cent(wanted), saved=household.emergency_saved))

    def rank(goal: Goal) -> tuple[int, int, int]:
        if goal.goal_type == "debt_payoff":
            dearest = max((debt.annual_rate for debt in goal.debts or household.debts), default=assumptions.card_rate)
            return (0 if dearest > earns else 2, goal.priority, goal.months or 0)
        return (1 if goal.goal_type == "emergency_fund" else 2, goal.priority, goal.months or MAX_MONTHS)

    return sorted([*added, *goals], key=rank)


def _claim(goal: Goal, customer: Customer, flow: Cashflow, household: Household, assumptions: Assumptions) -> _Claim:
    if goal.goal_type == "debt_payoff":
        debts = owed(goal, household, assumptions)
        held = {debt.name for debt in household.debts}
        freed = 0.0 if flow.stated else sum(debt.minimum_payment for debt in debts if debt.name in held)
        goal = goal.with_changes(debts=debts, saved=0.0, target=None)
        return _Claim(goal, goal.months is None, goal.months or MAX_MONTHS, 0.0, freed=freed)
    takes_all = goal.goal_type == "emergency_fund" and goal.months is None
    goal = completed(goal, customer, flow, assumptions)
    claim = _Claim(goal, takes_all, MAX_MONTHS if takes_all else goal.horizon, goal.saved)
    if not takes_all:
        _aim_at(claim, goal.horizon, customer, assumptions)
    return claim


def _aim_at(claim: _Claim, end: int, customer: Customer, assumptions: Assumptions) -> None:
    """Sets a claim's date, and with it the target in future money and the return counted on."""
    aim = savings_plan.aim_of(claim.goal, customer)
    claim.end = end
    claim.target_future = aim.target_future(end, assumptions)
    claim.annual_rate = need(aim, end, assumptions).annual_rate


def _deal_out(
    claims: list[_Claim], customer: Customer, budget: float, assumptions: Assumptions
) -> tuple[BudgetStage, ...]:
    """Deals the budget out in stages; a stage lasts until the next goal's date or completion."""
    month, stages = 0, []
    while month < MAX_MONTHS and any(claim.end > month for claim in claims):
        rest = budget
        for claim in claims:
            claim.share = _share(claim, month, rest, customer, assumptions)
            rest = round_cent(max(0.0, rest - claim.share))
        until = min(claim.end for claim in claims if claim.end > month)
        for claim in claims:
            if claim.share > 0:
                same = claim.paid and claim.paid[-1].monthly == claim.share and claim.paid[-1].last == month
                first = claim.paid[-1].first if same else month + 1
                claim.paid = (*(claim.paid[:-1] if same else claim.paid), Stage(first, until, claim.share))
            if claim.goal.goal_type != "debt_payoff" and claim.end > month:
                deposits = _deposits_after(claim, month)
                months = [claim.share] * (until - month)
                claim.balance = float(balances(claim.balance, months, claim.annual_rate, deposits)[-1])
        stages.append(BudgetStage(month + 1, until, tuple(claim.share for claim in claims), rest))
        for claim in claims:
            if claim.freed and claim.end <= until:  # its minimum payments are free from now on
                budget, claim.freed = round_cent(budget + claim.freed), 0.0
        month = until
    return tuple(stages)


def _with_later_date(
    plan: Plan, index: int, claims: list[_Claim], customer: Customer, budget: float, assumptions: Assumptions
) -> Plan:
    """The plan with more_time as it is when others are served first: the date by which what they leave is enough.

    Its monthly is the most the goal then takes in any month. Without such a date the repair is left out.
    """
    if plan.status != "out_of_reach" or plan.debt:
        return plan

    def dealt(end: int) -> _Claim:
        tried = deepcopy(claims)
        tried[index].goal = tried[index].goal.with_changes(months=end)
        _aim_at(tried[index], end, customer, assumptions)
        _deal_out(tried, customer, budget, assumptions)
        return tried[index]

    def in_time(end: int) -> bool:
        claim = dealt(end)
        return claim.balance >= claim.target_future - 0.01

    ends = range(plan.months + 1, savings_plan.latest_offer(plan.goal, customer) + 1)
    end = next(iter(ends[bisect_left(ends, True, key=in_time) :]), None)
    # Both at once was worked out at the mean of what this goal gets; with others served first that is no pace to keep.
    others = tuple(repair for repair in plan.repairs if repair.kind not in ("more_time", "both"))
    if end is None:
        return replace(plan, repairs=others)
    most = max(stage.monthly for stage in dealt(end).paid)
    later = Repair("more_time", end, most, plan.target_todays, add_months(plan.created, end))
    return replace(plan, repairs=(later, *others))


def _share(claim: _Claim, month: int, rest: float, customer: Customer, assumptions: Assumptions) -> float:
    """What a claim gets a month from now on; settles the end of one that takes all there is."""
    if claim.end <= month:
        return 0.0
    if claim.goal.goal_type == "debt_payoff":
        purse = round_cent(rest + claim.freed)
        given = purse if claim.takes_all else min(purse, monthly_needed(claim.goal.debts, claim.goal.horizon))
        paid = payoff(claim.goal.debts, given, AVALANCHE, date.min)
        claim.end = paid.months if paid else MAX_MONTHS
        return given
    if claim.takes_all and not claim.enough:
        for end in range(month + 1, MAX_MONTHS + 1):
            _aim_at(claim, end, customer, assumptions)
            if _needed(claim, month) <= rest:
                claim.goal = claim.goal.with_changes(months=end)
                break
    if not claim.enough:
        needed = _needed(claim, month)
        claim.enough = needed <= rest
        return min(rest, needed)
    return min(rest, claim.share)


def _needed(claim: _Claim, month: int) -> float:
    """The deposit that is enough from `month` on."""
    months = claim.end - month
    extra = grown_deposits(_deposits_after(claim, month), claim.annual_rate, months)
    return ceil_cent(required_monthly(claim.target_future - extra, months, claim.annual_rate, claim.balance))


def _deposits_after(claim: _Claim, month: int) -> Deposits:
    return tuple((one.month - month, one.amount) for one in claim.goal.deposits if one.month > month)
