"""Which mix of stocks, bonds and cash a goal holds, month by month (the glide path), and what it is expected to do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from advisor.assumptions import Assumptions

# Retirement money is spent over decades after the date, so its mix is that of a goal this much later.
RETIREMENT_EXTRA_YEARS = 10.0


@dataclass(frozen=True)
class Mix:
    """Shares of the amount held; they add up to 1."""

    stocks: float
    bonds: float
    cash: float


@dataclass(frozen=True)
class Outlook:
    """What the glide path is expected to do in each month, first month first. Arrays of length `months`."""

    cautious: np.ndarray  # growth a month after fees, cautious end of the published range
    log_drift: np.ndarray  # of the lognormal month, middle of the range, after fees
    log_volatility: np.ndarray


def shares(goal_type: str, risk_profile: str, months_left: np.ndarray | float, assumptions: Assumptions) -> np.ndarray:
    """Shares of (stocks, bonds, cash) at each number of months left, shape (3, n)."""
    years = np.atleast_1d(np.asarray(months_left, dtype=float)) / 12
    if goal_type in ("emergency_fund", "debt_payoff"):
        return np.stack([np.zeros_like(years), np.zeros_like(years), np.ones_like(years)])
    if goal_type == "retirement":
        years = years + RETIREMENT_EXTRA_YEARS
    path = assumptions.glide_path.get(risk_profile, assumptions.glide_path["Medium"])
    stocks = _between(years, path)
    cash = (1 - stocks) * _between(years, assumptions.cash_share_of_the_rest)
    return np.stack([stocks, 1 - stocks - cash, cash])


def _between(years: np.ndarray, points: tuple[tuple[float, float], ...]) -> np.ndarray:
    """Straight lines between the points, level beyond them."""
    return np.interp(years, [point[0] for point in points], [point[1] for point in points])


def mix(goal_type: str, risk_profile: str, months_left: float, assumptions: Assumptions) -> Mix:
    """The mix to hold today, in whole per cent."""
    stocks, _, cash = np.round(shares(goal_type, risk_profile, months_left, assumptions)[:, 0], 2)
    return Mix(float(stocks), round(1.0 - float(stocks) - float(cash), 2), float(cash))


def outlook(goal_type: str, risk_profile: str, months: int, assumptions: Assumptions) -> Outlook:
    """Monthly growth along the glide path, rebalanced every month.

    Published returns are compounded; they become arithmetic by adding half the variance, are mixed, less the fee, and
    go back to a lognormal by matching mean and standard deviation (Hull, Options, Futures and Other Derivatives).
    """
    weights = shares(goal_type, risk_profile, np.arange(months, 0, -1), assumptions)
    assets = (assumptions.stocks, assumptions.bonds, assumptions.cash)
    volatility = np.array([asset.volatility for asset in assets])
    low = np.array([asset.low - asset.fee for asset in assets])
    arithmetic = np.array([asset.middle - asset.fee + asset.volatility**2 / 2 for asset in assets])
    stocks_bonds, stocks_cash, bonds_cash = assumptions.correlations
    correlation = np.array(
        [[1, stocks_bonds, stocks_cash], [stocks_bonds, 1, bonds_cash], [stocks_cash, bonds_cash, 1]]
    )
    covariance = correlation * np.outer(volatility, volatility)
    variance = np.maximum(np.einsum("it,ij,jt->t", weights, covariance, weights), 0.0)
    drift, deviation = lognormal(arithmetic @ weights, np.sqrt(variance))
    return Outlook((1 + low @ weights) ** (1 / 12) - 1, drift / 12, deviation / np.sqrt(12))


def lognormal(mean: np.ndarray | float, deviation: np.ndarray | float) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation of a yearly return -> (mu, sigma) of the logarithm of 1 + return."""
    squared = np.log1p((np.asarray(deviation) / (1 + np.asarray(mean))) ** 2)
    return np.log1p(mean) - squared / 2, np.sqrt(squared)
