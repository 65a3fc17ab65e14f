"""What the plans take from the outside world, read once from data/assumptions.yml: dated, sourced, with an id."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

DEFAULT_FILE = Path(__file__).resolve().parent.parent / "data" / "assumptions.yml"
RISK_PROFILES = ("Low", "Medium", "High")


@dataclass(frozen=True)
class Asset:
    """Growth a year (effective, before fees, future money): cautious end, middle; standard deviation; fee a year."""

    low: float
    middle: float
    volatility: float
    fee: float


@dataclass(frozen=True)
class House:
    """Rules and rates for buying a home; shares are of the price, rates nominal a year."""

    mortgage_rate: float
    mortgage_months: int
    deposit_share: float
    closing_share: float
    debt_to_income_comfortable: float
    debt_to_income_unaffordable: float
    deposit_comfortable: float
    deposit_manageable: float
    deposit_stretch: float
    upkeep_tax_insurance_a_year: float


@dataclass(frozen=True)
class Retirement:
    """When work ends, how long the money must last, and the shares of income replaced: in all, and by the state."""

    age: int
    plan_to_age: int
    income_replaced: float
    social_security: float


@dataclass(frozen=True)
class Budget:
    """Estimated shares of take-home pay, for customers whose spending is not known."""

    spending_share: dict[str, float]
    needs_share: float
    emergency_months: int


@dataclass(frozen=True)
class Tax:
    """Federal income tax and payroll tax of a single filer; brackets are (from, rate) on taxable income."""

    standard_deduction: float
    brackets: tuple[tuple[float, float], ...]
    social_security_rate: float
    social_security_cap: float
    medicare_rate: float


@dataclass(frozen=True)
class Assumptions:
    """All of data/assumptions.yml. Glide paths map a risk profile to (years left, share of stocks) points."""

    id: str
    date: date
    source: str
    url: str
    stocks: Asset
    bonds: Asset
    cash: Asset
    inflation: float  # a year, effective, middle of the range
    inflation_range: tuple[float, float]
    correlations: tuple[float, float, float]  # stocks-bonds, stocks-cash, bonds-cash
    glide_path: dict[str, tuple[tuple[float, float], ...]]
    cash_share_of_the_rest: tuple[tuple[float, float], ...]
    card_rate: float
    house: House
    retirement: Retirement
    budget: Budget
    tax: Tax
    paths: int
    seed: int

    def with_changes(self, **changes: Any) -> Assumptions:
        """A copy for a what-if; its id says that it was changed."""
        return replace(self, id=f"{self.id}*" if not self.id.endswith("*") else self.id, **changes)

    def shifted(self, growth: float = 0.0, volatility: float = 1.0) -> Assumptions:
        """All returns moved by `growth` a year, all volatilities multiplied."""

        def move(asset: Asset) -> Asset:
            return replace(
                asset, low=asset.low + growth, middle=asset.middle + growth, volatility=asset.volatility * volatility
            )

        return self.with_changes(stocks=move(self.stocks), bonds=move(self.bonds), cash=move(self.cash))

    def flat(self, annual_rate: float, inflation: float = 0.0) -> Assumptions:
        """One certain nominal yearly rate (compounding monthly) on everything, no fees: for what-ifs and oracles."""
        effective = (1 + annual_rate / 12) ** 12 - 1
        sure = Asset(effective, effective, 0.0, 0.0)
        return self.with_changes(
            stocks=sure, bonds=sure, cash=sure, inflation=inflation, inflation_range=(inflation, inflation)
        )


def _points(rows: list[list[float]]) -> tuple[tuple[float, float], ...]:
    return tuple((float(a), float(b)) for a, b in rows)


def read(path: Path = DEFAULT_FILE) -> Assumptions:
    """Reads and checks an assumptions file. KeyError or ValueError name what is missing or wrong."""
    raw = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    fees = raw["fees"]

    def asset(name: str, fee: float) -> Asset:
        row = raw["assets"][name]
        if not -0.5 < row["low"] <= row["high"] < 0.5 or not 0 <= row["volatility"] < 1:
            raise ValueError(f"{path}: {name} must have low <= high and a volatility below 1")
        return Asset(row["low"], (row["low"] + row["high"]) / 2, row["volatility"], fee)

    home = [(asset(name, fees["stocks"]), weight) for name, weight in raw["stocks"].items()]
    stocks = Asset(
        sum(a.low * w for a, w in home),
        sum(a.middle * w for a, w in home),
        sum(a.volatility * w for a, w in home),
        fees["stocks"],
    )
    inflation, pairs, mortgage = raw["inflation"], raw["correlations"], raw["loans"]["mortgage"]
    tax = raw["tax"]
    return Assumptions(
        id=raw["id"],
        date=raw["date"],
        source=raw["source"],
        url=raw["url"],
        stocks=stocks,
        bonds=asset("bonds", fees["bonds"]),
        cash=asset("cash", fees["cash"]),
        inflation=(inflation["low"] + inflation["high"]) / 2,
        inflation_range=(inflation["low"], inflation["high"]),
        correlations=(pairs["stocks_bonds"], pairs["stocks_cash"], pairs["bonds_cash"]),
        glide_path={profile: _points(raw["glide_path"][profile]) for profile in RISK_PROFILES},
        cash_share_of_the_rest=_points(raw["cash_share_of_the_rest"]),
        card_rate=raw["loans"]["card"]["annual_rate"],
        house=House(mortgage_rate=mortgage["annual_rate"], mortgage_months=mortgage["months"], **raw["house"]),
        retirement=Retirement(**raw["retirement"]),
        budget=Budget(**raw["budget"]),
        tax=Tax(
            tax["standard_deduction"],
            _points(tax["brackets"]),
            tax["social_security_rate"],
            tax["social_security_cap"],
            tax["medicare_rate"],
        ),
        paths=raw["simulation"]["paths"],
        seed=raw["simulation"]["seed"],
    )


@lru_cache(maxsize=1)
def current() -> Assumptions:
    """The shipped assumptions, read once."""
    return read()
