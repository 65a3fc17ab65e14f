"""Monte Carlo of a plan: 10,000 futures of ten years in under 50 ms of CPU; the peer is a plain loop over paths."""

from __future__ import annotations

import statistics
import time
from datetime import date

import numpy as np

from advisor.allocation import outlook
from advisor.assumptions import current
from advisor.customers import Customer
from advisor.monte_carlo import simulate
from advisor.plans import Goal, make_plan

CLAIM_MS = 50.0
PEER_PATHS = 200  # the loop is measured on fewer paths and scaled


def cpu_ms(work, rounds: int = 9) -> float:
    """Median CPU milliseconds of a call, after one to warm up."""
    work()
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        taken.append((time.process_time() - start) * 1000)
    return statistics.median(taken)


def loop(ahead, monthly: float, paths: int) -> float:
    """The same simulation as one would first write it."""
    random = np.random.default_rng(1)
    reached = 0
    for _ in range(paths):
        wealth = 0.0
        for drift, deviation in zip(ahead.log_drift, ahead.log_volatility, strict=True):
            wealth = wealth * np.exp(drift + deviation * random.standard_normal()) + monthly
        reached += wealth >= 60_000
    return reached / paths


def main() -> None:
    assumptions = current()
    print(f"{'':<36}{'CPU ms':>9}{'claim':>9}")
    for years in (3, 10, 30):
        ahead = outlook("other", "High", years * 12, assumptions)
        taken = cpu_ms(lambda ahead=ahead: simulate(
            ahead, target_future=60_000, monthly=400, saved=0, paths=10_000, seed=1))  # fmt: skip
        claim = f"< {CLAIM_MS:.0f}" if years == 10 else ""
        print(f"{f'10,000 futures of {years} years':<36}{taken:>9.1f}{claim:>9}")
        if years == 10:
            ours, peer = taken, cpu_ms(lambda ahead=ahead: loop(ahead, 400, PEER_PATHS), rounds=1) * 10_000 / PEER_PATHS
    print(f"{'  a loop over paths (scaled)':<36}{peer:>9.0f}   RATIO {ours / peer:.4f}")
    customer = Customer(2, "Customer_2", 37, 99_604, "Budget", "Low", 4, 0.08, "High")
    for goal in (Goal("house", 60_000, 36, 5_000), Goal("house", 300_000, 36), Goal("retirement")):
        taken = cpu_ms(lambda goal=goal: make_plan(goal, customer, today=date(2026, 11, 23)), rounds=5)
        name = f"whole plan: {goal.label} {goal.target or ''}"
        print(f"{name:<36}{taken:>9.1f}")


if __name__ == "__main__":
    main()
