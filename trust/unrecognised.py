"""Which payment somebody means who does not recognise one: by its amount, the shop, the day, or only by being odd."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from advisor.money_text import money_text
from advisor.transactions.merchants import category_of
from advisor.transactions.records import History, Transaction
from settings import settings
from trust.anomalies import Alert, rule_alerts

LOOKED_BACK = 120  # days; card schemes take disputes for about that long
MOST = 3
NEAR = 0.02  # of the amount: people round what they read on a statement
ALIKE = 0.8  # of the letters of a shop's name: what a microphone makes of it
_AMOUNT = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d{1,2})?(?![\w,]*\d)")
_COMMON = {"the", "and", "for", "shop", "store", "payment", "card", "transfer", "direct", "online"}


@dataclass(frozen=True)
class Match:
    """A payment that may be the one meant, and how it is said."""

    transaction: Transaction
    alert: Alert | None  # what a rule found odd about it

    @property
    def said(self) -> str:
        """ "$64.20 to Gadget Barn on 12 January"."""
        t = self.transaction
        return f"{money_text(-t.amount, settings.currency)} to {t.merchant} on {t.day.day} {t.day:%B}"


def find_payments(
    past: History,
    today: date,
    words: str = "",
    *,
    amount: float | None = None,
    merchant: str | None = None,
    day: date | None = None,
    most: int = MOST,
) -> tuple[Match, ...]:
    """The payments of the last 120 days that fit what was said, odd ones first, then the newest.

    Amount (within 2 %), shop and day must all fit where they are given; what is not given is looked for in `words`
    (a shop they paid at, a figure). Nothing to go by at all: the payments that the rules find odd. Nothing fits: ().
    """
    since = today - timedelta(days=LOOKED_BACK)
    made = [t for t in past.transactions if t.amount < 0 and since <= t.day <= today]
    odd = {alert.transaction.transaction_id: alert for alert in rule_alerts(past, today)}
    amounts = [amount] if amount else _amounts(words)
    shops = {t.merchant for t in made if _means(merchant or words, t.merchant, whole=merchant is not None)}
    if merchant or shops:
        made = [t for t in made if t.merchant in shops]
    elif kind := next((k for w in _words(words) if (k := category_of(w)) != "other"), None):
        made = [t for t in made if t.category == kind]  # "a hotel", "some restaurant"
    elif not amounts and day is None:
        made = [t for t in made if t.transaction_id in odd]
    if amounts:
        made = [t for t in made if any(abs(-t.amount - a) <= max(1.0, NEAR * a) for a in amounts)]
    if day is not None:
        made = [t for t in made if abs((t.day - day).days) <= 1]  # booked a day later than paid
    made.sort(key=lambda t: (t.transaction_id not in odd, today - t.day, t.transaction_id))
    return tuple(Match(t, odd.get(t.transaction_id)) for t in made[:most])


def _amounts(words: str) -> list[float]:
    return [float(found.replace(",", "")) for found in _AMOUNT.findall(words)]


def _words(text: str) -> list[str]:
    return [w for w in re.findall(r"[a-z]{3,}", text.lower()) if w not in _COMMON]


def _means(said: str, merchant: str, *, whole: bool) -> bool:
    """Whether a shop is named in what was said: every telling word of its name, or the name written as one."""
    heard, name = _words(said), _words(merchant)
    if not heard or not name:
        return False
    if whole and difflib.SequenceMatcher(None, "".join(heard), "".join(name)).ratio() >= ALIKE:
        return True
    return all(_in(word, heard) for word in name) or (whole and all(_in(word, name) for word in heard))


def _in(word: str, others: Sequence[str]) -> bool:
    return any(difflib.SequenceMatcher(None, word, other).ratio() >= ALIKE for other in others)
