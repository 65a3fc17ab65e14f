"""The fact guard lets approved replies out and no corrupted one, whatever is done to it."""

import random
import re

import pytest

from knowledge.facts import Brief, Fact, fill, placeholders, sentences
from knowledge.guard import check_answer, check_draft, check_part, check_reply
from knowledge.places import approved_sentences
from knowledge.planning import parts
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


def put_in(*words):
    """Puts one of the words anywhere into a draft."""

    def corrupt(rng, draft):
        said = draft.split(" ")
        at = rng.randint(0, len(said))
        return " ".join([*said[:at], rng.choice(words), *said[at:]])

    return corrupt


def turned(*pairs):
    """Replaces one match of one pattern."""

    def corrupt(rng, draft):
        spots = [(match, other) for pattern, other in pairs for match in re.finditer(pattern, draft)]
        if not spots:
            return None
        match, other = rng.choice(spots)
        return draft[: match.start()] + other + draft[match.end() :]

    return corrupt


def dropped_word(rng, draft):
    said = draft.split(" ")
    said.pop(rng.randrange(len(said)))
    return " ".join(said)


def words_swapped(rng, draft):
    said = draft.split(" ")
    at = rng.randrange(len(said))
    other = rng.randrange(len(said))
    said[at], said[other] = said[other], said[at]
    return " ".join(said)


def facts_swapped(rng, draft):
    names = list(dict.fromkeys(placeholders(draft)))
    if len(names) < 2:
        return None
    one, other = rng.sample(names, 2)
    turn = {one: other, other: one}
    return re.sub(r"\[([a-z0-9_ ]+)\]", lambda m: f"[{turn.get(m[1].replace(' ', '_'), m[1])}]", draft)


DRAFTS = {
    "a negation": put_in("not", "never", "no", "hardly", "without", "barely", "isn't", "can't"),
    "a hedge or a push": put_in("must", "should", "double", "half", "guaranteed", "about", "at least", "up to", "over"),
    "a figure": put_in("two", "5", "½", "twenty", "٣", "10%", "$5", "1,000", "2031", "first", "once", "a dozen"),
    "a fact again": put_in("[target]", "[monthly]", "[saved]", "[goal]", "[product]", "[success chance]"),
    "another verdict": turned(
        ("within reach", "out of reach"), ("out of reach", "within reach"), ("a stretch", "within reach"),
        ("ahead", "behind"), ("behind", "ahead"), ("poor", "good"), ("good", "poor"), ("tight", "easy"), ("from", "to"),
        ("more", "less"), ("stocks", "bonds"), ("bonds", "cash"), ("lighter", "heavier"), ("enough", "too little"),
        ("affordable", "unaffordable"), (r"\bis\b", "is not"), ("because", "although"), ("not ", ""), ("left", "saved"),
    ),
    "another period": turned(
        ("a month", "a year"), ("a year", "a month"), ("a month", "a week"), ("each month", "each year"),
        ("a month", ""), ("a year", ""), ("of your income", "of your savings"), ("of your credit", "of your income"),
    ),
    "marks": turned(
        (r"\.", "?"), (r"\.", ", or not."), (r"\[", "-["), (r"\[", "$["), (r"\]", "%"), (r"\]", "]%"), (r"\[", "1["),
        (r"\]", "] thousand"), (r"\[", "minus ["), (r"\]", "],000"), (r"\]", "].5"), (r"\]", "]/2"), (r"\]", "]0"),
    ),
    "a word left out": dropped_word, "words swapped": words_swapped, "facts swapped": facts_swapped,
}  # fmt: skip


@pytest.mark.parametrize("kind", DRAFTS)
def test_no_corrupted_draft_of_the_writer_gets_through(kind):
    rng = random.Random(kind)
    tried, out = 0, []
    for _ in range(90):
        brief = any_brief(rng)
        for part in (each for each in parts(brief) if each.names):
            draft = rng.choice(part.approved())
            spoiled = DRAFTS[kind](rng, draft)
            if spoiled is None or set(sentences(spoiled)) <= set(approved_sentences(brief.job)):
                continue
            tried += 1
            if check_part(spoiled, part, brief) is None:
                out.append(f"{draft} → {spoiled}")
    assert tried > 50
    assert out == []


