"""Text made for the ear: amounts, percentages and abbreviations written out, and fewer sentences."""

import re

from knowledge.facts import sentences

SPOKEN_SENTENCES = 3  # more than this is hard to hold in mind without the page

_CURRENCIES = {"$": ("dollar", "cent"), "€": ("euro", "cent"), "£": ("pound", "penny")}
_PLURALS = {"penny": "pence"}
_MONEY = re.compile(r"([$€£])(\d+(?:,\d{3})*)(?:\.(\d+))?(?:\s(thousand|million|billion)\b)?")
_PERCENT = re.compile(r"(?<=\d)\s?%")
_LINK = re.compile(r"https?://\S+")


def _many(count: int, word: str) -> str:
    plural = _PLURALS.get(word, word + "s")
    return f"{count} {word if count == 1 else plural}"


def _money_aloud(match: re.Match[str]) -> str:
    whole_word, part_word = _CURRENCIES[match[1]]
    whole, decimals, scale = int(match[2].replace(",", "")), match[3] or "", match[4]
    if scale or len(decimals) not in (0, 2):
        amount = f"{whole}.{decimals}" if decimals else str(whole)
        return " ".join(filter(None, (amount, scale, f"{whole_word}s")))
    part = int(decimals or 0)
    if whole and part:
        return f"{_many(whole, whole_word)} and {_many(part, part_word)}"
    return _many(part, part_word) if part else _many(whole, whole_word)


def spoken(text: str, most: int | None = SPOKEN_SENTENCES) -> str:
    """Text as a voice should say it: at most `most` sentences, figures in words a voice reads rightly."""
    short = " ".join(sentences(text)[:most])
    aloud = _MONEY.sub(_money_aloud, short)
    aloud = _PERCENT.sub(" percent", aloud)
    aloud = _LINK.sub("the address on the page", aloud)
    return aloud.replace("[", "").replace("]", "").replace("–", " to ").replace("  ", " ")
