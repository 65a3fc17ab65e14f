"""What a message says about a goal: the entities of one utterance, each put in its role.

The role of a bare number depends on what was asked ("5,000" after "how much have you saved?"), so this is decided here
and not in the language model.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

MONTHS_OF = {"week": 12 / 52, "fortnight": 12 / 26, "paycheck": 12 / 26, "month": 1, "year": 12, "day": 12 / 365}
"""How many months one period lasts."""

YEARS_AT_MOST = 80  # a bare number above this, after "by when?", counts no years

_NOTHING = re.compile(
    r"\b(nothing|none|zero|nada|zilch|not a (?:cent|penny|dime)|from scratch|haven'?t (?:started|saved)|no savings)\b",
    re.IGNORECASE,
)
_SAVED_WORDS = re.compile(
    r"\b(saved|already|so far|put (?:aside|away|by)|set aside|in the bank|in savings|stashed)\b", re.IGNORECASE
)
_PRICE_WORDS = re.compile(
    r"\b(?:cost(?:s|ing)?|price|priced|worth|list(?:ed|ing)? (?:at|for)|going for)\b", re.IGNORECASE
)
_CORRECTION = re.compile(
    r"\b(actually|instead|make (?:it|that)|change|i mean|i meant|sorry|wait|correction|rather|scratch that)\b"
    r"|^\W*no[\s,.!]+(?=\W*\d)",
    re.IGNORECASE,
)
_PLUS = re.compile(r"\b(?:plus|and)\b[^.;]*$", re.IGNORECASE)
_OWNED = re.compile(r"(?<!to )\b(?:got|have|has|had)\s+(?:\w+\s+)?$", re.IGNORECASE)
# "Retire at 62 with 3,000 a month" says what retirement is to bring, "300 a month for retirement" what goes in.
_RETIRES = re.compile(r"\b(?:retir\w+|pension|stop(?:ping)? work(?:ing)?)\b", re.IGNORECASE)
_LIVES_ON = re.compile(
    r"\b(?:with|on|need(?:ing)?|spend(?:ing)?|get(?:ting)?|receiv\w+|hav(?:e|ing)|income of|draw(?:ing)?)\s+"
    r"(?:(?:about|around|roughly|at least|some|like|maybe)\s+)?[$£€]?\s*$",
    re.IGNORECASE,
)
_SAVES = re.compile(
    r"\b(?:sav(?:e|ing)|put(?:ting)?|pay(?:ing)? in|contribut\w+|set(?:ting)? aside|invest\w*)\b", re.IGNORECASE
)
# "I've retired", "I stopped working five years ago": there is nothing left to save for, but savings to live on.
_RETIRED = re.compile(
    r"\b(?:already|am|i'?m|im|i'?ve|been|now|fully|just|recently) retired\b|\bi retired\b|\bretired already\b"
    r"|\b(?:i|we)(?:'?ve| have)? (?:already )?(?:stopped|quit|finished|no longer|don'?t) work(?:ing)?\b"
    r".*\b(?:ago|any ?more|already|in)\b"
    r"|\b(?:without|before|until|till) (?:i |we |it |they )?(?:run(?:s|ning)? out)|\blive off (?:my|our)\b",
    re.IGNORECASE,
)  # fmt: skip
# "2 million in stocks" is what somebody has, "60k in 3 years" is not.
_HELD = re.compile(
    r"^[^\s]+(?: (?:thousand|grand|million|k|dollars|pounds|euros|bucks))* in (?:my |our |the |a )?"
    r"(?:stocks?|shares|funds?|bonds|cash|gold|crypto|bank|savings|cd|etfs?|index|investments?|portfolio|401|ira|isa)",
    re.IGNORECASE,
)
_BROUGHT_IN = re.compile(
    r"\b(?:pension|social security|annuity) (?:is|of|pays|gives|brings)[^.,;]{0,20}$", re.IGNORECASE
)
_MAKE_IT = re.compile(r"\bmake (?:it|that)\b", re.IGNORECASE)
_FIRST = re.compile(
    r"\b(first|priority|(?:more|most) important|matters? (?:the )?(?:more|most)|top of the list|before)\b",
    re.IGNORECASE,
)
_BUDGET = re.compile(
    r"\b(altogether|in total|for (?:everything|all|both|all of (?:them|it))|between (?:them|both)|budget|overall)\b",
    re.IGNORECASE,
)
_RISK = {
    level: re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for level, words in (
        ("High", r"high|adventurous|aggressive|bold|risky|growth|go for it|fine with (?:ups|risk)"),
        ("Medium", r"medium|middle|moderate|balanced|some risk|a bit of (?:both|risk)|in between"),
        ("Low", r"low|safe(?:ty|ly|r|st)?|careful|cautious|conservative|no risk|secure|don'?t want to lose"),
    )
}
_LATER = re.compile(r"\b(later|longer|more|extra|another|delay|push(?:ed)? back|extend|give it)\b", re.IGNORECASE)
_SOONER = re.compile(r"\b(sooner|earlier|less|shorter|quicker|faster|bring (?:it )?forward)\b", re.IGNORECASE)
_UP = re.compile(r"\b(rise|rises|rose|go(?:es)? up|went up|increase[sd]?|higher|more|up|climb)\b", re.IGNORECASE)
_DOWN = re.compile(
    r"\b(fall|falls|fell|drop(?:s|ped)?|go(?:es)? down|went down|decrease[sd]?|lower|less|down|cut)\b", re.IGNORECASE
)
_MARKET = re.compile(r"\b(return|returns|market|stocks?|shares|investments?)\b", re.IGNORECASE)
_INFLATION = re.compile(r"\binflation|prices\b", re.IGNORECASE)


@dataclass(frozen=True)
class Message:
    """One utterance as the language model read it."""

    text: str
    intent: str | None
    entities: tuple[dict[str, Any], ...] = ()
    ranking: tuple[tuple[str, float], ...] = ()  # intents, the likeliest first, with their confidence

    @classmethod
    def from_parse(cls, parse: dict[str, Any]) -> Message:
        """The message in Rasa's parse data."""
        return cls(
            text=parse.get("text") or "",
            intent=(parse.get("intent") or {}).get("name"),
            entities=tuple(parse.get("entities") or ()),
            ranking=tuple((i["name"], i.get("confidence", 0.0)) for i in parse.get("intent_ranking") or ()),
        )

    def values(self, entity: str) -> list[dict[str, Any]]:
        """The values of one kind of entity as dicts, in the order said; a bare value is under "value"."""
        return [
            {"start": e.get("start", 0), **(e["value"] if isinstance(e["value"], dict) else {"value": e["value"]})}
            for e in self.entities
            if e["entity"] == entity and e.get("value") is not None
        ]

    @property
    def is_question(self) -> bool:
        """Whether it asks for something rather than answering."""
        return self.text.rstrip().endswith("?") or bool(
            re.match(
                r"\s*(what|how|why|which|who|when|where|can|could|is|are|do|does|should|would|tell me)\b",
                self.text,
                re.I,
            )
        )


