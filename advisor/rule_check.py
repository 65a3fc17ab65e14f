"""Are the product rules sound? Dead rules, overlaps, products nobody gets and outcomes that must not happen.

The answers are exact, not sampled: conditions cut every feature into finitely many cells (a word, the figure of a
limit, the stretch between two limits, not known), so a set of situations is a box of cells, and whether one box is
left over when others are cut out of it can be decided. A finding carries a situation that shows it.

Features are taken as independent of each other, so a finding can name a situation that no customer is in; what is
reported as impossible is impossible.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import combinations
from typing import Any, Literal

from advisor.catalogue import Catalogue, Product
from advisor.rules import Condition, OfferRule, When
from advisor.situation import FEATURES, Situation

Box = Mapping[str, frozenset[Any]]  # per feature, one value of every cell that is still possible


@dataclass(frozen=True)
class Outcome:
    """Something that must not happen, whatever the rules say."""

    says: str
    types: frozenset[str]
    risks: frozenset[str]
    when: When

    def forbids(self, product: Product) -> bool:
        """Whether it speaks of this product."""
        return product.type in self.types and product.risk in self.risks


_ALL_TYPES = frozenset({"card", "loan", "investment", "savings"})
_ALL_RISKS = frozenset({"Low", "Medium", "High"})
# Stated here and not in the rules' file, so that taking a rule out of the file cannot take the demand with it.
FORBIDDEN = (
    Outcome(
        "a high-risk product for a low-risk profile",
        _ALL_TYPES,
        frozenset({"High"}),
        When((Condition("risk_profile", frozenset({"Low"})),)),
    ),
    Outcome(
        "credit for a distressed customer",
        frozenset({"loan", "card"}),
        _ALL_RISKS,
        When((Condition("distressed", frozenset({True})),)),
    ),
    Outcome(
        "an investment for a distressed customer",
        frozenset({"investment"}),
        _ALL_RISKS,
        When((Condition("distressed", frozenset({True})),)),
    ),
    Outcome(
        "credit for a worried customer",
        frozenset({"loan", "card"}),
        _ALL_RISKS,
        When((Condition("worried", frozenset({True})),)),
    ),
    Outcome(
        "a risky investment for money that is needed within three years",
        frozenset({"investment"}),
        frozenset({"Medium", "High"}),
        When((Condition("months", limits=(("below", 36.0),)),)),
    ),
)


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with the rules."""

    kind: Literal["forbidden", "dead", "overlap", "shadowed", "nobody"]
    text: str
    example: Situation | None = None  # a situation that shows it

    def __str__(self) -> str:
        if self.example is None:
            return f"{self.kind}: {self.text}"
        known = {f.name: getattr(self.example, f.name) for f in fields(Situation)}
        said = ", ".join(f"{name}={value}" for name, value in known.items() if value is not None)
        return f"{self.kind}: {self.text}\n    for example {said}"


class Cells:
    """The cells that all conditions together cut each feature into, each known by one value in it."""

    def __init__(self, whens: Iterable[When]) -> None:
        limits: dict[str, set[float]] = {name: set() for name in FEATURES}
        for when in whens:
            for condition in when.conditions:
                limits[condition.feature].update(limit for _, limit in condition.limits)
        self.everything: Box = {name: self._values(name, sorted(limits[name])) for name in FEATURES}

    @staticmethod
    def _values(name: str, limits: list[float]) -> frozenset[Any]:
        feature = FEATURES[name]
        unknown = frozenset() if feature.always_known else frozenset({None})
        if feature.kind != "figure":
            return frozenset(feature.values) | unknown
        inside = [limit for limit in limits if feature.low <= limit <= feature.high]
        points = sorted({feature.low, *inside, min(feature.high, 1e9)})
        values: set[float] = set(points)
        for low, high in zip(points, points[1:], strict=False):
            middle = (low + high) / 2
            if feature.whole:
                middle = math.floor(middle)
                if not low < middle < high:
                    continue  # no whole number lies between
            values.add(middle)
        return frozenset(int(v) if feature.whole else v for v in values) | unknown

    def box(self, *whens: When) -> Box | None:
        """Where all of these hold at once; None if nowhere."""
        box = dict(self.everything)
        for when in whens:
            for condition in when.conditions:
                kept = frozenset(value for value in box[condition.feature] if condition.meets(value))
                if not kept:
                    return None
                box[condition.feature] = kept
        return box

    def left_over(self, box: Box | None, cut_out: list[Box]) -> Box | None:
        """A part of `box` that none of the boxes `cut_out` reaches into; None if they cover it."""
        if box is None:
            return None
        for place, cut in enumerate(cut_out):
            narrowed = [name for name in box if not box[name] <= cut[name]]
            if all(box[name] & cut[name] for name in box):
                rest = cut_out[place + 1 :]
                for name in narrowed:
                    outside = box[name] - cut[name]
                    found = self.left_over({**box, name: outside}, rest)
                    if found is not None:
                        return found
                return None
        return box

    @staticmethod
    def example(box: Box) -> Situation:
        """A situation in the box, as plain as it allows: what may be unknown is, what need not be so is not."""

        def plainest(values: frozenset[Any]) -> Any:
            return min(values, key=lambda v: (v is not None, v is True, str(v) if isinstance(v, str) else v or 0))

        return Situation(**{name: plainest(values) for name, values in box.items()})


