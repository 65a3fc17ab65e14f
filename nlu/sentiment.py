"""How a message feels: VADER's lexicon with the words money worries are said in, and two plain signs."""

# ruff: noqa: E501 (a pattern is read whole; broken over lines its alternatives are lost)

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

# VADER's scale: -4 to 4. Words it lacks, or that mean something else when the talk is of money.
_MONEY_WORDS = {
    "debt": -0.8, "debts": -0.8, "owe": -0.6, "owing": -0.6, "overdrawn": -1.8, "overdraft": -0.6, "arrears": -2.0,
    "bankrupt": -3.0, "bankruptcy": -2.8, "evicted": -3.2, "eviction": -3.0, "repossessed": -3.0, "repossession": -3.0,
    "foreclosure": -2.9, "bailiffs": -2.8, "collectors": -1.5, "redundant": -2.2, "redundancy": -2.2, "unemployed": -2.0,
    "jobless": -2.3, "skint": -2.2, "broke": -2.0, "penniless": -2.8, "drowning": -2.8, "struggling": -2.0,
    "overwhelmed": -2.2, "overwhelming": -2.0, "scammed": -3.0, "rip-off": -2.5, "unaffordable": -1.8, "pricey": -0.8,
    "expensive": -1.0, "afford": 0.0, "behind": -0.8, "missed": -1.2, "sleepless": -2.0, "paycheck": 0.0, "stressing": -2.2,
    "ashamed": -2.4, "frightened": -2.5, "anxious": -2.2, "raise": 0.8, "bonus": 1.4, "promotion": 1.6, "saved": 0.8,
    # Plain terms of finance, not feelings:
    "interest": 0.0, "interested": 1.2, "credit": 0.0, "share": 0.0, "shares": 0.0, "bond": 0.0, "bonds": 0.0,
    "trust": 0.0, "security": 0.0, "securities": 0.0, "gross": 0.0, "risk": 0.0, "risky": -0.6, "emergency": 0.0,
    "safety": 0.4, "growth": 0.4, "pay": 0.0, "stock": 0.0, "fund": 0.0, "charge": 0.0, "charges": 0.0, "limit": 0.0,
    "cut": -0.3, "lower": 0.0, "drop": 0.0, "retire": 0.0, "fees": 0.0, "dying": -0.8, "low": 0.0, "please": 0.4,
    "save": 0.3, "saving": 0.3, "savings": 0.3, "want": 0.0, "like": 0.0, "well": 0.4, "demand": 0.0, "matters": 0.0,
}  # fmt: skip
_WORRY = re.compile(
    r"\b(?:worr(?:y|ied|ies|ying)|anxious|anxiety|scared|scary|afraid|frighten(?:ed|ing)|terrif(?:ied|ying)|panick?(?:ing|ed|y)?"
    r"|nervous|stress(?:ed|ing|ful)?|overwhelm(?:ed|ing)|hopeless|desperate|despair(?:ing)?|can'?t (?:sleep|cope)|freak(?:ing|ed) out"
    r"|losing sleep|at my wit'?s'? end|dread(?:ing)?|ashamed|no way out|way out|fail(?:ure|ing) (?:at|with) money|drowning|never get there"
    r"|giv(?:e|ing) up|feel(?:ing)? (?:sick|awful|terrible|down)|concerned|uneasy|keeps? me up|in tears|crying|breaking down)\b"
)
_DENIED = re.compile(
    r"\b(?:no|not|never|without|isn'?t|aren'?t|wasn'?t|don'?t|doesn'?t)(?: (?:too|so|that|all that|really|very|be|feel|get|at all))? $"
)
_HARDSHIP = re.compile(
    r"\b(?:lost my job|laid off|made redundant|redundanc(?:y|ies)|out of work|unemployed|hours (?:got |were |have been )?cut|can'?t work"
    r"|can(?:'?t|not) (?:pay|afford (?:food|rent|to eat|the (?:bills|rent|mortgage)|my (?:bills|rent|mortgage)))|(?:behind|late) (?:on|with) (?:my |the |our )?(?:rent|mortgage|bills|payments|loan)"
    r"|missed (?:\w+ ){0,3}payments?|evict(?:ed|ion)|repossess(?:ed|ion)|foreclos(?:ed|ure)|bankrupt(?:cy)?|bailiffs|debt collectors?"
    r"|(?:make|making) ends meet|paycheck to paycheck|no money (?:left|for)|skint|penniless|broke|(?:lose|losing) (?:the|my|our) (?:house|home|flat)"
    r"|food ?bank|payday loans?|arrears|drowning in|in over my head|don'?t know how i'?m going to (?:pay|make)|no money coming in)\b"
)


@dataclass(frozen=True)
class Sentiment:
    """compound from -1 (worst) to 1 (best); worry: it is said; hardship: money is short already, not only feared."""

    compound: float
    worry: bool
    hardship: bool


def read_sentiment(text: str) -> Sentiment:
    """The feeling of one message."""
    plain = text.lower().replace("’", "'")
    compound = float(_analyzer().polarity_scores(plain)["compound"])
    worry = any(not _DENIED.search(plain[: match.start()]) for match in _WORRY.finditer(plain))
    return Sentiment(round(compound, 3), worry, bool(_HARDSHIP.search(plain)))


@lru_cache(maxsize=1)
def _analyzer() -> SentimentIntensityAnalyzer:
    analyzer = SentimentIntensityAnalyzer()
    analyzer.lexicon.update(_MONEY_WORDS)
    return analyzer
