"""Distress: how many weeks before the first missed payment it fires, how often for nothing, and what a score is worth.

`python -m bench.distress [CUSTOMERS]` (400 unless told). Half the made-up customers meet trouble (a pay cut, a lost job
or costs that creep up) with a cushion of up to three months and a card to fall back on; the first missed payment
follows from their own money, months later or never. The other half have ordinary bad months: a dear repair, pay that
comes short once. Scores are taken every week from what was known that day; after a first miss nobody counts any more.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from sklearn.metrics import roc_auc_score

from advisor.customers import Customer, load
from advisor.transactions.generator import history
from advisor.transactions.income import signals
from advisor.transactions.records import CreditCard, History, Statement
from bench.fairness import show
from settings import settings
from trust.distress import HIGH, SOME, distress
from trust.fairness import assess
from trust.fairness_report import bands_of
from trust.mitigation import compare, even_bars

END = date(2026, 1, 31)
MONTHS, TROUBLE_FROM = 20, 8  # months of history; the month in which trouble begins
STORIES = ("pay cut", "lost job", "costs creep up")
ORDINARY = "ordinary"
AHEAD = 13  # weeks within which a miss counts as foreseen by a score
BANDS = ((0, 5), (5, SOME), (SOME, HIGH), (HIGH, 101))


@dataclass(frozen=True)
class Life:
    """One customer's history, and the day of their first missed payment if there is one."""

    customer: Customer
    story: str  # of STORIES, or ORDINARY
    past: History
    missed: date | None


def live(customer: Customer, story: str, seed: int) -> Life | None:
    """What becomes of a customer's cards when their money changes; None for somebody without a card."""
    rng = np.random.default_rng([seed, customer.customer_id])
    calm = history(customer, until=END, months=MONTHS)
    if not calm.cards:
        return None
    limit, rate = sum(card.limit for card in calm.cards), calm.cards[0].annual_rate
    names = {card.name for card in calm.cards}
    ends = [statement.day for statement in calm.cards[0].statements]
    share = np.ones(len(ends))  # of the usual pay
    dearer = np.ones(len(ends))  # of the usual spending
    if story == "pay cut":
        share[TROUBLE_FROM:] = rng.uniform(0.5, 0.8)
    elif story == "lost job":
        share[TROUBLE_FROM:] = 0.0
    elif story == "costs creep up":
        dearer[TROUBLE_FROM:] = 1 + rng.uniform(0.03, 0.08) * np.arange(1, len(ends) - TROUBLE_FROM + 1)
    else:  # an ordinary bad month or two
        share[rng.integers(3, len(ends))] = rng.uniform(0.7, 1.0)
        dearer[rng.integers(3, len(ends))] = rng.uniform(1.0, 1.6)
    made, statements, missed = [], [], None
    owed = sum(card.statements[0].balance for card in calm.cards)
    usual = sum(-t.amount for t in calm.transactions if t.amount < 0 and t.kind not in ("fee",)) / len(ends)
    most = cushion = usual * rng.uniform(0, 3)  # what is left over in good months is put away for good
    before = 0.0  # bought with the card the month before
    for month, end in enumerate(ends):
        its = [t for t in calm.transactions if t.day.replace(day=1) == end.replace(day=1)
               and t.category not in ("debt_payment", "fees_and_interest")]  # fmt: skip
        # Small sums are spent again and again: creeping costs are the same payments, dearer.
        its = [replace(t, amount=round(t.amount * (share if t.amount > 0 else dearer)[month], 2)) for t in its]
        its = [t for t in its if t.amount]
        comes = sum(t.amount for t in its if t.amount > 0)
        goes = -sum(t.amount for t in its if t.amount < 0 and t.account not in names)
        bought = -sum(t.amount for t in its if t.account in names)
        minimum = round(min(owed, max(25.0, 0.02 * owed)), 2)
        cushion = min(most, cushion + comes - goes)
        # Some pay in full; who carries a balance pays what they bought, or the card would soon be full.
        wanted = owed if owed <= before * 1.5 else max(before + 1.5 * owed * rate / 12, minimum * 2)
        paid = round(min(owed, max(0.0, min(wanted, cushion))), 2)
        cushion -= paid
        if cushion < 0:  # what the account cannot pay goes on the card, as far as there is room
            onto_card = min(-cushion, max(0.0, limit - owed - bought + paid))
            bought, cushion = bought + onto_card, cushion + onto_card
        before, short = bought, paid < minimum
        owed = round(owed * (1 + rate / 12) + bought - paid, 2)
        statements.append(Statement(end, owed, minimum, paid, short))
        made += its
        if short and missed is None:
            missed = end.replace(day=20)
    card = CreditCard("Card", limit, rate, tuple(statements))
    return Life(customer, story, replace(calm, transactions=tuple(made), cards=(card,)), missed)


