"""Paying several debts with one monthly amount: the two usual orders, month by month."""

from __future__ import annotations

from datetime import date

from advisor.goals import MAX_MONTHS, Debt
from advisor.money import add_months, ceil_cent, round_cent
from advisor.records import Milestone, Payoff, PayoffMonth

AVALANCHE, SNOWBALL = "avalanche", "snowball"
_ORDER = {
    AVALANCHE: lambda debt: (-debt.annual_rate, debt.balance),  # dearest first: costs least
    SNOWBALL: lambda debt: (debt.balance, -debt.annual_rate),  # smallest first: shows results soonest
}
_NOTHING = 0.005  # less than half a cent is nothing owed


def payoff(debts: tuple[Debt, ...], monthly: float, order: str, today: date) -> Payoff | None:
    """Pays `monthly` at each month end: interest is added, every debt gets its minimum, the rest goes to the first
    debt of the order, and what a paid-off debt no longer needs goes to the next. None if 60 years are not enough."""
    queue = sorted(debts, key=_ORDER[order])
    run = _run(queue, monthly, MAX_MONTHS)
    if run is None:
        return None
    balances, interest, gone_in = run
    gone = sorted(zip(gone_in, queue, strict=True), key=lambda item: item[0])
    return Payoff(
        order=tuple(debt.name for _, debt in gone),
        months=len(balances) - 1,
        interest=round_cent(interest),
        balances=tuple(PayoffMonth(month, round_cent(balance)) for month, balance in enumerate(balances)),
        gone=tuple(
            Milestone(debt.name, month, add_months(today, month), round_cent(debt.balance)) for month, debt in gone
        ),
    )


def monthly_needed(debts: tuple[Debt, ...], months: int) -> float:
    """The least monthly amount, to the cent, that clears all debts in time, dearest first."""
    queue = sorted(debts, key=_ORDER[AVALANCHE])
    low, high = 0.0, sum(debt.balance * (1 + debt.annual_rate / 12) for debt in debts) + _NOTHING
    while high - low > 0.001:
        middle = (low + high) / 2
        low, high = (low, middle) if _run(queue, middle, months) else (middle, high)
    payment = ceil_cent(low)
    return payment if _run(queue, payment, months) else ceil_cent(high)


def _run(queue: list[Debt], monthly: float, limit: int) -> tuple[list[float], float, list[int]] | None:
    """Total balance at each month end, interest paid, and the month in which each debt of the queue is gone."""
    left = [debt.balance for debt in queue]
    gone = [0] * len(queue)
    balances, interest = [sum(left)], 0.0
    for month in range(1, limit + 1):
        purse = monthly
        for index, debt in enumerate(queue):
            added = left[index] * debt.annual_rate / 12
            interest += added
            paid = min(left[index] + added, debt.minimum_payment, purse)
            left[index] += added - paid
            purse -= paid
        for index in range(len(queue)):
            paid = min(left[index], purse)
            left[index] -= paid
            purse -= paid
            if not gone[index] and left[index] < _NOTHING:
                left[index], gone[index] = 0.0, month
        balances.append(sum(left))
        if all(gone):
            return balances, interest, gone
    return None
