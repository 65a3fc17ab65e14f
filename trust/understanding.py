"""Whom it understands: the same utterances as different people would put them, so that only the manner differs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np

from trust.fairness import Assessment, assess

_POLITE = re.compile(
    r"^(?:(?:hi|hello|hey|please|um|uh|well|so|ok|okay)\b[,!. ]*)+|\b(?:please|kindly|thank you|thanks)\b[,!. ]*"
    r"|^(?:could|can|would|will) you (?:please )?|^i(?:'d| would) (?:really )?like (?:to|you to) "
    r"|^i (?:want|need) (?:you )?to ",
    re.IGNORECASE,
)
_AMERICAN = {
    "holiday": "vacation", "flat": "apartment", "university": "college", "mum": "mom", "petrol": "gas",
    "current account": "checking account", "car park": "parking lot", "pension": "retirement fund", "quid": "bucks",
    "recognise": "recognize", "organise": "organize", "favourite": "favorite", "cheque": "check",
    "programme": "program",
}  # fmt: skip
_BRITISH = {american: british for british, american in _AMERICAN.items() if american not in ("check", "gas")}


def blunt(text: str, rng: np.random.Generator) -> str:
    """As few words as it takes: no greeting, no please, no full stop, small letters."""
    short = _POLITE.sub("", text).strip(" .!?,")
    return (short or text).lower()


def polite(text: str, rng: np.random.Generator) -> str:
    """With a greeting and a thank you."""
    start = ("Hello, ", "Good morning. ", "Excuse me, ")[int(rng.integers(3))]
    end = (" Thank you.", ", please.", " Thank you so much!")[int(rng.integers(3))]
    return start + text[:1].lower() + text[1:].rstrip(" .") + end


def typed_in_haste(text: str, rng: np.random.Generator) -> str:
    """One slip in every eight letters or so, figures left alone: left out, doubled or swapped with the next."""
    out, n = [], 0
    while n < len(text):
        letter = text[n]
        slip = letter.isalpha() and n and text[n - 1].isalpha() and rng.random() < 0.12
        kind = int(rng.integers(3)) if slip else None
        if kind == 1:
            out.append(letter * 2)
        elif kind == 2 and n + 1 < len(text) and text[n + 1].isalpha():
            out += (text[n + 1], letter)
            n += 1
        elif kind != 0:
            out.append(letter)
        n += 1
    return "".join(out)


def spoken(text: str, rng: np.random.Generator) -> str:
    """As people think aloud: hesitations, a false start, no punctuation."""
    words = re.sub(r"[.,!?;](?!\d)", "", text).split()
    for _ in range(1 + len(words) // 8):
        words.insert(int(rng.integers(len(words) + 1)), ("um", "uh", "you know", "like")[int(rng.integers(4))])
    return " ".join([*words[:2], *words]) if rng.random() < 0.3 else " ".join(words)


def american(text: str, rng: np.random.Generator) -> str:
    """American words and spelling."""
    return _swap(text, _AMERICAN)


def british(text: str, rng: np.random.Generator) -> str:
    """British words and spelling."""
    return _swap(text, _BRITISH)


STYLES: dict[str, Callable[[str, np.random.Generator], str]] = {
    "as written": lambda text, rng: text,
    "blunt": blunt,
    "polite": polite,
    "typed in haste": typed_in_haste,
    "spoken aloud": spoken,
    "American": american,
    "British": british,
}


def in_styles(utterances: Sequence[str], seed: int = 7) -> list[tuple[str, int, str]]:
    """(style, number of the utterance, text) of every utterance in every style; a dialect only where it differs."""
    made = []
    for style, put in STYLES.items():
        rng = np.random.default_rng(seed)
        texts = [put(text, rng) for text in utterances]
        always = style not in ("American", "British")
        made += [(style, n, t) for n, t in enumerate(texts) if always or t != utterances[n]]
    return made


def of_styles(style: Sequence[str], right: Sequence[bool], attribute: str = "style") -> Assessment:
    """How often somebody is understood, by style or voice; one item an utterance."""
    return assess("understood", attribute, right, style)


def _swap(text: str, words: dict[str, str]) -> str:
    def other(found: re.Match[str]) -> str:
        new = words[found[0].lower()]
        return new.capitalize() if found[0][0].isupper() else new

    return re.sub(rf"\b(?:{'|'.join(map(re.escape, words))})\b", other, text, flags=re.IGNORECASE)
