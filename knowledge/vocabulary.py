"""Texts as words; the articles' words, by which a slip of spelling in a question is set right."""

import re
from collections import Counter

import bm25s

_SHORTEST = 5  # letters; shorter words have too many neighbours


class Vocabulary:
    """Made from the words of all articles, a list for each passage."""

    def __init__(self, passages: list[list[str]]) -> None:
        self._known = Counter(word for words in passages for word in words)
        # Two words are one slip apart when dropping a letter from one or from both makes them the same.
        self._slips: dict[str, str] = {}
        for word in sorted(self._known, key=self._known.__getitem__):
            if len(word) >= _SHORTEST and word.isalpha():
                for slip in _slips(word):
                    self._slips[slip] = word  # the commoner word wins

    def spelled(self, question: str) -> str:
        """The question, followed by the words it may have meant where it has a word no article knows."""
        meant = dict.fromkeys(
            right
            for word in re.findall(rf"[a-z]{{{_SHORTEST},}}", question.lower())
            if word not in self._known and word.rstrip("s") not in self._known
            for right in [next((self._slips[slip] for slip in _slips(word) if slip in self._slips), None)]
            if right is not None
        )
        return f"{question} ({', '.join(meant)})" if meant else question


def _slips(word: str) -> list[str]:
    return [word, *(word[:at] + word[at + 1 :] for at in range(len(word)))]


def words_of(texts: list[str]) -> list[list[str]]:
    """Each text's words as they are compared: no common ones, no plurals."""
    return bm25s.tokenize(texts, stopwords="en", stemmer=_stems, return_ids=False, show_progress=False)


def _stems(words: list[str]) -> list[str]:
    """Plural and singular to one form: enough for short English articles, and no dependency."""
    return [word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word for word in words]
