"""The bank's products and the rules that go with them, read from data/*.yml and refused if anything is unclear."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import ConfigDict, TypeAdapter, ValidationError

from advisor.customers import Level
from advisor.money_text import money_text, percent_text
from advisor.rules import NeverRule, OfferRule, RulesError, When, read_when
from advisor.situation import FEATURES
from settings import settings

ProductType = Literal["card", "loan", "investment", "savings"]
PRODUCT_TYPES: tuple[str, ...] = ("card", "loan", "investment", "savings")
DATA = Path(__file__).resolve().parent.parent / "data"
FILES = ("products.yml", "product_rules.yml")

# Fees by name: how each is said, and whether it is money a year or a share of something.
FEES = {
    "yearly": ("a year", "money"),
    "late": ("for a late payment", "money"),
    "foreign": ("of payments abroad", "percent"),
    "transfer": ("of the balance moved", "percent"),
    "arrangement": ("of the loan, once", "percent"),
    "ongoing": ("a year in fund costs", "percent"),
    "platform": ("a year for holding it", "percent"),
}


@dataclass(frozen=True)
class Unsuitable:
    """Somebody a product is not for, in words and as a condition."""

    say: str
    when: When


@dataclass(frozen=True)
class Product:
    """One product of the bank. Rates and percent fees are shares a year: 0.0435 is 4.35 %."""

    id: str
    name: str
    type: ProductType
    risk: Level
    summary: str
    rate: float | None  # what savings pay or borrowing costs a year; None for investments, which promise nothing
    rate_kind: str  # variable, fixed, …
    fees: Mapping[str, float]  # by name, see FEES
    minimum: float  # least amount, or least loan
    access: str  # how soon the money can be had
    eligible_when: When
    not_for: tuple[Unsuitable, ...]
    risks: tuple[str, ...]

    @property
    def rate_text(self) -> str:
        """The rate in words: "4.35% a year, variable"; empty where there is none."""
        if self.rate is None:
            return ""
        return f"{percent_text(self.rate, 2)} a year, {self.rate_kind}"

    @property
    def fees_text(self) -> str:
        """Every fee in words; "no fees" where none is charged."""
        said = []
        for name, amount in self.fees.items():
            if amount:
                words, kind = FEES[name]
                figure = money_text(amount, settings.currency) if kind == "money" else percent_text(amount, 2)
                said.append(f"{figure} {words}")
        return ", ".join(said) or "no fees"

    @property
    def is_credit(self) -> bool:
        """Whether the customer would owe money."""
        return self.type in ("loan", "card")

    @property
    def yearly_cost(self) -> float:
        """What a year costs as a share of the amount held or owed, for comparing products of one type."""
        borrowed = self.rate or 0.0 if self.is_credit else 0.0
        return borrowed + self.fees.get("ongoing", 0.0) + self.fees.get("platform", 0.0)

    def to_dict(self) -> dict[str, Any]:
        """What people are shown: figures, words, and who it is not for."""
        return {
            "id": self.id,
            "name": self.name,
            "type": self.type,
            "risk": self.risk,
            "summary": self.summary,
            "rate": self.rate,
            "rate_text": self.rate_text,
            "fees": dict(self.fees),
            "fees_text": self.fees_text,
            "minimum": self.minimum,
            "access": self.access,
            "risks": list(self.risks),
            "not_for": [unsuitable.say for unsuitable in self.not_for],
            "eligible_when": [str(condition) for condition in self.eligible_when.conditions],
        }


@dataclass(frozen=True)
class Catalogue:
    """All products and all rules of one version."""

    version: str  # the file's own version and the beginning of the SHA-256 of both files
    products: tuple[Product, ...]
    offers: tuple[OfferRule, ...]
    nevers: tuple[NeverRule, ...]
    by_id: Mapping[str, Product] = field(default_factory=dict)

    def product(self, product_id: str) -> Product:
        """The product of this id. Raises KeyError if there is none."""
        return self.by_id[product_id]

    def nevers_for(self, product: Product) -> tuple[NeverRule, ...]:
        """The rules that can forbid this product."""
        return tuple(
            rule
            for rule in self.nevers
            if (not rule.types or product.type in rule.types) and (not rule.risks or product.risk in rule.risks)
        )


# Ten times faster than the loader in Python, where PyYAML was built with it; both are safe ones.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# The files as people write them; anything misspelt is refused.
_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class _WrittenProduct:
    __pydantic_config__ = _STRICT
    id: str
    name: str
    type: ProductType
    risk: Level
    summary: str
    fees: dict[str, float]
    minimum: float
    access: str
    eligible_when: dict[str, Any]
    risks: list[str]
    not_for: list[dict[str, Any]]
    rate: dict[str, Any] | None = None


@dataclass(frozen=True)
class _WrittenRule:
    __pydantic_config__ = _STRICT
    id: str
    offer: list[str]
    when: dict[str, Any]
    fit: int
    say: str


@dataclass(frozen=True)
class _WrittenNever:
    __pydantic_config__ = _STRICT
    id: str
    when: dict[str, Any]
    say: str
    types: list[ProductType] = field(default_factory=list)
    risks: list[Level] = field(default_factory=list)


def _read(kind: type, written: Any, where: str) -> Any:
    try:
        return TypeAdapter(kind).validate_python(written)
    except ValidationError as error:
        # A misspelt key is both unknown and missing; the unknown one is what people look for.
        problem = min(error.errors(include_url=False), key=lambda found: found["type"] != "unexpected_keyword_argument")
        place = ".".join(str(part) for part in problem["loc"])
        raise RulesError(f"{where}: {place}: {problem['msg']}") from None


def _product(written: Any) -> Product:
    where = f"product {written.get('id', '(without id)')}"
    its = _read(_WrittenProduct, written, where)
    unknown = set(its.fees) - set(FEES)
    if unknown:
        raise RulesError(f"{where}: unknown fee {', '.join(sorted(unknown))}; there are {', '.join(FEES)}")
    rate = None
    if its.rate is not None:
        direction = "charges" if its.type in ("card", "loan") else "pays"
        if set(its.rate) != {direction, "kind"}:
            raise RulesError(f"{where}: the rate of a {its.type} is written {{{direction}: 4.35, kind: fixed}}")
        rate = round(float(its.rate[direction]) / 100, 6)
    return Product(
        id=its.id,
        name=its.name,
        type=its.type,
        risk=its.risk,
        summary=its.summary,
        rate=rate,
        rate_kind=str(its.rate["kind"]) if its.rate else "",
        fees={
            name: amount if FEES[name][1] == "money" else round(amount / 100, 6) for name, amount in its.fees.items()
        },
        minimum=its.minimum,
        access=its.access,
        eligible_when=read_when(its.eligible_when, where),
        not_for=tuple(Unsuitable(item["say"], read_when(item["when"], where)) for item in its.not_for),
        risks=tuple(its.risks),
    )


def _offer(written: Any, product_ids: set[str]) -> OfferRule:
    where = f"rule {written.get('id', '(without id)')}"
    its = _read(_WrittenRule, written, where)
    unknown = [name for name in its.offer if name not in product_ids]
    if unknown:
        raise RulesError(f"{where}: offers {', '.join(unknown)}, which is no product")
    if not 1 <= its.fit <= 5:
        raise RulesError(f"{where}: fit is {its.fit}; it goes from 1 to 5")
    when = read_when(its.when, where)
    # Only what a condition asked about is sure to be known when the sentence is said.
    asked = {name for name in FEATURES if FEATURES[name].always_known} | set(when.features)
    try:
        its.say.format(**dict.fromkeys(asked, ""))
    except (KeyError, IndexError, ValueError) as error:
        raise RulesError(f"{where}: the sentence has a gap {error} that its conditions do not fill") from None
    return OfferRule(its.id, tuple(its.offer), when, its.fit, its.say)


def _never(written: Any) -> NeverRule:
    where = f"never {written.get('id', '(without id)')}"
    its = _read(_WrittenNever, written, where)
    return NeverRule(its.id, frozenset(its.types), frozenset(its.risks), read_when(its.when, where), its.say)


def _unique(what: str, ids: list[str]) -> None:
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise RulesError(f"{what} {', '.join(twice)} is there twice; ids are used once")


def read_catalogue(products_text: str, rules_text: str) -> Catalogue:
    """The catalogue of these two YAML texts. Raises RulesError naming the entry and what is wrong with it."""
    written, rules = (yaml.load(text, Loader=_LOADER) for text in (products_text, rules_text))
    products = tuple(_product(item) for item in written["products"])
    _unique("product", [product.id for product in products])
    by_id = {product.id: product for product in products}
    offers = tuple(_offer(item, set(by_id)) for item in rules["rules"])
    nevers = tuple(_never(item) for item in rules["never"])
    _unique("rule", [rule.id for rule in offers] + [rule.id for rule in nevers])
    digest = hashlib.sha256((products_text + rules_text).encode()).hexdigest()
    return Catalogue(f"{written['version']}-{digest[:8]}", products, offers, nevers, by_id)


@functools.lru_cache(maxsize=4)
def _load(folder: Path, _stamps: tuple[int, int]) -> Catalogue:
    return read_catalogue(*((folder / name).read_text(encoding="utf-8") for name in FILES))


def current(folder: Path = DATA) -> Catalogue:
    """The catalogue in force, read again when one of its files changes. Raises RulesError."""
    stamps = tuple((folder / name).stat().st_mtime_ns for name in FILES)
    return _load(folder, stamps)