@dataclass(frozen=True)
class Reading:
    """Everything one message says about a goal. Money in the currency of the settings, None where it says nothing."""

    goals: tuple[str, ...] = ()  # goal types in the order said
    target: float | None = None
    targets: tuple[float, ...] = ()  # all amounts without another role, for several goals in one breath
    price: float | None = None  # of the house
    saved: float | None = None
    contribution: float | None = None  # a month
    budget: float | None = None  # a month, for all goals together
    income: float | None = None  # a year
    expenses: float | None = None  # a month
    spending: float | None = None  # a month, in retirement
    more_a_month: float | None = None  # a change; negative is less
    more_target: float | None = None
    months: float | None = None
    durations: tuple[float, ...] = ()  # all durations and dates in months
    more_months: float | None = None  # a change; negative is sooner
    age: float | None = None  # "before I'm forty"
    rate: float | None = None  # a yearly rate as a share: 0.22
    more_rate: float | None = None  # a change of rates as a share
    rate_of: str = "rates"  # what changes: rates, returns or inflation
    products: tuple[str, ...] = ()  # product types
    risk: str | None = None  # Low, Medium or High
    nothing_saved: bool = False
    currency: str | None = None  # of the first amount, as an ISO code
    worry: bool = False
    feeling: float | None = None  # of the words, from -1 to 1
    first: bool = False  # "that one comes first"
    retired: bool = False  # work is behind them

    @property
    def changes_goal(self) -> bool:
        """Whether it says any figure of a goal."""
        said = (self.target, self.price, self.saved, self.contribution, self.more_a_month, self.more_target)
        return any(value is not None for value in (*said, self.months, self.more_months, self.age, self.rate))


@dataclass
class _Draft:
    """A reading in the making."""

    fields: dict[str, Any] = field(default_factory=dict)

    def first(self, name: str, value: Any) -> None:
        """Keep the first thing said in a role."""
        self.fields.setdefault(name, value)


