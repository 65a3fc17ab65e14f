"""Knows the messages Milepost does not answer, by their words and by what the reader makes of them."""

import math
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from knowledge.retrieval import Search

OFF_TOPIC = "off_topic"
UNSURE = "unsure"  # declined, and the reason for it is anybody's guess
# The chance, above which a message is not answered, that it is not one for the articles: a logistic decision over the
# best article's fused score and the reader's logits, fitted by `python -m bench.declining`, which prints its weights.
DECLINED = 0.85
_INTERCEPT = 5.65
_SCORE = -7.0
_READER = 1.42  # the strongest article's logit
_OFF_TOPIC = 0.13  # the logit of being off the topic
_REASON = 0.34  # the strongest logit of the other reasons
_MARGIN = 0.64  # how far the strongest reason of all is above the strongest article
# A message that holds a pattern is answered all the same where the chance is below this: "my gran wants to see her
# account" speaks of another's money and asks for help. An instruction is refused however good the question around it.
_PLAINLY_OURS = 0.02
INJECTION = "injection"
# How far above the articles and being off the topic a reason has to be before the customer is told it: who was robbed
# and is not understood must not hear that we do not help with crimes.
_SURE = 2.5


@dataclass(frozen=True)
class Refusal:
    kind: str  # "stock_tip", "injection", ...
    say: str


@dataclass(frozen=True)
class _Rule:
    refusal: Refusal
    patterns: tuple[re.Pattern[str], ...]


@cache
def _rules() -> dict[str, _Rule]:
    loaded = yaml.safe_load(Path(__file__).with_name("refusals.yml").read_text(encoding="utf-8"))
    return {
        kind: _Rule(Refusal(kind, each["say"]), tuple(map(re.compile, each["patterns"])))
        for kind, each in loaded.items()
    }


def refused_by_pattern(message: str) -> Refusal | None:
    """The refusal whose pattern a message holds; needs no model."""
    plain = " ".join(message.lower().replace("’", "'").split())
    return next((rule.refusal for rule in _rules().values() if any(each.search(plain) for each in rule.patterns)), None)


def features(search: Search) -> tuple[float, float, float, float, float]:
    """What the decision looks at: best score, strongest article, off the topic, strongest other reason, and the margin
    of the strongest reason over the strongest article."""
    article = max((found.reader for found in search.found), default=0.0)
    off_topic = search.reasons.get(OFF_TOPIC, 0.0)
    other = max((logit for reason, logit in search.reasons.items() if reason != OFF_TOPIC), default=0.0)
    best = search.found[0].score if search.found else 0.0
    return best, article, off_topic, other, max(off_topic, other) - article


def refused(search: Search, pattern: str | None = None) -> str | None:
    """Why what was searched for is not answered ("off_topic", "unsure" or a refusal's kind); None when it may be.

    `pattern` is the kind of refusal whose pattern the message holds.
    """
    if not search.found:
        return pattern or OFF_TOPIC
    chance = _chance(search)
    if pattern is not None and (pattern == INJECTION or chance > _PLAINLY_OURS):
        return pattern
    return _reason(search) if chance > DECLINED else None


def _chance(search: Search) -> float:
    """The chance that it is not for the articles."""
    parts = zip((_SCORE, _READER, _OFF_TOPIC, _REASON, _MARGIN), features(search), strict=True)
    return 1 / (1 + math.exp(-_INTERCEPT - sum(weight * value for weight, value in parts)))


def _reason(search: Search) -> str:
    """The reason for declining: the reader's strongest where it is sure of that one."""
    logits = {OFF_TOPIC: 0.0, **search.reasons}
    reason = max(logits, key=logits.__getitem__)
    if logits[reason] - logits[OFF_TOPIC] <= _SURE:
        return OFF_TOPIC
    return reason if logits[reason] - max(found.reader for found in search.found) > _SURE else UNSURE


def refusal(kind: str) -> Refusal | None:
    """What is said for a kind of refusal; None for off the topic and unsure, which have their own words."""
    rule = _rules().get(kind)
    return rule.refusal if rule else None
