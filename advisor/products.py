"""Which products fit a customer, why, and why others do not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from advisor.catalogue import Catalogue, Product, current
from advisor.customers import Customer
from advisor.personas import Persona
from advisor.rules import Condition
from advisor.situation import FEATURES, Situation, situation_of

MOST = 3  # more than three at once is a catalogue, not advice


@dataclass(frozen=True, slots=True)
class Because:
    """One feature a reason rests on."""

    feature: str  # a key of advisor.situation.FEATURES
    value: Any
    text: str  # the value as it is said: "3 years"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a product fits: the rule that says so, its sentence and the features it looked at."""

    rule_id: str
    text: str
    fit: int  # 1 could fit, 5 made for it
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A product for a customer, with everything that is needed to explain, log and learn from it."""

    product: Product
    reasons: tuple[Reason, ...]  # the strongest first
    situation: Situation
    catalogue_version: str
    propensity: float = 1.0  # chance with which the policy put it first among all that fit
    policy: str = "rules"
    offered: tuple[Any, ...] = ()  # every advisor.feedback.outcomes.Offered the policy chose from; empty if not first

    @property
    def rule_ids(self) -> tuple[str, ...]:
        """The rules that recommend it, the strongest first."""
        return tuple(reason.rule_id for reason in self.reasons)

    @property
    def fit(self) -> int:
        """Its best fit, 1 to 5."""
        return max(reason.fit for reason in self.reasons)

    @property
    def basis(self) -> str:
        """What the recommendation rests on; a rejected product may come back only when this has changed."""
        return basis(self.reasons, self.situation)

    def to_dict(self) -> dict[str, Any]:
        """The recommendation as it is stored and sent: product, reasons, situation, policy and its chances.

        A stored one is read back by advisor.feedback.outcomes.
        """
        return {
            "product": self.product.to_dict(),
            "reasons": [
                {
                    "rule_id": reason.rule_id,
                    "text": reason.text,
                    "fit": reason.fit,
                    "because": [
                        {"feature": item.feature, "value": item.value, "text": item.text} for item in reason.because
                    ],
                }
                for reason in self.reasons
            ],
            "rule_ids": list(self.rule_ids),
            "basis": self.basis,
            "situation": self.situation.to_dict(),
            "catalogue_version": self.catalogue_version,
            "propensity": self.propensity,
            "policy": self.policy,
            "offered": [asdict(item) for item in self.offered],
        }


@dataclass(frozen=True, slots=True)
class Rejection:
    """A product the customer did not want, and what it was recommended on."""

    product_id: str
    basis: str
    why: str | None = None  # one of advisor.feedback.WHY


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a product is not shown."""

    kind: Literal["not_eligible", "not_for", "never", "rejected", "no_reason"]
    text: str
    rule_id: str | None = None
    conditions: tuple[Condition, ...] = ()  # the ones that would have to change


def basis(reasons: Iterable[Reason], situation: Situation) -> str:
    """A name for why a product was recommended: the goal and the rules that fired."""
    return "|".join([situation.goal_type or "", *sorted(reason.rule_id for reason in reasons)])


def obstacles(product: Product, situation: Situation, catalogue: Catalogue) -> Iterator[Obstacle]:
    """Why the bank may not or should not show this product in this situation; nothing if it may."""
    for condition in product.eligible_when.failing(situation):
        yield Obstacle("not_eligible", f"it is only for {condition}", conditions=(condition,))
    for unsuitable in product.not_for:
        if unsuitable.when.holds(situation):
            yield Obstacle("not_for", f"it is not for {unsuitable.say}", conditions=unsuitable.when.conditions)
    for rule in catalogue.nevers_for(product):
        if rule.when.holds(situation):
            yield Obstacle("never", rule.say, rule.id, rule.when.conditions)


def reasons_for(product: Product, situation: Situation, catalogue: Catalogue) -> tuple[Reason, ...]:
    """Every rule that recommends this product in this situation, the best fit first."""
    reasons = []
    for rule in catalogue.offers:
        if product.id in rule.offer and rule.when.holds(situation):
            because = tuple(
                Because(name, getattr(situation, name), FEATURES[name].say(getattr(situation, name)))
                for name in rule.when.features
            )
            reasons.append(Reason(rule.id, rule.say.format_map(_Said(situation)), rule.fit, because))
    return tuple(sorted(reasons, key=lambda reason: -reason.fit))


