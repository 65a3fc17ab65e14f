"""Translates customers' words into the articles' words before a search."""

import re
from functools import cache
from pathlib import Path

import yaml


@cache
def _glossary() -> tuple[tuple[re.Pattern[str], str], ...]:
    loaded = yaml.safe_load(Path(__file__).with_name("glossary.yml").read_text(encoding="utf-8"))
    return tuple(
        (re.compile(rf"(?<!\w){re.escape(str(said))}s?(?!\w)", re.IGNORECASE), str(meant))
        for said, meant in loaded.items()
    )


def in_our_words(question: str) -> str:
    """The question, followed by the articles' names for what it mentions."""
    meant = dict.fromkeys(ours for said, ours in _glossary() if said.search(question))
    return f"{question} ({', '.join(meant)})" if meant else question
