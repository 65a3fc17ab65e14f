"""Signs of money trouble, added up: a score with its reasons, used to help first and to stop selling.

A scorecard, not a trained model: the demo bank has no history of who got into trouble. Each sign's points are its
share of the score, so they are its SHAP values against somebody without signs, and sum to it exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from advisor.transactions.income import Signals

VERSION = "distress-1"
Level = Literal["none", "some", "high"]
SOME, HIGH = 20, 45  # points of 100
MOST_REASONS = 4

# From where a sign counts, where it counts in full, and how many points that is.
_SCALES = {
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


def distress(signals: Signals, tone: float | None = None) -> Distress:
    """The signs in a customer's payments and, where they agreed to it, in their tone (-1 to 1).

    What is not known (None) counts as no sign.
    """
    values = {
        "missed_payments": float(signals.missed_payments),
        "income_drop": signals.income_drop,
        "utilisation": signals.utilisation,
        "utilisation_change": signals.utilisation_change,
        "spending_share": signals.spending_share,
        "tone": None if tone is None else -tone,
    }
    found = [
        Sign(name, points, _said(name, value))
        for name, value in values.items()
        if value is not None and (points := _points(name, value)) > 0
    ]
    found.sort(key=lambda sign: -sign.points)
    score = sum(sign.points for sign in found)
    return Distress(score, "high" if score >= HIGH else "some" if score >= SOME else "none", tuple(found))


def _points(name: str, value: float) -> float:
    start, full, most = _SCALES[name]
    return most * min(1.0, max(0.0, (value - start) / (full - start)))


def _said(name: str, value: float) -> str:
    if name == "missed_payments":
        return f"{value:.0f} card payment{'s' if value != 1 else ''} below the minimum in the last three months"
    if name == "income_drop":
        return "regular income has stopped" if value >= 1 else f"income is {value:.0%} below the usual"
    if name == "utilisation":
        return f"{value:.0%} of the card limits is used"
    if name == "utilisation_change":
        return f"card use has grown by {value:.0%} of the limits in three months"
    if name == "spending_share":
        return f"last month's spending was {value:.0%} of usual income"
    return "worry was heard in what was said"
