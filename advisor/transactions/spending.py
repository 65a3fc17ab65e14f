"""What a month was spent on, and how that compares with the months before."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from advisor.money_text import month_text
from advisor.transactions.records import Transaction

# Money that moves between one's own accounts is not spent: what the card bought was counted when it was bought.
NOT_SPENDING = frozenset({"income", "savings", "debt_payment"})
# A category counts as unusual when it is this much above its usual month, in share and in money.
UNUSUAL_SHARE, UNUSUAL_AMOUNT = 0.3, 30.0


@dataclass(frozen=True, slots=True)
class CategorySpending:
    """One category in one month."""

    name: str  # a key of data/merchants.yml
    amount: float  # positive
    usual: float | None  # median of the months before; None without any
    payments: int

    @property
    def words(self) -> str:
        """The category as it is said."""
        return self.name.replace("_", " ")

    @property
    def unusual(self) -> bool:
        """Whether much more was spent on it than usual."""
        more = self.amount - (self.usual or 0.0)
        return self.usual is not None and more >= UNUSUAL_AMOUNT and more >= UNUSUAL_SHARE * self.usual


@dataclass(frozen=True)
class Spending:
    """One month of payments."""

    month: date  # its first day
    income: float
    categories: tuple[CategorySpending, ...]  # the largest first

    @property
    def total(self) -> float:
        """Everything spent, positive."""
        return round(sum(category.amount for category in self.categories), 2)

    @property
    def period(self) -> str:
        """The month as it is said: "May 2025"."""
        return month_text(self.month)

    @property
    def amounts(self) -> dict[str, float]:
        """Amount by category in words, as advisor.pictures.spending takes it."""
        return {category.words: category.amount for category in self.categories}


def last_full_month(today: date) -> date:
    """The first day of the month before this one."""
    return date(today.year - (today.month == 1), (today.month - 2) % 12 + 1, 1)


def spending(transactions: Iterable[Transaction], month: date, *, compared_with: int = 6) -> Spending:
    """Spending of the calendar month that `month` lies in, against the `compared_with` months before it.

    A refund lowers its category; a category with more refunds than payments is left out.
    """
    by_month: dict[int, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    income = 0.0
    this = month.year * 12 + month.month
    for transaction in transactions:
        number = transaction.at.year * 12 + transaction.at.month
        if transaction.category == "income":
            income += transaction.amount if number == this else 0.0
        elif transaction.category not in NOT_SPENDING:
            by_month[number][transaction.category].append(-transaction.amount)
    earlier = [number for number in range(this - compared_with, this) if number in by_month]
    found = []
    for name, amounts in by_month.get(this, {}).items():
        before = [sum(by_month[number].get(name, ())) for number in earlier]
        usual = round(statistics.median(before), 2) if before else None
        if (amount := round(sum(amounts), 2)) > 0:
            found.append(CategorySpending(name, amount, usual, len(amounts)))
    found.sort(key=lambda category: -category.amount)
    return Spending(month.replace(day=1), round(income, 2), tuple(found))


def usual_spending(transactions: Sequence[Transaction], today: date, months: int = 3) -> float | None:
    """Median spending of the last full months, for a plan's cashflow; None if there is no full month."""
    totals = []
    month = last_full_month(today)
    for _ in range(months):
        if total := spending(transactions, month).total:
            totals.append(total)
        month = last_full_month(month)
    return round(statistics.median(totals), 2) if totals else None
