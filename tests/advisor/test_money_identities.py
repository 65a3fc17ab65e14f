"""Identities that hold for all money, tried by hypothesis on figures nobody would think of."""

from __future__ import annotations

import math

import numpy_financial as npf
import pytest
import pyxirr
from hypothesis import given
from hypothesis import strategies as st

from advisor.assumptions import current
from advisor.money import (
    annual_percentage_rate,
    ceil_cent,
    deflate,
    future_value,
    inflate,
    loan_payment,
    real_rate,
    required_monthly,
)
from advisor.savings import Aim, balances, need

money = st.floats(0.01, 1e7, allow_nan=False)
rates = st.floats(0.0, 0.3)
months = st.integers(1, 720)


@given(money, money, st.floats(-0.1, 0.15), st.floats(0.0, 0.12), st.integers(0, 60))
def test_real_equals_nominal(start, contribution, growth, inflation, years):
    """P_N / (1+i)^N = PV (1+rho)^N + C ((1+rho)^N - 1) / rho, contributions growing with inflation."""
    rho = real_rate(growth, inflation)
    nominal = start
    for year in range(1, years + 1):
        nominal = nominal * (1 + growth) + inflate(contribution, inflation, 12 * year)
    factor = (1 + rho) ** years
    annuity = years if abs(rho) < 1e-12 else (factor - 1) / rho
    assert deflate(nominal, inflation, 12 * years) == pytest.approx(start * factor + contribution * annuity, rel=1e-5)


@given(money, rates, months)
def test_a_deposit_that_is_enough_is_exactly_enough(target, rate, count):
    monthly = required_monthly(target, count, rate)
    assert future_value(rate, count, monthly) == pytest.approx(target, rel=1e-7)
    assert future_value(rate, count, ceil_cent(monthly)) >= target * (1 - 1e-9)


@given(money, st.floats(1e-6, 0.3), months)  # pyxirr itself fails below
def test_a_second_library_agrees_on_loans(principal, rate, count):
    assert loan_payment(principal, rate, count) == pytest.approx(-pyxirr.pmt(rate / 12, count, principal), rel=1e-6)


@given(st.floats(100, 1e6), st.floats(0.01, 0.3), st.integers(2, 480))
def test_the_rate_of_a_loan_comes_back_from_its_payments(principal, rate, count):
    payment = loan_payment(principal, rate, count)
    assert annual_percentage_rate(principal, payment, count) == pytest.approx(rate, abs=1e-5)


@given(money, st.lists(st.floats(0, 1e4), min_size=1, max_size=120), rates)
def test_a_balance_is_the_sum_of_what_each_deposit_became(start, deposits, rate):
    path = balances(start, deposits, rate)
    count = len(deposits)
    growth = 1 + rate / 12
    expected = start * growth**count + sum(
        amount * growth ** (count - month) for month, amount in enumerate(deposits, 1)
    )
    assert path[-1] == pytest.approx(expected, rel=1e-9)


@given(
    st.sampled_from(["house", "retirement", "emergency_fund", "other"]),
    st.sampled_from(["Low", "Medium", "High"]),
    st.floats(0.01, 1e8),
    st.floats(0, 1e7),
    st.integers(1, 720),
)
def test_the_stated_rate_and_monthly_amount_reach_the_goal_on_any_calculator(kind, risk, target, saved, count):
    assumptions = current()
    aim = Aim(kind, risk, target, saved)
    needed = need(aim, count, assumptions)
    future = aim.target_future(count, assumptions)
    assert math.isfinite(needed.monthly)
    assert needed.monthly >= 0
    assert needed.annual_rate == round(needed.annual_rate, 4)
    reached = (
        float(npf.fv(needed.annual_rate / 12, count, -needed.monthly, -saved))
        if needed.annual_rate
        else (saved + needed.monthly * count)
    )
    assert reached >= future * (1 - 1e-9)
    if needed.monthly > 0.01:  # and a cent less would not
        assert reached - 0.01 * (1 + needed.annual_rate / 12) ** count * count < future * (1 + 1e-9)


@given(st.floats(1, 1e6), st.integers(2, 600), st.floats(-0.02, 0.02))
def test_returns_below_inflation_never_break_the_arithmetic(target, count, rate):
    needed = need(Aim("other", "Low", target, 0.0), count, current().flat(rate, 0.03))
    assert math.isfinite(needed.monthly)
    assert needed.monthly * count >= target * 0.5
