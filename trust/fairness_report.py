"""How the demo bank's decisions fall on its customers, by age and income band: personas, products, risk flags."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from advisor import personas
from advisor.catalogue import Catalogue, current
from advisor.customers import Customer
from advisor.personas import Personas, feature_matrix
from advisor.products import MOST, fitting, obstacles
from advisor.situation import Situation, situation_of
from advisor.transactions.generator import history
from advisor.transactions.income import signals
from trust.distress import distress
from trust.fairness import Assessment, assess

SAMPLE = 600  # customers; their intervals say how sure the rest is
LEAST_INCOME = 12_000  # a year: without an income there is none to lose
# What people save for, each as the product rules see it; monthly and its share of income follow.
GOALS: dict[str, dict[str, Any]] = {
    "no goal": {},
    "a house": {"goal_type": "house", "months": 60, "target": 60_000.0},
    "a car": {"goal_type": "car", "months": 12, "target": 12_000.0},
    "retirement": {"goal_type": "retirement", "months": 240, "target": 400_000.0},
}

AGE_BANDS = ((30, "18-29"), (45, "30-44"), (60, "45-59"), (200, "60 and over"))
INCOME_BANDS = ((30_000, "under 30k"), (60_000, "30k-60k"), (100_000, "60k-100k"), (float("inf"), "100k and over"))


def bands_of(customers: Sequence[Customer]) -> dict[str, list[str]]:
    """The age band and the income band of each customer."""
    return {
        "age band": [_band(c.age, AGE_BANDS) for c in customers],
        "income band": [_band(c.income, INCOME_BANDS) for c in customers],
    }


def of_personas(customers: Sequence[Customer], fitted: Personas | None = None) -> list[Assessment]:
    """Who is put in which persona."""
    fitted = fitted or personas.current()
    labels, _ = fitted.label(feature_matrix(customers))
    return [
        assess(f"persona: {segment.name}", attribute, labels == index, groups)
        for index, segment in enumerate(fitted.segments)
        for attribute, groups in bands_of(customers).items()
    ]


def of_recommendations(
    customers: Sequence[Customer], fitted: Personas | None = None, catalogue: Catalogue | None = None
) -> list[Assessment]:
    """Who is eligible for, and who is recommended, products of each type, with no goal named and with each of GOALS.

    No worry heard, no card use known. Of more than SAMPLE customers, SAMPLE are looked at.
    """
    fitted, catalogue = fitted or personas.current(), catalogue or current()
    customers = sample(customers)
    types = sorted({product.type for product in catalogue.products})
    plain = [situation_of(customer, None, fitted.assign(customer)) for customer in customers]
    bands = bands_of(customers)
    made = []
    for words, goal in GOALS.items():
        eligible = {name: np.zeros(len(customers), bool) for name in types}
        offered = {name: np.zeros(len(customers), bool) for name in types}
        for row, situation in enumerate(_with_goal(one, goal) for one in plain):
            for product in catalogue.products:
                if not eligible[product.type][row]:
                    eligible[product.type][row] = not any(obstacles(product, situation, catalogue))
            for item in fitting(situation, catalogue)[:MOST]:
                offered[item.product.type][row] = True
        made += [
            assess(f"{what} ({words}): {name}", attribute, chosen[name], groups)
            for what, chosen in (("may have", eligible), ("is recommended", offered))
            for name in types
            for attribute, groups in bands.items()
        ]
    return made


def of_risk(customers: Sequence[Customer], today: date) -> list[Assessment]:
    """Whom the distress score flags (some signs or many), where every second made-up history has lost its income.

    The truth is known because it was made up, so true and false positives stand apart.
    """
    customers = sample([customer for customer in customers if customer.income >= LEAST_INCOME])
    trouble = np.arange(len(customers)) % 2 == 1
    flagged = [
        distress(signals(history(c, until=today, scenarios=("income_drop",) * bool(lost)), today)).level != "none"
        for c, lost in zip(customers, trouble, strict=True)
    ]
    return [
        assess("shows signs of trouble", attribute, flagged, groups, trouble)
        for attribute, groups in bands_of(customers).items()
    ]


def sample(customers: Sequence[Customer], most: int = SAMPLE, seed: int = 7) -> list[Customer]:
    """At most so many customers, the same ones each time."""
    if len(customers) <= most:
        return list(customers)
    rows = np.sort(np.random.default_rng(seed).choice(len(customers), most, replace=False))
    return [customers[row] for row in rows]


def _with_goal(plain: Situation, goal: dict[str, Any]) -> Situation:
    if not goal:
        return plain
    monthly = goal["target"] / goal["months"]
    share = 12 * monthly / plain.income if plain.income else None
    return replace(plain, **goal, saved=0.0, monthly=monthly, income_share=share)


def _band(value: float, bands: Sequence[tuple[float, str]]) -> str:
    return next(name for limit, name in bands if value < limit)
