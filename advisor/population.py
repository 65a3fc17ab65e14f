"""A made-up population for the demo bank: seeded, with the structure real customer tables have.

`python -m advisor.population` writes data/customers.csv. The first two rows are given; the others are drawn
from life stages, so that age, income, habits and tone hang together and there is something to segment.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from advisor.customers import LEVELS, SPENDING_HABITS, Customer, save

DATA = Path(__file__).resolve().parent.parent / "data" / "customers.csv"

KNOWN = (
    Customer(1, "Customer_1", 28, 68948.0, "Moderate", "Low", 47, 0.1, "Medium"),
    Customer(2, "Customer_2", 37, 99604.0, "Budget", "Low", 4, 0.08, "High"),
)


@dataclass(frozen=True)
class LifeStage:
    """One kind of customer the population is drawn from."""

    name: str
    share: float  # of the population
    age: tuple[float, float]  # mean and standard deviation, years
    income: tuple[float, float]  # median a year and standard deviation of its logarithm
    habit: tuple[float, float, float]  # chances of Budget, Moderate, Luxury
    risk: tuple[float, float, float]  # chances of Low, Medium, High
    engagement: tuple[float, float, float]  # chances of Low, Medium, High
    transactions: tuple[float, float]  # mean a month, and shape of its gamma spread
    sentiment: tuple[float, float]  # mean and standard deviation


LIFE_STAGES = (
    LifeStage(
        "studying",
        0.14,
        (22, 2.5),
        (21e3, 0.30),
        (0.88, 0.10, 0.02),
        (0.10, 0.80, 0.10),
        (0.02, 0.10, 0.88),
        (34, 9),
        (0.30, 0.16),
    ),
    LifeStage(
        "starting out",
        0.20,
        (29, 3.5),
        (54e3, 0.24),
        (0.06, 0.88, 0.06),
        (0.06, 0.12, 0.82),
        (0.03, 0.12, 0.85),
        (46, 12),
        (0.40, 0.15),
    ),
    LifeStage(
        "raising a family",
        0.22,
        (40, 5.0),
        (78e3, 0.26),
        (0.10, 0.86, 0.04),
        (0.84, 0.13, 0.03),
        (0.08, 0.84, 0.08),
        (58, 14),
        (0.02, 0.15),
    ),
    LifeStage(
        "established",
        0.15,
        (51, 6.0),
        (152e3, 0.30),
        (0.02, 0.10, 0.88),
        (0.05, 0.15, 0.80),
        (0.06, 0.84, 0.10),
        (66, 12),
        (0.34, 0.15),
    ),
    LifeStage(
        "stretched",
        0.13,
        (43, 9.0),
        (36e3, 0.24),
        (0.92, 0.07, 0.01),
        (0.90, 0.08, 0.02),
        (0.84, 0.13, 0.03),
        (24, 8),
        (-0.46, 0.15),
    ),
    LifeStage(
        "retired",
        0.16,
        (70, 5.5),
        (41e3, 0.28),
        (0.15, 0.82, 0.03),
        (0.93, 0.06, 0.01),
        (0.88, 0.10, 0.02),
        (17, 8),
        (0.26, 0.15),
    ),
)


def generate(rows: int = 2400, seed: int = 20250531) -> tuple[Customer, ...]:
    """`rows` customers (at least 2), the same ones for the same seed; the first two are the known ones."""
    rng = np.random.default_rng(seed)
    stages = rng.choice(len(LIFE_STAGES), size=rows, p=[stage.share for stage in LIFE_STAGES])
    made = list(KNOWN)
    for number, index in enumerate(stages[len(KNOWN) :], start=len(KNOWN) + 1):
        stage = LIFE_STAGES[index]
        median, spread = stage.income
        mean, shape = stage.transactions
        made.append(
            Customer(
                customer_id=number,
                name=f"Customer_{number}",
                age=int(np.clip(round(rng.normal(*stage.age)), 18, 95)),
                income=float(round(median * np.exp(rng.normal(0, spread)))),
                spending_habit=SPENDING_HABITS[rng.choice(3, p=stage.habit)],
                risk_profile=LEVELS[rng.choice(3, p=stage.risk)],
                transactions=int(rng.poisson(rng.gamma(shape, mean / shape))),
                sentiment_score=round(float(np.clip(rng.normal(*stage.sentiment), -1, 1)), 2),
                engagement_level=LEVELS[rng.choice(3, p=stage.engagement)],
            )
        )
    return tuple(made)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2400)
    parser.add_argument("--seed", type=int, default=20250531)
    parser.add_argument("--out", type=Path, default=DATA)
    options = parser.parse_args()
    save(generate(options.rows, options.seed), options.out)


if __name__ == "__main__":
    main()
