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


# A payment asked about and a payment never made begin the same conversation, which finds out which it is.
SAME_ANSWER = {"query_payment": "report_fraud"}


@dataclass(frozen=True)
class Labelled:
    """An utterance and the intent that was meant; how it is said (typo, spoken, blunt …) where that was noted."""

    intent: str
    text: str
    style: str | None = None


def is_right(meant: str, understood: str) -> bool:
    """Whether acting on `understood` gives the answer to `meant`."""
    return SAME_ANSWER.get(meant, meant) == SAME_ANSWER.get(understood, understood)


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

    utterances: int  # of both kinds
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
    wrong = sum(_is_acted_on(found) and not is_right(meant, found.intent) for meant, found in inside)
    return Scores(
        len(parsed),
        _share(sum(is_right(meant, found.ranking[0][0]) for meant, found in inside), len(inside)),
        _share(sum(_is_acted_on(found) for _, found in inside), len(inside)),
        _share(wrong, len(inside)),
        _share(sum(not _is_acted_on(found) for found in outside), len(outside)),
        tuple(Miss(meant, found) for meant, found in parsed if not is_right(meant, found.ranking[0][0])),
    )


def by_style(understanding: Understanding, utterances: Sequence[Labelled]) -> dict[str, Scores]:
    """The same figures for each way of speaking that was noted, for telling whether one group is understood worse."""
    styles = sorted({labelled.style for labelled in utterances if labelled.style})
    return {style: score(understanding, [one for one in utterances if one.style == style]) for style in styles}


def _is_acted_on(found: Understood) -> bool:
    return found.intent not in (FALLBACK, OUT_OF_SCOPE)


def _share(count: int, of: int) -> float | None:
    return count / of if of else None


def unseen() -> list[Labelled]:
    """The held-out utterances, by another author than the examples."""
    return read_set(DATA / "unseen_paraphrases.yml")


def development() -> list[Labelled]:
    """The utterances that settings were chosen with."""
    return read_set(DATA / "development.tsv")


def set_file(name: str) -> Path:
    """Where the set `name` is. Raises ValueError saying which there are."""
    known = {file.stem: file for file in sorted(DATA.iterdir()) if file.suffix in _READERS and file.stem != "entities"}
    if name not in known:
        raise ValueError(f"There is no set {name!r} in {DATA.relative_to(ROOT)}; there are {', '.join(known)}.")
    return known[name]


def read_set(file: Path) -> list[Labelled]:
    """Utterances with their intents, and the style of each where it is given.

    .tsv: intent, utterance. .yml: utterances by intent, or lists `utterances` and `out_of_scope` of {say, intent,
    style}, beside `entities` for nlu/figures_table.py. An intent that begins with out_of_scope is out_of_scope.
    """
    return [
        Labelled(OUT_OF_SCOPE if intent.startswith(OUT_OF_SCOPE) else intent, *said)
        for intent, *said in _READERS[file.suffix](file.read_text(encoding="utf-8"))
    ]


def _tab_separated(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def _sections(text: str) -> list[tuple[str, ...]]:
    read = yaml.safe_load(text)
    if "utterances" not in read:
        return [(intent, said) for intent, texts in read.items() for said in texts]
    rows = [*read["utterances"], *read.get(OUT_OF_SCOPE, [])]
    return [(row.get("intent", OUT_OF_SCOPE), row["say"], row.get("style")) for row in rows]


_READERS = {".tsv": _tab_separated, ".yml": _sections}


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
