"""The fact guard lets approved replies out and no corrupted one, whatever is done to it."""

import random
import re

import pytest

from knowledge.facts import Brief, Fact, fill, placeholders
from knowledge.guard import check_answer, check_draft, check_reply
from tests.knowledge.briefs import any_brief, approved_reply

REPLIES = 400


def replies(seed: int, count: int = REPLIES):
    rng = random.Random(seed)
    while count:
        brief = any_brief(rng)
        draft = approved_reply(brief, rng)
        if placeholders(draft):
            count -= 1
            yield rng, brief, draft, fill(draft, brief.texts)


def leaks(corrupt, seed: int) -> tuple[int, list[str]]:
    """How many corrupted replies were tried, and those that the guard let out."""
    tried, out = 0, []
    for rng, brief, draft, text in replies(seed):
        spoiled = corrupt(rng, brief, draft, text)
        if spoiled is None or spoiled == text:
            continue
        tried += 1
        if check_reply(spoiled, brief) is None:
            out.append(f"{text} → {spoiled}")
    return tried, out


def test_approved_replies_pass_with_placeholders_and_filled_in():
    for _, brief, draft, text in replies(1):
        must_leave_out = check_draft(draft, brief)
        assert must_leave_out is None, (draft, must_leave_out)
        assert check_reply(text, brief) is None, (text, check_reply(text, brief))


def swapped_figures(rng, brief, draft, text):
    names = [name for name in dict.fromkeys(placeholders(draft)) if brief.texts[name] not in ("", None)]
    if len(names) < 2:
        return None
    one, other = rng.sample(names, 2)
    if brief.texts[one].lower() == brief.texts[other].lower():
        return None
    turned = {**brief.texts, one: brief.texts[other], other: brief.texts[one]}
    return fill(draft, turned)


def changed_digit(rng, brief, draft, text):
    spots = [match.start() for match in re.finditer(r"\d", text)]
    if not spots:
        return None
    at = rng.choice(spots)
    return text[:at] + str((int(text[at]) + rng.randint(1, 9)) % 10) + text[at + 1 :]


def dropped_digit(rng, brief, draft, text):
    spots = [match.start() for match in re.finditer(r"\d", text)]
    if not spots:
        return None
    at = rng.choice(spots)
    return text[:at] + text[at + 1 :]


def added_digit(rng, brief, draft, text):
    spots = [match.end() for match in re.finditer(r"\d", text)]
    if not spots:
        return None
    at = rng.choice(spots)
    return text[:at] + str(rng.randint(0, 9)) + text[at:]


def other_currency(rng, brief, draft, text):
    return text.replace("$", rng.choice("€£¥"), 1) if "$" in text else None


def lost_currency(rng, brief, draft, text):
    return text.replace("$", "", 1) if "$" in text else None


def year_off_by_one(rng, brief, draft, text):
    years = list(re.finditer(r"\b20\d\d\b", text))
    if not years:
        return None
    year = rng.choice(years)
    return text[: year.start()] + str(int(year[0]) + rng.choice((-1, 1))) + text[year.end() :]


def percent_to_money(rng, brief, draft, text):
    return re.sub(r"(\d[\d.]*)%", r"$\1", text, count=1) if "%" in text else None


def invented_product(rng, brief, draft, text):
    name = rng.choice(("Platinum Plus Account", "Gold Bond", "crypto booster", "our premium saver"))
    return rng.choice((f"{text} You might also like {name}.", re.sub(r"\byour\b", f"your {name}", text, count=1)))


def promise(rng, brief, draft, text):
    more = ("This is guaranteed.", "You cannot lose.", "There is no risk.", "It will work for sure.")
    return f"{text} {rng.choice(more)}"


def advice(rng, brief, draft, text):
    more = (
        "You should buy stocks.",
        "Sell your bonds.",
        "Borrow the rest.",
        "You must act today.",
        "Cancel your cover.",
    )
    return f"{text} {rng.choice(more)}"


def negation(rng, brief, draft, text):
    verbs = list(re.finditer(r"\b(is|are|can|takes|have|reaches|would|suits)\b", text))
    if not verbs:
        return None
    verb = rng.choice(verbs)
    return text[: verb.end()] + " not" + text[verb.end() :]


def figure_in_words(rng, brief, draft, text):
    return f"{text} {rng.choice(('That is two thousand more.', 'It takes five years.', 'You keep half.', 'In May.'))}"


def figure_moved(rng, brief, draft, text):
    names = list(dict.fromkeys(placeholders(draft)))
    others = [name for name in brief.texts if name not in names and brief.texts[name] not in text]
    if not others:
        return None
    return fill(draft, {**brief.texts, rng.choice(names): brief.texts[rng.choice(others)]})


@pytest.mark.parametrize(
    "corrupt",
    [
        swapped_figures, changed_digit, dropped_digit, added_digit, other_currency, lost_currency, year_off_by_one,
        percent_to_money, invented_product, promise, advice, negation, figure_in_words, figure_moved,
    ],
)  # fmt: skip
def test_no_corrupted_reply_gets_through(corrupt):
    tried, out = leaks(corrupt, seed=sum(map(ord, corrupt.__name__)))
    assert tried > 50
    assert out == []


def test_a_verdict_of_another_plan_does_not_pass():
    facts = (Fact("goal", "house", "name"), Fact("monthly", "$900", "money"))
    good_news = "Your house goal is within reach at $900 a month."
    assert check_reply(good_news, Brief("plan_on_track", facts)) is None
    assert "nobody approved" in check_reply(good_news, Brief("plan_out_of_reach", facts))


def test_a_figure_in_a_place_between_two_roles_does_not_pass():
    facts = (Fact("goal", "house", "name"), Fact("monthly", "$900", "money"), Fact("target", "$60,000", "money"))
    text = "Your house goal is within reach, with $900 a month to reach $60,000 in $900 a month."
    assert "nobody approved" in check_reply(text, Brief("plan_on_track", facts))


def test_a_reply_without_what_it_must_say_does_not_pass():
    brief = Brief("plan_on_track", (Fact("goal", "house", "name"), Fact("monthly", "$900", "money")))
    assert check_reply("Shall we start?", brief) == "it leaves out [goal]"


PASSAGE = [
    "A deposit of 10 percent is common, and the fee is 2 percent of the price.",
    "Your money is not protected above $250,000.",
]


@pytest.mark.parametrize(
    "text",
    [
        "A deposit of 10 percent is common, and the fee is 2 percent of the price.",
        "Good question. Your money is not protected above $250,000.",
    ],
)
def test_an_answer_in_the_words_of_its_passage_passes(text):
    assert check_answer(text, PASSAGE) is None


@pytest.mark.parametrize(
    "text",
    [
        "A deposit of 2 percent is common, and the fee is 10 percent of the price.",
        "A deposit of 11 percent is common, and the fee is 2 percent of the price.",
        "Your money is protected above $250,000.",
        "Your money is not protected above £250,000.",
        "Your money is guaranteed.",
        "Good question.",
        "The fee is common.",
        "",
    ],
)
def test_an_answer_that_its_passage_does_not_support_is_stopped(text):
    assert check_answer(text, PASSAGE) is not None
