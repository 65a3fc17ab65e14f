"""Conditions and rules as a product manager writes them in YAML, read into something that can be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from advisor.situation import FEATURES, Situation

# The comparisons a condition may name, in the order they are said.
COMPARISONS = {
    "at_least": lambda value, limit: value >= limit,
    "above": lambda value, limit: value > limit,
    "at_most": lambda value, limit: value <= limit,
    "below": lambda value, limit: value < limit,
}


class RulesError(ValueError):
    """A rule or product that cannot be read; the message says where, what is wrong and what is allowed."""


@dataclass(frozen=True)
class Condition:
    """What one feature has to be: one of some words, or within limits. An unknown feature meets no condition."""

    feature: str
    words: frozenset[Any] = frozenset()
    limits: tuple[tuple[str, float], ...] = ()  # comparison and figure

    def meets(self, value: Any) -> bool:
        """Whether a value of the feature meets the condition."""
        if value is None:
            return False
        if self.words:
            return value in self.words
        return all(COMPARISONS[comparison](value, limit) for comparison, limit in self.limits)

    def holds(self, situation: Situation) -> bool:
        """Whether the situation meets the condition."""
        return self.meets(getattr(situation, self.feature))

    def __str__(self) -> str:
        feature = FEATURES[self.feature]
        if feature.kind == "flag":
            return f"{feature.meaning}: {' or '.join(feature.say(word) for word in sorted(self.words))}"
        if self.words:
            return f"{feature.meaning}: {' or '.join(feature.say(word) for word in sorted(self.words))}"
        limits = " and ".join(f"{name.replace('_', ' ')} {feature.say(limit)}" for name, limit in self.limits)
        return f"{feature.meaning}: {limits}"


@dataclass(frozen=True)
class When:
    """Conditions that all have to hold; none at all always holds."""

    conditions: tuple[Condition, ...] = ()

    def holds(self, situation: Situation) -> bool:
        """Whether every condition holds."""
        return all(condition.holds(situation) for condition in self.conditions)

    def failing(self, situation: Situation) -> tuple[Condition, ...]:
        """The conditions that do not hold."""
        return tuple(condition for condition in self.conditions if not condition.holds(situation))

    @property
    def features(self) -> tuple[str, ...]:
        """The features asked about, in the order they are written."""
        return tuple(condition.feature for condition in self.conditions)


@dataclass(frozen=True)
class OfferRule:
    """Products that fit a situation, how well, and the sentence that says why."""

    id: str
    offer: tuple[str, ...]  # product ids
    when: When
    fit: int  # 1 could fit, 5 made for it
    say: str  # a sentence; {feature} is filled in


@dataclass(frozen=True)
class NeverRule:
    """Products that must not be shown in a situation, whatever fits."""

    id: str
    types: frozenset[str]  # product types it forbids; empty: all
    risks: frozenset[str]  # product risks it forbids; empty: all
    when: When
    say: str


def read_when(written: Mapping[str, Any] | None, where: str) -> When:
    """The conditions of a YAML mapping of features. `where` is named in errors. Raises RulesError."""
    if written is None:
        return When()
    if not isinstance(written, Mapping):
        raise RulesError(f"{where}: conditions are written as feature: value, not {written!r}")
    return When(tuple(_condition(name, value, where) for name, value in written.items()))


def _condition(name: str, written: Any, where: str) -> Condition:
    feature = FEATURES.get(name)
    if feature is None:
        raise RulesError(f"{where}: there is no feature {name!r}; there are {', '.join(FEATURES)}")
    if feature.kind != "figure":
        words = written if isinstance(written, list) else [written]
        for word in words:
            if word not in feature.values or (feature.kind == "flag") != isinstance(word, bool):
                allowed = ", ".join(str(value) for value in feature.values)
                raise RulesError(f"{where}: {name} is never {word!r}; it is one of {allowed}")
        return Condition(name, words=frozenset(words))
    if not isinstance(written, Mapping) or not written:
        raise RulesError(f"{where}: {name} is a figure and needs {', '.join(COMPARISONS)}, not {written!r}")
    for comparison, limit in written.items():
        if comparison not in COMPARISONS:
            raise RulesError(f"{where}: {name} {comparison!r} is unknown; use {', '.join(COMPARISONS)}")
        if isinstance(limit, bool) or not isinstance(limit, int | float):
            raise RulesError(f"{where}: {name} {comparison} takes a figure, not {limit!r}")
    return Condition(name, limits=tuple((c, float(written[c])) for c in COMPARISONS if c in written))
