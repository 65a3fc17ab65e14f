"""Living on savings after work: what they bring a month, and how far a wanted amount goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from advisor.assumptions import Assumptions, current
from advisor.customers import Customer
from advisor.goals import AdviceError, check_amount
from advisor.money import round_cent
from advisor.retirement import annuity, drawdown_outlook, simulate, years_ahead

OLDEST = 110  # how far ahead money is counted that outlasts the planning age


@dataclass(frozen=True)
class Drawdown:
    """Amounts in today's money, before tax; they rise with prices from month to month."""

    pot: float
    age: int
    until_age: int  # the planning age
    sustainable: float  # a month, at a cautious return, until then
    taken: float  # a month: what is wanted, else what is sustainable
    chance_it_lasts: float  # until the planning age, with `taken` a month
    lasts_until_age: int  # at a cautious return, with `taken` a month; at most OLDEST


def drawdown(
    pot: float,
    customer: Customer,
    *,
    today: date,
    wanted: float | None = None,
    assumptions: Assumptions | None = None,
) -> Drawdown:
    """What a pot brings a month from now on, or how long `wanted` a month lasts. AdviceError where there is no pot."""
    assumptions = assumptions or current()
    pot = check_amount(pot, "saved", "what you have saved")
    if customer.age >= OLDEST:
        raise AdviceError(f"I can work this out for people under {OLDEST}. How old are you?", "age")
    risk = customer.risk_profile
    months = 12 * years_ahead(customer.age, assumptions.retirement.plan_to_age)
    sustainable = pot / annuity(risk, months, assumptions)
    taken = sustainable if wanted is None else check_amount(wanted, "spending", "what you want to live on")
    _, chance, _ = simulate(drawdown_outlook(risk, months, assumptions), pot, taken, today, assumptions)
    longest = 12 * (OLDEST - customer.age)
    # Whole months of withdrawals that the pot pays for; bisection is not worth it at a few hundred.
    lasts = next(
        (month - 1 for month in range(1, longest) if annuity(risk, month, assumptions) > pot / taken + 1e-9), longest
    )
    return Drawdown(
        pot=round_cent(pot),
        age=customer.age,
        until_age=customer.age + months // 12,
        sustainable=round_cent(sustainable),
        taken=round_cent(taken),
        chance_it_lasts=round(chance, 4),
        lasts_until_age=customer.age + lasts // 12,
    )
