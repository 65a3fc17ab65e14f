"""Why somebody is in their persona, in words, and what would have to be different for another one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from advisor.customers import LEVELS, SPENDING_HABITS, Customer
from advisor.money_text import money_text
from advisor.personas import FEATURES, LOGARITHMIC, Personas, feature_matrix
from settings import settings
from trust.attributions import attribute
from trust.reasons import Explanation, strongest

_LEVEL_WORDS = {"spending_habit": "spending habit", "risk_profile": "risk profile"}
_CONTACT = {"Low": "seldom", "Medium": "now and then", "High": "often"}
# What a customer can be told to imagine: nobody becomes younger.
_CHANGEABLE = ("income", "spending_habit", "risk_profile", "transactions", "engagement_level")


def terms(personas: Personas, index: int, rival: int, matrix: np.ndarray) -> np.ndarray:
    """How each feature of each row (n, 7) speaks for persona `index` rather than `rival`; (n, 7), scaled units squared.

    A row's terms sum to its squared distance from the rival's centre less that from its own: above 0, it is nearer
    to its own. The squares cancel, so each term is a straight line in its (scaled) feature.
    """
    scaled = _scaled(personas, matrix)
    centres = personas.pipeline["cluster"].cluster_centers_
    return (scaled - centres[rival]) ** 2 - (scaled - centres[index]) ** 2


def nearest_rival(personas: Personas, customer: Customer) -> int:
    """The persona a customer would be in if theirs did not exist; one that is called otherwise, if there is any."""
    index = personas.assign(customer).index
    order = personas.distances(feature_matrix([customer]))[0].argsort()
    others = [int(n) for n in order if n != index]
    said = personas.segments[index].said
    return next((n for n in others if personas.segments[n].said != said), others[0])


def why_persona(customer: Customer, personas: Personas, *, beside: bool = False) -> Explanation:
    """Which features put a customer in their persona rather than in the next one, and the smallest change that would
    take them out of it.

    They are compared with the people of the next persona, so that what is explained is always in the customer's
    favour: those people are nearer to their own centre, the customer to theirs.
    """
    persona, rival = personas.assign(customer), nearest_rival(personas, customer)
    others = personas.reference[personas.label(personas.reference)[0] == rival]
    found = attribute(
        lambda matrix: terms(personas, persona.index, rival, matrix),
        feature_matrix([customer])[0],
        others if len(others) else personas.reference,
        FEATURES,
        beside=beside,
    )
    return Explanation(
        subject="persona",
        outcome=persona.said,
        lead=f"You are among the {persona.said} rather than the {personas.segments[rival].said}",
        reasons=strongest(found, {name: _said(name, customer) for name in FEATURES}),
        counterfactual=_counterfactual(customer, personas),
        attribution=found,
        compared_with=f"the {personas.segments[rival].said}",
        version=personas.version,
    )


def changed(customer: Customer, personas: Personas) -> tuple[Customer, str] | None:
    """The customer with the smallest single change that leads to another persona, and its feature; None: none does.

    A persona that is called the same to the customer counts as the same.
    """
    said = personas.assign(customer).said
    others = [(name, other) for name in _CHANGEABLE for other in _variants(customer, name)]
    matrix = feature_matrix([other for _, other in others])
    labels, _ = personas.label(matrix)
    steps = np.abs(_scaled(personas, matrix) - _scaled(personas, feature_matrix([customer]))).sum(axis=1)
    steps[[personas.segments[label].said == said for label in labels]] = np.inf
    if not np.isfinite(steps).any():
        return None
    name, other = others[int(steps.argmin())]
    return other, name


def _scaled(personas: Personas, matrix: np.ndarray) -> np.ndarray:
    """Features (n, 7) as the segments are compared by: the pipeline's own scales, without its overhead."""
    scaled = np.array(matrix, float)
    # LIME tries incomes below nothing.
    scaled[:, LOGARITHMIC] = np.log1p(np.maximum(scaled[:, LOGARITHMIC], 0))
    scaler = personas.pipeline["scale"]
    return (scaled - scaler.mean_) / scaler.scale_


def _variants(customer: Customer, name: str) -> list[Customer]:
    value = getattr(customer, name)
    if name == "income":
        steps = [round(value * factor, -2) for factor in np.geomspace(0.3, 4, 60)]
    elif name == "transactions":
        steps = [int(n) for n in np.linspace(0, max(3 * value, 60), 46)]
    else:
        steps = list(SPENDING_HABITS if name == "spending_habit" else LEVELS)
    return [replace(customer, **{name: step}) for step in steps if step != value]


def _counterfactual(customer: Customer, personas: Personas) -> str | None:
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
