"""Goals and products by the words that name them, from names.yml, with the everyday traps sorted out."""

# ruff: noqa: E501 (a pattern is read whole; broken over lines its alternatives are lost)

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import yaml

from nlu.entities.spans import Entity

_FILE = Path(__file__).with_name("names.yml")
# Words that name a goal or a product elsewhere, but not in these phrases.
_TRAPS = re.compile(
    r"\b(?:at home|work from home|home (?:page|screen|town|run)|bring(?:ing)? home|takes? home|take-home|on the house(?! (?:fund|pot|goal|plan))|home insurance"
    r"|in (?:the|my) house(?:hold)?(?! (?:fund|pot|goal|plan))|household|of course|land on|plan b\b|in company|insurance company|my company|the company|of the card"
    r"|card number|gift cards?|birthday card|business days?|none of your business|business as usual|party wall|mind your own business"
    r"|phone number|my phone|the phone|old school|school run|car park|car insurance|mortgage rates? (?:today|now)|retirement home"
    r"|dog food|hot dog|fire (?:alarm|me)|fired|kids? asleep|my kids|the kids|fund(?:s)? transfer|emergency (?:exit|number|service)|loan shark"
    r"|fund my|fund the|fund a|to fund|emergency credit|funds? arrive|insufficient funds)\b"
)
# "my Norway fund", "the house fund" are pots; "the index fund", "that fund" are products.
_POT = re.compile(
    r"\b(?:my|our|house|home|flat|car|wedding|travel|trip|holiday|vacation|baby|college|school|uni|education|rainy[ -]day|emergency|business|boat"
    r"|retirement|pension|christmas|honeymoon|kids?|family|moving|(?:my|our) \w+)[ -]$"
)
_DEBT_VERB = re.compile(
    r"\b(?:pay(?:ing)?(?: (?:off|down|back))|clear(?:ing)?|get(?:ting)? (?:rid of|out of|on top of)|kill(?:ing)?|wip(?:e|ing) out|knock(?:ing)? out"
    r"|settle|settling|tackle|tackling|finish(?:ing)?(?: paying)?(?: off)?|be(?:ing)? free of|consolidat(?:e|ing)|shift(?:ing)?)\s"
    r"(?:(?:off|down|back|all|of|my|our|the|this|that|these|those|a|some|his|her|remaining|last|rest|\S*<[^>]+>\S*|in|on|\$|£|€|credit|student|car|big|old|medical|payday)\s)*"
    r"(?P<what>loans?|cards?|mortgage|overdraft|debts?|balances?|car|credit cards?|bills?|finance|store cards?|klarna|house|student loans?|college loans?)(?! account)"
    r"|\b(?:pay|get|have|be|want|see)\s(?:my|the|our|all my|this|that|these)\s(?:\w+\s){0,3}(?P<what2>loans?|cards?|mortgage|overdraft|debts?|car|balances?)\s(?:paid off|paid down|off|gone|cleared|to zero|down to zero)"
)


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str], dict[str, str]], ...]:
    spoken = yaml.load(_FILE.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    made = []
    for kind, values in spoken.items():
        phrases = {str(phrase).lower(): value for value, phrases in values.items() for phrase in phrases}
        longest_first = sorted(phrases, key=len, reverse=True)
        meaning = phrases | {phrase.replace("-", " "): value for phrase, value in phrases.items()}
        words = "|".join(
            re.escape(phrase).replace(r"\ ", r"[\s-]+").replace(r"\-", r"[\s-]") for phrase in longest_first
        )
        made.append((kind, re.compile(rf"(?<![a-z0-9])(?:{words})(?:'?s)?(?![a-z0-9])"), meaning))
    return tuple(made)


def find_names(plain: str) -> Iterator[Entity]:
    """goal_type and product_type in a lower-case text, each with its DESIGN name as value."""
    masked = _TRAPS.sub(lambda match: "\x00" * len(match.group()), plain)
    debts = []
    for match in _DEBT_VERB.finditer(masked):
        group = "what" if match["what"] else "what2"
        debts.append(Entity("goal_type", match.start(), match.end(group), "debt_payoff"))
    yield from debts
    named = []
    for kind, pattern, meaning in _patterns():
        for match in pattern.finditer(masked):
            said = re.sub(r"[\s-]+", " ", match.group())
            singular = re.sub(r"'?s$", "", said)
            value = next(meaning[form] for form in (said, singular, match.group()) if form in meaning)
            if said in ("fund", "funds") and _POT.search(masked[: match.start()]):
                continue
            named.append(Entity(kind, match.start(), match.end(), value))
    yield from sorted(named, key=lambda name: name.start - name.end)  # a travel card is a card, not travel
