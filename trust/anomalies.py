"""Payments that deserve a second look: rules for what has a name, an isolation forest for what has none.

An alert asks the customer or a person; it blocks nothing by itself.
"""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

import numpy as np

from advisor.transactions.records import History, Transaction
from advisor.transactions.recurring import recurring

Kind = Literal["duplicate_charge", "silent_increase", "card_testing", "unusual"]
FEATURES = ("amount", "against usual", "hour", "online", "abroad", "new place", "transfer", "same day at new places")
DUPLICATE_MINUTES = 15
TEST_AMOUNT, TEST_COUNT, TEST_MINUTES = 3.0, 4, 15  # tiny online payments that try out a stolen card
RULE_FIRST = 1.0  # what a rule adds to a payment's unusualness of at most 1: what has a name comes first
LEARNED_FROM = 120  # people whose payments say what is usual
ONE_IN = 0.001  # of usual payments are called unusual
RECENT_DAYS = 45
RISEN_DAYS = 70  # two payments of a monthly price; who has paid it a third time has seen it


@dataclass(frozen=True)
class Alert:
    """One payment to look at, and why, in words for the customer."""

    kind: Kind
    transaction: Transaction
    why: str


def duplicates(transactions: Sequence[Transaction]) -> list[Alert]:
    """The second of two equal payments at one place within minutes."""
    found: list[Alert] = []
    before: dict[tuple[str, float, str], datetime] = {}
    for t in sorted(transactions, key=lambda t: t.at):
        key = (t.merchant, t.amount, t.account)
        if t.amount < 0 and t.kind == "card" and key in before:
            minutes = (t.at - before[key]).total_seconds() / 60
            if minutes <= DUPLICATE_MINUTES:
                found.append(
                    Alert("duplicate_charge", t, f"the same amount at {t.merchant} {minutes:.0f} minutes before")
                )
        before[key] = t.at
    return found


def silent_increases(transactions: Sequence[Transaction], today: date) -> list[Alert]:
    """The first payment of a fixed price that went up lately."""
    found = []
    for item in recurring(transactions):
        if item.increase and item.increase.since >= today - timedelta(days=RISEN_DAYS):
            first = next(t for t in transactions if t.merchant == item.merchant and t.day == item.increase.since)
            found.append(
                Alert("silent_increase", first, f"{item.merchant} costs {item.increase.share:.0%} more than before")
            )
    return found


def card_testing(transactions: Sequence[Transaction]) -> list[Alert]:
    """A run of tiny online payments within minutes, and every larger one right after it."""
    online = sorted((t for t in transactions if t.online and t.amount < 0), key=lambda t: t.at)
    found: dict[int, Alert] = {}
    for n, t in enumerate(online):
        run = [m for m in range(n + 1) if t.at - online[m].at <= timedelta(minutes=TEST_MINUTES)]
        tiny = [m for m in run if -online[m].amount <= TEST_AMOUNT]
        if len(tiny) >= TEST_COUNT:
            for m in (*tiny, n):
                found[m] = Alert("card_testing", online[m], f"{len(tiny)} tiny online payments within minutes")
    return [found[m] for m in sorted(found)]


def features(history: History, since: date) -> tuple[list[Transaction], np.ndarray]:
    """Payments out from `since` on, and their features (n, 8), each against the customer's own past."""
    usual: dict[str, list[float]] = defaultdict(list)
    seen: set[str] = set()
    rows, payments = [], []
    later = [t for t in history.transactions if t.amount < 0 and t.day >= since]
    for t in history.transactions:
        if t.amount < 0 and t.day < since:
            usual[t.category].append(-t.amount)
            seen.add(t.merchant)
    everything = [amount for amounts in usual.values() for amount in amounts] or [1.0]
    new_places = Counter((t.day, t.merchant in seen) for t in later if t.merchant not in seen)
    for t in later:
        known = usual.get(t.category) or everything
        amount = np.log1p(-t.amount)
        rows.append(
            (amount, amount - np.log1p(np.median(known)), abs(t.at.hour + t.at.minute / 60 - 14), t.online, t.abroad,
             t.merchant not in seen, t.kind == "transfer" and t.merchant not in seen, new_places[t.day, False])
        )  # fmt: skip
        payments.append(t)
    return payments, np.array(rows, dtype=float).reshape(-1, len(FEATURES))


@dataclass(frozen=True)
class Detector:
    """The isolation forest, fitted on what payments are usually like."""

    forest: Any
    middle: np.ndarray  # median of each feature

    @classmethod
    def fit(cls, histories: Iterable[History], since: date, *, seed: int = 7) -> Detector:
        """Learn from unlabelled payments from `since` on; the days before are each customer's own past."""
        return cls.fit_matrix(np.concatenate([features(history, since)[1] for history in histories]), seed=seed)

    @classmethod
    def fit_matrix(cls, matrix: np.ndarray, *, seed: int = 7) -> Detector:
        """Learn from the features (n, 8) of unlabelled payments."""
        from sklearn.ensemble import IsolationForest

        forest = IsolationForest(n_estimators=200, max_samples=256, random_state=seed, n_jobs=1).fit(matrix)
        return cls(forest, np.median(matrix, axis=0))

    def scores(self, matrix: np.ndarray) -> np.ndarray:
        """How unusual each payment (n, 8) is, 0 to 1, higher is more unusual."""
        return -self.forest.score_samples(matrix) if len(matrix) else np.zeros(0)

    def why(self, row: np.ndarray) -> str:
        """The feature without which the payment would be the least unusual, in words."""
        usual = np.repeat(row[None, :], len(row), axis=0)
        np.fill_diagonal(usual, self.middle)
        return _WORDS[FEATURES[int(np.argmin(self.scores(usual)))]]


@functools.cache
def usual() -> tuple[Detector, float]:
    """What payments of the demo population are like, and how unusual one in a thousand of theirs is; takes a second."""
    from advisor.population import generate
    from advisor.transactions.generator import history

    day = date(2026, 1, 31)
    since = day - timedelta(days=RECENT_DAYS)
    matrix = np.concatenate([features(history(c, until=day, months=8), since)[1] for c in generate(LEARNED_FROM)])
    detector = Detector.fit_matrix(matrix)
    return detector, float(np.quantile(detector.scores(matrix), 1 - ONE_IN))


def unusual_alerts(history: History, today: date, most: int = 5) -> list[Alert]:
    """The payments of the last RECENT_DAYS that are more unusual than all but one in a thousand, the oddest first.

    For staff: the first call takes a second. What a rule has a name for may be among them.
    """
    payments, matrix = features(history, today - timedelta(days=RECENT_DAYS))
    if not payments:
        return []
    detector, limit = usual()
    scores = detector.scores(matrix)
    rows = [row for row in np.argsort(-scores)[:most] if scores[row] > limit]
    return [Alert("unusual", payments[row], detector.why(matrix[row])) for row in rows]


_WORDS = {
    "amount": "the amount is unusual",
    "against usual": "more than you usually pay for such things",
    "hour": "at an unusual hour",
    "online": "it was made online",
    "abroad": "it was made abroad",
    "new place": "a place you have not paid before",
    "transfer": "a transfer to somebody new",
    "same day at new places": "several new places on one day",
}


def rule_alerts(history: History, today: date) -> list[Alert]:
    """What the rules find in the last RECENT_DAYS, and prices that rose in the last RISEN_DAYS."""
    recent = [t for t in history.transactions if t.day >= today - timedelta(days=RECENT_DAYS)]
    return [*card_testing(recent), *duplicates(recent), *silent_increases(history.transactions, today)]
