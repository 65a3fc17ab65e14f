"""The fact guard: a reply leaves only when every figure and name in it stems from the facts."""

import re

from knowledge.facts import PLACEHOLDER, Brief, placeholders
from knowledge.templates import template_of

PROMISES = re.compile(
    r"\b(guarantee\w*|promise\w*|risk[- ]free|no[- ]risk|without (?:any )?risk|can(?:not|'t) (?:lose|fail)|never (?:lose|fail)s?"
    r"|certain(?:ly|ty)?|for sure|surely|always|definitely|assured(?:ly)?|foolproof|sure thing|will double)\b",
    re.IGNORECASE,
)
ADVICE = re.compile(
    r"\b(you (?:should|must|ought|need to|have to)|buy|sell|borrow|invest in|switch to|cancel|withdraw|refinance)\b", re.IGNORECASE
)
FIGURE = re.compile(
    r"\d|[$€£¥%]|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand"
    r"|million|billion|percent|dollars?|euros?|pounds?|january|february|march|april|june|july|august|september"
    r"|october|november|december)\b",
    re.IGNORECASE,
)


def check_draft(draft: str, brief: Brief) -> str | None:
    """What is wrong with a draft that still holds its placeholders, in a few words; None when nothing is."""
    said = placeholders(draft)
    if not draft.strip():
        return "it is empty"
    for name in said:
        if name not in brief.texts:
            return f"it mentions [{name}], which is not among the facts"
    for name in template_of(brief.job).must:
        if name in brief.texts and name not in said:
            return f"it leaves out [{name}]"
    bare = PLACEHOLDER.sub(" ", draft)
    for pattern, what in ((FIGURE, "a figure of its own"), (PROMISES, "a promise"), (ADVICE, "advice the plan did not give")):
        found = pattern.search(bare)
        if found:
            return f"it has {what}: {found[0]!r}"
    if re.search(r"[\[\]]", bare):
        return "it has a broken placeholder"
    return None
