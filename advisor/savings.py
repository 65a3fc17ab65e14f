"""What a savings goal needs a month, and at which level return: the arithmetic under every plan."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from advisor.allocation import outlook
from advisor.assumptions import Assumptions
from advisor.goals import MAX_MONTHS
from advisor.money import ceil_cent, future_value, inflate, required_monthly

Deposits = tuple[tuple[int, float], ...]  # (month, amount), at the end of the month, future money


@dataclass(frozen=True)
class Need:
    """The month-end deposit a goal needs (rounded up to the cent, at least 0) and the level nominal yearly rate,
    after fees, compounding monthly and rounded down to 0.01 %, from which it follows."""

    monthly: float
    annual_rate: float


@dataclass(frozen=True)
class Aim:
    """What is saved for: today's money unless `fixed`, when the amount does not rise until the date."""

    goal_type: str
    risk_profile: str
    target_todays: float
    saved: float
    deposits: Deposits = ()
    fixed: bool = False

    def target_future(self, months: int, assumptions: Assumptions) -> float:
        """The target in the money of the date."""
        return self.target_todays if self.fixed else inflate(self.target_todays, assumptions.inflation, months)


def need(aim: Aim, months: int, assumptions: Assumptions) -> Need:
    """What `aim` needs a month to be reached in `months` at the cautious end of the published returns."""
    target = aim.target_future(months, assumptions)
    rate = level_rate(aim, months, target, assumptions)
    rest = target - grown_deposits(aim.deposits, rate, months)
    return Need(ceil_cent(required_monthly(rest, months, rate, aim.saved)), rate)


def level_rate(aim: Aim, months: int, target_future: float, assumptions: Assumptions) -> float:
    """The one rate that does what the glide path does with this goal's money, rounded down to 0.01 %."""
    growth = outlook(aim.goal_type, aim.risk_profile, months, assumptions).cautious
    to_end = np.cumprod(growth[::-1] + 1)[::-1]  # from the start of each month to the date
    after = np.append(to_end[1:], 1.0)  # from the end of each month to the date
    extra = sum(amount * after[month - 1] for month, amount in aim.deposits if month <= months)
    monthly = (target_future - aim.saved * to_end[0] - extra) / after.sum()
    if monthly <= 0:
        rate = 12 * (float(to_end[0]) ** (1 / months) - 1)
    else:
        # A mean of the months' rates lies between the least and the greatest; with next to no money at work
        # (one month, nothing saved) any rate fits, and the search ends at the least.
        low, high = 12 * float(growth.min()), 12 * float(growth.max())
        for _ in range(40):  # far below 0.01 %: bisection cannot fail to converge, and the value rises with the rate
            middle = (low + high) / 2
            value = future_value(middle, months, monthly, aim.saved) + grown_deposits(aim.deposits, middle, months)
            low, high = (middle, high) if value < target_future else (low, middle)
        rate = low
    return math.floor(rate * 1e4 + 1e-2) / 1e4 + 0.0


def grown_deposits(deposits: Deposits, annual_rate: float, months: int) -> float:
    """What single deposits have become at the end, future money."""
    return sum(amount * (1 + annual_rate / 12) ** (months - month) for month, amount in deposits if month <= months)


def balances(saved: float, monthly: Iterable[float], annual_rate: float, deposits: Deposits = ()) -> np.ndarray:
    """The balance at the end of month 0, 1, ... with a deposit at each month end; shape (months + 1,), future money."""
    amounts = list(monthly)
    for month, amount in deposits:
        if month <= len(amounts):
            amounts[month - 1] += amount
    values = np.empty(len(amounts) + 1)
    values[0] = balance = saved
    factor = 1 + annual_rate / 12
    for index, amount in enumerate(amounts, 1):
        balance = balance * factor + amount
        values[index] = balance
    return values


def months_needed(aim: Aim, monthly: float, assumptions: Assumptions, at_least: int = 1) -> int | None:
    """The fewest months, from `at_least` on, in which `monthly` is enough; None if 60 years are not."""

    def enough(months: int) -> bool:
        return need(aim, months, assumptions).monthly <= monthly

    failed = at_least - 1
    months = at_least
    while not enough(months):  # a coarse search first: with returns below inflation more time can stop helping
        if months >= MAX_MONTHS:
            return None
        failed, months = months, min(MAX_MONTHS, max(months + 1, round(months * 1.25)))
    while months - failed > 1:
        middle = (months + failed) // 2
        failed, months = (failed, middle) if enough(middle) else (middle, months)
    return months


def affordable_target(aim: Aim, monthly: float, months: int, assumptions: Assumptions) -> float:
    """The largest target, today's money, that `monthly` reaches in time; rounded down to something one would say."""
    rate = need(aim, months, assumptions).annual_rate
    outcome = future_value(rate, months, monthly, aim.saved) + grown_deposits(aim.deposits, rate, months)
    target = outcome / (aim.target_future(months, assumptions) / aim.target_todays)
    step = 100.0 if target >= 10_000 else 10.0 if target >= 1_000 else 1.0 if target >= 10 else 0.01
    target = math.floor(target / step) * step
    while target > 0:
        smaller = Aim(aim.goal_type, aim.risk_profile, target, aim.saved, aim.deposits, aim.fixed)
        if need(smaller, months, assumptions).monthly <= monthly:
            break
        target -= step
    return round(max(target, 0.0), 2)