def read(message: Message, asked: str | None = None, today: date | None = None) -> Reading:
    """What the message says; `asked` is the slot that was just asked for, which gives bare numbers their role."""
    draft = _Draft()
    text = message.text
    # "We've got two kids" names what they have, not what they want.
    draft.fields["goals"] = _unique(
        str(v["value"])
        for v in message.values("goal_type")
        if v.get("value") and not (v["value"] == "other" and _OWNED.search(text[: v["start"]]))
    )
    if (
        message.intent in ("state_goal", "express_worry", "nlu_fallback")
        and not draft.fields["goals"]
        and _owes(message)
    ):
        draft.fields["goals"] = ("debt_payoff",)
    draft.fields["retired"] = bool(_RETIRED.search(text))
    if draft.fields["retired"] and len(draft.fields["goals"]) > 1:  # "I'm retired and want a new car" is about a car
        draft.fields["goals"] = tuple(kind for kind in draft.fields["goals"] if kind != "retirement")
    draft.fields["products"] = _unique(str(v["value"]) for v in message.values("product_type") if v.get("value"))
    _read_amounts(message, asked, draft)
    _read_times(message, asked, today or date.today(), draft)
    _read_percentages(message, draft)
    if asked == "risk_profile" or re.search(r"\brisk\b", text, re.IGNORECASE):
        draft.fields["risk"] = next((level for level, words in _RISK.items() if words.search(text)), None)
    draft.fields["nothing_saved"] = bool(_NOTHING.search(text))
    for value in message.values("sentiment"):
        draft.fields["worry"] = bool(value.get("worry") or value.get("hardship"))
        draft.fields["feeling"] = value.get("compound")
    draft.fields["first"] = bool(_FIRST.search(text))
    return Reading(**draft.fields)


def corrects(text: str) -> bool:
    """Whether a text takes something back: "no, 20k", "make it five years"."""
    return bool(_CORRECTION.search(text))


def _owes(message: Message) -> bool:
    """Whether an amount is said to be owed: "I owe 6,000 on my Visa"."""
    return any(value.get("role") == "debt" for value in message.values("amount_of_money"))


def _read_amounts(message: Message, asked: str | None, draft: _Draft) -> None:
    text, targets = message.text, []
    amounts = [value for value in message.values("amount_of_money") if _number(value) is not None]
    if _CORRECTION.search(text) and message.intent in ("change_goal", "inform", "deny", "what_if"):
        asked = None  # "actually make it 70k" after "how much have you saved?" is the goal's amount
    if not amounts and asked in ("goal_amount", "goal_saved", "goal_monthly", "income"):
        amounts = [value for value in message.values("number") if _number(value) is not None][:1]
    draft.fields["currency"] = next((value["currency"] for value in amounts if value.get("currency")), None)
    for value in amounts:
        if _BROUGHT_IN.search(text[: value["start"]]):  # "my pension is 900" is what comes in besides
            continue
        amount, per, role = _number(value), value.get("per"), value.get("role")
        answers_amount = asked == "goal_amount" and not per and len(amounts) == 1
        if role in ("income", "expense") and (answers_amount or _MAKE_IT.search(text)):
            role = None  # "we'd like to spend 25 thousand" on the wedding is what the wedding costs
        around = text[max(0, value["start"] - 30) : value["start"] + 40]
        a_month = amount / MONTHS_OF[per] if per in MONTHS_OF else amount
        relation = {"more": 1, "less": -1}.get(str(value.get("relation"))) or _sign(text, value["start"])
        if asked == "income" and role in (None, "income", "contribution", "target") or role == "income":
            draft.first("income", a_month * 12 if per else _a_year(amount))
        elif per in MONTHS_OF and not relation and _is_for_later(text, value["start"]):
            draft.first("spending", a_month)
        elif role == "expense":
            draft.first("expenses", a_month)
        elif relation == 1 and not per and "saved" in draft.fields and _PLUS.search(text[: value["start"] + 1]):
            draft.fields["saved"] += amount  # "20k in savings, plus another 5 grand"
        elif relation and asked is None:
            role_is_target = role == "target" or (not per and _PRICE_WORDS.search(around))
            draft.first("more_target" if role_is_target else "more_a_month", relation * a_month)
        elif per or role == "contribution":
            draft.first("budget" if _BUDGET.search(text) else "contribution", a_month)
        elif (
            role == "saved"
            and not _is_target_after_all(asked, amounts, text)
            or asked == "goal_saved"
            and role is None
            and len(amounts) == 1
            or asked != "goal_amount"
            and role is None
            and _HELD.match(text[value["start"] :])
        ):
            draft.first("saved", amount)
        elif asked == "goal_monthly" and role is None and len(amounts) == 1:
            draft.first("contribution", amount)
        elif _PRICE_WORDS.search(around) and role is None:
            draft.first("price", amount)
            targets.append(amount)
        else:
            draft.first("target", amount)
            targets.append(amount)
    draft.fields["targets"] = tuple(targets)


