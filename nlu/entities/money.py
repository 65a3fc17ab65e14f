"""Amounts of money: how much, in which currency, how often, and what the money is in the sentence."""

# ruff: noqa: E501 (a pattern is read whole; broken over lines its alternatives are lost)

from __future__ import annotations

import re
from collections.abc import Iterator

from nlu.entities.numbers import Reading
from nlu.entities.spans import Entity

N = r"<(?P<n>[\d.e+]+)\|(?P<f>[a-z]*)>"
_N2 = r"<(?P<n2>[\d.e+]+)\|(?P<f2>[a-z]*)>"

CURRENCIES = {
    "USD": r"us\$|u\.s\. dollars?|us dollars?|usd|\$|dollars?|dolars?|dollers?|bucks?|greenbacks?",
    "GBP": r"gbp|£|pounds sterling|pounds?|quids?|sterling",
    "EUR": r"eur|€|euros?",
    "INR": r"inr|₹|rupees?|rs\.?",
    "JPY": r"jpy|¥|yen",
    "CHF": r"chf|swiss francs?|francs?",
    "CAD": r"cad|c\$|canadian(?: dollars?)?",
    "AUD": r"aud|a\$|australian dollars?|aussie(?: dollars?)?",
}
_WORD_START = r"(?<![a-z])"
_ANY = "|".join(CURRENCIES[code] for code in ("CAD", "AUD", "CHF", "USD", "GBP", "EUR", "INR", "JPY"))
_BY_CODE = [(code, re.compile(f"(?:{pattern})")) for code, pattern in CURRENCIES.items()]

_PERIODS = {
    "month": r"(?:calendar )?months?|mo|mth|mnth|moth|mon",
    "week": r"weeks?|wk|wks|w",
    "year": r"years?|yr|annum",
    "day": r"days?",
    "fortnight": r"fortnights?",
    "paycheck": r"pay ?che(?:ck|que)s?|pay ?days?|pay periods?|pay(?! rise| cut| off)",
}
_PER = (
    r"(?:\s*(?P<other>every (?:<2\|w?>|other|second) weeks?|twice (?:a month|monthly)|bi-?weekly|semi-?monthly)(?![a-z])"
    r"|\s*(?:a|per|each and every|each|every|/|p|in a)\s*(?P<per>" + "|".join(_PERIODS.values()) + r")(?![a-z])"
    r"|\s*,?\s*(?P<adverb>monthly|weekly|yearly|annually|annual|daily|fortnightly|pcm|pm|p/m|p\.m\.|pw|p/w|pa|p\.a\.?|per annum)(?![a-z]))"
)
_ADVERBS = {
    "monthly": "month", "pcm": "month", "pm": "month", "p/m": "month", "p.m.": "month", "weekly": "week", "pw": "week", "p/w": "week",
    "yearly": "year", "annually": "year", "annual": "year", "pa": "year", "p.a.": "year", "daily": "day",
    "fortnightly": "fortnight", "biweekly": "fortnight", "bi-weekly": "fortnight",
}  # fmt: skip
_CENTS = (
    rf"(?:\s?(?:and\s)?{_N2}(?:\s?(?:cents?|pence|p)(?![a-z])"
    rf"|(?<=\|w>)(?<=<\d\d\|w>)(?!\s?(?:-|%|per|years?|months?|weeks?|days?|people|k\b|{_ANY}))))?"
)
_TAIL = rf"{_CENTS}(?P<more1>\s(?:more|extra|less|fewer))?{_PER}?"
_AMOUNTS = (
    re.compile(rf"{_WORD_START}(?P<c1>{_ANY})\s?{N}(?:\s(?P<c3>{_ANY})(?![a-z]))?{_TAIL}"),
    re.compile(rf"{N}[\s-]{{0,3}}(?P<c2>{_ANY})(?![a-z]){_TAIL}"),
)
_BARE = re.compile(rf"{N}(?P<more1>\s(?:more|extra|less|fewer))?{_PER}?")
_RANGE = re.compile(rf"{N}\s?(?:-|to|or|and)\s?(?:{_ANY})?\s?(?=<)")
_RANGE_END = re.compile(rf"(?P<c>{_ANY})\s?{N}\s?(?:-|to|or)\s?$")
_RANGE_REST = re.compile(rf"\s?(?:-|to|or|and)\s?{N}\s?(?P<c>{_ANY})(?![a-z])")
_LISTED = re.compile(rf"{N},\s?(?=<)")  # "six, seven hundred", said and not typed
_CURRENCY_ONLY = re.compile(
    rf"{_WORD_START}(?P<c>dollars?|usd|us dollars?|euros?|eur|€|pounds?(?! of)|gbp|£|sterling|yen|rupees?)(?![a-z])"
)

