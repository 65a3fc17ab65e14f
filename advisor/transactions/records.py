"""One payment, one card, and a customer's history of both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Kind = Literal["card", "direct_debit", "transfer", "income", "cash", "fee"]


@dataclass(frozen=True, slots=True)
class Transaction:
    """Money that moved. The fields are those of the public simulators (Sparkov, PaySim), under the words of a bank."""

    transaction_id: str
    customer_id: int
    at: datetime
    amount: float  # negative: paid out
    merchant: str
    category: str  # a key of data/merchants.yml
    kind: Kind
    account: str  # "current", or the name of a card
    online: bool = False
    abroad: bool = False
    label: str | None = None  # in made-up histories: the scenario it belongs to; never known in real ones

    @property
    def day(self) -> date:
        """The day it was made."""
        return self.at.date()


@dataclass(frozen=True, slots=True)
class Statement:
    """A card at the end of a month."""

    day: date
    balance: float  # owed
    minimum_payment: float
    paid: float  # in that month
    missed: bool  # less than the last minimum was paid


@dataclass(frozen=True, slots=True)
class CreditCard:
    """A card with its limit and its monthly statements, oldest first."""

    name: str
    limit: float
    annual_rate: float
    statements: tuple[Statement, ...]

    @property
    def balance(self) -> float:
        """What is owed now."""
        return self.statements[-1].balance if self.statements else 0.0

    @property
    def carried(self) -> float:
        """What was left unpaid of the last balance but one, and so costs interest; 0 where cards are paid in full."""
        if len(self.statements) < 2:
            return 0.0
        return max(0.0, round(self.statements[-2].balance - self.statements[-1].paid, 2))

    @property
    def utilisation(self) -> float:
        """Share of the limit in use."""
        return self.balance / self.limit if self.limit else 0.0


@dataclass(frozen=True)
class History:
    """A customer's payments, oldest first, and their cards."""

    customer_id: int
    transactions: tuple[Transaction, ...]
    cards: tuple[CreditCard, ...]

    @property
    def utilisation(self) -> float | None:
        """Share of all limits together in use; None without a card."""
        limit = sum(card.limit for card in self.cards)
        return sum(card.balance for card in self.cards) / limit if limit else None
