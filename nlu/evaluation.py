"""How well messages are understood: the figures that tests hold and the bench prints."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from nlu.intent_model import OUT_OF_SCOPE
from nlu.parse import FALLBACK, Understanding, Understood

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "nlu" / "data"


@dataclass(frozen=True)
class Labelled:
    """An utterance and the intent that was meant."""

    intent: str
    text: str


@dataclass(frozen=True)
class Miss:
    """What was meant, and what was understood instead (before the fallback)."""

    meant: str
    understood: Understood


@dataclass(frozen=True)
class Scores:
    """Shares from 0 to 1; those without utterances of their kind are None.

    Of what is in scope: accuracy, the likeliest intent is the meant one; kept, it is acted on; wrongly_acted, it is
    acted on as something else. Of what is out of scope: rejected, it is recognised as such or asked about.
    """

    utterances: int
    accuracy: float | None
    kept: float | None
    wrongly_acted: float | None
    rejected: float | None
    misses: tuple[Miss, ...]

    def confusions(self) -> list[tuple[tuple[str, str], int]]:
        """(meant, understood) pairs, the most frequent first."""
        return Counter((miss.meant, miss.understood.ranking[0][0]) for miss in self.misses).most_common()


def score(understanding: Understanding, utterances: Iterable[Labelled]) -> Scores:
    """Parse every utterance and compare."""
    parsed = [(labelled.intent, understanding.parse(labelled.text)) for labelled in utterances]
    inside = [(meant, found) for meant, found in parsed if meant != OUT_OF_SCOPE]
    outside = [found for meant, found in parsed if meant == OUT_OF_SCOPE]
    wrong = sum(_is_acted_on(found) and meant != found.intent for meant, found in inside)
    return Scores(
        len(parsed),
        _share(sum(meant == found.ranking[0][0] for meant, found in inside), len(inside)),
        _share(sum(_is_acted_on(found) for _, found in inside), len(inside)),
        _share(wrong, len(inside)),
        _share(sum(not _is_acted_on(found) for found in outside), len(outside)),
        tuple(Miss(meant, found) for meant, found in parsed if meant != found.ranking[0][0]),
    )


def _is_acted_on(found: Understood) -> bool:
    return found.intent not in (FALLBACK, OUT_OF_SCOPE)


def _share(count: int, of: int) -> float | None:
    return count / of if of else None


def unseen() -> list[Labelled]:
    """The held-out utterances, by another author than the examples."""
    by_intent = yaml.safe_load((DATA / "unseen_paraphrases.yml").read_text(encoding="utf-8"))
    return [
        Labelled(OUT_OF_SCOPE if intent.startswith(OUT_OF_SCOPE) else intent, text)
        for intent, texts in by_intent.items()
        for text in texts
    ]


def development() -> list[Labelled]:
    """The utterances that settings were chosen with."""
    lines = (DATA / "development.tsv").read_text(encoding="utf-8").splitlines()
    return [Labelled(*line.split("\t")) for line in lines if line and not line.startswith("#")]


def out_of_scope() -> list[Labelled]:
    """The public out-of-scope queries that the fallback was calibrated with."""
    texts = json.loads((DATA / "clinc_out_of_scope.json").read_text(encoding="utf-8"))["validation"]
    return [Labelled(OUT_OF_SCOPE, text) for text in texts]


def examples() -> list[Labelled]:
    """The training examples, as they stand in nlu/intents/."""
    found = []
    for path in sorted((ROOT / "nlu" / "intents").glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            texts: Sequence[str] = block["examples"].splitlines()
            found += [Labelled(block["intent"], text.removeprefix("- ").strip()) for text in texts if text.strip()]
    return found