def weekly(life: Life) -> Iterator[tuple[date, float]]:
    """The score of every week from the sixth month on, up to the first miss; tone is left out."""
    statements = life.past.cards[0].statements
    day = statements[6].day
    while day <= (life.missed - timedelta(days=1) if life.missed else END):
        known = replace(
            life.past,
            transactions=tuple(t for t in life.past.transactions if t.day <= day),
            cards=(replace(life.past.cards[0], statements=tuple(s for s in statements if s.day <= day)),),
        )
        yield day, distress(signals(known, day)).score
        day += timedelta(days=7)


def main(count: int) -> None:
    everybody = load(settings.root / "data" / "customers.csv").customers
    people = [c for c in everybody if c.income >= 12_000][:count]
    told = [(c, STORIES[n // 2 % 3] if n % 2 else ORDINARY) for n, c in enumerate(people)]
    lives = [life for n, (c, story) in enumerate(told) if (life := live(c, story, n)) is not None]
    scored = [(life, list(weekly(life))) for life in lives]
    missing = [(life, weeks) for life, weeks in scored if life.missed]
    after = [(life.missed - life.past.cards[0].statements[TROUBLE_FROM].day).days / 7 for life, _ in missing]
    print(
        f"{len(lives)} customers, {len(missing)} of them miss a payment, "
        f"{np.mean(after):.0f} weeks after trouble begins\n"
    )
    for level, least in (("some", SOME), ("high", HIGH)):
        print(f"level {level!r} (score {least} and more)")
        for story in (*STORIES, ORDINARY):
            theirs = [(life, weeks) for life, weeks in missing if life.story == story]
            print(f"  {story:<16} {lead(theirs, least)}")
        calm = [weeks for life, weeks in scored if not life.missed and life.story == ORDINARY]
        fired = sum(any(score >= least for _, score in weeks) for weeks in calm)
        days = sum(score >= least for weeks in calm for _, score in weeks)
        print(
            f"  false alerts     {fired} of {len(calm)} ordinary customers in {(MONTHS - 6) / 12:.1f} years "
            f"({100 * fired / len(calm):.0f} per 100), {days / sum(map(len, calm)):.1%} of their weeks\n"
        )
    rows = [(score, _soon(life, day)) for life, weeks in scored for day, score in weeks]
    scores, soon = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    area = roc_auc_score(soon, scores)
    print(f"a miss within {AHEAD} weeks, by score ({len(rows):,} weeks; area under the ROC curve {area:.3f})")
    for low, high in BANDS:
        inside = (scores >= low) & (scores < high)
        if inside.any():
            print(f"  {low:>3} to {high:>3}  {inside.sum():>6} weeks  {soon[inside].mean():>6.1%} miss")

    by_band(scored)


def by_band(scored: list[tuple[Life, list[tuple[date, float]]]]) -> None:
    """Who is flagged in time, and who for nothing, by age and income band."""
    print(f"\nflagged ({SOME} and more) before a miss, or without one, by band")
    highest = np.array([max((score for _, score in weeks), default=0.0) for _, weeks in scored])
    flagged, missed = highest >= SOME, np.array([life.missed is not None for life, _ in scored])
    for attribute, groups in bands_of([life.customer for life, _ in scored]).items():
        show(assess("flagged", attribute, flagged, groups, missed))
        bars = even_bars(highest, np.array(groups), SOME)
        after = highest >= np.array([bars[group] for group in groups])
        print(f"        {compare('a bar for each band', 'flagged', attribute, flagged, after, groups, missed).said}")


def lead(theirs: list[tuple[Life, list[tuple[date, float]]]], least: float) -> str:
    """For how many the score fires before their miss, and how many weeks before."""
    firsts = [(life.missed, next((day for day, score in weeks if score >= least), None)) for life, weeks in theirs]
    weeks = [(missed - first).days / 7 for missed, first in firsts if first]
    if not weeks:
        return f"fires for 0 of {len(theirs)}"
    low, middle, high = np.quantile(weeks, (0.25, 0.5, 0.75))
    return (
        f"fires for {len(weeks)} of {len(theirs)} before the miss; median {middle:.0f} weeks before "
        f"(quartiles {low:.0f} to {high:.0f})"
    )


def _soon(life: Life, day: date) -> bool:
    return life.missed is not None and (life.missed - day).days / 7 <= AHEAD


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
