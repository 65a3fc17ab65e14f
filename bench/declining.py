"""Fits when a question is declined (knowledge/refusals.py), and says how well that goes on messages it has not seen.

`python -m bench.declining` prints the weights and, by ten-fold cross-validation, how many messages that should be
declined are, and how many that should not. The messages are the question sets that may be read, and what the reader
learned not to answer: each fifth of that is read by a reader that did not see it.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from bench.knowledge import questions, to_decline

FOLDS = 5
THRESHOLDS = (0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)


def left_out() -> list[tuple[str, tuple[float, ...]]]:
    """(message, features) of each message of unanswered.yml, by a reader that was fitted without it."""
    from knowledge.article import load_articles
    from knowledge.embeddings import embeddings
    from knowledge.index import asking, chunks, open_store
    from knowledge.reader import Reader, examples, vectors_of
    from knowledge.refusals import features
    from knowledge.retrieval import retriever

    documents, store, search = asking(chunks(load_articles())), open_store(embeddings()), retriever()
    whole = search.learned
    every = examples(documents, vectors_of(store, documents), whole.pointers, embeddings())
    answered = [each for each in every if not each.label.startswith("!")]
    refused = [each for each in every if each.label.startswith("!")]
    found = []
    for fold in range(FOLDS):
        seen = [each for at, each in enumerate(refused) if at % FOLDS != fold]
        search.learned = replace(whole, reader=Reader([*answered, *seen]))
        found += [(each.text, features(search.look(each.text))) for each in refused[fold::FOLDS]]
    search.learned = whole
    return found


def main() -> int:
    """Print weights and both kinds of error; 1 if one is above its claim."""
    from knowledge.refusals import DECLINED, features, refused_by_pattern
    from knowledge.retrieval import retriever

    ours, others = [question.ask for question in questions()], to_decline()
    learned = left_out()
    measured = np.array(
        [features(retriever().look(message)) for message in ours + others] + [each for _, each in learned]
    )
    decline = np.array([False] * len(ours) + [True] * (len(others) + len(learned)))
    model = LogisticRegression(C=3, max_iter=2000, class_weight="balanced")
    chance = cross_val_predict(model, measured, decline, cv=10, method="predict_proba")[:, 1]
    model.fit(measured, decline)
    names = ("score", "reader", "off_topic", "reason", "margin")
    print(f"intercept {model.intercept_[0]:.2f}, {dict(zip(names, model.coef_[0].round(2).tolist(), strict=True))}")
    by_pattern = np.array(
        [refused_by_pattern(each) is not None for each in [*ours, *others, *(message for message, _ in learned)]]
    )
    asked_for = np.arange(len(decline)) >= len(ours) + len(others)
    for threshold in sorted({*THRESHOLDS, DECLINED}):
        said_no = by_pattern | (chance > threshold)
        declined, wrongly = said_no[decline & ~asked_for].mean(), said_no[~decline].mean()
        print(
            f"{'->' if threshold == DECLINED else '  '} {threshold:.2f}: declined {declined:.3f} of {len(others)} and "
            f"{said_no[asked_for].mean():.3f} of {len(learned)} left out, wrongly {wrongly:.3f} of {len(ours)}"
        )
    print(f"by a pattern {by_pattern[decline].mean():.3f}, wrongly {by_pattern[~decline].mean():.3f}")
    said_no = by_pattern | (chance > DECLINED)
    return int(said_no[decline & ~asked_for].mean() < 0.95 or said_no[~decline].mean() > 0.04)


if __name__ == "__main__":
    sys.exit(main())
