"""Names for segments, in words: how they take risk, how they spend, how often they are in touch, how they feel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from advisor.money_text import money_text
from advisor.personas import FEATURES, Segment

AGE, INCOME, HABIT, RISK, TRANSACTIONS, SENTIMENT, ENGAGEMENT = range(len(FEATURES))


@dataclass(frozen=True)
class Quality:
    """One quality of a segment: the word for a low, a middling and a high average, and how it is described."""

    column: int
    low_below: float
    high_from: float
    words: tuple[str, str, str]
    sentences: tuple[str, str, str]

    def level(self, mean: float) -> int:
        return 0 if mean < self.low_below else 1 if mean < self.high_from else 2


# Levels are coded 0, 1, 2, so a third of the way up is 2/3; sentiment runs from -1 to 1.
SPENDING = Quality(
    HABIT,
    2 / 3,
    4 / 3,
    ("budgeters", "steady spenders", "free spenders"),
    ("spend on a budget", "spend moderately", "like to spend"),
)
APPETITE = Quality(
    RISK,
    2 / 3,
    4 / 3,
    ("cautious", "balanced", "growth-minded"),
    ("avoid risk", "take some risk", "accept risk for growth"),
)
TOUCH = Quality(
    ENGAGEMENT,
    2 / 3,
    4 / 3,
    ("hands-off", "regular", "hands-on"),
    ("are seldom in touch", "are in touch now and then", "are often in touch"),
)
MOOD = Quality(
    SENTIMENT,
    -0.10,
    0.20,
    ("uneasy", "even-tempered", "upbeat"),
    ("sound worried", "sound neutral", "sound content"),
)
QUALITIES = {"appetite": APPETITE, "spending": SPENDING, "touch": TOUCH, "mood": MOOD}


def _words(means: np.ndarray) -> dict[str, str]:
    return {name: quality.words[quality.level(means[quality.column])] for name, quality in QUALITIES.items()}


def _name(words: dict[str, str]) -> str:
    return f"{words['touch']}, {words['mood']}, {words['appetite']} {words['spending']}".capitalize()


def describe(matrix: np.ndarray, labels: np.ndarray) -> tuple[Segment, ...]:
    """A Segment for each label 0..k-1 of a feature matrix (n, 7); the names are all different."""
    groups = [matrix[labels == label] for label in range(labels.max() + 1)]
    means = [group.mean(axis=0) for group in groups]
    words = [_words(mean) for mean in means]
    names = [_name(its) for its in words]
    segments = []
    for group, mean, its, name in zip(groups, means, words, names, strict=True):
        twins = [other for other, others_name in enumerate(names) if others_name == name]
        if len(twins) > 1:
            # Alike in all four qualities: what tells them apart is age or, where that is close, income.
            by_age = sorted(twins, key=lambda other: means[other][AGE])
            ages = [round(means[other][AGE]) for other in by_age]
            if len(set(ages)) == len(ages):
                name = f"{name} about {round(mean[AGE])}"
            else:
                name = f"{name} earning about {money_text(round(float(np.median(group[:, INCOME])), -2))}"
        traits = [quality.sentences[quality.level(mean[quality.column])] for quality in QUALITIES.values()]
        segments.append(
            Segment(
                name=name,
                description=(
                    f"They {', '.join(traits[:-1])} and {traits[-1]}; typically {round(mean[AGE])} years old, earning "
                    f"{money_text(round(float(np.median(group[:, INCOME])), -3))} a year, "
                    f"{round(mean[TRANSACTIONS])} payments a month."
                ),
                said=f"{its['appetite']} {its['spending']}",
                **its,
                share=len(group) / len(matrix),
            )
        )
    return tuple(segments)
