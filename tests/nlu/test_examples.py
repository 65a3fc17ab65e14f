"""The training examples cover every intent, and nothing that measures them was copied into them."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml

from nlu.evaluation import DATA, Labelled, examples, out_of_scope, read_set
from nlu.figures_table import figures

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = examples()


def words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[a-z0-9]+", text.lower()))


def closeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Shared pairs of neighbouring words over all of them: 1 for the same sentence, 0 for nothing in common."""
    first, second = ({*zip(t, t[1:], strict=False)} for t in (one, other))
    return len(first & second) / len(first | second) if first | second else float(one == other)


def test_every_intent_of_the_domain_has_examples_and_no_other() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["intents"]
    named = {next(iter(intent)) if isinstance(intent, dict) else intent for intent in domain} - {"nlu_fallback"}
    counts = Counter(example.intent for example in EXAMPLES)
    assert named == set(counts)
    assert {intent: count for intent, count in counts.items() if count < 15} == {}


def test_no_example_is_given_twice() -> None:
    seen = Counter(words(example.text) or (example.text,) for example in EXAMPLES)
    assert [text for text, count in seen.items() if count > 1] == []


MEASURING = {
    **{file.stem: lambda file=file: read_set(file) for file in DATA.glob("[!ce]*.*") if file.suffix != ".md"},
    "clinc_out_of_scope": out_of_scope,
}  # every set there is, so that one added later is kept apart too; entities.tsv holds expressions, not utterances


@pytest.mark.parametrize("measuring", MEASURING.values(), ids=MEASURING)
def test_no_measuring_sentence_leaked_into_the_examples(measuring) -> None:
    """Sentences of four words or more; "yes please" and its like belong to everybody."""
    by_pair: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for example in EXAMPLES:
        for pair in {*zip(words(example.text), words(example.text)[1:], strict=False)}:
            by_pair.setdefault(pair, []).append(words(example.text))
    leaked = []
    for held in measuring():
        said = words(held.text)
        if len(said) < 4:
            continue
        near = {text for pair in zip(said, said[1:], strict=False) for text in by_pair.get(pair, ())}
        if any(closeness(said, text) > 0.8 for text in near):
            leaked.append(held.text)
    assert leaked == []


def test_a_copied_sentence_would_be_noticed() -> None:
    original = Labelled("stop", "Let us please leave this for another day")
    assert closeness(words(original.text), words(original.text.upper() + "!")) > 0.8


def test_a_set_with_styles_and_figures_is_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "apart.yml"
    file.write_text(
        "utterances: [{say: tara now, intent: goodbye, style: british}]\n"
        "out_of_scope: [{say: bake me a cake, style: blunt}]\n"
        "entities: [{say: '£40 a week', amount: 40, currency: GBP}, {say: by May 2030, date: 2030-05-01},"
        " {say: 5%, percent: 6}]\n"
    )
    assert read_set(file) == [
        Labelled("goodbye", "tara now", "british"),
        Labelled("out_of_scope", "bake me a cake", "blunt"),
    ]
    assert [figure.is_read(date(2026, 11, 23)) for figure in figures(file)] == [True, True, False]
