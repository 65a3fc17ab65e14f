"""The fact guard: a reply leaves only when every figure and name in it stems from the facts, in its own role.

Three rules for a reply made from facts: it mentions only given facts, and those it must; each stands in a place where
approved wording puts that fact and no other; and no five words, facts among them, stand in a row that nobody approved
for this job, so that it can bring no figure, product, promise, advice or verdict of its own. An answer from articles
is held to its passages in the same way.
"""

import re
from functools import cache

from knowledge.facts import PLACEHOLDER, Brief, placeholders, sentences
from knowledge.places import approved_sentences, closeness, misplaced, own_sentences, places_in, words_of
from knowledge.planning import Part
from knowledge.templates import template_of, templates
from knowledge.wording import openers

PROMISES = re.compile(
    r"\b(guarantee\w*|promis\w*|risk[- ]free|no[- ]risk|without (?:any )?risk|can(?:not|'t) (?:lose|fail)"
    r"|never (?:lose|fail)s?|certain(?:ly|ty)?|for sure|surely|definitely|assured(?:ly)?|foolproof|sure thing)\b",
    re.IGNORECASE,
)
_NEGATIONS = {"not", "no", "never", "nothing", "without", "nobody", "none", "hardly", "barely", "cannot", "longer"}


@cache
def _vocabulary() -> frozenset[str]:
    """Every word of the approved wording of any job."""
    return frozenset(
        word for job in templates() for each in approved_sentences(job) for word in words_of(each) if word[0] != "["
    )


# Words in a row that have to be approved. With three, approved sentences could still be joined into wrong ones ("the
# chance goes from [monthly before] to [monthly]"); with five, of 34,000 tried, into none with a fact in a wrong role.
_IN_A_ROW = 5


def _runs(text: str, length: int) -> set[tuple[str, ...]]:
    """Every row of so many words, start and end of the sentence among them; a shorter sentence is one row."""
    # A comma more or less is no other meaning.
    tokens = ["^", *(word for word in words_of(text) if word != ","), "$"]
    return {tuple(tokens[at : at + length]) for at in range(max(1, len(tokens) - length + 1))}


@cache
def _approved_runs(job: str) -> frozenset[tuple[str, ...]]:
    return frozenset(run for each in approved_sentences(job) for run in _runs(each, _IN_A_ROW))


def check_part(draft: str, part: Part, brief: Brief) -> str | None:
    """What is wrong with the draft of one part, which says the part's facts and no other; None when nothing is."""
    said = set(placeholders(draft))
    if said != set(part.names):
        odd = sorted(said ^ set(part.names))
        return f"it {'leaves out' if odd[0] in part.names else 'adds'} [{odd[0]}]"
    twice = next((name for name in part.names if placeholders(draft).count(name) > 1), None)
    if twice is not None:
        return f"it says [{twice}] twice"
    for sentence in sentences(draft):
        wrong = check_sentence(sentence, brief)
        if wrong is not None:
            return wrong
    return None if draft else "it is empty"


def left_out(draft: str, brief: Brief) -> str | None:
    """Which fact that the job must mention a draft does not; None when it mentions all that are given."""
    said = placeholders(draft)
    missing = (name for name in template_of(brief.job).must if name in brief.texts and name not in said)
    name = next(missing, None)
    return name and f"it leaves out [{name}]"


def check_draft(draft: str, brief: Brief) -> str | None:
    """What is wrong with a draft that still holds its placeholders, in a few words; None when nothing is."""
    if not draft.strip():
        return "it is empty"
    missing = left_out(draft, brief)
    if missing is not None:
        return missing
    for sentence in sentences(draft):
        wrong = check_sentence(sentence, brief)
        if wrong is not None:
            return wrong
    return None


def check_sentence(sentence: str, brief: Brief) -> str | None:
    """What is wrong with one sentence of a draft; None when nothing is."""
    sentence = PLACEHOLDER.sub(lambda match: match[0].replace("_", " "), sentence)
    for name in placeholders(sentence):
        if name not in brief.texts:
            return f"it mentions [{name}], which is not among the facts"
    if re.search(r"[\[\]]", PLACEHOLDER.sub(" ", sentence)):
        return "it has a broken placeholder"
    if any(sentence in own_sentences(name) for name in placeholders(sentence)):
        return None
    for word in words_of(sentence):
        if word[0] != "[" and word not in _vocabulary():
            return f"it says {word!r}, which no approved wording does"
    if not placeholders(sentence) and sentence not in approved_sentences(brief.job):
        return f"it adds {sentence!r}"
    stranger = misplaced(sentence, brief.job, set(brief.texts))
    if stranger is not None:
        return f"[{stranger}] stands in another fact's place"
    # Words can be turned round without a figure moving: another job's verdict, a "not" put in, a figure left out,
    # "a year" for "a month", a sentence that breaks off.
    odd = min(_runs(sentence, _IN_A_ROW) - _approved_runs(brief.job), default=None)
    if odd is not None:
        return f"nobody approved {' '.join(odd)!r}"
    return None


