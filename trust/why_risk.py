"""Why a customer's risk (distress) score is what it is, in words, and what would have to change for another answer.

`python -m trust.why_risk` writes data/distress_reference.csv, the made-up people that a score is compared with: sixty
of the demo population, six of whom have lost their income.
"""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from advisor.money_text import money_text
from advisor.transactions.income import signals
from advisor.transactions.records import History
from settings import settings
from trust.attributions import attribute
from trust.distress import SCALES, VERSION, Level, distress, level_of, said, values_of
from trust.reasons import Explanation, strongest

FEATURES = tuple(SCALES)
REFERENCE = settings.root / "data" / "distress_reference.csv"
REFERENCE_DAY = date(2026, 1, 31)
REFERENCE_PEOPLE, IN_TROUBLE = 60, 6
OUTCOMES: dict[Level, str] = {
    "none": "no signs of money strain",
    "some": "some signs of money strain",
    "high": "many signs of money strain",
}
STEP = 10.0  # counterfactual amounts are named in whole tens


def terms(matrix: np.ndarray) -> np.ndarray:
    """The points of every sign of each row (n, 6), in the order of FEATURES; a row's score is their sum."""
    starts, fulls, most = np.array([SCALES[name] for name in FEATURES]).T
    return most * np.clip((np.asarray(matrix, float) - starts) / (fulls - starts), 0, 1)


def why_risk(past: History, today: date, tone: float | None = None, *, beside: bool = False) -> Explanation:
    """Which signs put a customer's score where it is, and the smallest change that would call it something else."""
    found = signals(past, today)
    values = values_of(found, tone)
    made = distress(found, tone)
    # What is not known counts as no sign: the value at which the sign begins.
    row = np.array([SCALES[name][0] if value is None else value for name, value in values.items()])
    nearest = changed(past, row)
    attribution = attribute(terms, row, reference(), FEATURES, beside=beside)
    return Explanation(
        subject="risk",
        outcome=f"{OUTCOMES[made.level]}, {made.score:.0f} of 100",
        lead=f"I see {OUTCOMES[made.level]} ({made.score:.0f} of 100)",
        reasons=strongest(attribution, {name: said(name, value) for name, value in values.items()}),
        counterfactual=None
        if nearest is None
        else f"With {nearest.words}, everything else the same, I would see {OUTCOMES[nearest.level]}.",
        attribution=attribution,
        compared_with="other customers",
        version=VERSION,
    )


@dataclass(frozen=True)
class Change:
    """One thing that could be different, and the level that would follow."""

    feature: str
    row: np.ndarray  # (6,) the signs with the change, in the order of FEATURES
    level: Level
    words: str  # "$200 less on the cards"


def changed(past: History, row: np.ndarray) -> Change | None:
    """The smallest change of one thing that changes the level of these signs (6,), with missed payments forgiven
    besides if one thing is not enough; None: nothing does.

    What can still be changed is tried first: the money on the cards, then spending; then what has happened. Somebody
    with signs is told what would lessen them, somebody without what would bring them on.
    """
    level = level_of(float(terms(row).sum()))
    found = _one_change(past, row, level)
    missed = FEATURES.index("missed_payments")
    if found is None and level != "none" and row[missed]:
        forgiven = row.copy()
        forgiven[missed] = 0
        if (more := _one_change(past, forgiven, level)) is not None:
            found = replace(more, words=f"no card payments missed and {more.words}")
    return found


def _one_change(past: History, row: np.ndarray, level: Level) -> Change | None:
    easier = level != "none"
    limit, balance = sum(card.limit for card in past.cards), sum(card.balance for card in past.cards)
    for feature, amounts in _amounts(row, limit, balance, easier=easier).items():
        if not len(amounts):
            continue
        rows = np.repeat(row[None, :], len(amounts), axis=0)
        if feature == "utilisation":
            by = amounts / limit * (-1 if easier else 1)
            rows[:, FEATURES.index("utilisation")] += by
            rows[:, FEATURES.index("utilisation_change")] += by
        else:
            rows[:, FEATURES.index(feature)] = amounts
        levels = [level_of(score) for score in terms(rows).sum(axis=1).tolist()]
        first = next((n for n, other in enumerate(levels) if other != level), None)
        if first is not None:
            return Change(feature, rows[first], levels[first], _words(feature, float(amounts[first]), easier=easier))
    return None


def _amounts(row: np.ndarray, limit: float, balance: float, *, easier: bool) -> dict[str, np.ndarray]:
    """What is tried of each thing, the smallest change first: money to move on the cards, or the sign's new value."""
    share, missed, drop = (row[FEATURES.index(n)] for n in ("spending_share", "missed_payments", "income_drop"))
    steps = np.arange(1, 61) / 100
    if easier:
        return {
            "utilisation": np.minimum(np.arange(STEP, balance + STEP, STEP), balance) if limit else np.empty(0),
            "spending_share": np.arange(share - 0.01, 0, -0.01),
            "missed_payments": np.arange(missed - 1, -1, -1),
            "income_drop": np.arange(drop - 0.05, -0.05, -0.05).clip(0),
        }
    return {
        "utilisation": np.arange(STEP, limit - balance, STEP) if limit else np.empty(0),
        "spending_share": share + steps,
        "missed_payments": missed + np.arange(1, 3),
        "income_drop": drop + steps,
    }


def _words(feature: str, amount: float, *, easier: bool) -> str:
    if feature == "utilisation":
        money = money_text(amount, settings.currency, cents=False)
        return f"{money} {'less' if easier else 'more'} on the cards"
    if feature == "spending_share":
        return f"spending at {amount:.0%} of the usual income"
    if feature == "missed_payments":
        count = f"{'only ' * easier}{amount:.0f}" if amount else "no"
        return f"{count} card payment{'s' * (amount != 1)} missed"
    return "income back at its usual level" if amount < 0.05 else f"income {amount:.0%} below the usual"


@functools.cache
def reference() -> np.ndarray:
    """The signs of the people that a score is compared with, (60, 6)."""
    with REFERENCE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    if tuple(rows[0]) != FEATURES:
        raise ValueError(f"{REFERENCE} holds other signs; `python -m trust.why_risk` writes it anew")
    return np.array(rows[1:], float)


def reference_rows() -> np.ndarray:
    """The same, made anew from the demo population; tone is left out, as it is for most."""
    from advisor.population import generate
    from advisor.transactions.generator import history

    rows = []
    for n, customer in enumerate(generate(REFERENCE_PEOPLE)):
        trouble = ("income_drop",) if n % (REFERENCE_PEOPLE // IN_TROUBLE) == 0 else ()
        values = values_of(signals(history(customer, until=REFERENCE_DAY, scenarios=trouble), REFERENCE_DAY))
        rows.append([SCALES[name][0] if value is None else round(value, 4) for name, value in values.items()])
    return np.array(rows)


def main(path: Path = REFERENCE) -> None:
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(FEATURES)
        writer.writerows([f"{value:g}" for value in row] for row in reference_rows())


if __name__ == "__main__":
    main()