def check(catalogue: Catalogue) -> tuple[Finding, ...]:
    """Everything that is wrong with the rules of this catalogue, the gravest first; nothing if they are sound."""
    cells = Cells(_whens(catalogue))
    found = [*_forbidden(catalogue, cells), *_dead(catalogue, cells), *_pairs(catalogue, cells)]
    order = ("forbidden", "dead", "nobody", "overlap", "shadowed")
    return tuple(sorted(found, key=lambda finding: order.index(finding.kind)))


def _whens(catalogue: Catalogue) -> Iterator[When]:
    for product in catalogue.products:
        yield product.eligible_when
        yield from (unsuitable.when for unsuitable in product.not_for)
    yield from (rule.when for rule in catalogue.offers)
    yield from (rule.when for rule in catalogue.nevers)
    yield from (outcome.when for outcome in FORBIDDEN)


def _barred(product: Product, catalogue: Catalogue, cells: Cells) -> list[Box]:
    """Where the product is kept back although the customer is eligible."""
    whens = [unsuitable.when for unsuitable in product.not_for]
    whens += [rule.when for rule in catalogue.nevers_for(product)]
    return [box for when in whens if (box := cells.box(when)) is not None]


def _forbidden(catalogue: Catalogue, cells: Cells) -> Iterator[Finding]:
    for outcome in FORBIDDEN:
        for product in filter(outcome.forbids, catalogue.products):
            barred = _barred(product, catalogue, cells)
            for rule in (rule for rule in catalogue.offers if product.id in rule.offer):
                shown = cells.left_over(cells.box(rule.when, product.eligible_when, outcome.when), barred)
                if shown is not None:
                    text = f"{outcome.says}: rule {rule.id} offers {product.id}"
                    yield Finding("forbidden", text, cells.example(shown))


def _dead(catalogue: Catalogue, cells: Cells) -> Iterator[Finding]:
    reached = set()
    for product in catalogue.products:
        barred = _barred(product, catalogue, cells)
        if cells.box(product.eligible_when) is None:
            yield Finding("dead", f"nobody can be eligible for {product.id}")
        for rule in (rule for rule in catalogue.offers if product.id in rule.offer):
            if cells.box(rule.when) is None:
                yield Finding("dead", f"the conditions of rule {rule.id} exclude each other")
            elif cells.left_over(cells.box(rule.when, product.eligible_when), barred) is None:
                yield Finding("dead", f"rule {rule.id} never comes to offer {product.id}: its terms rule that out")
            else:
                reached.add(product.id)
    for never in catalogue.nevers:
        if cells.box(never.when) is None:
            yield Finding("dead", f"the conditions of never {never.id} exclude each other")
    for product in catalogue.products:
        if product.id not in reached:
            yield Finding("nobody", f"no rule ever offers {product.id}")


def _pairs(catalogue: Catalogue, cells: Cells) -> Iterator[Finding]:
    for one, other in combinations(catalogue.offers, 2):
        for product_id in set(one.offer) & set(other.offer):
            product = catalogue.product(product_id)
            both = cells.left_over(
                cells.box(one.when, other.when, product.eligible_when), _barred(product, catalogue, cells)
            )
            if both is None:
                continue
            if set(one.when.features) == set(other.when.features):
                yield Finding(
                    "overlap",
                    f"rules {one.id} and {other.id} both offer {product_id} for the same features, "
                    "so the customer hears one reason twice",
                    cells.example(both),
                )
            for weak, strong in ((one, other), (other, one)):
                if weak.fit < strong.fit and _inside(weak, strong, product, cells):
                    yield Finding(
                        "shadowed",
                        f"wherever rule {weak.id} offers {product_id}, rule {strong.id} does so with a better fit",
                    )


def _inside(one: OfferRule, other: OfferRule, product: Product, cells: Cells) -> bool:
    box, around = cells.box(one.when, product.eligible_when), cells.box(other.when)
    return box is not None and around is not None and all(box[name] <= around[name] for name in box)
