"""Spellings that speech recognition gives to spoken figures, put back character for character."""

# ruff: noqa: E501 (a pattern is read whole; broken over lines its alternatives are lost)

from __future__ import annotations

import re

# "one sixty-four ninety-nine" is written "$1.64.99": the first dot is not there.
_DOTTED_PRICE = re.compile(r"(?<=[$£€])(\d{1,3})\.(\d{2,3})\.(\d{2})(?!\d)")
# 31.12.2029 and 31-12-2029 are read like 31/12/2029.
_OTHER_DATES = re.compile(r"(?<![\d.-])(\d{1,2})[.-](\d{1,2})[.-]((?:20)?\d\d)(?![\d.-])")
# "what is the APR" is heard as the month.
_APRIL_FOR_APR = re.compile(
    r"(?i)(?<=% )april\b|(?<=percent )april\b|(?<=\.\d )april\b|(?<=\.\d\d )april\b|\bapril(?= (?:on|rate|of (?:the|this|that) (?:card|loan)|card|loan))"
)


def unmangled(text: str) -> str:
    """The text with those spellings undone, exactly as long as before: spans stay valid."""
    text = _DOTTED_PRICE.sub(lambda m: f"{m[1]}{m[2]}.{m[3]}".rjust(len(m[0]), "0"), text)
    text = _OTHER_DATES.sub(r"\1/\2/\3", text)
    return _APRIL_FOR_APR.sub("apr  ", text)
