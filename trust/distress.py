"""Signs of money trouble, added up: a score with its reasons, used to help first and to stop selling.

A scorecard, not a trained model: the demo bank has no history of who got into trouble. Each sign's points are its
share of the score and sum to it exactly; trust/why_risk.py turns them into SHAP values against other customers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from advisor.transactions.income import Signals

VERSION = "distress-2"
Level = Literal["none", "some", "high"]
# Points of 100. An income that has stopped is enough by itself to help first; measured by `python -m bench.distress`.
SOME, HIGH = 15, 25
MOST_REASONS = 4

# From where a sign counts, where it counts in full, and how many points that is.
SCALES = {
    "missed_payments": (0.0, 2.0, 30.0),
    "income_drop": (0.10, 0.60, 25.0),
    "utilisation": (0.30, 0.90, 20.0),
    "utilisation_change": (0.05, 0.30, 10.0),
    "spending_share": (1.0, 1.4, 10.0),
    "tone": (0.2, 0.8, 5.0),  # how far below zero somebody has sounded
}


@dataclass(frozen=True)
class Sign:
    """One sign of trouble, its points, and how it is said."""

    feature: str
    points: float
    text: str


@dataclass(frozen=True)
class Distress:
    """How many signs of money trouble there are, 0 to 100."""

    score: float
    level: Level
    signs: tuple[Sign, ...]  # every sign with points, the strongest first; they sum to the score
    version: str = VERSION

    @property
    def reasons(self) -> tuple[str, ...]:
        """The strongest signs in words, at most four."""
        return tuple(sign.text for sign in self.signs[:MOST_REASONS])

    @property
    def help_first(self) -> bool:
        """Whether nothing is to be sold, and help and a person are to be offered instead."""
        return self.level == "high"


def values_of(signals: Signals, tone: float | None = None) -> dict[str, float | None]:
    """The value of every sign, by name; None where it is not known. tone: -1 to 1, None where not agreed to."""
    return {
        "missed_payments": float(signals.missed_payments),
        "income_drop": signals.income_drop,
        "utilisation": signals.utilisation,
        "utilisation_change": signals.utilisation_change,
        "spending_share": signals.spending_share,
        "tone": None if tone is None else -tone,
    }


def level_of(score: float) -> Level:
    """What a score is called."""
    return "high" if score >= HIGH else "some" if score >= SOME else "none"


def distress(signals: Signals, tone: float | None = None) -> Distress:
    """The signs in a customer's payments and, where they agreed to it, in their tone (-1 to 1).

    What is not known (None) counts as no sign.
    """
    found = [
        Sign(name, points, said(name, value))
        for name, value in values_of(signals, tone).items()
        if value is not None and (points := points_of(name, value)) > 0
    ]
    found.sort(key=lambda sign: -sign.points)
    score = sum(sign.points for sign in found)
    return Distress(score, level_of(score), tuple(found))


def points_of(name: str, value: float) -> float:
    """The points of one sign: none up to where it begins to count, then in proportion, up to its most."""
    start, full, most = SCALES[name]
    return most * min(1.0, max(0.0, (value - start) / (full - start)))


def said(name: str, value: float | None) -> str:
    """A sign in words for the customer, whether it is one or not."""
    if name == "tone":
        return "worry in what you said" if (value or 0) > SCALES["tone"][0] else "no worry in what you said"
    if value is None:
        return {
            "utilisation": "no credit card with us",
            "utilisation_change": "too few card statements to see a trend",
            "spending_share": "no regular income to compare your spending with",
        }[name]
    if name == "missed_payments":
        count = "no" if value == 0 else f"{value:.0f}"
        return f"{count} card payment{'s' * (value != 1)} below the minimum in the last three months"
    if name == "income_drop":
        if value >= 1:
            return "regular income that has stopped"
        return "income as usual" if value < SCALES[name][0] else f"income {value:.0%} below the usual"
    if name == "utilisation":
        return f"{value:.0%} of your card limits in use"
    if name == "utilisation_change":
        if abs(value) < SCALES[name][0]:
            return "card use about the same as three months ago"
        return f"card use {'up' if value > 0 else 'down'} by {abs(value):.0%} of your limits in three months"
    return f"spending of {value:.0%} of your usual income last month"
