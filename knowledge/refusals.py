"""Knows the questions Milepost does not answer whatever the articles say: see refusals.yml."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import yaml

from knowledge.embeddings import embeddings

# Cosine from which a message means about the same as an example, measured on tests/knowledge/data: articles' questions
# stay below it. bench/knowledge.py counts both kinds of error.
SAME_MEANING = 0.68


@dataclass(frozen=True)
class Refusal:
    kind: str  # "stock_tip", "injection", ...
    say: str


@dataclass(frozen=True)
class _Rule:
    refusal: Refusal
    patterns: tuple[re.Pattern[str], ...]
    examples: tuple[str, ...]


@cache
def _rules() -> tuple[_Rule, ...]:
    loaded = yaml.safe_load(Path(__file__).with_name("refusals.yml").read_text(encoding="utf-8"))
    return tuple(
        _Rule(Refusal(kind, each["say"]), tuple(map(re.compile, each["patterns"])), tuple(each["examples"]))
        for kind, each in loaded.items()
    )


@cache
def _example_vectors() -> tuple[np.ndarray, tuple[Refusal, ...]]:
    examples = [(example, rule.refusal) for rule in _rules() for example in rule.examples]
    vectors = np.array(embeddings().embed_documents([example for example, _ in examples]))
    return vectors, tuple(refusal for _, refusal in examples)


def refused_by_pattern(message: str) -> Refusal | None:
    """The refusal whose pattern a message holds; needs no model."""
    plain = " ".join(message.lower().replace("’", "'").split())
    return next((rule.refusal for rule in _rules() if any(each.search(plain) for each in rule.patterns)), None)


def refused(message: str) -> Refusal | None:
    """The refusal for a message, by pattern or by meaning; None when it may be answered."""
    found = refused_by_pattern(message)
    if found is not None:
        return found
    vectors, refusals = _example_vectors()
    cosines = vectors @ np.array(embeddings().embed_query(message))
    nearest = int(cosines.argmax())
    return refusals[nearest] if cosines[nearest] >= SAME_MEANING else None
