"""Why somebody is in their persona, in words, and what would have to be different for another one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from advisor.customers import LEVELS, SPENDING_HABITS, Customer
from advisor.money_text import money_text
from advisor.personas import FEATURES, LOGARITHMIC, Personas, feature_matrix
from settings import settings
from trust.explanations import Explanation, explain

_LEVEL_WORDS = {"spending_habit": "spending habit", "risk_profile": "risk profile"}
_CONTACT = {"Low": "seldom", "Medium": "now and then", "High": "often"}
# What a customer can be told to imagine: nobody becomes younger.
_CHANGEABLE = ("income", "spending_habit", "risk_profile", "transactions", "engagement_level")


@dataclass(frozen=True)
class WhyPersona:
    """The answer to "why am I in this group?"."""

    persona: str
    reasons: tuple[str, ...]  # at most four
    features: tuple[str, ...]  # the feature behind each reason
    counterfactual: str | None  # the smallest single change that leads to another group
    explanation: Explanation

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain JSON types."""
        return {
            "persona": self.persona,
            "reasons": list(self.reasons),
            "features": list(self.features),
            "counterfactual": self.counterfactual,
            "explanation": self.explanation.to_dict(),
        }


def margin(personas: Personas, index: int, matrix: np.ndarray) -> np.ndarray:
    """How much nearer each row (n, 7) is to persona `index` than to the next one, in scaled units; above 0: theirs."""
    possible = np.array(matrix, float)
    possible[:, LOGARITHMIC] = np.maximum(possible[:, LOGARITHMIC], 0)  # LIME tries incomes below nothing
    distances = personas.distances(possible)
    others = np.delete(distances, index, axis=1).min(axis=1)
    return others - distances[:, index]


def why_persona(customer: Customer, personas: Personas, *, lime: bool = False) -> WhyPersona:
    """Which features put a customer in their persona, and the smallest change that would take them out of it."""
    persona = personas.assign(customer)
    row = feature_matrix([customer])[0]
    found = explain(
        lambda matrix: margin(personas, persona.index, matrix), row, personas.reference, FEATURES, lime=lime
    )
    reasons = found.reasons()
    return WhyPersona(
        persona.said,
        tuple(_said(reason.feature, customer) for reason in reasons),
        tuple(reason.feature for reason in reasons),
        _counterfactual(customer, personas, persona.index),
        found,
    )


def changed(customer: Customer, personas: Personas) -> tuple[Customer, str] | None:
    """The customer with the smallest single change that leads to another persona, and its feature; None: none does."""
    index = personas.assign(customer).index
    best: tuple[float, Customer, str] | None = None
    here = feature_matrix([customer])[0]
    for name in _CHANGEABLE:
        others = _variants(customer, name)
        labels, _ = personas.label(feature_matrix(others))
        for other, label in zip(others, labels, strict=True):
            step = float(np.abs(_scaled(personas, feature_matrix([other])[0]) - _scaled(personas, here)).sum())
            if label != index and (best is None or step < best[0]):
                best = (step, other, name)
    return None if best is None else (best[1], best[2])


def _scaled(personas: Personas, row: np.ndarray) -> np.ndarray:
    return personas.pipeline[:-1].transform(row[None, :])[0]


def _variants(customer: Customer, name: str) -> list[Customer]:
    value = getattr(customer, name)
    if name == "income":
        steps = [round(value * factor, -2) for factor in np.geomspace(0.3, 4, 60)]
    elif name == "transactions":
        steps = [int(n) for n in np.linspace(0, max(3 * value, 60), 46)]
    else:
        steps = list(SPENDING_HABITS if name == "spending_habit" else LEVELS)
    return [replace(customer, **{name: step}) for step in steps if step != value]


def _counterfactual(customer: Customer, personas: Personas, index: int) -> str | None:
    found = changed(customer, personas)
    if found is None:
        return None
    other, name = found
    return (
        f"With {_value(name, other)}, everything else the same, you would be among the {personas.assign(other).said}."
    )


def _said(name: str, customer: Customer) -> str:
    return f"being {customer.age}" if name == "age" else _value(name, customer)


def _value(name: str, customer: Customer) -> str:
    value = getattr(customer, name)
    if name == "income":
        return f"an income of {money_text(value, settings.currency, cents=False)} a year"
    if name == "transactions":
        return f"{value} payments a month"
    if name == "sentiment_score":
        mood = "uneasy" if value < -0.2 else "upbeat" if value > 0.2 else "even-tempered"
        return f"having sounded {mood} about money"
    if name == "engagement_level":
        return f"being in touch with us {_CONTACT[value]}"
    return f"a {value.lower()} {_LEVEL_WORDS[name]}"