_BEFORE_MONTHLY = re.compile(r"\b(?:monthly|bi-?weekly|weekly|yearly|annual|fortnightly)\s[a-z ]{0,24}$")
_EVERY_BEFORE = re.compile(
    r"(?<!> )(?<!dollars )\b(?:per|every|each) (?P<per>month|week|fortnight|year)"
    r"(?:[\s,]+(?:i|we|i'd|i'll|we'd|can|could|will|would|put|pay|save|spare|manage|do|about|around|roughly|maybe|like|up|to|only|just|away|in|at|least))*[\s,]+$"
)
# "500 at the end of every month"
_EVERY_AFTER = re.compile(
    r"(?: dollars)? (?:(?:between (?:us|the two of us|both of us)|together|altogether|combined|in total|net|gross|after tax(?:es)?|before tax(?:es)?|take[- ]home|or so|tops|max) )?(?:(?:at|on|by|in|out of|from) )?(?:the )?(?:(?:[a-z]+|<\d+\|\w+>) of )?(?:every|each|per|a) (?P<per>month|week|year|paycheck)\b"
)
# A bare number is money when what stands around it is about paying, saving, owing or costing.
_PAST_YEAR = re.compile(
    r"(?:\b(?:born(?: in)?|since|(?:house|car|flat|back|way|all) (?:from|in)|class of|year|early|late|summer|winter)|> from)\s(?:of )?$"
)
_OF_THAT_YEAR = re.compile(r"\b(?:an?|my|our|the|his|her)\s$")
_MONEY_BEFORE = re.compile(
    r"(?:\b(?:sav(?:e|ed|ing|ings)(?: up)?|need|needs|want|spend(?:ing)?|spent|pay(?:ing)?(?: in| off)?|paid|owe|earn(?:ing)?|make"
    r"|cost(?:s|ing)?|afford|put(?:ting)?(?: (?:away|aside|in|by|down))?|have(?: got)?|got|about|around|roughly|say|maybe|only|just|at least"
    r"|up to|under|over|budget(?: is| of)?|income(?: is| of)?|salary(?: is| of)?|target(?: is| of)?|amount(?: is| of)?|for|of|to|is|by"
    r"|another|extra|add(?:ing)?|increase|reach|worth|price|deposit|with|from|it's|its|like|probably|possibly|approximately|nearly|almost"
    r"|total|bring(?:ing)? (?:home|in)|take home|debt|loan|limit|balance|contribute|contributing|invest(?:ing)?|spare|manage|do|stash(?:ed)?|knock|shave|trim|slash|chuck in|bung in|throw in|stick in|tuck away|sock away)"
    r"\s+(?:about |around |roughly |maybe |like |say |only |just |up to |at least |nearly |almost |another |an extra |approximately |a )*)$"
)
_NOT_MONEY_AFTER = re.compile(
    r"\s?-?(?:years?|yrs?|y(?![a-z])|months?|mths?|mo(?![a-z])|weeks?|wks?|days?|hours?|minutes?|%|percent|per ?cent|pct|points?|bps|basis|"
    r"people|kids?|children|times?|options?|products?|plans?|goals?|things?|miles?|bed(?:room)?s?|of (?:us|them)|weeks|decades?|transactions?|cards?|accounts?)"
)
_FILLER = (
    r"(?:\s|\$|£|€|about|around|roughly|only|just|already|nearly|almost|maybe|like|over|up to|more than|at least|an?|some|say|now"
    r"|currently|probably|approximately|got|of|another)*$"
)
_ROLES = (
    ("income",
     r"(?:\b(?:earn(?:s|ing)?|salar(?:y|ies)|income|wages?|making|bring(?:s|ing)? (?:home|in)|take[- ]home|pays? me|(?:get|gets|am|are|i'm|im|being) paid"
     r"|(?:i'm|im|i am|we're|we are) on|pension (?:of|is)|paycheck (?:of|is))\b|\b(?:i|we|he|she|they|wife|husband|partner) (?:both |also |now |only )?makes?\b(?! it| that))[^<>.;,]{0,28}$",
     r"^[^<>.;,]{0,14}\b(?:before tax|after tax|take[- ]home|salary|gross|net|in wages|income|pre[- ]tax)\b"),
    ("saved",
     r"(?:\b(?:saved(?: up)?|already (?:have|got|put|saved)|have already|put (?:aside|by|away) (?:already|so far)|set aside|stashed(?: away)?|sitting on"
     r"|start(?:ing)? (?:off )?with|nest egg of|(?:i|we|they)(?:'ve| have)(?: already)?(?: got| put| saved| set aside| stashed| managed to save| managed to put)?"
     r"|i've|(?:managed to|'ve|have|already) (?:put|set|stash|tuck|save)(?: up)?(?: aside| away| by)?|(?:my|our) savings (?:are|is|come to)|savings of|savings pot of|tucked away|there's|there is|have|got))" + _FILLER,
     r"^[^<>.;,]{0,24}\b(?:saved|already|so far|in the bank|in savings|in (?:my|our) savings|in (?:an?|my|our) (?:savings )?account|in cash|put aside|put by"
     r"|set aside|stashed|tucked away|to start(?: (?:off )?with)?|behind me|squirrell?ed|laid by)\b"),
    ("debt",
     r"\b(?:owe|owing|owes|debts? (?:of|is|are)|overdrawn by|in the red by|balance (?:of|is)|outstanding|pay off|clear|get rid of|loans? (?:of|is))\b[^<>.;,]{0,20}$",
     r"^[^<>.;,]{0,16}\b(?:in debt|of debt|debt|owed|in (?:student |credit card |card )?(?:loans?|debts?)|overdraft|outstanding|in the red"
     r"|on (?:my |the |a |our )?(?:(?:credit |store )?cards?|visa|mastercard|amex|overdraft))\b"),
    ("expense",
     r"\b(?:rent|bills?|expenses?|outgoings|spend|spending|costs? me|mortgage is|groceries)\b[^<>.;,]{0,24}$",
     r"^[^<>.;,]{0,12}\b(?:on (?:rent|bills|food|groceries)|in rent|rent|in bills|in expenses)\b"),
)  # fmt: skip
_ROLE_PATTERNS = [(role, re.compile(before), re.compile(after) if after else None) for role, before, after in _ROLES]
_MORE_BEFORE = re.compile(r"\b(?:another|extra|additional|more|increase|up|raise|add|adding)\b[^<>.;,]{0,14}$")
_LESS_BEFORE = re.compile(r"\b(?:less|reduce|cut|lower|drop|minus|decrease)\b[^<>.;,]{0,14}$")
_MORE_AFTER = re.compile(r"^\s?(?:more|extra|on top|additional|higher|a month more|a month extra)\b")
_LESS_AFTER = re.compile(r"^\s?(?:less|fewer|lower|a month less)\b")


