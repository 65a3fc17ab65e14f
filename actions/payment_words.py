"""What a sentence says of a payment: the amount, the day and the place, as far as they are said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from actions.reading import Message, read
from advisor.transactions.records import History
from trust.unrecognised import Match, find_payments

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = "|".join(f"{name}[a-z]*" for name in _MONTHS)
_COUNTS = {"a": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_AGO = re.compile(rf"\b(\d{{1,2}}|{'|'.join(_COUNTS)}) (day|week)s? ago\b", re.I)
_DAY_OF_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_MONTH})\b|\b({_MONTH}) (\d{{1,2}})\b", re.I)
_THE_NTH = re.compile(r"\bthe (\d{1,2})(?:st|nd|rd|th)\b", re.I)
_YESTERDAY = re.compile(r"\b(?:yesterday|last night)\b", re.I)
_TODAY = re.compile(r"\b(?:today|this morning|just now)\b", re.I)
_WEEKDAY = re.compile(rf"\b({'|'.join(_DAYS)})\b", re.I)
_TIMES = (_AGO, _DAY_OF_MONTH, _THE_NTH, _YESTERDAY, _TODAY, _WEEKDAY)
_PLACE = re.compile(r"\b(?:at|from|to|called)\s+(?:the\s+|a\s+)?([A-Za-z][\w'&-]*(?: [A-Z][\w'&-]*)*)")
_NO_PLACE = re.compile(
    r"all|me|my|him|her|them|it|the|that|this|once|home|night|last|least|work|first|you|us|people|some(?:one|body)|phone"
    rf"|day|to(?:day)?|yesterday|noon|midnight|online|card|mistake|account|bank|make|do|be|{'|'.join(_DAYS)}",
    re.I,
)


@dataclass(frozen=True)
class Described:
    """What was said of a payment so far; None is not said."""

    words: str = ""
    amount: float | None = None  # positive
    place: str | None = None  # in their own words
    day: date | None = None

    @property
    def says_anything(self) -> bool:
        """Whether there is a figure, a day or a place to go by."""
        return self.amount is not None or self.day is not None or self.place is not None

    def and_then(self, more: Described) -> Described:
        """This, with what was said later; where both speak of the same, the later counts."""
        return Described(
            f"{self.words} {more.words}".strip(),
            more.amount if more.amount is not None else self.amount,
            more.place or self.place,
            more.day or self.day,
        )

    def to_dict(self) -> dict[str, Any]:
        """As a slot holds it."""
        return {**vars(self), "day": self.day.isoformat() if self.day else None}

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> Described:
        """What `to_dict` wrote."""
        return cls(**{**kept, "day": date.fromisoformat(kept["day"]) if kept.get("day") else None})

    def candidates(self, past: History, today: date) -> tuple[Match, ...]:
        """The payments that fit. The day goes first where nothing does: people misremember days more than shops."""
        shop = self.place if self.place and find_payments(past, today, merchant=self.place, most=1) else None
        asked = {"words": self.words, "amount": self.amount, "merchant": shop}
        found = find_payments(past, today, **asked, day=self.day)
        return found or (find_payments(past, today, **asked) if self.day and shop else ())


def described(message: Message, today: date) -> Described:
    """What a message says of a payment."""
    text = message.text if not message.text.startswith("/") else ""
    place = _PLACE.search(text)
    named = place[1] if place and not _NO_PLACE.fullmatch(place[1].split()[0]) else None
    words = text
    for times in _TIMES:
        words = times.sub(" ", words)  # "3 days ago" is no payment of 3
    return Described(words.strip(), amount_in(message), named, day_in(text, today))


def amount_in(message: Message) -> float | None:
    """The amount of a payment in a message: an amount of money, else a number that belongs to no date."""
    reading = read(message)
    said = (reading.target, reading.price, reading.saved, reading.contribution, reading.expenses)
    amount = next((value for value in said if value is not None), None)
    if amount is not None:
        return amount
    dated = {n for times in (_AGO, _DAY_OF_MONTH, _THE_NTH) for found in times.findall(message.text)
             for n in (found if isinstance(found, tuple) else (found,)) if n.isdigit()}  # fmt: skip
    numbers = [float(v["value"]) for v in message.values("number") if v.get("value") is not None]
    return next((number for number in numbers if number > 0 and f"{number:.0f}" not in dated), None)


def day_in(text: str, today: date) -> date | None:
    """The past day that a text names: "yesterday", "last Tuesday", "three days ago", "14 November"; None if none."""
    text = text.lower()
    if _YESTERDAY.search(text):
        return today - timedelta(days=1)
    if _TODAY.search(text):
        return today
    if ago := _AGO.search(text):
        count = _COUNTS.get(ago[1]) or int(ago[1])
        return today - timedelta(days=count * (7 if ago[2] == "week" else 1))
    if weekday := _WEEKDAY.search(text):
        return today - timedelta(days=(today.weekday() - _DAYS.index(weekday[1])) % 7 or 7)
    if named := _DAY_OF_MONTH.search(text):
        return _latest(today, int(named[1] or named[4]), _MONTHS.index((named[2] or named[3])[:3]) + 1)
    nth = _THE_NTH.search(text)
    return _latest(today, int(nth[1]), None) if nth else None


def _latest(today: date, day: int, month: int | None) -> date | None:
    """The last day by `today` with this number (in this month); None if there is none within a year."""
    for back in range(366):
        candidate = today - timedelta(days=back)
        if candidate.day == day and month in (None, candidate.month):
            return candidate
    return None
