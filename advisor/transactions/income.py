"""What comes in: regular income found in payments, and whether it has dropped."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from advisor.transactions.records import History, Transaction
from advisor.transactions.recurring import Recurring, recurring
from advisor.transactions.spending import last_full_month, spending

DROPPED = 0.25  # income this much below the usual is a drop, not a bad month


@dataclass(frozen=True)
class Income:
    """Income after tax, as the account sees it."""

    monthly: float  # median of the last full months; 0 if nothing comes in
    regular: tuple[Recurring, ...]  # wages, pensions, the largest first
    regular_share: float  # of all income of those months; 1: nothing irregular
    drop: float  # share by which the latest full month lies below the usual, 0 if it does not
    stopped: bool  # a regular income is overdue

    @property
    def dropped(self) -> bool:
        """Whether income has fallen markedly or stopped."""
        return self.stopped or self.drop >= DROPPED


def income(transactions: Sequence[Transaction], today: date, *, months: int = 6) -> Income:
    """Income of the last `months` full months, and whether it has dropped by `today`.

    Transfers from own savings do not count. Months before the first payment are left out.
    """
    coming = [t for t in transactions if t.amount > 0 and t.category != "savings" and t.day <= today]
    if not coming:
        return Income(0.0, (), 0.0, 0.0, False)
    first = min(t.day for t in coming).replace(day=1)
    totals: list[float] = []
    month = last_full_month(today)
    while len(totals) < months and month >= first:
        totals.append(sum(t.amount for t in coming if t.day.replace(day=1) == month))
        month = last_full_month(month)
    regular = recurring(coming, incoming=True)
    sources = {item.merchant for item in regular}
    everything = sum(t.amount for t in coming)
    usual = statistics.median(totals[1:]) if len(totals) > 1 else (totals[0] if totals else 0.0)
    drop = max(0.0, 1 - totals[0] / usual) if totals and usual else 0.0
    return Income(
        monthly=round(statistics.median(totals), 2) if totals else 0.0,
        regular=regular,
        regular_share=sum(t.amount for t in coming if t.merchant in sources) / everything,
        drop=drop,
        stopped=any(item.overdue(today) for item in regular),
    )


@dataclass(frozen=True)
class Signals:
    """What payments say about money trouble: the features of a distress score."""

    utilisation: float | None  # share of all card limits in use
    utilisation_change: float | None  # against three months ago
    missed_payments: int  # of the last three months
    income_drop: float  # share, 1 if it stopped
    spending_share: float | None  # last month's spending as a share of usual income
    fees: float  # interest and fees of the last full month


def signals(history: History, today: date) -> Signals:
    """The signs of money trouble in a history, as of `today`; None where the history cannot tell."""
    month = last_full_month(today)
    comes = income(history.transactions, today)
    spent = spending(history.transactions, month)
    limit = sum(card.limit for card in history.cards)
    past = sum(card.statements[-4].balance for card in history.cards if len(card.statements) >= 4)
    long_enough = limit and all(len(card.statements) >= 4 for card in history.cards)
    used = history.utilisation
    return Signals(
        utilisation=used,
        utilisation_change=used - past / limit if long_enough and used is not None else None,
        missed_payments=sum(s.missed for card in history.cards for s in card.statements[-3:]),
        income_drop=1.0 if comes.stopped else comes.drop,
        spending_share=spent.total / comes.monthly if comes.monthly else None,
        fees=sum(c.amount for c in spent.categories if c.name == "fees_and_interest"),
    )
