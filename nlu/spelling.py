"""Typing mistakes put right before a message is classified: "i wnat to svae for a hosue"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import yaml
from spellchecker import SpellChecker

_WORD = re.compile(r"[A-Za-z']{3,}|\b(?:ur?|r|im)\b")
_LONG = 6  # letters of a word that may hold two mistakes
_SHORTHAND = Path(__file__).with_name("shorthand.yml")


class Speller:
    """pyspellchecker's English, and `subject`: the words our examples use, which are meant before any other.

    Only a word that neither knows is replaced, by one a single keystroke away, or two if it is long and ours.
    """

    def __init__(self, subject: Iterable[str]) -> None:
        self.subject = frozenset(subject)
        self._english = SpellChecker(language="en", distance=1)
        self._shorthand: dict[str, str] = yaml.safe_load(_SHORTHAND.read_text(encoding="utf-8"))

    @classmethod
    def of_examples(cls, texts: Iterable[str]) -> Speller:
        """What the examples say more than once is our subject; a word said once may be a mistake made on purpose."""
        counts = Counter(word for text in texts for word in set(re.findall(r"[a-z]+", text.lower())))
        return cls(word for word, count in counts.items() if count > 1)

    def corrected(self, text: str) -> str:
        """The text with its mistakes replaced; everything else stays character for character."""

        def replace(match: re.Match[str]) -> str:
            word = match.group()
            is_name = word[0].isupper() and match.start() > 0
            return word if is_name else self._shorthand.get(word.lower()) or self._nearest(word.lower()) or word

        return _WORD.sub(replace, text)

    @lru_cache(maxsize=8192)  # noqa: B019 - there is one speller, and it lives as long as the program
    def _nearest(self, word: str) -> str | None:
        """The likeliest word meant, or None to leave it as it is."""
        if word in self.subject or word in self._english or "'" in word:
            return None
        drawn_out = re.sub(r"(.)\1{2,}", r"\1", word)  # "nooo"
        if drawn_out in self.subject:
            return drawn_out
        frequency = self._english.word_frequency.dictionary
        near = self._english.candidates(word) or {word}
        if near == {word} and len(word) >= _LONG:
            near = self._two_away(word)
        if len(word) < 4:  # too short for anything but two keys swapped, or one left out of a word of ours
            near = {one for one in near if sorted(one) == sorted(word) or one in self.subject and len(one) > len(word)}
            near = {one for one in near if one[0] == word[0]}
        # People seldom miss the first letter; they leave a double one single, swap two keys, and leave one out, more
        # often than they press a wrong one.
        return min(
            near,
            key=lambda near: (
                near.replace("'", "") != word,  # "thats"
                near not in self.subject,
                near[0] != word[0],
                _single(near) != _single(word),
                sorted(near) != sorted(word),
                len(near) <= len(word),
                -frequency.get(near, 0),
            ),
            default=None,
        )

    def _two_away(self, word: str) -> set[str]:
        """Our words with the same first letter that two keystrokes make of it."""
        return {
            near
            for near in self.subject
            if near[0] == word[0]
            and abs(len(near) - len(word)) <= 2
            and len(near) >= _LONG
            and _distance(near, word) <= 2
        }


def _distance(one: str, other: str) -> int:
    """Keystrokes between two words: letters put in, left out, replaced, or swapped with the next."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, last, row = row, before, [i]
        for j, typed in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != typed))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == typed:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _single(word: str) -> str:
    """With every doubled letter single."""
    return re.sub(r"(.)\1", r"\1", word)
