"""What the entities of a message say about its intent: a handful of signs beside the sentence vector."""

# ruff: noqa: E501 (a pattern is read whole; broken over lines its alternatives are lost)

from __future__ import annotations

import math
import re
from functools import lru_cache
from pathlib import Path

import numpy as np
import yaml

from nlu.masking import figures

_QUESTION = re.compile(r"^(?:(?:so|and|but|ok|okay|hi|hey|hello|well|um|uh|please|sorry|wait)[\s,]+)*"
                       r"(?:what|how|why|which|who|when|where|is|are|do|does|did|can|could|would|should|am|will|has|have)\b")  # fmt: skip
_WHAT_IF = re.compile(r"\b(?:what if|what about|suppose|imagine|say i|if i|if we|if the|hypothetical|instead)\b")
_CORRECTION = re.compile(r"^(?:no|nope|actually|sorry|wait|correction|oops|hang on|scratch that|hmm)\b[\s,]")
_KINDS = ("amount_of_money", "duration", "date", "percentage", "goal_type", "product_type", "number", "age")

SIGNS = len(_KINDS) + 12


def signs(text: str) -> np.ndarray:
    """Float32 of shape (SIGNS,), each from 0 to about 1."""
    entities = figures(text)
    kinds = [entity.kind for entity in entities]
    plain = text.lower().replace("’", "'").strip()
    values = [entity.value for entity in entities if isinstance(entity.value, dict)]
    covered = sum(e.end - e.start for e in entities if e.kind not in ("goal_type", "product_type"))
    named = sum(e.end - e.start for e in entities if e.kind in ("goal_type", "product_type"))
    words = len(plain.split())
    financial = sum(word in _domain_words() for word in re.findall(r"[a-z0-9]+", plain))
    return np.array(
        [
            *(float(kind in kinds) for kind in _KINDS),
            float(any(value.get("per") for value in values)),
            float(any(value.get("relation") for value in values)),
            float(any(value.get("role") in ("saved", "income", "debt", "expense") for value in values)),
            covered / max(len(plain), 1),
            named / max(len(plain), 1),
            float(bool(_QUESTION.match(plain)) or plain.endswith("?")),
            float(bool(_WHAT_IF.search(plain))),
            float(bool(_CORRECTION.match(plain))),
            float(words <= 2),
            min(math.log1p(words) / 3.5, 1.0),
            float(financial > 0),
            min(financial / 3, 1.0),
        ],
        dtype=np.float32,
    )


@lru_cache(maxsize=1)
def _domain_words() -> frozenset[str]:
    words = yaml.safe_load(Path(__file__).with_name("domain_words.yml").read_text(encoding="utf-8"))["words"]
    return frozenset(words.split())
