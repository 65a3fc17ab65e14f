"""Payments that come back: subscriptions, bills, wages; when the next is due and which have become dearer."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from advisor.transactions.records import Transaction

Every = Literal["week", "two weeks", "month", "quarter", "year"]
# Days between payments, by how often; bank holidays and month lengths move them by a few.
PERIODS: dict[Every, tuple[int, int]] = {
    "week": (7, 1), "two weeks": (14, 2), "month": (30, 4), "quarter": (91, 6), "year": (365, 10),
}  # fmt: skip
PER_MONTH: dict[Every, float] = {
    "week": 365.25 / 84, "two weeks": 365.25 / 168, "month": 1.0, "quarter": 1 / 3, "year": 1 / 12,
}  # fmt: skip
REGULAR = 0.8  # share of the gaps that must fit the period
ALIKE = 0.35  # how far from the median an amount may be; utilities vary with the season
FIXED = 0.02  # below this spread a price is a price, and a rise is a rise
RISEN = 0.05


@dataclass(frozen=True, slots=True)
class Increase:
    """A fixed price that went up."""

    before: float
    now: float
    since: date

    @property
    def share(self) -> float:
        """By how much, as a share of what it was."""
        return self.now / self.before - 1


@dataclass(frozen=True, slots=True)
class Recurring:
    """A payment that comes back."""

    merchant: str
    category: str
    amount: float  # of the last one, positive
    every: Every
    times: int  # how often it was seen
    last: date
    next: date  # when it is due again
    increase: Increase | None  # the latest, if the price is fixed

    @property
    def monthly(self) -> float:
        """What it comes to a month."""
        return self.amount * PER_MONTH[self.every]

    def overdue(self, today: date) -> bool:
        """Whether it should have come by now and did not."""
        return today > self.next + timedelta(days=PERIODS[self.every][1] + 3)


def recurring(transactions: Iterable[Transaction], *, incoming: bool = False) -> tuple[Recurring, ...]:
    """Payments out (or in) that come back at the same place in a regular rhythm, the dearest a month first.

    Three payments are needed, two for a yearly one.
    """
    by_merchant: dict[str, list[Transaction]] = defaultdict(list)
    for transaction in transactions:
        if (transaction.amount > 0) == incoming and transaction.kind != "fee":
            by_merchant[transaction.merchant].append(transaction)
    found = []
    for merchant, payments in by_merchant.items():
        payments.sort(key=lambda t: t.at)
        if (every := _rhythm([t.day for t in payments])) and _alike(payments):
            last = payments[-1]
            found.append(
                Recurring(
                    merchant,
                    last.category,
                    abs(last.amount),
                    every,
                    len(payments),
                    last.day,
                    _next(payments, every),
                    _increase(payments),
                )
            )
    return tuple(sorted(found, key=lambda r: -r.monthly))


def _rhythm(days: Sequence[date]) -> Every | None:
    gaps = [(after - before).days for before, after in zip(days, days[1:], strict=False)]
    for every, (length, slack) in PERIODS.items():
        fits = sum(abs(gap - length) <= slack for gap in gaps)
        if len(gaps) >= (1 if every == "year" else 2) and fits >= REGULAR * len(gaps):
            return every
    return None


def _alike(payments: Sequence[Transaction]) -> bool:
    middle = statistics.median(abs(t.amount) for t in payments)
    near = sum(abs(abs(t.amount) - middle) <= ALIKE * middle for t in payments)
    # A price may have doubled since: what counts is that most payments resemble each other.
    return near >= REGULAR * len(payments) or _increase(payments) is not None


def _next(payments: Sequence[Transaction], every: Every) -> date:
    last = payments[-1].day
    if every == "month":
        usual = statistics.mode(t.day.day for t in payments)
        following = (last.replace(day=1) + timedelta(days=32)).replace(day=1)
        end = (following + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        return following.replace(day=min(usual, end.day))
    return last + timedelta(days=PERIODS[every][0])


def _increase(payments: Sequence[Transaction]) -> Increase | None:
    """The last change of a fixed price, if it was a rise."""
    amounts = [abs(t.amount) for t in payments]
    since = len(amounts) - 1
    while since > 0 and abs(amounts[since - 1] - amounts[-1]) <= FIXED * amounts[-1]:
        since -= 1
    before = amounts[:since]
    if len(before) < 2:
        return None
    usual = statistics.median(before[-3:])
    if max(abs(amount - usual) for amount in before[-3:]) > FIXED * usual or amounts[-1] < (1 + RISEN) * usual:
        return None
    return Increase(usual, amounts[-1], payments[since].day)
