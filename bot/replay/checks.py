"""What a turn brought, held against what its story expects: each difference in a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.replay.stories import Turn


@dataclass(frozen=True)
class Outcome:
    """What came of one turn."""

    messages: tuple[dict[str, Any], ...]
    actions: tuple[str, ...]  # in order, without listening
    asked: str | None  # the slot the form asks for now
    heard: str = ""  # what was understood of speech
    seconds: float = 0.0
    intent: str | None = None

    @property
    def text(self) -> str:
        """All that was said."""
        return "\n".join(message.get("text") or "" for message in self.messages)

    @property
    def buttons(self) -> dict[str, str]:
        """Titles and what each sends."""
        return {b["title"]: b["payload"] for message in self.messages for b in message.get("buttons") or ()}

    @property
    def data(self) -> dict[str, Any]:
        """The data of all messages; a later one wins."""
        return {key: value for message in self.messages for key, value in (message.get("data") or {}).items()}


@dataclass
class Problems:
    """Differences found so far."""

    found: list[str] = field(default_factory=list)

    def unless(self, condition: Any, problem: str) -> None:
        """Note a problem where a condition does not hold."""
        if not condition:
            self.found.append(problem)


def check(turn: Turn, outcome: Outcome, who: str) -> list[str]:
    """Everything in which an outcome differs from what the turn expects."""
    problems = Problems()
    said = _plain(outcome.text)
    problems.unless(outcome.messages and said.strip(), "nothing was said")
    if turn.does is not None:
        problems.unless(
            outcome.actions == turn.does, f"did {', '.join(outcome.actions)}; expected {', '.join(turn.does)}"
        )
    if turn.asks is not None:
        asked = outcome.asked or "nothing"
        problems.unless(asked == turn.asks, f"asks for {asked}; expected {turn.asks}")
    for words in turn.says:
        problems.unless(_plain(words) in said, f"did not say “{words}”")
    for words in turn.never:
        problems.unless(_plain(words) not in said, f"said “{words}”, which it must not")
    for key in turn.data:
        problems.unless(_dig(outcome.data, key) is not None, f"data has no {key}")
    for key, wanted in turn.figures.items():
        got = _dig(outcome.data, key)
        problems.unless(_same(got, wanted), f"data has {key} = {got!r}; expected {wanted!r}")
    if turn.image is not None:
        problems.unless(any(m.get("image") for m in outcome.messages) == turn.image, f"picture: expected {turn.image}")
    if turn.sources is not None:
        problems.unless(
            any(m.get("sources") for m in outcome.messages) == turn.sources, f"sources: expected {turn.sources}"
        )
    for title in turn.buttons:
        problems.unless(title in outcome.buttons, f"offers no button “{title}”")
    if turn.plan is not None:
        check_plan(problems, turn.plan, outcome, who)
    if turn.within_ms is not None:
        problems.unless(outcome.seconds * 1000 <= turn.within_ms, f"took {outcome.seconds * 1000:.0f} ms")
    check_figures_agree(problems, outcome)
    return problems.found


def check_plan(problems: Problems, wanted: dict[str, Any], outcome: Outcome, who: str) -> None:
    """The plan that was said is the one that the advisor makes from these figures, without any dialogue."""
    from advisor.money_text import duration_text, money_text

    plan = expected_plan(wanted, who)
    said, data = _plain(outcome.text), outcome.data
    data = data.get("what_if", {}).get("after", data)
    for name in ("status", "months", "target_todays", "saved", "monthly", "contribution"):
        expected = getattr(plan, name)
        got = data.get(name, 0.0 if name == "saved" else None)
        problems.unless(_same(got, expected), f"plan has {name} = {got!r}; the advisor says {expected!r}")
    figure = money_text(max(plan.monthly, plan.contribution) if plan.status != "done" else plan.target_todays)
    problems.unless(figure in said, f"did not say {figure}")
    if plan.status != "done" and "what_if" not in outcome.data:  # a what-if says what changes
        problems.unless(duration_text(plan.months) in said, f"did not say {duration_text(plan.months)}")


def expected_plan(wanted: dict[str, Any], who: str) -> Any:
    """The advisor's plan for figures like those of `./milepost plan`: goal, amount, months, saved, …"""
    from advisor.customers import Customer, load
    from advisor.goals import Debt, Goal
    from advisor.plans import make_plan
    from settings import settings

    values = dict(wanted)
    told = {name: values.pop(name) for name in ("income", "risk_profile", "age") if name in values}
    if who == "guest" or values.pop("without_profile", False):
        customer = Customer.guest(**told)
    else:
        found = load(settings.root / "data" / "customers.csv").customers
        row = next(customer for customer in found if customer.customer_id == int(who))
        customer = Customer.from_dict({**row.to_dict(), **told})
    debts: tuple[Debt, ...] = ()
    if values["goal"] == "debt_payoff" and "rate" in values:
        debts = (Debt("debt", float(values["amount"]), values.pop("rate")),)
    monthly, budget = values.pop("monthly", None), values.pop("budget", None)
    goal = Goal(
        values.pop("goal"),
        target=values.pop("amount", None),
        months=values.pop("months", None),
        saved=float(values.pop("saved", 0.0)),
        name=values.pop("name", None),
        house_price=values.pop("price", None),
        debts=debts,
    )
    if values:
        raise ValueError(f"a plan of a story has no {', '.join(values)}")
    return make_plan(goal, customer, today=date.today(), monthly=monthly, monthly_budget=budget)


def check_figures_agree(problems: Problems, outcome: Outcome) -> None:
    """Every amount that a message with figures says is among its own figures: text, data and picture are one."""
    for message in outcome.messages:
        data = message.get("data") or {}
        if not ({"monthly", "what_if", "goals"} & set(data)):
            continue
        known = {round(abs(number)) for number in _numbers(data)}
        known |= {round(a - b) for a in _goal_figures(data) for b in _goal_figures(data)}
        for amount in re.findall(r"\$([\d,]+(?:\.\d\d)?)", message.get("text") or ""):
            value = float(amount.replace(",", ""))
            problems.unless(
                round(value) in known or any(abs(value - k) <= 1 for k in known),
                f"${amount} is said but not in the data",
            )


def _goal_figures(data: dict[str, Any]) -> list[float]:
    names = (
        "target_todays",
        "saved",
        "balance",
        "expected",
        "monthly",
        "spare_monthly",
        "total_monthly",
        "contribution",
    )
    return [float(data[name]) for name in names if isinstance(data.get(name), (int, float))]


def _numbers(value: Any) -> list[float]:
    if isinstance(value, bool):
        return []
    if isinstance(value, (int, float)):
        return [float(value)]
    if isinstance(value, dict):
        return [number for item in value.values() for number in _numbers(item)]
    if isinstance(value, list):
        return [number for item in value for number in _numbers(item)]
    if isinstance(value, str):
        return [float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", value) if n.strip(",")]
    return []


def _dig(data: dict[str, Any], key: str) -> Any:
    value: Any = data
    for part in key.split("."):
        if isinstance(value, list):
            value = value[int(part)] if part.isdigit() and int(part) < len(value) else None
        else:
            value = value.get(part) if isinstance(value, dict) else None
    return value


def _same(got: Any, wanted: Any) -> bool:
    if isinstance(wanted, (int, float)) and not isinstance(wanted, bool):
        return isinstance(got, (int, float)) and abs(got - wanted) < 0.005
    return got == wanted


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").split()).lower()
