"""The CFPB Financial Well-Being Scale: ten questions, one score from 14 to 95.

Source: Consumer Financial Protection Bureau, "Measuring financial well-being: a guide to using the CFPB Financial
Well-Being Scale" (2015), questions and conversion table; public domain. The average of US adults is 54.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

DESCRIBES = ("completely", "very well", "somewhat", "very little", "not at all")
HOW_OFTEN = ("always", "often", "sometimes", "rarely", "never")
AVERAGE = 54


@dataclass(frozen=True)
class Question:
    """One question with what may be answered, first to last."""

    text: str
    answers: tuple[str, ...]
    good: bool  # whether the first answer is the best (4 points) or the worst (0)

    def points(self, answer: str) -> int:
        """0 to 4, the more the better. Raises ValueError for another answer."""
        place = self.answers.index(answer.lower())
        return 4 - place if self.good else place

    def heard(self, words: str) -> str | None:
        """The answer named in what somebody said or typed ("um, very little I'd say"); None if none or two are."""
        text = f" {' '.join(re.findall(r'[a-z]+', words.lower()))} "
        text = text.replace(" not very ", " very little ").replace(" not really ", " very little ")
        named = [answer for answer in self.answers if f" {answer} " in text]
        return named[0] if len(named) == 1 else None

    @property
    def spoken(self) -> str:
        """The question as it is read out, with what may be answered."""
        asks = "How well does this describe you" if self.answers == DESCRIBES else "How often does this apply to you"
        return f"{asks}: {self.text} {', '.join(self.answers[:-1])} or {self.answers[-1]}?"


QUESTIONS = (
    Question("I could handle a major unexpected expense.", DESCRIBES, True),
    Question("I am securing my financial future.", DESCRIBES, True),
    Question(
        "Because of my money situation, I feel like I will never have the things I want in life.",
        DESCRIBES,
        False,
    ),
    Question("I can enjoy life because of the way I'm managing my money.", DESCRIBES, True),
    Question("I am just getting by financially.", DESCRIBES, False),
    Question("I am concerned that the money I have or will save won't last.", DESCRIBES, False),
    Question(
        "Giving a gift for a wedding, birthday or other occasion would put a strain on my finances for the month.",
        HOW_OFTEN,
        False,
    ),
    Question("I have money left over at the end of the month.", HOW_OFTEN, True),
    Question("I am behind with my finances.", HOW_OFTEN, False),
    Question("My finances control my life.", HOW_OFTEN, False),
)

# Score by sum of points, 0 to 40; by age and by who read the questions.
_SCORES = {
    ("self", "18-61"): (14, 19, 22, 25, 27, 29, 31, 32, 34, 35, 37, 38, 40, 41, 42, 44, 45, 46, 47, 49, 50, 51, 52, 54,
                        55, 56, 58, 59, 60, 62, 63, 65, 66, 68, 69, 71, 73, 75, 78, 81, 86),
    ("self", "62+"): (14, 20, 24, 26, 29, 31, 33, 35, 36, 38, 39, 41, 42, 44, 45, 46, 48, 49, 50, 52, 53, 54, 56, 57,
                      58, 60, 61, 63, 64, 66, 67, 69, 71, 73, 75, 77, 79, 82, 84, 88, 95),
    ("read", "18-61"): (16, 21, 24, 27, 29, 31, 33, 34, 36, 38, 39, 40, 42, 43, 44, 45, 47, 48, 49, 50, 52, 53, 54, 55,
                        57, 58, 59, 60, 62, 63, 65, 66, 68, 70, 71, 73, 76, 78, 81, 85, 91),
    ("read", "62+"): (18, 23, 26, 28, 30, 32, 33, 35, 36, 38, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 50, 52, 53, 54,
                      55, 56, 57, 58, 60, 61, 62, 64, 65, 67, 68, 70, 72, 75, 77, 81, 87),
}  # fmt: skip


@dataclass(frozen=True)
class Band:
    """A range of scores, what it means in words, and what help follows from it."""

    name: str
    below: int  # scores under this one
    said: str
    help: tuple[str, ...]


# The words follow the descriptions of the Bureau's user guide; the help is this bank's, least cost first.
BANDS = (
    Band("under 40", 40, "money is likely to be a real strain right now",
         ("talk to a person at the bank about hardship options", "look at what is due first, and what can wait",
          "no new borrowing for now")),
    Band("40-49", 50, "it is often hard to make ends meet or to deal with a surprise",
         ("build a small emergency fund before anything else", "look at spending together",
          "talk to a person if a payment may be missed")),
    Band("50-59", 60, "the basics are covered, and a surprise could still hurt",
         ("build an emergency fund of three months of expenses", "pay down the dearest debt")),
    Band("60-69", 70, "money is mostly under control",
         ("put a date and an amount to your next goal",)),
    Band("70 and over", 96, "money gives you room to choose",
         ("make a plan for the long term",)),
)  # fmt: skip


@dataclass(frozen=True)
class WellBeing:
    """A score on the scale, 14 to 95, and the band it falls in."""

    score: int
    band: str
    meaning: str  # of the band, in words
    help: tuple[str, ...]  # what follows from it, the first first
    help_first: bool  # under 40: nothing is sold, hardship options and a person come first

    @property
    def said(self) -> str:
        """The score in two sentences."""
        side = "about" if abs(self.score - AVERAGE) <= 2 else "above" if self.score > AVERAGE else "below"
        average = f"{side} the US average of {AVERAGE}"
        return (
            f"Your financial well-being score is {self.score}, {average}: {self.meaning}. What helps: {self.help[0]}."
        )


def well_being(points: Sequence[int], age: int, *, read_aloud: bool = False) -> WellBeing:
    """The score of ten answers in points (0 to 4 each, in the order of QUESTIONS) at an age in years.

    read_aloud is true where somebody (a voice assistant, say) read the questions to them.
    Raises ValueError for other than ten answers, other points, or somebody under 18.
    """
    if len(points) != len(QUESTIONS) or any(not isinstance(p, int) or not 0 <= p <= 4 for p in points):
        raise ValueError("the scale takes ten answers of 0 to 4 points")
    if age < 18:
        raise ValueError("the scale is for people of 18 and over")
    score = _SCORES["read" if read_aloud else "self", "62+" if age >= 62 else "18-61"][sum(points)]
    band = next(band for band in BANDS if score < band.below)
    return WellBeing(score, band.name, band.said, band.help, band is BANDS[0])


@dataclass(frozen=True)
class Questionnaire:
    """The scale as a conversation: what was answered so far, in the order of QUESTIONS. Fits in a slot as a list."""

    answers: tuple[str, ...] = ()

    @property
    def question(self) -> Question | None:
        """What to ask next; None when all ten are answered."""
        return QUESTIONS[len(self.answers)] if len(self.answers) < len(QUESTIONS) else None

    def answered(self, words: str) -> Questionnaire | None:
        """The questionnaire with one more answer; None if the words name none: ask again. ValueError if it is done."""
        if self.question is None:
            raise ValueError("all ten questions are answered")
        answer = self.question.heard(words)
        return None if answer is None else Questionnaire((*self.answers, answer))

    def result(self, age: int, *, read_aloud: bool = False) -> WellBeing:
        """The score. Raises ValueError while questions are open, or for somebody under 18."""
        points = [question.points(answer) for question, answer in zip(QUESTIONS, self.answers, strict=False)]
        return well_being(points, age, read_aloud=read_aloud)
