"""An explanation as people meet it: at most four reasons in their words, what would change it, and its picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from trust.attributions import Attribution

Subject = Literal["persona", "risk"]
MOST_REASONS = 4  # nobody weighs more than four
HARDLY = 0.05  # of the strongest: what moved the output less is no reason


@dataclass(frozen=True)
class Reason:
    """One feature that moved the output, and how it is said."""

    feature: str
    text: str  # "an income of $52,000 a year"
    value: float  # its SHAP value: above 0 for the output, below 0 against it


@dataclass(frozen=True)
class Explanation:
    """Why a model says what it says about one person."""

    subject: Subject
    outcome: str  # what it says: "cautious budgeters", "some signs of money strain"
    lead: str  # how a spoken explanation begins, up to the reasons
    reasons: tuple[Reason, ...]  # at most four, the strongest first
    counterfactual: str | None  # the smallest change that changes the answer, as a sentence
    attribution: Attribution
    compared_with: str  # whom the values are measured against
    version: str  # of the model

    @property
    def features(self) -> tuple[str, ...]:
        """The feature behind each reason."""
        return tuple(reason.feature for reason in self.reasons)

    def spoken(self) -> str:
        """The explanation in one or two sentences."""
        toward = [reason.text for reason in self.reasons if reason.value > 0]
        against = [reason.text for reason in self.reasons if reason.value < 0]
        if toward:
            otherwise = f", although {_and(against)} would say otherwise" if against else ""
            said = f"{self.lead} because of {_and(toward)}{otherwise}"
        elif against:
            said = f"{self.lead}: {_and(against)}"
        else:
            said = f"{self.lead}, much like {self.compared_with}"
        return f"{said}. {self.counterfactual}" if self.counterfactual else f"{said}."

    def picture_payload(self) -> dict[str, Any]:
        """What the picture `explanation` is drawn from (advisor.pictures): the figures of this explanation.

        base + values of the reasons + rest = output.
        """
        return {
            "subject": self.subject,
            "outcome": self.outcome,
            "compared_with": self.compared_with,
            "base": self.attribution.base,
            "output": self.attribution.output,
            "reasons": [{"feature": r.feature, "text": r.text, "value": r.value} for r in self.reasons],
            "rest": self.attribution.output - self.attribution.base - sum(r.value for r in self.reasons),
            "counterfactual": self.counterfactual,
            "version": self.version,
        }

    def to_dict(self) -> dict[str, Any]:
        """The explanation as plain JSON types."""
        return {
            **self.picture_payload(),
            "reasons": [reason.text for reason in self.reasons],
            "features": list(self.features),
            "spoken": self.spoken(),
            "attribution": self.attribution.to_dict(),
        }


def strongest(attribution: Attribution, words: dict[str, str]) -> tuple[Reason, ...]:
    """The features that moved the output most, either way, each with its words; what hardly moved it is left out."""
    ranked = sorted(attribution.contributions, key=lambda c: -abs(c.shap))
    most = abs(ranked[0].shap) if ranked else 0.0
    return tuple(
        Reason(c.feature, words[c.feature], c.shap)
        for c in ranked[:MOST_REASONS]
        if c.shap and abs(c.shap) >= HARDLY * most
    )


def _and(texts: Sequence[str]) -> str:
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"
