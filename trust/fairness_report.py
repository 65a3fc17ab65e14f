"""How the demo bank's decisions fall on its customers, by age band and income band: personas and recommendations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from advisor import personas
from advisor.catalogue import Catalogue, current
from advisor.customers import Customer
from advisor.personas import Personas, feature_matrix
from advisor.products import obstacles, recommend
from advisor.situation import situation_of
from trust.fairness import Assessment, assess

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
    """Who is eligible for, and who is recommended, products of each type, with no goal named and no worry heard."""
    fitted, catalogue = fitted or personas.current(), catalogue or current()
    types = sorted({product.type for product in catalogue.products})
    eligible = {name: np.zeros(len(customers), bool) for name in types}
    offered = {name: np.zeros(len(customers), bool) for name in types}
    for row, customer in enumerate(customers):
        persona = fitted.assign(customer)
        situation = situation_of(customer, None, persona)
        for product in catalogue.products:
            if not eligible[product.type][row]:
                eligible[product.type][row] = not any(obstacles(product, situation, catalogue))
        for item in recommend(customer, None, persona, catalogue):
            offered[item.product.type][row] = True
    return [
        assess(f"{what}: {name}", attribute, chosen[name], groups)
        for what, chosen in (("may have", eligible), ("is recommended", offered))
        for name in types
        for attribute, groups in bands_of(customers).items()
    ]


def _band(value: float, bands: Sequence[tuple[float, str]]) -> str:
    return next(name for limit, name in bands if value < limit)
