"""Politeness around a wish, taken off before it is classified: "I was wondering if you could possibly show me my plan"."""

# ruff: noqa: E501 (a pattern is read whole; broken over lines its alternatives are lost)

from __future__ import annotations

import re

FEWEST = 3  # words that must remain: "thank you" and "yes please" are all wrapping

_POSSIBLY = r"(?:(?:please|possibly|perhaps|kindly|maybe|at all|just)\s+)*"
_YOU_COULD = rf"you (?:could|can|might|would|may)\s+{_POSSIBLY}(?:be able to\s+|be (?:so kind as|good enough|kind enough) to\s+|help me (?:to )?)?"
_BEFORE = re.compile(
    r"(?:(?:hi|hello|hey|hiya|greetings|good (?:morning|afternoon|evening|day)|dear (?:sir|madam|sirs|team|all|milepost|assistant))(?: there| to you| everyone)?\b[\s,.!-]+"
    r"|(?:excuse|pardon|forgive) (?:me|my asking|the intrusion)\b[\s,.!]+(?:but\s+)?"
    r"|(?:i(?:'m| am) )?(?:so |very |terribly |awfully )?sorry (?:to (?:bother|trouble|disturb) you|for (?:bothering|troubling) you)\b[\s,.!]+(?:but\s+)?"
    r"|(?:i )?(?:do )?(?:hope|trust) (?:you(?:'re| are)|all is|this finds you|you(?:'re| are) having)(?: \w+){1,3}?[\s]*[,.!]+\s*"
    rf"|(?:so )?i(?: was|'m| am) (?:just )?wondering (?:if|whether) {_YOU_COULD}"
    rf"|i (?:just )?wonder(?:ed)? (?:if|whether) {_YOU_COULD}"
    rf"|i(?:'d| would| should) be (?:most |very |so |ever so |really )?(?:grateful|obliged|thankful|pleased) if {_YOU_COULD}"
    r"|i (?:would|should) (?:really |very much )?appreciate it if you (?:could|would) (?:please |kindly )?"
    r"|(?:would|could|might|can|will) you (?:please |possibly |perhaps |kindly )*be (?:so (?:very )?kind as|good enough|kind enough|so good as) to\s+"
    r"|(?:would|do) you mind (?:awfully |terribly )?(?=\w+ing\b)"
    r"|(?:might|could|may) i (?:possibly |please |just )*trouble you (?:for|to)\s+"
    r"|if (?:you(?:'d| would) be so kind|you (?:don't|do not|wouldn't) mind|(?:it|that)(?:'s| is|'s| isn't| is not|'s not| wouldn't be| were not)(?: (?:no|not|too much|any|alright|ok|okay|possible))*(?: (?:trouble|bother|of a bother))?(?: to you)?)[\s,]+"
    r"|with (?:all due |the greatest )?respect[\s,]+|(?:please|kindly|pls)[\s,]+)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"[\s,.!-]+(?:if (?:you(?:'d| would) be so kind|you (?:don't|do not|wouldn't) mind|(?:it|that)(?:'s|s| is| isn't| is not|'s not) (?:no|not|too much|any|alright|ok|okay|possible)(?: (?:too much|any))?(?: (?:trouble|bother))?|possible|i may|you (?:can|could|please))"
    r"|(?:many )?thank(?:s| you)(?: (?:ever )?(?:so|very) much| kindly| a lot| a million)?(?: in advance)?|thx|cheers|please|pls|plz|kind regards|best wishes|with thanks)[\s,.!]*(?P<mark>\?)?[\s,.!]*$",
    re.IGNORECASE,
)


def unwrapped(text: str) -> str:
    """The text without what is only manners at its ends, or the text itself where too little would remain."""
    bare, before = text.strip(), None
    while bare != before:
        before = bare
        if (found := _BEFORE.match(bare)) and found.end():
            bare = bare[found.end() :]
        bare = _AFTER.sub(lambda match: match["mark"] or "", bare)
    return bare if len(bare.split()) >= FEWEST else text
