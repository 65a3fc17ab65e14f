"""Writes out what a synthesiser would stumble over: "$1,423.82" becomes words, a link becomes silence.

Both voices then say the same, and what is said can be tested without listening to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SIZES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
ORDINALS = {  # the irregular ones
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}

CURRENCIES = {  # sign or code: one, many, one hundredth, many hundredths
    "$": ("dollar", "dollars", "cent", "cents"),
    "£": ("pound", "pounds", "penny", "pence"),
    "€": ("euro", "euros", "cent", "cents"),
}
CODES = {"USD": "$", "US$": "$", "GBP": "£", "EUR": "€"}
SCALES = {"k": "thousand", "m": "million", "bn": "billion", "b": "billion"}
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
ABBREVIATIONS = {
    r"\be\.g\.": "for example",
    r"\bi\.e\.": "that is",
    r"\bvs\.?(?=\s)": "versus",
    r"\betc\.": "and so on",
    r"\bapprox\.": "about",
    r"\bp\.a\.": "a year",
    r"\bmo\.(?=\s|$)": "month",
    r"\b401\(k\)s?": "four oh one kay",
    r"\bROI\b": "return on investment",
}
SIGNS = {"≈": " about ", "~": " about ", "±": " plus or minus ", "&": " and ", "→": " to ", "×": " times "}

NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
MINUS = r"(?<![\w)])[-−]"
TO = r"\s?[-–—]\s?"
MONTH = rf"({'|'.join(MONTHS)}|{'|'.join(name[:3] for name in MONTHS)}|Sept)\b\.?"


def cardinal(number: int) -> str:
    """A whole number from 0 to below a thousand trillions in words, without "and": 101 is "one hundred one".

    Own code because inflect, the library for it, takes 2.6 CPU-seconds to import.
    """
    if number < 20:
        return ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return TENS[tens] + (f"-{ONES[ones]}" if ones else "")
    size, scale = next(pair for pair in SIZES if number >= pair[0])
    count, rest = divmod(number, size)
    return f"{cardinal(count)} {scale}" + (f" {cardinal(rest)}" if rest else "")


def number_words(text: str) -> str:
    """A number written in digits, in words: "1,423.8" is "one thousand ... twenty-three point eight".

    Longer than 15 digits is no amount but an account or a telephone: digit by digit.
    """
    whole, _, decimals = text.replace(",", "").partition(".")
    said = cardinal(int(whole)) if len(whole) <= 15 else " ".join(ONES[int(digit)] for digit in whole)
    if decimals:
        said += " point " + " ".join(ONES[int(digit)] for digit in decimals)
    return said


def ordinal_words(number: int) -> str:
    """3 is "third", 22 is "twenty-second"."""
    head, joint, last = re.fullmatch(r"(?:(.*)([ -]))?(\w+)", cardinal(number)).groups(default="")
    last = ORDINALS.get(last) or (last.removesuffix("y") + "ieth" if last.endswith("y") else last + "th")
    return head + joint + last


def year_words(year: int) -> str:
    """2029 is "twenty twenty-nine", 2005 "two thousand five", 1900 "nineteen hundred"."""
    century, rest = divmod(year, 100)
    if century % 10 == 0 and rest < 10:
        return number_words(str(year))
    if rest == 0:
        return f"{number_words(str(century))} hundred"
    return f"{number_words(str(century))} {'oh ' if rest < 10 else ''}{number_words(str(rest))}"


def money_words(sign: str, amount: str, scale: str = "") -> str:
    """An amount in words: ("$", "1,423.82") is "one thousand ... dollars and eighty-two cents"."""
    one, many, cent, cents = CURRENCIES[CODES.get(sign, sign)]
    whole, _, decimals = amount.replace(",", "").partition(".")
    if scale:
        return f"{number_words(amount)} {SCALES.get(scale.lower(), scale.lower())} {many}"
    if len(decimals) > 2:  # no amount of money, but a price such as $0.0125
        return f"{number_words(amount)} {many}"
    hundredths = int(decimals.ljust(2, "0")) if decimals else 0
    said = f"{number_words(whole)} {one if int(whole) == 1 else many}"
    if not hundredths:
        return said
    small = f"{number_words(str(hundredths))} {cent if hundredths == 1 else cents}"
    return f"{said} and {small}" if int(whole) else small


def _date_words(year: str | None, month: int, day: str | None) -> str:
    said = MONTHS[month - 1]
    if day:
        said += f" {ordinal_words(int(day))}"
    if year:
        said += f"{',' if day else ''} {year_words(int(year))}"
    return said


def _month_number(name: str) -> int:
    return next(i for i, month in enumerate(MONTHS, 1) if month.startswith(name[:3]))


def _iso_date(found: re.Match) -> str:
    year, month, day = found.groups()
    if not 1 <= int(month) <= 12 or not 1 <= int(day or 1) <= 31:
        return found[0]
    return _date_words(year, int(month), day)


_SIGN = r"(US\$|[$£€])"
_SCALE = r"(?:\s?(thousand|million|billion|trillion|bn|[kKmMbB])\b)?"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"((?:19|20)\d\d)\b(?![.,]?\d)"

Rule = tuple[re.Pattern, Callable[[re.Match], str] | str]
# In this order: what is more specific comes first, and what is left of the digits is read as plain numbers.
RULES: list[Rule] = [
    (re.compile(r"!?\[([^\]]*)\]\([^)]*\)"), r"\1"),  # Markdown link: its words
    (re.compile(r"(?:https?://|www\.)\S*[^\s.,;:!?)]"), " "),
    (re.compile(r"^\s*(?:[-*•]|#{1,6})\s+", re.M), ""),
    (re.compile(r"[*_`#]+(?=\S)|(?<=\S)[*_`]+"), ""),
    *((re.compile(pattern), words) for pattern, words in ABBREVIATIONS.items()),
    # dates
    (re.compile(r"\b(\d{4})-(\d{2})(?:-(\d{2}))?\b"), _iso_date),
    (
        re.compile(rf"\b{MONTH} {_DAY}(?:,? {_YEAR})?(?![\d,.]*\d)"),
        lambda m: _date_words(m[3], _month_number(m[1]), m[2]),
    ),
    (
        re.compile(rf"\b{_DAY} (?:of )?{MONTH}(?:,? {_YEAR})?"),
        lambda m: _date_words(m[3], _month_number(m[2]), m[1]),
    ),
    (re.compile(rf"\b{MONTH},? {_YEAR}"), lambda m: _date_words(m[2], _month_number(m[1]), None)),
    # money
    (
        re.compile(rf"{_SIGN}({NUMBER}){TO}{_SIGN}?({NUMBER}){_SCALE}"),
        lambda m: f"{number_words(m[2])} to {money_words(m[1], m[4], m[5] or '')}",
    ),
    (
        re.compile(rf"{MINUS}{_SIGN}\s?({NUMBER}){_SCALE}"),
        lambda m: "minus " + money_words(m[1], m[2], m[3] or ""),
    ),
    (re.compile(rf"{_SIGN}\s?{MINUS}?({NUMBER}){_SCALE}"), lambda m: money_words(m[1], m[2], m[3] or "")),
    (re.compile(rf"\b(USD|EUR|GBP)\s?({NUMBER})"), lambda m: money_words(m[1], m[2])),
    (re.compile(rf"\b({NUMBER})\s?(USD|EUR|GBP|€|£)(?!\w)"), lambda m: money_words(m[2], m[1])),
    # percentages
    (
        re.compile(rf"\b({NUMBER})\s?%?{TO}({NUMBER})\s?%"),
        lambda m: f"{number_words(m[1])} to {number_words(m[2])} percent",
    ),
    (
        re.compile(rf"({MINUS})?({NUMBER})\s?%"),
        lambda m: f"{'minus ' if m[1] else ''}{number_words(m[2])} percent",
    ),
    # "a month" said after an amount: "dollars/month"
    (re.compile(r"\s?/\s?(month|year|week|day|mo|yr)\b"), lambda m: f" a {PER.get(m[1], m[1])}"),
    # years and plain numbers
    (
        re.compile(rf"\b((?i:in|by|since|until|from|before|after|of|year)) {_YEAR}"),
        lambda m: f"{m[1]} {year_words(int(m[2]))}",
    ),
    (re.compile(r"\b(\d{1,4})(st|nd|rd|th)\b"), lambda m: ordinal_words(int(m[1]))),
    (
        re.compile(rf"\b({NUMBER}){TO}({NUMBER})\b(?!{TO}\d)"),
        lambda m: f"{number_words(m[1])} to {number_words(m[2])}",
    ),
    (re.compile(r"\b(\d+)-(?=[a-z])"), lambda m: f"{number_words(m[1])} "),
    (re.compile(r"\b(\d+)/(\d+)/(\d+)\b"), r"\1, \2, \3"),  # the rule of 50/30/20
    (re.compile(rf"{MINUS}({NUMBER})"), lambda m: f"minus {number_words(m[1])}"),
    (re.compile(rf"\b({NUMBER})\s?([kK])\b"), lambda m: f"{number_words(m[1])} thousand"),
    (re.compile(rf"(?<![\w.])({NUMBER})(?![\w])"), lambda m: number_words(m[1])),
    # what is left of signs, and what no voice can say
    *((re.compile(re.escape(sign)), words) for sign, words in SIGNS.items()),
    (re.compile(r"[\U0001F000-\U0001FAFF☀-➿\uFE0F\u200D|<>{}\[\]^\\]"), " "),
    (re.compile(r"\s*\n\s*\n?\s*"), "\n"),
    (re.compile(r"(?<![.!?:;,])\n"), ". "),
    (re.compile(r"\s+([.,;:!?])"), r"\1"),
    (re.compile(r"\s+"), " "),
]
PER = {"mo": "month", "yr": "year"}


def speakable(text: str) -> str:
    """The text as it should be read aloud: amounts, percentages, dates and numbers in words, no markup.

    >>> speakable("Put $1,423.82 aside for 36 months at 4.1 %.")
    'Put one thousand four hundred twenty-three dollars and eighty-two cents aside for thirty-six months \
at four point one percent.'
    """
    text = text.strip()
    for pattern, replacement in RULES:
        text = pattern.sub(replacement, text)
    return text.strip()


# After these a period does not end the sentence.
NO_END = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|vs|e\.g|i\.e|approx|p\.a|[A-Z])\.)$")
END = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9$£€])|\n+")


def sentences(text: str) -> list[str]:
    """The sentences of a text, in order, so that the first can be heard while the next is being made.

    Joined by spaces they are the text again, up to white space.
    """
    parts, start = [], 0
    for found in END.finditer(text):
        if NO_END.search(text[start : found.start() + 1]):
            continue
        parts.append(text[start : found.end()].strip())
        start = found.end()
    parts.append(text[start:].strip())
    return [part for part in parts if part]