def _sign(text: str, start: int) -> int | None:
    """1 for "+100", the way the terse say 100 more; None for no sign."""
    return 1 if text[: start + 1].rstrip("$£€ 0123456789").endswith("+") else None


def _is_for_later(text: str, start: int) -> bool:
    """Whether the amount that starts here is what somebody wants to live on in retirement."""
    return bool(_RETIRES.search(text) and _LIVES_ON.search(text[:start]) and not _SAVES.search(text))


def _is_target_after_all(asked: str | None, amounts: list[dict[str, Any]], text: str) -> bool:
    """ "I've got to have 60k" after "how much do you need?" is the target, whatever "got" suggests."""
    return asked == "goal_amount" and len(amounts) == 1 and not _SAVED_WORDS.search(text)


def _months_of_number(number: float, text: str, today: date) -> float:
    """A bare number after "by when, or in how many years?": years, a calendar year, or months if they are named."""
    if 2000 <= number <= 2150:
        return max(0.0, (number - today.year) * 12.0 + 1 - today.month)
    return number if re.search(r"\bmonth", text, re.IGNORECASE) else number * 12


def _a_year(amount: float) -> float:
    """An income said without its period: nobody earns 4,000 a year and plans a house, nor 70,000 a month."""
    return amount * 12 if amount < 15_000 else amount


def _read_times(message: Message, asked: str | None, today: date, draft: _Draft) -> None:
    text, durations = message.text, []
    for value in message.values("duration") + message.values("date"):
        if value.get("age") is not None:
            draft.first("age", float(value["age"]))
            continue
        months = value.get("months", value.get("value"))  # a button's payload may carry the bare number
        if not isinstance(months, (int, float)):
            continue
        if value.get("grain") == "year" and not re.search(
            r"\b(?:by|before|until|till)\s*$", text[: value["start"]], re.I
        ):
            months += 11  # "next year" or "in 2030" leaves until its end; "by 2030" does not
        relation = {"longer": 1, "later": 1, "shorter": -1, "sooner": -1}.get(str(value.get("relation")))
        near = text[max(0, value["start"] - 20) : value["start"] + 30]
        if relation is None and asked is None and message.intent in ("what_if", "change_goal", "inform", "deny"):
            relation = -1 if _SOONER.search(near) else 1 if _LATER.search(near) else None
        if relation:
            draft.first("more_months", relation * abs(months))
        else:
            draft.first("months", months)
            durations.append(months)
    about_age = "retirement" in draft.fields["goals"] and not durations and message.intent in ("what_if", "change_goal")
    if asked == "retirement_age" or about_age:  # "if I retired at 70"
        for value in message.values("number"):
            draft.first("age", _number(value))
    if asked == "goal_months" and not durations:
        for value in message.values("number"):
            number = _number(value)
            if number is not None and YEARS_AT_MOST < number < 2000:  # "400 then": what can be paid a month
                draft.first("contribution", number)
            elif number is not None and number >= 0:
                draft.first("months", _months_of_number(number, text, today))
    draft.fields["durations"] = tuple(durations)


def _read_percentages(message: Message, draft: _Draft) -> None:
    text = message.text
    for value in message.values("percentage"):
        share = _number(value)
        if share is None:
            continue
        share /= 100
        up, down = _UP.search(text), _DOWN.search(text)
        relation = {"up": 1, "down": -1}.get(str(value.get("relation")))
        sign = relation or (-1 if down and not up else 1)
        if message.intent == "what_if" or relation:
            draft.first("more_rate", sign * share)
            draft.first(
                "rate_of",
                "inflation" if _INFLATION.search(text) else "returns" if _MARKET.search(text) else "rates",
            )
        else:
            draft.first("rate", share)


def _number(value: dict[str, Any]) -> float | None:
    try:
        number = float(value.get("value"))
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
