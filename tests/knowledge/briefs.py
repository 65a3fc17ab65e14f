"""Briefs for the tests: every job with figures that look alike, as they do in life."""

import random

from knowledge.facts import Brief, Fact
from knowledge.planning import parts, sayable
from knowledge.templates import template_of
from knowledge.wording import TONES, wordings

_PERCENT = {"rate", "share", "return", "chance", "before", "utilisation", "benchmark", "volatility", "confidence"}
_NAMES = {
    "goal": ("house", "car", "wedding", "emergency fund", "Trip to Japan", "retirement"),
    "product": ("Harbour Saver", "Steady Growth Fund", "Everyday Card"),
    "other_product": ("Fixed Term Plus", "Low Rate Card"),
    "persona": ("cautious budgeters", "growth-minded free spenders"),
    "next_goal": ("education", "travel"),
    "customer": ("Customer_1", "Ana Lopez"),
    "risk_profile": ("Low", "Moderate"),
    "top_category": ("groceries", "rent"),
    "mood": ("worried", "cheerful"),
    "change": ("save $50 more a month", "take 6 months longer"),
    "request": ("does not recognise a payment of $412.60", "would like to talk to a person"),
    "standing": ("within reach", "a stretch", "out of reach"),
    "decision": ("have not decided yet", "turned it down"),
    "next_step": ("call them back about the payment", "look at the decision again"),
    "tried": ("a smaller target", "a longer plan"),
    "goals": ("house, car and travel", "wedding and retirement"),
    "goal_count": ("2", "3"),
}
_REASONS = ("it has no yearly fee", "it pays 4.2% on every balance", "you can take the money out at any time")
_MONTHS = ("January", "March", "June", "August", "November")


def figure(name: str, rng: random.Random) -> Fact:
    """A fact with a likely text for its name."""
    if name in _NAMES:
        return Fact(name, rng.choice(_NAMES[name]), "name")
    if name.endswith("reason") or name.startswith("reason_"):
        return Fact(
            name, rng.choice(_REASONS) + rng.choice(("", " and suits your goal", " from the first day")), "name"
        )
    if "milestone" in name and not name.endswith("date"):
        return Fact(name, f"${rng.randint(1, 90)},000 by {rng.choice(_MONTHS)} {rng.randint(2027, 2045)}", "name")
    if "date" in name or name == "month":
        return Fact(name, f"{rng.choice(_MONTHS)} {rng.randint(2027, 2045)}", "date")
    if "duration" in name:
        return Fact(name, f"{rng.randint(2, 30)} years", "duration")
    if _PERCENT & set(name.split("_")) and not name.startswith(("monthly", "target")):
        return Fact(name, f"{rng.randint(2, 95)}.{rng.randint(1, 9)}%", "percent")
    return Fact(name, f"${rng.randint(1, 99)},{rng.randint(100, 999)}.{rng.randint(10, 99)}", "money")


def any_brief(rng: random.Random) -> Brief:
    """A brief of any job and tone with what it must say, and some or all of what it can say."""
    job = rng.choice(list(wordings()))
    names = sayable(job)
    must = [name for name in template_of(job).must if name in names]
    given = dict.fromkeys([*must, "goal", *rng.sample(names, rng.randint(min(2, len(names)), len(names)))])
    return Brief(job, tuple(figure(name, rng) for name in given if name in names), rng.choice(TONES))


def approved_reply(brief: Brief, rng: random.Random) -> str:
    """A reply in approved words, placeholders still in it."""
    return " ".join(rng.choice(part.approved()) for part in parts(brief))