def unfilled(text: str, brief: Brief) -> str:
    """A finished reply with the texts of the facts turned back into placeholders, each into the fact whose place it is.

    What stands in no fact's place is left as it is, for the other rules to find.
    """
    by_text: dict[str, list[str]] = {}
    for fact in brief.facts:
        by_text.setdefault(fact.text.lower(), []).append(fact.name)
    names = {fact.name: fact.kind for fact in brief.facts}
    longest_first = sorted(by_text, key=len, reverse=True)
    any_text = re.compile(
        r"(?<![\w$€£.,-])(?:" + "|".join(re.escape(each) for each in longest_first) + r")(?![\w%]|[.,]\d)",
        re.IGNORECASE,
    )
    if not by_text:
        return text
    marked, tokens = [], []
    at = 0
    for match in any_text.finditer(text):
        marked.append(text[at : match.start()])
        tokens.append(match[0])
        at = match.end()
    marked.append(text[at:])

    def joined(chosen: list[str]) -> str:
        return "".join(part + token for part, token in zip(marked, [*chosen, ""], strict=True))

    chosen = [f"[{by_text[token.lower()][0]}]" for token in tokens]
    places = [place for sentence in sentences(joined(chosen)) for place in places_in(sentence)]
    for index, (token, (_, before, after)) in enumerate(zip(tokens, places, strict=False)):
        rated = {name: closeness(brief.job, name, before, after) for name in by_text[token.lower()]}
        best = max(rated, key=rated.__getitem__)
        # A name can be an everyday word ("car", "calm"): away from its place it is only that word.
        everyday = names[best] == "name" and not rated[best] and token.islower()
        chosen[index] = token if everyday else f"[{best}]"
    return joined(chosen)


def check_reply(text: str, brief: Brief) -> str | None:
    """What is wrong with a finished reply, figures filled in; None when nothing is."""
    return check_draft(unfilled(text, brief), brief)


# Words that may join a passage's words without adding to what they say.
_GLUE = frozenset(["a", "an", "the", "and", "or", "so", "also", "in", "short", *",.:;'’-–()"])
_SUPPORTED = 0.8  # share of a sentence's three-word runs that one passage sentence has to hold


def check_answer(text: str, passage: list[str]) -> str | None:
    """What is wrong with an answer, held against the sentences it was made from; None when nothing is.

    Each sentence is an approved opening or says what one passage sentence says: in its words, mostly in its order, and
    with its numbers, negations and their neighbours untouched, so that no number can change sides.
    """
    opening = {each for of_tone in openers().values() for each in of_tone}
    supported = 0
    for sentence in sentences(text):
        if sentence in opening:
            continue
        found = [_unsupported(sentence, source) or "" for source in passage]
        wrong = min(found, default="there is no passage", key=len)
        if wrong:
            return wrong
        supported += 1
    return None if supported else "it does not answer"


def _unsupported(sentence: str, source: str) -> str | None:
    if " ".join(sentence.split()) == " ".join(source.split()):
        return None
    said, known = words_of(sentence), set(words_of(source))
    if sorted(_NEGATIONS & set(said)) != sorted(_NEGATIONS & known):
        return "it turns the meaning of its passage"
    for word in said:
        if word not in known and word not in _GLUE:
            return f"it says {word!r}, which its passage does not"
    runs, source_runs = _runs(sentence, 3), _runs(source, 3)
    for run in runs - source_runs:
        if any(word[0].isdigit() or word in _NEGATIONS or word in "$€£%" for word in run if word not in "^"):
            return f"it changes {' '.join(run)!r}"
    if PROMISES.search(sentence) and not PROMISES.search(source):
        return "it has a promise"
    if len(runs & source_runs) < _SUPPORTED * len(runs):
        return "it strays from its passage"
    return None