class _Said(dict):
    """Features as they are said, looked up when a sentence asks for them."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation

    def __missing__(self, name: str) -> str:
        return FEATURES[name].say(getattr(self.situation, name))


def fitting(
    situation: Situation,
    catalogue: Catalogue,
    *,
    product_type: str | None = None,
    rejected: Iterable[str | Rejection] = (),
) -> list[Recommendation]:
    """Everything that may be shown and fits, the best first; what was rejected on the same basis is left out."""
    found = []
    memory = tuple(rejected)
    for product in catalogue.products:
        if product_type is not None and product.type != product_type:
            continue
        if next(obstacles(product, situation, catalogue), None) is not None:
            continue
        reasons = reasons_for(product, situation, catalogue)
        if reasons and not _rejected(product, reasons, situation, memory, catalogue):
            found.append(Recommendation(product, reasons, situation, catalogue.version))
    # Best fit first, then the number of reasons of that fit; the catalogue's order decides what is left.
    return sorted(found, key=lambda r: (-r.fit, -sum(reason.fit == r.fit for reason in r.reasons)))


def _rejected(
    product: Product,
    reasons: tuple[Reason, ...],
    situation: Situation,
    memory: tuple[str | Rejection, ...],
    catalogue: Catalogue,
) -> bool:
    for rejection in memory:
        if isinstance(rejection, str):
            if rejection == product.id:
                return True
        elif rejection.product_id == product.id:
            if rejection.why == "already_have" or rejection.basis == basis(reasons, situation):
                return True
        elif rejection.product_id in catalogue.by_id:
            refused = catalogue.product(rejection.product_id)
            if refused.type == product.type and _shares_flaw(rejection.why, refused, product):
                return True
    return False


def _shares_flaw(why: str | None, refused: Product, product: Product) -> bool:
    """Whether what was wrong with a refused product is as wrong with this one of its type."""
    order = ("Low", "Medium", "High")
    if why == "too_risky":
        return order.index(product.risk) >= order.index(refused.risk)
    if why == "too_expensive":
        return (product.yearly_cost, product.fees.get("yearly", 0)) >= (
            refused.yearly_cost,
            refused.fees.get("yearly", 0),
        )
    return False


def recommend(
    customer: Customer,
    plan: Any | None = None,
    persona: Persona | None = None,
    catalogue: Catalogue | None = None,
    *,
    worried: bool = False,
    distressed: bool = False,
    utilisation: float | None = None,
    product_type: str | None = None,
    rejected: Iterable[str | Rejection] = frozenset(),
    order: Callable[[Sequence[Recommendation]], Sequence[Recommendation]] | None = None,
    most: int = MOST,
) -> tuple[Recommendation, ...]:
    """The products that fit this customer best, at most `most`, each with its reasons; none if nothing fits.

    plan is an advisor.plans.Plan or None; product_type is one of PRODUCT_TYPES or None for all;
    rejected holds product ids (never shown) and Rejections (not shown while their basis is the same);
    order may put another of the fitting products first, as advisor.feedback.learner.Learner.order does.
    Nothing is returned that the customer is not eligible for, that is not for them or that a rule forbids. Beside a
    goal, a card is shown only if it is for that goal or cards were asked for: spending more is no advice on saving.
    """
    situation = situation_of(customer, plan, persona, worried=worried, distressed=distressed, utilisation=utilisation)
    found = fitting(situation, catalogue or current(), product_type=product_type, rejected=rejected)
    if product_type is None:
        found = [r for r in found if not _card_beside_the_goal(r)] or found
    return tuple((order(found) if order else found)[:most])


def _card_beside_the_goal(found: Recommendation) -> bool:
    looked_at = {item.feature for reason in found.reasons for item in reason.because}
    return found.product.type == "card" and found.situation.goal_type is not None and "goal_type" not in looked_at


def why_not(product: Product, situation: Situation, catalogue: Catalogue | None = None) -> tuple[Obstacle, ...]:
    """Why this product is not recommended in this situation, with the conditions that would have to change."""
    catalogue = catalogue or current()
    found = tuple(obstacles(product, situation, catalogue))
    if not found and not reasons_for(product, situation, catalogue):
        found = (Obstacle("no_reason", "nothing in your situation speaks for it"),)
    return found
