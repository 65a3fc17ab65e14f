"""Made-up payment histories: seeded, so that a demo customer has the same past every time it is asked for.

Amounts follow the customer's income, habit and number of payments; cards are paid in full or carried over as people
of that kind do. Scenarios put trouble and fraud into a history, each payment of theirs labelled.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal, get_args

import numpy as np

from advisor.customers import Customer
from advisor.transactions.merchants import categories
from advisor.transactions.records import CreditCard, History, Kind, Statement, Transaction

Scenario = Literal[
    "income_drop",  # the salary stops for the last three months; cards fill up and minimums are missed
    "card_testing",  # many tiny online payments within minutes, then a large one
    "stolen_card",  # a day of large purchases at places never visited
    "account_takeover",  # one large transfer at night to somebody new
    "duplicate_charge",  # the same amount at the same place twice within minutes
    "silent_increase",  # a subscription that suddenly costs half as much again
]
SCENARIOS: tuple[str, ...] = get_args(Scenario)
DEMO_TROUBLE: dict[int, tuple[Scenario, ...]] = {
    7: ("income_drop",), 9: ("duplicate_charge",), 11: ("silent_increase",),
    13: ("card_testing",), 17: ("stolen_card",), 19: ("account_takeover",),
}  # fmt: skip
"""Who of every 25 demo customers something has happened to, by customer_id modulo 25: a bank without trouble shows none
of what is there to notice it."""
FRAUD = ("card_testing", "stolen_card", "account_takeover")

TAKE_HOME = 0.77  # of income before tax; the plan's own estimate is in advisor.budget
CARRIES_OVER = {"Budget": 0.15, "Moderate": 0.30, "Luxury": 0.45}  # chance of not paying the card in full
SPENT = {"Budget": 0.78, "Moderate": 0.90, "Luxury": 0.98}  # of take-home pay, all categories together
HOUSING = 0.28

# Share of what is left after bills, and the spread of one payment (standard deviation of its logarithm).
EVERYDAY = {
    "groceries": (0.34, 0.5),
    "eating_out": (0.14, 0.4),
    "transport": (0.13, 0.5),
    "shopping": (0.17, 0.8),
    "health": (0.06, 0.7),
    "leisure": (0.09, 0.6),
    "travel": (0.07, 0.9),
}
TASTES = {"Budget": {"travel": 0.3, "eating_out": 0.6}, "Luxury": {"travel": 2.5, "eating_out": 1.6, "shopping": 1.4}}


Payments = list[Transaction]
Cards = tuple[tuple[str, float, float, float], ...]  # name, limit, yearly rate, opening balance


@dataclass(frozen=True)
class _Bill:
    merchant: str
    category: str
    day: int
    amount: float
    kind: Kind


def history(
    customer: Customer, *, until: date, months: int = 12, scenarios: Iterable[str] = (), seed: int = 0
) -> History:
    """The made-up payments of `months` months up to and including `until`, the same for the same arguments.

    scenarios are among SCENARIOS and happen near the end. Raises ValueError for an unknown one.
    """
    wanted = tuple(scenarios)
    unknown = set(wanted) - set(SCENARIOS)
    if unknown:
        raise ValueError(f"there is no scenario {', '.join(sorted(unknown))}; there are {', '.join(SCENARIOS)}")
    rng = np.random.default_rng([seed, customer.customer_id, customer.age, int(customer.income)])
    # Monthly draws hang on the month, not on the window, so that the past does not change as time goes by.
    take_home = customer.income * TAKE_HOME / 12
    carries_over = bool(rng.random() < CARRIES_OVER[customer.spending_habit])
    bills = _bills(customer, take_home, rng)
    cards = _cards(customer, carries_over, rng)
    pay_day = int(rng.integers(24, 29)) if customer.age < 66 else 1
    found: list[Transaction] = []
    first = _month(until, 1 - months)
    statements: dict[str, list[Statement]] = {name: [] for name, *_ in cards}
    balances = {name: start for name, _, _, start in cards}
    for back in range(months):
        month = _month(first, back)
        stopped = "income_drop" in wanted and back >= months - 3
        monthly = np.random.default_rng([seed, customer.customer_id, month.year, month.month])
        paid = _one_month(customer, month, take_home, pay_day, bills, cards, stopped, monthly)
        for name, limit, rate, _ in cards:
            bought = -sum(t.amount for t in paid if t.account == name)
            before = balances[name]
            interest = round(before * rate / 12, 2) if carries_over else 0.0
            minimum = round(min(before, max(25.0, 0.02 * before)), 2)
            payment = 0.0 if stopped else minimum * 2.5 if carries_over else before
            # Somebody who carries a balance pays roughly what they buy, or the card would soon be full.
            if carries_over and not stopped:
                payment = min(before, max(payment, bought + interest - 0.01 * limit))
            payment = round(min(payment, before), 2)
            balances[name] = round(min(before + bought + interest - payment, limit * 1.05), 2)
            end = _day(month, 31)
            missed = minimum > 0 and payment < minimum
            statements[name].append(Statement(end, balances[name], minimum, payment, missed))
            due = _at(_day(month, 20), 9)
            if payment:
                paid.append(_make(customer, due, -payment, "Card Payment", "debt_payment", "transfer"))
            if interest:
                paid.append(_make(customer, due, -interest, "Card Interest", "fees_and_interest", "fee", name))
            if missed:
                paid.append(_make(customer, due, -25.0, "Late Payment Fee", "fees_and_interest", "fee", name))
        found += paid
    for scenario in wanted:
        found = _SCENARIOS[scenario](found, customer, until, rng, cards) if scenario in _SCENARIOS else found
    found = sorted((t for t in found if t.day <= until), key=lambda t: (t.at, t.merchant, t.amount))
    return History(
        customer.customer_id,
        tuple(replace(t, transaction_id=f"{customer.customer_id}-{n}") for n, t in enumerate(found, start=1)),
        tuple(
            CreditCard(name, limit, rate, tuple(s for s in statements[name] if s.day <= until))
            for name, limit, rate, _ in cards
        ),
    )


def demo_history(customer: Customer, *, until: date) -> History:
    """What the demo bank holds of this customer: `history`, with trouble for those that DEMO_TROUBLE names."""
    return history(customer, until=until, scenarios=DEMO_TROUBLE.get(customer.customer_id % 25, ()))


def _month(day: date, forward: int) -> date:
    """The first day of the month so many months later."""
    years, month = divmod(day.year * 12 + day.month - 1 + forward, 12)
    return date(years, month + 1, 1)


def _day(month: date, day: int) -> date:
    return month.replace(day=min(day, calendar.monthrange(month.year, month.month)[1]))


def _at(day: date, hour: float) -> datetime:
    return datetime.combine(day, time()) + timedelta(hours=hour)


def _make(
    customer: Customer, at: datetime, amount: float, merchant: str, category: str, kind: Kind,
    account: str = "current", online: bool = False, abroad: bool = False, label: str | None = None,
) -> Transaction:  # fmt: skip
    return Transaction(
        "", customer.customer_id, at, round(float(amount), 2), merchant, category, kind, account, online, abroad, label
    )


def _bills(customer: Customer, take_home: float, rng: np.random.Generator) -> tuple[_Bill, ...]:
    """What is due every month: housing, utilities, insurance, subscriptions."""
    named = {name: category.merchants for name, category in categories().items()}
    owns = customer.age > 35 and customer.income > 60_000
    bills = [_Bill(named["housing"][1 if owns else 0], "housing", 1, take_home * HOUSING, "direct_debit")]
    for merchant, least, share in zip(named["utilities"], (35, 18, 30, 15), (0.02, 0.008, 0.008, 0.006), strict=True):
        amount = max(least, take_home * share) * rng.uniform(0.85, 1.15)
        bills.append(_Bill(merchant, "utilities", int(rng.integers(2, 15)), amount, "direct_debit"))
    bills.append(_Bill(named["insurance"][0], "insurance", 5, max(20, take_home * 0.02), "direct_debit"))
    many = {"Budget": 1, "Moderate": 2, "Luxury": 4}[customer.spending_habit]
    prices = rng.choice([5.99, 7.99, 9.99, 12.99, 17.99, 29.99], size=len(named["subscriptions"]))
    for merchant, price in list(zip(named["subscriptions"], prices, strict=True))[:many]:
        bills.append(_Bill(merchant, "subscriptions", int(rng.integers(3, 28)), float(price), "card"))
    return tuple(replace(bill, amount=round(bill.amount, 2)) for bill in bills)


def _cards(customer: Customer, carries_over: bool, rng: np.random.Generator) -> Cards:
    """The cards of a customer; none below the least income a card is given for."""
    if customer.income < 12_000:
        return ()
    names = ["Everyday Card", "Travel Card"][: 2 if customer.income > 70_000 else 1]
    made = []
    for name in names:
        limit = max(500.0, round(customer.income * rng.uniform(0.06, 0.14) / 500) * 500.0)
        used = rng.uniform(0.35, 0.75) if carries_over else rng.uniform(0.03, 0.12)
        rate = 0.199 if name == "Everyday Card" else 0.229
        made.append((name, float(limit), rate, round(float(limit * used), 2)))
    return tuple(made)


def _one_month(
    customer: Customer,
    month: date,
    take_home: float,
    pay_day: int,
    bills: tuple[_Bill, ...],
    cards: Cards,
    stopped: bool,
    rng: np.random.Generator,
) -> list[Transaction]:
    paid = []
    if customer.income and not stopped:
        source = "Pension Office" if customer.age >= 66 else "Payroll"
        amount = take_home * rng.normal(1, 0.004)
        paid.append(_make(customer, _at(_day(month, pay_day), 6), amount, source, "income", "income"))
    for bill in bills:
        # Utilities follow use and season; rent and subscriptions do not.
        varies = rng.normal(1, 0.08) if bill.category == "utilities" else 1.0
        account = cards[0][0] if bill.kind == "card" and cards else "current"
        when = _at(_day(month, bill.day), 7)
        online = bill.kind == "card"
        paid.append(
            _make(customer, when, -bill.amount * varies, bill.merchant, bill.category, bill.kind, account, online)
        )
    left = max(80.0, take_home * SPENT[customer.spending_habit] - sum(bill.amount for bill in bills))
    taste = TASTES.get(customer.spending_habit, {})
    weights = np.array([share * taste.get(name, 1.0) for name, (share, _) in EVERYDAY.items()])
    weights /= weights.sum()
    count = max(4, customer.transactions - len(bills))
    # Small things are bought often: payments are shared out by budget over typical size.
    often = weights / np.array([1.0, 0.5, 0.6, 1.5, 1.5, 0.9, 6.0])
    drawn = rng.multinomial(count, often / often.sum())
    for (name, (_, spread)), weight, payments in zip(EVERYDAY.items(), weights, drawn, strict=True):
        if not payments:
            continue
        amounts = rng.lognormal(0, spread, payments)
        amounts *= left * weight * rng.normal(1, 0.08) / amounts.sum()
        merchants = categories()[name].merchants
        for amount in amounts:
            day = int(rng.integers(1, calendar.monthrange(month.year, month.month)[1] + 1))
            when = _at(month.replace(day=day), float(np.clip(rng.normal(15, 3.5), 7, 22.9)))
            account = cards[int(rng.integers(len(cards)))][0] if cards and rng.random() < 0.4 else "current"
            online = bool(rng.random() < (0.6 if name in ("shopping", "travel", "leisure") else 0.08))
            abroad = name == "travel" and bool(rng.random() < 0.4)
            merchant = merchants[int(rng.integers(len(merchants)))]
            paid.append(_make(customer, when, -max(amount, 0.5), merchant, name, "card", account, online, abroad))
    if rng.random() < 0.7:
        when = _at(_day(month, int(rng.integers(1, 28))), 12)
        paid.append(_make(customer, when, -float(rng.choice([20, 40, 60, 100])), "Cash Machine", "cash", "cash"))
    return paid


# Scenarios: each takes the payments and gives them back with its own among them. ------------------------------


def _card_of(cards: Cards) -> str:
    return cards[0][0] if cards else "current"


def _card_testing(found: Payments, customer: Customer, until: date, rng: np.random.Generator, cards: Cards) -> Payments:
    start = _at(until - timedelta(days=3), float(rng.uniform(1, 4)))
    tries = [
        _make(customer, start + timedelta(seconds=40 * n), -float(rng.uniform(0.5, 2)), "Parcel Direct", "shopping",
              "card", _card_of(cards), True, True, "card_testing")
        for n in range(int(rng.integers(6, 12)))
    ]  # fmt: skip
    large = _make(customer, start + timedelta(minutes=20), -float(rng.uniform(400, 1500)), "Gadget Barn Online",
                  "shopping", "card", _card_of(cards), True, True, "card_testing")  # fmt: skip
    return [*found, *tries, large]


def _stolen_card(found: Payments, customer: Customer, until: date, rng: np.random.Generator, cards: Cards) -> Payments:
    day = until - timedelta(days=2)
    places = ("Jewel Court", "Gadget Barn", "Oak and Wool", "Fuel Stop", "Designer Outlet")
    return found + [
        _make(customer, _at(day, 10 + 0.4 * n), -float(rng.uniform(150, 900)), place, "shopping", "card",
              _card_of(cards), False, True, "stolen_card")
        for n, place in enumerate(places)
    ]  # fmt: skip


def _account_takeover(
    found: Payments, customer: Customer, until: date, rng: np.random.Generator, cards: Cards
) -> Payments:
    amount = customer.income * TAKE_HOME / 12 * float(rng.uniform(0.7, 1.3))
    night = _at(until - timedelta(days=1), float(rng.uniform(2, 4.5)))
    return [*found, _make(customer, night, -amount, "Transfer to J Doe", "other", "transfer", "current", True, False,
                          "account_takeover")]  # fmt: skip


def _duplicate_charge(
    found: Payments, customer: Customer, until: date, rng: np.random.Generator, cards: Cards
) -> Payments:
    recent = [t for t in found if t.kind == "card" and until - timedelta(days=14) <= t.day <= until and t.amount < -15]
    if not recent:
        return found
    original = recent[int(rng.integers(len(recent)))]
    return [*found, replace(original, at=original.at + timedelta(minutes=4), label="duplicate_charge")]


def _silent_increase(
    found: Payments, customer: Customer, until: date, rng: np.random.Generator, cards: Cards
) -> Payments:
    name = next((t.merchant for t in found if t.category == "subscriptions"), None)
    since = _month(until, -1)
    raised = [t for t in found if t.merchant == name and t.day >= since]
    dearer = [replace(t, amount=round(t.amount * 1.5, 2), label="silent_increase") for t in raised]
    return [t for t in found if t not in raised] + dearer


_SCENARIOS = {
    "card_testing": _card_testing,
    "stolen_card": _stolen_card,
    "account_takeover": _account_takeover,
    "duplicate_charge": _duplicate_charge,
    "silent_increase": _silent_increase,
}
