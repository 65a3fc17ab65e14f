"""Ages that say when: "before I'm forty", "by age 60", "when she turns eighteen, she's 11 now"."""

# ruff: noqa: E501 (a pattern is read whole; broken over lines its alternatives are lost)

from __future__ import annotations

import re
from collections.abc import Iterator

from nlu.entities.numbers import Reading
from nlu.entities.spans import Entity

_AGE = r"<(\d{2})\|[a-z]*>"
_SAID = re.compile(
    rf"\b(?:by the time |before |when |until |till |til |once |by )?(?:i'?m|i am|i (?:just |recently )?turned|i turn|i reach|i hit|i get to|i'll be|im|turning|(?:the )?age(?: of)?|aged)(?: about| around)?\s{_AGE}(?!\s?(?:%|k|percent|per|dollars|years? (?:away|from)))"
    rf"|\b(?:by|before|on|for|at|in time for) my (?:{_AGE} ?(?:birthday|bday)|<(\d{{2}})\|[a-z]*o[a-z]*>)"
    rf"|(?:^|\b(?:i'?m|i am) (?:a )?){_AGE}[\s-]?(?:years?|yrs?|y)[\s-]?(?:old|o)(?![a-z])"
    rf"|\b(?:by|at|before) {_AGE} years of age\b"
    rf"|\b(?:retire|retiring|stop working|finish work|quit working|pack it in|done working)(?: \w+)? (?P<by>(?:at|by|before) {_AGE})"
    rf"|\b(?P<first>(?:at|by|before) {_AGE}),? (?:i|we)(?:'d| would| want| plan| hope| like| wanna)(?: \w+){{0,2}} (?:retire|stop working|finish work|quit work)"
)
_IS_OWN = re.compile(r"^(?:(?:i'?m|im|i am|i (?:just |recently )?turned|aged?)\b|<)")

_CHILD = r"(?:he|she|they|(?:my |our |the )?(?:kids?|son|daughter|child|boy|girl|eldest|youngest|oldest|twins|grandson|granddaughter|grandchild|niece|nephew|little one|baby))"
_CHILD_THEN = re.compile(
    rf"\b(?:when|until|till|til|before|by the time|once|for when)\s{_CHILD}(?:'s| is| are|'re| turns?| reach(?:es)?| hits?| gets? to|'ll be| will be)\s(?:about |around )?<(?P<age>\d\d)\|[a-z]*>"
    r"|\b(?:starts?|goes?|going|leaves?|begins?|heads?|off)\b[^<>.;]{0,30}\bat (?:age )?<(?P<at>\d\d)\|[a-z]*>"
)
_CHILD_NOW = re.compile(
    rf"\b{_CHILD}(?:'s| is| are|'re| turned|,| \()(?: only| just| now| currently| about| nearly)*\s?<(?P<age>\d{{1,2}})\|[a-z]*>(?!\s?(?:when|weeks|days))"
    r"|<(?P<old>\d{1,2})\|[a-z]*>[\s-]years?[\s-]olds?\b"
)


def find_ages(reading: Reading) -> Iterator[Entity]:
    """Ages of the person who speaks, as `{"age": 40}`: when that is, is known elsewhere.

    Kind `date` where the age is one to be ready by, `age` where it is the age now.
    """
    for match in _SAID.finditer(reading.text):
        age = int(next(group for group in match.groups() if group and group.isdigit()))
        if not 16 <= age <= 99:
            continue
        start, end = next((match.span(name) for name in ("by", "first") if match[name]), match.span())
        yield Entity("age" if _IS_OWN.match(match.group()) else "date", *reading.span(start, end), {"age": age})


def find_years_to_grow(reading: Reading) -> Iterator[Entity]:
    """The time until a child is as old as is said, as a duration, where its age now is said too."""
    for then in _CHILD_THEN.finditer(reading.text):
        for now in _CHILD_NOW.finditer(reading.text):
            years = int(then["age"] or then["at"]) - int(now["age"] or now["old"])
            if years > 0 and (now.end() <= then.start() or then.end() <= now.start()):
                yield Entity("duration", *reading.span(*then.span()), {"months": 12 * years, "relation": None})
                break
