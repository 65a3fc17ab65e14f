"""Living on savings: annuities of the same money, held against each other and against sense."""

from datetime import date

import pytest

from advisor.assumptions import current
from advisor.customers import Customer
from advisor.drawdown import OLDEST, drawdown
from advisor.goals import AdviceError
from advisor.retirement import annuity

TODAY = date(2026, 1, 1)
RETIRED = Customer.guest(age=70)


def test_what_is_sustainable_empties_the_pot_at_the_planning_age():
    found = drawdown(320_000, RETIRED, today=TODAY)
    months = 12 * (found.until_age - 70)
    assert found.sustainable * annuity(RETIRED.risk_profile, months, current()) == pytest.approx(320_000, abs=5)
    assert found.taken == found.sustainable
    assert found.lasts_until_age == found.until_age


def test_taking_more_ends_sooner_and_is_less_certain_taking_less_the_contrary():
    even = drawdown(320_000, RETIRED, today=TODAY)
    more = drawdown(320_000, RETIRED, today=TODAY, wanted=even.sustainable * 1.3)
    less = drawdown(320_000, RETIRED, today=TODAY, wanted=even.sustainable * 0.5)
    assert more.lasts_until_age < even.lasts_until_age < less.lasts_until_age <= OLDEST
    assert more.chance_it_lasts < even.chance_it_lasts < less.chance_it_lasts


def test_the_age_it_lasts_until_is_the_annuitys():
    found = drawdown(320_000, RETIRED, today=TODAY, wanted=1_800)
    paid = 12 * (found.lasts_until_age - 70)
    assert annuity(RETIRED.risk_profile, paid, current()) * 1_800 <= 320_000
    assert annuity(RETIRED.risk_profile, paid + 13, current()) * 1_800 > 320_000


def test_nothing_to_draw_from_is_said():
    with pytest.raises(AdviceError) as refused:
        drawdown(0, RETIRED, today=TODAY)
    assert refused.value.field == "saved"
