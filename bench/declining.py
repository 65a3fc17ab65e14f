"""Fits when a question is declined (knowledge/refusals.py), and says how well that goes on messages it has not seen.

`python -m bench.declining` prints the weights and, by ten-fold cross-validation over both question sets that may be
read, how many messages that should be declined are, and how many that should not.
"""

from __future__ import annotations

import sys

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from bench.knowledge import questions, to_decline


def main() -> int:
    """Print weights and both kinds of error; 1 if one is above its claim."""
    from knowledge.refusals import DECLINED, features, refused_by_pattern
    from knowledge.retrieval import retriever

    ours = [question.ask for question in questions()]
    others = to_decline()
    by_meaning = [message for message in others if refused_by_pattern(message) is None]
    measured = np.array([features(retriever().look(message)) for message in ours + by_meaning])
    decline = np.array([False] * len(ours) + [True] * len(by_meaning))
    model = LogisticRegression(C=3, max_iter=2000)
    chance = cross_val_predict(model, measured, decline, cv=10, method="predict_proba")[:, 1]
    model.fit(measured, decline)
    weights = dict(zip(("score", "reader", "off_topic", "reason"), model.coef_[0].round(2).tolist(), strict=True))
    print(f"intercept {model.intercept_[0]:.2f}, {weights}")
    by_pattern = len(others) - len(by_meaning)
    declined = (np.sum(chance[decline] > DECLINED) + by_pattern) / len(others)
    wrongly = float(np.mean(chance[~decline] > DECLINED))
    print(f"declined {declined:.3f} of {len(others)} ({by_pattern} by a pattern), wrongly {wrongly:.3f} of {len(ours)}")
    return int(declined < 0.95 or wrongly > 0.04)


if __name__ == "__main__":
    sys.exit(main())
