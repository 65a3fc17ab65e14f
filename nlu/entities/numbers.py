"""Numbers as people say, type and mis-hear them, rewritten as one plain form that the other finders match on.

text2num reads the number words; what it does not know is added here: "sixty grand", "half a million",
"two fifty", "1.2k", "a couple of thousand", "two and a half", and the spelling mistakes of typed numbers.
"""

# ruff: noqa: E501 (a pattern is read whole; broken over lines its alternatives are lost)

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from text_to_num import text2num

from nlu.entities.references import NAMES_ONLY

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
]
_MISSPELT = {
    "fourty": "forty", "fourtey": "forty", "fivety": "fifty", "fity": "fifty", "ninty": "ninety", "eigthy": "eighty",
    "tweny": "twenty", "twenny": "twenty", "thirdy": "thirty", "sixy": "sixty", "fourten": "fourteen",
    "forteen": "fourteen", "fiveteen": "fifteen", "eightteen": "eighteen", "tree": "three", "twelv": "twelve",
    "eigth": "eight", "hunderd": "hundred", "hundread": "hundred", "hundered": "hundred", "hunded": "hundred",
    "thousend": "thousand", "thousnd": "thousand", "thousan": "thousand", "thousands": "thousand",
    "hundreds": "hundred", "hundo": "hundred", "millions": "million", "milion": "million", "millon": "million", "millin": "million",
}  # fmt: skip
_SCALES = {
    "hundred": 100, "thousand": 1_000, "grand": 1_000, "k": 1_000, "ks": 1_000, "g": 1_000, "gs": 1_000, "large": 1_000,
    "million": 1_000_000, "mil": 1_000_000, "mill": 1_000_000, "mio": 1_000_000, "mm": 1_000_000, "m": 1_000_000,
    "billion": 1_000_000_000, "trillion": 1_000_000_000_000, "bn": 1_000_000_000, "b": 1_000_000_000, "thou": 1_000, "lakh": 100_000, "lakhs": 100_000,
    "lac": 100_000, "crore": 10_000_000, "crores": 10_000_000,
}  # fmt: skip
_ORDINALS = {
    word: value
    for value, word in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"], start=1,
    )
} | {"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80}  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80}
_TEXT2NUM_SCALES = {"hundred", "thousand", "million", "billion"}
_SPOKEN_SCALES = set(_SCALES) - {"m", "b", "g", "mm", "large"}  # single letters count only when stuck to digits
_NUMBER_WORDS = set(_UNITS) | _TEXT2NUM_SCALES
_COUNTS = {"couple": 2, "dozen": 12}

_TOKEN = re.compile(
    r"(?<![\d/])(?:1/2|1/4|3/4)(?![\d/])|\d{1,3}(?:'\d{3})+(?:\.\d{1,2})?(?!\d)|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)|\d{1,3}(?: \d{3})+,\d{1,2}(?!\d)|\d{1,3},\d{1,2}(?=\s?(?:%|(?:percent|per cent|million|mil|thousand|grand|billion|k|m|bn)\b))|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}(?![.,]?\d)|\d{1,3}(?:\.\d{3})+,\d{1,2}(?!\d)|\d{1,3}(?: \d{3})+(?!\d|[.,]\d)|\d+(?:\.\d+)?"
    r"|(?<![\d.])\.\d+|[a-z]+|[½¼¾]|[^\s\w]"
)
_RATE_OR_SCALE = re.compile(r"\s?(?:%|per|pct|points?|bps|basis|k\b|grand|thousand|mil|m\b|bn|billion|years?|months?)")
_ROUGHLY = ("ish", "odd", "something")  # "40ish grand", "twenty odd quid": the figure is meant, roughly
_ISH = re.compile(rf"[\s-]?(?:{'|'.join(_ROUGHLY)})\b")
_HYPHENATED_HALF = re.compile(r"(?<=[a-z\d])-(?:and|n)-(?:an?-)?(?=half|quarter)")  # "two-and-a-half grand"
_NO_CENTS = re.compile(r"(?<=\d)[.,]-(?!\d)")  # "2.500,- €"
_ITS_OWN = re.compile(
    r"\s?(?:%|per|pct|a (?:month|week|year|day|fortnight)|each|every|monthly|weekly|/|years?|yrs?|months?|weeks?|more|extra|less|-|to\b|saved|already)"
)
_YEARS_BEFORE = re.compile(r"\d\s?(?:y|yrs?|years?)(?:\s(?:and\s)?)?$")
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "1/2": 0.5, "1/4": 0.25, "3/4": 0.75}