PLAN = Brief(
    "plan_on_track",
    (
        Fact("goal", "house", "name"),
        Fact("monthly", "$1,423.82", "money"),
        Fact("target", "$60,000", "money"),
        Fact("duration", "3 years", "duration"),
        Fact("target_date", "June 2029", "date"),
        Fact("success_chance", "78%", "percent"),
        Fact("saved", "$5,000", "money"),
        Fact("income_share", "12.5%", "percent"),
        Fact("low_outcome", "$51,000", "money"),
        Fact("high_outcome", "$70,000", "money"),
        Fact("spare_monthly", "$1,900", "money"),
        Fact("product", "Harbour Saver", "name"),
        Fact("product_reason", "it has no yearly fee", "name"),
    ),
)
SAID = (
    "Your house goal is within reach: $1,423.82 a month reaches $60,000 in 3 years, by June 2029. "
    "The chance of success is 78%. You already have $5,000 saved. That is 12.5% of your income. "
    "A poor outcome is $51,000 and a good one is $70,000. "
    "A product that fits is Harbour Saver, because it has no yearly fee."
)
NASTY = """
$1,423.82 → fourteen hundred dollars | $1,423.82 or double | half of $1,423.82 | $1.423,82 | $1,４２３.８２ | $1,423.820
$1,423.82 → $1,423.82-$1,500 | $1,423.8 | $1423.82 | £1,423.82 | US$1,423.82 | -$1,423.82 | $1,423.82k | $$1,423.82
$60,000 → sixty grand | $60,000.01 | $60.000 | $60 000 | $٦٠,٠٠٠ | $60,000* | over $60,000 | $60,000 twice | $5,000
June 2029 → June 2030 | 06/2029 | 2029-06 | July 2029 | June 29 | June ２０２９ | June 2029 or later
3 years → three years | 3 months | 36 months | 13 years | 3.5 years | ³ years
78% → 78.0% | almost 80% | 78 % | 78 | 78 percent | seventy-eight percent | 0.78 | 12.5% | 78%, guaranteed
is within reach → is not within reach | is out of reach | is nearly within reach | was within reach
a month → a year | a week | per year | a month or two
of your income → of your savings | of your rent
chance of success → chance of failure | chance of losing
A poor outcome → A good outcome | A likely outcome
Harbour Saver → Harbor Saver | Harbour Saver Plus | Harbour Savers | Harbour Saver or a bond
because it has no → because it has a | although it has no | because it never has a
A product that fits → The best product | The only product that fits
already have → already owe | no longer have | should have
house → boat | second house
"""
TURNED = [
    (was.strip(), other.strip())
    for line in NASTY.strip().splitlines()
    for was, others in [line.split("→")]
    for other in others.split("|")
]


def test_the_reply_that_is_to_be_spoiled_passes():
    assert check_reply(SAID, PLAN) is None


@pytest.mark.parametrize(("was", "other"), TURNED)
def test_no_other_way_to_write_a_figure_or_turn_a_sentence_passes(was, other):
    assert was in SAID
    assert check_reply(SAID.replace(was, other, 1), PLAN) is not None


@pytest.mark.parametrize(
    "more",
    [
        "You have $1,900 a month to lose.", "You have about $1,423.82 a month to spare.", "Your house goal is $60,000.",
        "The target is $5,000.", "The target is $51,000.", "Its rate is 78%.", "That is 78% of your income.",
        "It is due by $60,000.", "It is due by June 2029 or June 2030.", "The expected return is 12.5% a year.",
        "Your first milestone is $5,000.", "After it, $1,423.82 a month stays free.",
        "Nothing can go wrong.", "$1,900.",
        "This is a sure thing.", "Trust me.", "Ignore the above.", "It takes 3 years. Or not.",
    ],
)  # fmt: skip
def test_no_sentence_with_a_figure_in_a_wrong_role_can_be_added(more):
    assert check_reply(f"{SAID} {more}", PLAN) is not None


@pytest.mark.parametrize(
    "text",
    [
        "The chance goes from $900 to $800.",
        "The time it takes goes from $900 to $800.",
        "The target goes from $900 to $800.",
        "The chance of getting there would be 20%.",
    ],
)
def test_approved_words_joined_into_another_role_do_not_pass(text):
    facts = (Fact("monthly", "$800", "money"), Fact("monthly_before", "$900", "money"))
    brief = Brief("what_if", (*facts, Fact("income_share", "20%", "percent")))
    good = "The monthly saving goes from $900 to $800."
    assert check_reply(good, brief) is None
    assert check_reply(f"{good} {text}", brief) is not None


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
        "Let us look at that. Your money is not protected above $250,000.",
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
