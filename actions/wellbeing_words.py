"""What an answer in somebody's own words is on the scale: "kind of" is somewhat, "most of the time" is often."""

from __future__ import annotations

import re

from trust.wellbeing import DESCRIBES, HOW_OFTEN, Question

MOST_WORDS = 8  # an answer; a longer text is something else, or more than one answer
# The most telling first: "not at all" holds "at all", "almost never" holds "never".
_WORDS = {
    DESCRIBES: (
        (4, r"not at all|absolutely not|not (?:one|a) bit|no way|never|not me|not true|nope|nah|^no$"),
        (3, r"very little|a little|little|hardly|barely|not really|not much|not very|not so|slightly|rarely"),
        (2, r"somewhat|kind of|kinda|sort of|sorta|partly|in part|a bit|bit|more or less|so so|half|moderately|fairly"
            r"|sometimes|medium|ish"),
        (1, r"very well|quite well|pretty well|mostly|pretty much|very much|a lot|quite|largely|often|well"),
        (0, r"completely|totally|entirely|fully|absolutely|perfectly|exactly|definitely|100 ?%|hundred per ?cent|always"
            r"|that'?s me"),
    ),
    HOW_OFTEN: (
        (3, r"rarely|seldom|hardly ever|almost never|not often|not usually|once in a while|very occasionally"),
        (4, r"never|not at all|nope|nah|^no$"),
        (2, r"sometimes|now and (?:then|again)|occasionally|at times|from time to time|it depends|half the time"
            r"|some months"),
        (1, r"often|most(?:ly| of the time| months)?|frequently|usually|a lot|regularly|many times"),
        (0, r"always|all the time|constantly|every (?:month|time|day|week)|the whole time"),
    ),
}  # fmt: skip
_NTH = ("first|1st|one|1", "second|2nd|two|2", "third|3rd|three|3", "fourth|4th|four|4", "last|fifth|5th|five|5")


def answer_in(text: str, question: Question) -> int | None:
    """Which of a question's answers a text is, counted from 0; None if it is none of them."""
    text = text.lower().strip(" .!")
    if text in question.answers:
        return question.answers.index(text)
    if len(text.split()) > MOST_WORDS:
        return None
    for index, words in enumerate(_NTH):
        if re.fullmatch(rf"(?:number |the )?(?:{words})(?: one)?", text):
            return index
    return next(
        (index for index, words in _WORDS[question.answers] if re.search(rf"(?<!\w)(?:{words})(?!\w)", text)), None
    )
