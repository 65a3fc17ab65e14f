"""Feedback: what learning from verdicts gains over static rules, whether the gate tells, and what a decision costs.

Simulated customers (advisor/feedback/simulation.py): the gain is that of worlds of a known kind, not of a real bank.
Each row is 12 seeds: 3,000 requests under rules with 10 % exploration; the bandit learns from the older 60 % and is
judged on the rest; then 3,000 live requests with learning at once. Intervals are 95 % over seeds, paired.
"""

from __future__ import annotations

import time

import numpy as np

from advisor.feedback.learner import LEARNED_SHARE, judge
from advisor.feedback.policies import BanditPolicy, RulesPolicy
from advisor.feedback.simulation import WORLDS, best_possible, live, requests, value, visits
from advisor.persona_fit import fit
from advisor.personas import Personas, PersonasError
from advisor.population import generate

SEEDS = range(12)
LOGGED, LIVE = 3_000, 3_000


def interval(values: list[float]) -> str:
    """Mean and 95 % interval of the mean (Student's t with 11 degrees of freedom)."""
    mean, error = np.mean(values), np.std(values, ddof=1) / np.sqrt(len(values))
    return f"{mean:+.4f} ({mean - 2.201 * error:+.4f} to {mean + 2.201 * error:+.4f})"


def main() -> None:
    people = generate(2400)
    try:
        personas = Personas.load()
    except PersonasError:
        personas = fit(people)
    crowds = [requests(people, personas, count=LOGGED + LIVE, seed=seed) for seed in SEEDS]
    print(f"{'world':<24} {'rules':>6} {'best':>6}  {'bandit less rules, live':<30} {'RATIO':>6}  promoted")
    for world in WORLDS:
        rules, best, lifts, ratios, promoted = [], [], [], [], 0
        for seed, crowd in zip(SEEDS, crowds, strict=True):
            those = visits(crowd, world, seed=seed)
            log, later = those[:LOGGED], those[LOGGED:]
            outcomes, _ = live(RulesPolicy(0.1), log, seed=seed)
            split = int(LOGGED * LEARNED_SHARE)
            bandit = BanditPolicy()
            for outcome in outcomes[:split]:
                bandit.learn(outcome)
            promoted += judge(bandit, RulesPolicy(), outcomes[split:]).promoted
            for outcome in outcomes[split:]:
                bandit.learn(outcome)
            _, expected = live(bandit, later, seed=seed + 1000)
            static = value(RulesPolicy(), later)
            rules.append(static)
            best.append(best_possible(later))
            lifts.append(float(expected.mean()) - static)
            ratios.append(float(expected.mean()) / static)
        print(
            f"{world.name:<24} {np.mean(rules):6.3f} {np.mean(best):6.3f}  {interval(lifts):<30} "
            f"{np.mean(ratios):6.3f}  {promoted} of {len(SEEDS)}"
        )
    bandit, times = BanditPolicy(), []
    for request in crowds[0][:500]:
        start = time.process_time()
        bandit.probabilities(request.situation, request.offered)
        times.append(time.process_time() - start)
    print(f"one decision of the bandit: {np.median(times) * 1000:.2f} ms")


if __name__ == "__main__":
    main()