@dataclass(frozen=True)
class Number:
    """One number of a text. Flags: s scale word or letter, g digits grouped in thousands, w said in words,
    y said like a year ("twenty twenty-nine"), d decimals, o ordinal ("5th")."""

    start: int
    end: int
    value: float
    flags: str


@dataclass(frozen=True)
class Reading:
    """A message in which every number has the form `<value|flags>`, and the way back to the original characters."""

    original: str
    text: str
    _from: tuple[int, ...]
    _to: tuple[int, ...]
    _lengths: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the original that `text[start:end]` came from."""
        return self._back(start, at_end=False), self._back(end, at_end=True)

    def _back(self, position: int, *, at_end: bool) -> int:
        piece = bisect_right(self._from, position - 1 if at_end else position) - 1
        offset = position - self._from[piece]
        mine, theirs = self._lengths[piece]
        if mine == theirs:
            return self._to[piece] + offset
        return self._to[piece] + (theirs if at_end else 0)


def read(text: str) -> Reading:
    """The reading of a message: lower case, numbers rewritten, typographic characters made plain."""
    plain = _plain(text)
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    lengths: list[tuple[int, int]] = []
    position = at = 0

    def add(piece: str, origin: int, original_length: int) -> None:
        nonlocal position
        if piece or original_length:
            starts.append(position)
            origins.append(origin)
            lengths.append((len(piece), original_length))
            pieces.append(piece)
            position += len(piece)

    for number in find(plain):
        add(plain[at : number.start], at, number.start - at)
        add(f"<{number.value:.10g}|{number.flags}>", number.start, number.end - number.start)
        at = number.end
    add(plain[at:], at, len(plain) - at)
    if not starts:
        starts, origins, lengths = [0], [0], [(0, 0)]
    return Reading(text, "".join(pieces), tuple(starts), tuple(origins), tuple(lengths))


_PLAIN_CHARACTERS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "−": "-",
                                   "\u00a0": " ", "\u202f": " ", "\t": " ", "\n": " ", "<": " ", ">": " ", "|": " "})  # fmt: skip


def _plain(text: str) -> str:
    """Lower case with plain quotes and dashes, character for character as long as the text itself."""
    lowered = "".join(low if len(low := character.lower()) == 1 else character for character in text)
    plain = lowered.translate(_PLAIN_CHARACTERS)
    plain = _HYPHENATED_HALF.sub(lambda match: match.group().replace("-", " "), plain)
    return _NO_CENTS.sub("  ", plain)


@dataclass(frozen=True)
class _Token:
    text: str
    start: int
    end: int

    @property
    def is_digits(self) -> bool:
        return self.text[0].isdigit() or (self.text[0] == "." and len(self.text) > 1)


def find(plain: str) -> list[Number]:
    """The numbers of a lower-case text, left to right."""
    masked = NAMES_ONLY.sub(lambda match: "\x00" * len(match.group()), plain)
    tokens = [_Token(_MISSPELT.get(m.group(), m.group()), m.start(), m.end()) for m in _TOKEN.finditer(masked)]
    tokens = _without_ish(tokens)
    numbers: list[Number] = []
    i = 0
    while i < len(tokens):
        found = _number_at(tokens, i, masked)
        if found is None:
            i += 1
        else:
            number, i = found
            numbers.append(number)
    return numbers


def _number_at(tokens: list[_Token], i: int, text: str) -> tuple[Number, int] | None:
    for reader in (_ordinal, _fraction_of_scale, _count, _digits, _words):
        found = reader(tokens, i, text)
        if found is not None:
            value, flags, j = found
            value, flags, j = _and_a_half(tokens, j, text, value, flags)
            end = tokens[j - 1].end
            roughly = _ISH.match(text, end)
            return Number(tokens[i].start, roughly.end() if roughly else end, round(value, 6), flags), j
    return None


def _without_ish(tokens: list[_Token]) -> list[_Token]:
    """The tokens without what only makes a figure rough, so that "40ish grand" is read like "40 grand"."""
    kept: list[_Token] = []
    for token in tokens:
        if token.text in _ROUGHLY and kept:
            if kept[-1].text == "-" and len(kept) > 1:
                kept.pop()
            if kept[-1].is_digits or kept[-1].text in _NUMBER_WORDS or kept[-1].text in _SCALES:
                continue
        kept.append(token)
    return kept


def _word(tokens: list[_Token], i: int) -> str:
    return tokens[i].text if 0 <= i < len(tokens) else ""


def _ordinal(tokens: list[_Token], i: int, text: str) -> tuple[float, str, int] | None:
    """thirtieth · the twenty-first"""
    if _word(tokens, i) in _ORDINALS:
        return float(_ORDINALS[_word(tokens, i)]), "ow", i + 1
    j = i + 2 if _word(tokens, i + 1) == "-" else i + 1
    if _word(tokens, i) in _TENS and 1 <= _ORDINALS.get(_word(tokens, j), 99) <= 9:
        return float(_TENS[_word(tokens, i)] + _ORDINALS[_word(tokens, j)]), "ow", j + 1
    return None


def _fraction_of_scale(tokens: list[_Token], i: int, text: str) -> tuple[float, str, int] | None:
    """half a million · a quarter of a million · half a grand · half a dozen · half of 30k · a third of 12,000"""
    j = i
    if _word(tokens, j) in ("a", "one") and _word(tokens, j + 1) in ("half", "quarter", "third"):
        j += 1
    first, second = _word(tokens, j), _word(tokens, j + 1)
    if first == "half":
        share, j = 0.5, j + 1
    elif first == "quarter":
        share, j = 0.25, j + 1
    elif first in ("three", "3") and second in ("quarter", "quarters"):
        share, j = 0.75, j + 2
    elif first in ("two", "2") and second == "thirds":
        share, j = 2 / 3, j + 2
    elif first == "third" and j > i:
        share, j = 1 / 3, j + 1
    else:
        return None
    if _word(tokens, j) == "of":
        j += 1
        whole = j + 1 if _word(tokens, j) in ("the", "my", "that", "those") else j
        found = whole < len(tokens) and (_digits(tokens, whole, text) or _words(tokens, whole, text))
        if found and found[0] >= 100 and not (found[1] in ("", "y") and 1900 < found[0] < 2100):  # not of a year
            return share * found[0], found[1] or "g", found[2]
    if _word(tokens, j) in ("a", "an", "one"):
        j += 1
    scale = _word(tokens, j)
    if scale in _SPOKEN_SCALES:
        return share * _SCALES[scale], "sw", j + 1
    if scale == "dozen":
        return share * 12, "w", j + 1
    return None


def _count(tokens: list[_Token], i: int, text: str) -> tuple[float, str, int] | None:
    """a couple of thousand · a couple years · a dozen · two dozen"""
    j = i + 1 if _word(tokens, i) in ("a", "another", "the", "one") else i
    if _word(tokens, j) not in _COUNTS:
        return None
    value, j = float(_COUNTS[_word(tokens, j)]), j + 1
    after = j + 1 if _word(tokens, j) == "of" else j
    if _word(tokens, after) in _SPOKEN_SCALES:
        return value * _SCALES[_word(tokens, after)], "sw", after + 1
    return value, "w", after if after > j else j


def _digits(tokens: list[_Token], i: int, text: str) -> tuple[float, str, int] | None:
    """60000 · 60,000 · 1.450,50 · 60 000 · 60k · 1.2m · 60 thousand · 2 and a half"""
    token = tokens[i]
    if token.text in _FRACTIONS:
        return _FRACTIONS[token.text], "d", i + 1
    if not token.is_digits or (token.start and text[token.start - 1] == "\x00"):
        return None
    if token.start and text[token.start - 1].isalpha() and not _may_touch(tokens, i):
        return None
    raw, flags = token.text, ""
    if re.fullmatch(r"\d{1,3},\d{1,2}", raw):  # "1,2 million"
        raw, flags = raw.replace(",", "."), "d"
    elif raw.count(".") > 1 and "," not in raw:
        raw, flags = raw.replace(".", ""), "g"
    elif re.fullmatch(r"\d{1,3}\.\d{3}", raw) and not _RATE_OR_SCALE.match(text, token.end):
        raw, flags = raw.replace(".", ""), "g"  # "60.000", unless it is a rate: "3.875%"
    elif re.fullmatch(r"\d{1,3}(?:[. ]\d{3})+,\d{1,2}", raw):
        raw, flags = re.sub("[. ]", "", raw).replace(",", "."), "gd"
    elif "," in raw or " " in raw or "'" in raw:
        raw, flags = re.sub("[, ']", "", raw), "g"
    if "." in raw and "d" not in flags:
        flags += "d"
    value, j = float(raw), i + 1
    if j < len(tokens) and tokens[j].text in _FRACTIONS and tokens[j].start - tokens[j - 1].end <= 1:
        value, j = value + _FRACTIONS[tokens[j].text], j + 1
    stuck = j < len(tokens) and tokens[j].start == tokens[j - 1].end
    word = _word(tokens, j)
    if stuck and word in ("st", "nd", "rd", "th"):
        return value, flags + "o", j + 1
    if word == "m" and _YEARS_BEFORE.search(text[: token.start]):  # "2y 6m"
        return value, flags, j
    if word in _SCALES and (stuck or word in _SPOKEN_SCALES):
        while _word(tokens, j) in _SPOKEN_SCALES or (stuck and _word(tokens, j) in _SCALES):
            value, j, stuck = value * _SCALES[_word(tokens, j)], j + 1, False
        if not stuck:
            value, j = _with_the_rest(tokens, j, text, value)
        return value, flags + "s", j
    return value, flags, j


def _with_the_rest(tokens: list[_Token], j: int, text: str, value: float) -> tuple[float, int]:
    """1 million 200 thousand · 6 grand 500 · 4 hundred and 50, where nothing makes the rest a figure of its own"""
    below_a_hundred = _word(tokens, j) == "and" and value < 1000 and value % 100 == 0
    k = j + 1 if below_a_hundred else j
    found = k < len(tokens) and (_digits(tokens, k, text) or _words(tokens, k, text))
    if not found or _ITS_OWN.match(text, tokens[found[2] - 1].end):
        return value, j
    rest, flags, end = found
    smallest, below = (1, 100) if below_a_hundred else (100, 1000 if value < 1e5 else value)
    of_its_kind = not set(flags) & set("ody") and ("s" in flags or rest < 1000)
    return (value + rest, end) if of_its_kind and smallest <= rest < min(below, value) else (value, j)


def _may_touch(tokens: list[_Token], i: int) -> bool:
    """Whether the letters that a figure is stuck to do not make it a name: "usd2500", "1y6m"."""
    before = _word(tokens, i - 1)
    is_unit = before in ("y", "yr", "yrs") and i > 1 and tokens[i - 2].is_digits
    return is_unit or before in ("usd", "gbp", "eur", "us", "rs", "chf", "cad", "aud")


def _words(tokens: list[_Token], i: int, text: str) -> tuple[float, str, int] | None:
    """sixty thousand · a hundred and twenty · two fifty · one point five million · twenty twenty-nine"""
    words: list[str] = []
    ends: list[int] = []
    j = i
    if _word(tokens, i) == "point" and _word(tokens, i + 1) in _UNITS[:10]:  # "point five percent"
        tenths = "".join(str(_UNITS.index(token.text)) for token in tokens[i + 1 : i + 3] if token.text in _UNITS[:10])
        j = i + 1 + len(tenths)
        scale = _word(tokens, j) if _word(tokens, j) in _SPOKEN_SCALES else ""
        return float(f"0.{tenths}") * _SCALES.get(scale, 1), "sw" if scale else "dw", j + bool(scale)
    if _word(tokens, i) in ("a", "an") and _word(tokens, i + 1) in _SPOKEN_SCALES:
        words, ends, j = ["one"], [i + 1], i + 1
    elif (
        _is_vague(tokens, i, text)
        or _word(tokens, i) not in _NUMBER_WORDS
        and not (_word(tokens, i) == "grand" and i == 0)
    ):
        return None
    while j < len(tokens):
        word = tokens[j].text
        if word == "-" and _word(tokens, j + 1) in _NUMBER_WORDS and tokens[j].end == tokens[j + 1].start:
            j += 1
            continue
        if word in _NUMBER_WORDS:
            words.append(word)
            ends.append(j + 1)
            j += 1
        elif word == "and" and words and words[-1] in _TEXT2NUM_SCALES and _joins(tokens, j, words[-1]):
            words.append("and")
            ends.append(j + 1)
            j += 1
        else:
            break
    if not words:
        return None
    value, used, flags = _spoken_value(words)
    j = ends[used - 1]
    if _word(tokens, j) == "point" and _word(tokens, j + 1) in _NUMBER_WORDS:
        decimals, k = "", j + 1
        while _word(tokens, k) in _UNITS[:10] or _word(tokens, k) in ("oh", "o"):
            digit = _word(tokens, k)
            decimals += "0" if digit in ("oh", "o") else str(_UNITS.index(digit))
            k += 1
        if not decimals:  # "four point twenty-five"
            rest = [token.text for token in tokens[k : k + 3] if token.text in _NUMBER_WORDS]
            part, count, _ = _spoken_value(rest)
            decimals, k = f"{int(part)}", k + count
        value, flags, j = value + float(f"0.{decimals}"), flags + "d", k
    elif len(words) == 1 and _word(tokens, j) in ("oh", "o") and _word(tokens, j + 1) in _UNITS[1:10] and value < 100:
        value, flags, j = value * 100 + _UNITS.index(_word(tokens, j + 1)), "c", j + 2  # "two oh five"
    while _word(tokens, j) in _SPOKEN_SCALES:
        value, flags, j = value * _SCALES[_word(tokens, j)], flags + "s", j + 1
    if flags.endswith("s") and value >= 1000 and _word(tokens, j - 1) not in _TEXT2NUM_SCALES:
        value, j = _with_the_rest(tokens, j, text, value)  # "six grand five hundred"
    return value, flags + "w", j


def _is_vague(tokens: list[_Token], i: int, text: str) -> bool:
    """ "a few hundred", "thousands of dollars": no figure was said, so none is read."""
    if _word(tokens, i) not in _SCALES:
        return False
    return text[tokens[i].end - 1] == "s" or _word(tokens, i - 1) in ("few", "several", "many", "some")


def _joins(tokens: list[_Token], j: int, last_scale: str) -> bool:
    """Whether the words after "and" belong to the number before it: "two hundred and fifty", not "200 and 300"."""
    following: list[str] = []
    for token in tokens[j + 1 : j + 8]:
        if token.text not in _NUMBER_WORDS:
            break
        following.append(token.text)
    if not following:
        return False
    if last_scale == "hundred":  # "a hundred and twenty thousand": the thousand belongs to both
        scale = next((word for word in following if word in _TEXT2NUM_SCALES), "")
        return following[0] in _UNITS and scale != "hundred"
    return _spoken_value(following)[0] < _SCALES[last_scale]


def _spoken_value(words: list[str]) -> tuple[float, int, str]:
    """(value, how many of the words it took, flags) of a run of number words."""
    parts: list[tuple[int, int]] = []
    at = 0
    while at < len(words) and len(parts) < 4:
        for end in range(len(words), at, -1):
            try:
                parts.append((int(text2num(" ".join(words[at:end]), "en")), end))
                break
            except (ValueError, OverflowError):
                continue
        else:
            break
        at = parts[-1][1]
        if at < len(words) and words[at] == "and":
            break
    if not parts:
        return float(_SCALES.get(words[0], 1)), 1, "s"
    (first, used), rest = parts[0], [value for value, _ in parts[1:]]
    scaled = "s" if first >= 1000 and words[used - 1] in ("thousand", "million", "billion") else ""
    if not rest:
        return float(first), used, scaled
    second, second_used = parts[1]
    if first in (19, 20) and 10 <= second <= 99 and not (first == 19 and second < 50):
        return float(first * 100 + second), second_used, "y"
    if 1 <= first <= 99 and first % 10 and second >= 10:
        scale = 1
        while second % 1000 == 0 and second:
            second, scale = second // 1000, scale * 1000
        if 10 <= second <= 99:
            value, used = float((first * 100 + second) * scale), second_used
            if len(rest) > 1 and first <= 9 and scale == 1 and 10 <= rest[1] <= 99:
                return value + rest[1] / 100, parts[2][1], "d"  # "one sixty-four ninety-nine"
            return value, used, "c" if scale == 1 else "cs"
    return float(first), used, scaled


def _and_a_half(tokens: list[_Token], j: int, text: str, value: float, flags: str) -> tuple[float, str, int]:
    """two and a half · two and a half thousand · a million and a half · one and three quarters"""
    if _word(tokens, j) not in ("and", "n", "&"):
        return value, flags, j
    k, share = j + 1, 0.0
    if _word(tokens, k) in ("a", "one"):
        k += 1
    if _word(tokens, k) == "half":
        share, k = 0.5, k + 1
    elif _word(tokens, k) == "quarter":
        share, k = 0.25, k + 1
    elif _word(tokens, k) in ("three", "3") and _word(tokens, k + 1) in ("quarter", "quarters"):
        share, k = 0.75, k + 2
    if not share or _word(tokens, k) in ("a", "of"):
        return value, flags, j
    if "s" in flags:
        scale = max(s for s in (1e3, 1e5, 1e6, 1e7, 1e9) if value % s == 0 or s == 1e3)
        return value + share * scale, flags, k
    value += share
    while _word(tokens, k) in _SPOKEN_SCALES:
        value, flags, k = value * _SCALES[_word(tokens, k)], flags + "s", k + 1
    return value, flags + "d", k