def find_money(reading: Reading, default_currency: str = "USD") -> Iterator[Entity]:
    """Amounts as `{"value": 60000.0, "currency": "USD", "per": None, "role": None, "relation": None}`.

    per: None or month, week, year, day, fortnight, paycheck. role: None (what is said to be wanted), saved, income,
    contribution, debt or expense. relation: more or less, when the amount is a change. Unsaid currency is the default.
    """
    text = reading.text
    for match in _ONE_AND_CENTS.finditer(text):
        yield _entity(reading, match, _code(match["c"]) or default_currency, 1.0)
    said = [_entity(reading, match, default_currency) for pattern in _AMOUNTS for match in pattern.finditer(text)]
    yield from sorted(said, key=lambda found: found.start - found.end)  # "ten pounds fifty" is one amount
    for match in _ONE_OF_IT.finditer(text):
        yield _entity(reading, match, _code(match["c"]) or default_currency, 1.0)
    for match in _NOTES.finditer(text):
        yield _entity(reading, match, "GBP", float(match["n"] or 1) * (5 if match["note"] == "fiver" else 10))
    for match in _SMALL_CHANGE.finditer(text):
        currency = "GBP" if match["pence"] else default_currency
        yield _entity(reading, match, currency, float(match["n"]) / 100)
    for match in _BARE.finditer(text):
        if _is_money(text, match):
            yield _entity(reading, match, default_currency)


