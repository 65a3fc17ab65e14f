"""Thousands of possible futures of a savings plan: how often it arrives and how far it may land from the plan."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from advisor.allocation import Outlook

MAX_STEPS = 120  # beyond ten years, several months share a step: finer steps change no percentile by 0.5 %
CONFIDENT = 0.80  # "eight in ten"


@dataclass(frozen=True)
class Futures:
    """Outcomes of `paths` simulated futures, in future money.

    months: (points,) when the band is given; low, middle, high: 10th, 50th, 90th percentile at those months;
    confident_monthly: the month-end deposit that arrives in eight of ten futures (unrounded, at least 0).
    """

    months: tuple[int, ...]
    low: tuple[float, ...]
    middle: tuple[float, ...]
    high: tuple[float, ...]
    chance: float
    standard_error: float
    confident_monthly: float
    paths: int


def simulate(
    outlook: Outlook,
    *,
    target_future: float,
    monthly: float,
    saved: float,
    deposits: tuple[tuple[int, float], ...] = (),
    paths: int,
    seed: int,
    points: int = 24,
) -> Futures:
    """Simulates month-end deposits into the glide path of `outlook`.

    Every month's growth is lognormal and independent of the others. Same seed, same figures. Money is future money.
    """
    months = len(outlook.log_drift)
    stride = math.ceil(months / MAX_STEPS)
    ends = np.unique(np.append(np.arange(stride, months + 1, stride), months))
    starts = np.concatenate([[0], ends[:-1]])
    lump_sums = np.zeros(months + 1)
    for month, amount in deposits:
        if month <= months:
            lump_sums[month] += amount
    marks = np.linspace(0, len(ends), min(points, len(ends)) + 1).round().astype(int)[1:]
    bands = set(marks - 1)  # none when only the chance is wanted (points=0)

    random = np.random.Generator(np.random.SFC64(seed))
    shape = paths
    lump = np.ones(shape, np.float32)  # what 1 held today has become
    annuity = np.zeros(shape, np.float32)  # what 1 at each month end has become
    extra = np.zeros(shape, np.float32)  # what the single deposits have become
    has_extra = bool(lump_sums.any())
    growth = np.empty(shape, np.float32)
    rows: list[tuple[int, float, float, float]] = []
    for index, (first, last) in enumerate(zip(starts, ends, strict=True)):
        drift = outlook.log_drift[first:last].sum()
        deviation = math.sqrt((outlook.log_volatility[first:last] ** 2).sum())
        random.standard_normal(out=growth, dtype=np.float32)
        growth *= np.float32(deviation)
        growth += np.float32(drift)
        np.exp(growth, out=growth)
        lump *= growth
        annuity *= growth
        annuity += np.float32(_annuity_within(outlook.log_drift[first:last]))
        if has_extra:
            extra *= growth
            extra += np.float32(lump_sums[first + 1 : last + 1].sum())
        if index in bands:
            wealth = saved * lump + monthly * annuity + extra
            low, middle, high = (float(value) for value in np.percentile(wealth, (10, 50, 90)))
            rows.append((int(last), low, middle, high))
    final = saved * lump.astype(float) + monthly * annuity.astype(float) + extra
    chance = float(np.mean(final >= target_future * (1 - 1e-6)))
    needed = (target_future - saved * lump.astype(float) - extra) / annuity
    return Futures(
        tuple(r[0] for r in rows),
        tuple(r[1] for r in rows),
        tuple(r[2] for r in rows),
        tuple(r[3] for r in rows),
        chance,
        math.sqrt(chance * (1 - chance) / paths),
        max(0.0, float(np.quantile(needed, CONFIDENT))),
        paths,
    )


def _annuity_within(log_drift: np.ndarray) -> float:
    """What 1 at each month end of one step is worth at the step's end, at the expected growth."""
    later = np.concatenate([log_drift[1:][::-1].cumsum()[::-1], [0.0]])
    return float(np.exp(later).sum())
