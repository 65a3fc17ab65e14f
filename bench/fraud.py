"""Fraud among made-up payments: what rules and an isolation forest find at 100 alerts a day, and what labels would buy.

`python -m bench.fraud [CUSTOMERS]` (1,500 unless told). Ten days of payments, eight victims a day. Every other fraud is
disguised: a sixth of the amount, by day, at home, at the victim's own shops. The ceiling is gradient-boosted trees that
learned from the ten labelled days before, with other victims: what labels would buy on the same features. Silent
increases come once a customer, so they are counted by customer.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from time import process_time

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score

from advisor.customers import Customer, load
from advisor.transactions.generator import FRAUD, history
from advisor.transactions.records import History, Transaction
from settings import settings
from trust.anomalies import RULE_FIRST, Detector, features, rule_alerts

END = date(2026, 1, 31)
DAYS = 10  # of each of the two spans
VICTIMS_A_DAY = 8
A_DAY = 100
BUDGETS = (10, 25, 50, A_DAY)
SCENARIOS = (*FRAUD, "duplicate_charge")
DISGUISED = " (disguised)"
KINDS = (*FRAUD, *(f"{name}{DISGUISED}" for name in FRAUD), "duplicate_charge")


@dataclass(frozen=True)
class Span:
    """Payments of some days, with their features, labels, and what the rules said of them."""

    payments: tuple[Transaction, ...]
    matrix: np.ndarray  # (n, 8)
    labels: np.ndarray  # (n,) the scenario, "" for none
    ruled: np.ndarray  # (n,) whether a rule named it


def disguised(past: History, seed: int) -> History:
    """The same history with its fraud made to look like the customer's own payments."""
    rng = np.random.default_rng(seed)
    usual = [t for t in past.transactions if t.label is None and t.kind == "card" and t.amount < 0]
    made = []
    for t in past.transactions:
        if t.label in FRAUD:
            like = usual[int(rng.integers(len(usual)))]
            at = datetime.combine(t.day, time()) + timedelta(hours=float(rng.uniform(10, 20)))
            where = (t.merchant, t.category, t.online) if t.label == "account_takeover" else (
                like.merchant, like.category, like.online)  # fmt: skip
            merchant, category, online = where
            t = replace(t, at=at, amount=round(t.amount / 6, 2), merchant=merchant, category=category, online=online,
                        abroad=False, label=f"{t.label}{DISGUISED}")  # fmt: skip
        made.append(t)
    return replace(past, transactions=tuple(sorted(made, key=lambda t: t.at)))


def span(people: list[Customer], first: date, turn: int) -> Span:
    """DAYS days from `first` on. A victim's history ends with their scenario: then the card is frozen."""
    victims: dict[int, tuple[str, date, bool]] = {}
    count = DAYS * VICTIMS_A_DAY
    chosen = np.random.default_rng(turn).permutation(len(people))[:count]
    for n, row in enumerate(chosen):
        day = first + timedelta(days=n % DAYS)
        victims[int(row)] = (SCENARIOS[n // DAYS % len(SCENARIOS)], day, n // DAYS >= len(SCENARIOS))
    payments: list[Transaction] = []
    matrices, ruled = [], []
    last = first + timedelta(days=DAYS - 1)
    for n, customer in enumerate(people):
        scenario, until, hides = victims.get(n, (None, last, False))
        # Scenarios happen up to three days before the end of a history.
        end = min(until + timedelta(days=2), last) if scenario else last
        past = history(customer, until=end, scenarios=(scenario,) if scenario else (), months=8)
        past = disguised(past, n) if hides and scenario in FRAUD else past
        found, matrix = features(past, first)
        named = {alert.transaction.transaction_id for alert in rule_alerts(past, end)}
        payments += found
        matrices.append(matrix)
        ruled += [t.transaction_id in named for t in found]
    return Span(tuple(payments), np.concatenate(matrices), np.array([t.label or "" for t in payments]), np.array(ruled))


def top_a_day(days: Span, scores: np.ndarray, most: int = A_DAY) -> np.ndarray:
    """Which payments (n,) bool are among the `most` with the highest score of their day."""
    chosen = np.zeros(len(scores), bool)
    rows: dict[date, list[int]] = defaultdict(list)
    for row, payment in enumerate(days.payments):
        rows[payment.day].append(row)
    for its in rows.values():
        order = sorted(its, key=lambda row: -scores[row])[:most]
        chosen[[row for row in order if scores[row] > 0]] = True
    return chosen


def main(count: int) -> None:
    everybody = load(settings.root / "data" / "customers.csv").customers
    people = [c for c in everybody if c.income >= 12_000 and c.transactions >= 15][:count]
    started = process_time()
    train, test = span(people, END - timedelta(days=2 * DAYS - 1), 0), span(people, END - timedelta(days=DAYS - 1), 1)
    detector = Detector.fit_matrix(train.matrix)
    unusual = detector.scores(test.matrix)
    trees = HistGradientBoostingClassifier(max_iter=200, random_state=7, class_weight="balanced")
    trees.fit(train.matrix, train.labels != "")
    ceiling = trees.predict_proba(test.matrix)[:, 1]
    methods = {
        "rules": test.ruled.astype(float),
        "isolation forest": unusual,
        "rules, then forest": unusual + RULE_FIRST * test.ruled,
        "supervised ceiling": ceiling,
        "rules, then ceiling": ceiling + test.ruled,
    }
    bad = test.labels != ""
    print(
        f"{len(people)} customers, {DAYS} days, {len(bad):,} payments ({len(bad) / DAYS:,.0f} a day), {bad.sum()} of a "
        f"scenario ({bad.mean():.2%}); learned from the {DAYS} days before; {process_time() - started:.0f} CPU s\n"
    )
    print(
        f"{'precision at':<20}" + "".join(f"{f'{most} a day':>12}" for most in BUDGETS) + f"{'average precision':>20}"
    )
    for name, scores in methods.items():
        shares = [f"{bad[top_a_day(test, scores, most)].mean():>12.1%}" for most in BUDGETS]
        print(f"{name:<20}{''.join(shares)}{average_precision_score(bad, scores):>20.3f}")
    perfect = [f"{bad[top_a_day(test, bad + 1e-9, most)].mean():>12.1%}" for most in BUDGETS]
    print(f"{'whoever knows all':<20}{''.join(perfect)}{1:>20.3f}")
    print(f"\n{f'recall at {A_DAY} a day':<34}{'payments':>9}" + "".join(f"{name:>21}" for name in methods))
    alerts = {name: top_a_day(test, scores) for name, scores in methods.items()}
    for kind in KINDS:
        its = test.labels == kind
        print(f"{kind:<34}{its.sum():>9}" + "".join(f"{found[its].mean():>21.0%}" for found in alerts.values()))
    silent_increases(people[:120])


def silent_increases(people: list[Customer]) -> None:
    """Of prices that rose by half, how many are noticed; of those that did not, how many are called so."""
    found = there = wrong = 0
    for customer in people:
        risen = history(customer, until=END, scenarios=("silent_increase",))
        if any(t.label == "silent_increase" for t in risen.transactions):
            there += 1
            found += any(alert.kind == "silent_increase" for alert in rule_alerts(risen, END))
        wrong += any(alert.kind == "silent_increase" for alert in rule_alerts(history(customer, until=END), END))
    print(f"\nsilent increases: {found} of {there} customers told; {wrong} of {len(people)} without one told wrongly")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_500)