_SMALL_CHANGE = re.compile(rf"{N}\s?(?:cents?|(?P<pence>pence|p))(?![a-z/.])")
_NOTES = re.compile(rf"(?:(?:an?|another|one|{N})\s)?\b(?P<note>fiver|tenner)s?(?![a-z]){_PER}?")
_ONE = r"\b(?:an?|one) (?P<c>dollar|buck|pound|quid|euro)(?![a-z])"
_ONE_OF_IT = re.compile(_ONE + _PER)
_ONE_AND_CENTS = re.compile(rf"{_ONE}(?: and)? <(?P<n2>\d\d)\|w>(?!\s?(?:{_ANY})){_PER}?")  # "a buck fifty"


def find_currencies(reading: Reading) -> Iterator[Entity]:
    """A currency named without an amount, as its ISO 4217 code."""
    for match in _CURRENCY_ONLY.finditer(reading.text):
        code = _code(match["c"])
        if code:
            yield Entity("currency", *reading.span(match.start(), match.end()), code)


def _code(said: str | None) -> str | None:
    if not said:
        return None
    for code, pattern in reversed(_BY_CODE):
        if pattern.fullmatch(said):
            return code
    return None


def _is_money(text: str, match: re.Match[str]) -> bool:
    value, flags = float(match["n"]), match["f"]
    after, before = text[match.end() :], text[: match.start()]
    if "o" in flags or value <= 0 or _NOT_MONEY_AFTER.match(after):
        return False
    if match["per"] or match["adverb"] or match["other"]:
        return True
    if 1980 <= value < 2020 and value % 50 and not flags and _OF_THAT_YEAR.search(before):
        return False  # "a 2019 Honda"
    if "y" in flags or 1900 <= value < 2020 and not flags.strip("w") and _PAST_YEAR.search(before):
        return False
    if "s" in flags or "g" in flags:
        return True
    if 2020 <= value <= 2099 and not flags.strip("w"):
        return False  # a year, unless something says it is money
    if re.search(r"\b(?:i'm|i am|aged?|turn(?:ing)?|age of|until|till|by|since|before|after)\s$", before):
        return value >= 100
    if re.search(
        r"\b(?:he|she|they|who|kids?|son|daughter|child|eldest|youngest|wife|husband|partner|mum|mom|mother|dad|father|boyfriend"
        r"|girlfriend|brother|sister|fiancee?|nan|friend)(?:'s| is| are| turns?| reach(?:es)?| will be)\s(?:about |only |just |now )?$",
        before,
    ):
        return False
    if "c" in flags or value >= 100:
        return True
    if _range_scale(text, match) > 1:
        return True
    return bool(_MONEY_BEFORE.search(before)) and value >= 10


