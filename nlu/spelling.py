"""Typing mistakes put right before a message is classified: "i wnat to svae for a hosue"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from spellchecker import SpellChecker

_WORD = re.compile(r"[A-Za-z']{4,}")


class Speller:
    """pyspellchecker's English, and `subject`: the words our examples use, which are meant before any other.

    Only a word that neither knows is replaced, and only by one a single keystroke away.
    """

    def __init__(self, subject: Iterable[str]) -> None:
        self.subject = frozenset(subject)
        self._english = SpellChecker(language="en", distance=1)

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
            return word if is_name else self._nearest(word.lower()) or word

        return _WORD.sub(replace, text)

    @lru_cache(maxsize=8192)  # noqa: B019 - there is one speller, and it lives as long as the program
    def _nearest(self, word: str) -> str | None:
        """The likeliest word meant, or None to leave it as it is."""
        if word in self.subject or word in self._english or "'" in word:
            return None
        frequency = self._english.word_frequency.dictionary
        # People seldom miss the first letter; they leave a double one single, and swap two keys, more often than they
        # press a wrong one.
        return min(
            self._english.candidates(word) or (),
            key=lambda near: (
                near.replace("'", "") != word,  # "thats"
                near not in self.subject,
                near[0] != word[0],
                _single(near) != _single(word),
                sorted(near) != sorted(word),
                -frequency.get(near, 0),
            ),
            default=None,
        )


def _single(word: str) -> str:
    """With every doubled letter single."""
    return re.sub(r"(.)\1", r"\1", word)