def _entity(reading: Reading, match: re.Match[str], default_currency: str, worth: float | None = None) -> Entity:
    text, groups = reading.text, match.groupdict()
    value = float(match["n"]) if worth is None else worth
    if groups.get("n2"):
        value += float(groups["n2"]) / 100
    if worth is None:
        value *= _range_scale(text, match)
    said = groups.get("c3") or groups.get("c1") or groups.get("c2")
    before, after = text[: match.start()], text[match.end() :]
    per = _period(groups) or _period_before(before) or _period_after(after)
    relation = _relation(groups.get("more1"), before, after)
    return Entity(
        "amount_of_money",
        *reading.span(match.start(), match.end()),
        {
            "value": round(value, 2),
            "currency": _code(said or _of_the_range(before, after)) or default_currency,
            "per": per,
            "role": _role(before, after, per),
            "relation": relation,
        },
    )


def _range_scale(text: str, match: re.Match[str]) -> float:
    """What the lower end of a range leaves out: 50-60k, "three to four hundred"."""
    start = match.start("n") - 1
    other = _RANGE.match(text[start:]) or ("w" in match["f"] and _LISTED.match(text[start:]))
    following = other and re.match(N, text[start + other.end() :])
    if not following or "s" in match["f"]:
        return 1
    low, high = float(match["n"]), float(following["n"])
    if "w" in following["f"] and "w" in match["f"] and low < 10 and high % 100_000 == 0 and low * 100_000 < high < 1e6:
        return 100_000  # "two to three hundred thousand"
    if "s" in following["f"] and low < 1000:
        return 1_000_000 if high >= 1_000_000 else 1_000 if high >= 1_000 else 100
    if "w" in following["f"] and "w" in match["f"] and low < 10 and high % 100 == 0 and 100 < high < 1000:
        return 100
    return 1


def _of_the_range(before: str, after: str) -> str | None:
    """The currency said with the other end of a range: "£20 to 30", "20 to 30 pounds"."""
    found = _RANGE_END.search(before) or _RANGE_REST.match(after)
    return found["c"] if found else None


def _period(groups: dict[str, str | None]) -> str | None:
    if groups.get("other"):
        return "fortnight"
    if groups.get("adverb"):
        return _ADVERBS.get(str(groups["adverb"]), "year")
    if groups.get("per"):
        return next(name for name, pattern in _PERIODS.items() if re.fullmatch(pattern, str(groups["per"])))
    return None


def _period_before(before: str) -> str | None:
    if found := _EVERY_BEFORE.search(before):
        return found["per"]
    found = _BEFORE_MONTHLY.search(before)
    return _ADVERBS[found.group().split()[0]] if found else None


def _period_after(after: str) -> str | None:
    found = _EVERY_AFTER.match(after)
    return found["per"].rstrip("s") if found else None


def _relation(inside: str | None, before: str, after: str) -> str | None:
    if inside:
        return "less" if inside.strip() in ("less", "fewer") else "more"
    if _MORE_AFTER.match(after) or _MORE_BEFORE.search(before):
        return "more"
    if _LESS_AFTER.match(after) or _LESS_BEFORE.search(before):
        return "less"
    return None


def _role(before: str, after: str, per: str | None) -> str | None:
    # A clause of its own says what an amount is; the next one speaks of the next amount.
    before = before[max(before.rfind(">"), before.rfind(" but "), before.rfind(" and ")) + 1 :]
    after = re.split(r" and | but |[,;]|\. ", after, maxsplit=1)[0]
    for role, left, right in _ROLE_PATTERNS:
        if role == "saved" and per:
            continue
        if left.search(before) or (right and right.match(after)):
            return role
    return "contribution" if per in ("month", "week", "fortnight", "paycheck", "day") else None
