"""Published figures, to the cent they were published with. Each test names where its figure comes from."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import numpy_financial as npf
import pytest
import pyxirr

from advisor.allocation import Outlook, lognormal
from advisor.assumptions import current
from advisor.customers import Customer
from advisor.goals import Goal
from advisor.money import (
    annual_percentage_rate,
    ceil_cent,
    future_value,
    loan_payment,
    principal_paid,
    real_rate,
    required_monthly,
    total_interest,
)
from advisor.monte_carlo import simulate
from advisor.plans import make_plan
from advisor.savings import Aim, months_needed


def test_sinking_fund_of_the_spreadsheet_test():
    assert -required_monthly(50_000, 216, 0.06) == pytest.approx(-129.0811608679973, abs=1e-10)
    assert pyxirr.pmt(0.06 / 12, 216, 0, 50_000) == pytest.approx(-129.0811608679973, abs=1e-10)


@pytest.mark.parametrize(
    ("rate", "periods", "payment", "start", "when", "published"),
    [
        (0.005, 60, -100, 100, "begin", 6877.00),  # 100 owed at the start
        (0.06 / 12, 10, -200, -500, "begin", 2581.40),
        (0.12 / 12, 12, -1000, 0, "end", 12682.50),
        (0.11 / 12, 35, -2000, 0, "begin", 82846.25),
    ],
)
def test_future_value_of_the_spreadsheet_pages(rate, periods, payment, start, when, published):
    """Deposits at the start of a month are our month-end deposits grown one month more."""
    once_more = 1 + rate if when == "begin" else 1.0
    ours = future_value(rate * 12, periods, -payment) * once_more + future_value(rate * 12, periods, start=-start)
    assert ours == pytest.approx(published, abs=0.005)
    assert pyxirr.fv(rate, periods, payment, start, pmt_at_beginning=when == "begin") == pytest.approx(ours, abs=1e-6)
    assert npf.fv(rate, periods, payment, start, when) == pytest.approx(ours, abs=1e-6)


@pytest.mark.parametrize(
    ("principal", "rate", "months", "published"),
    [
        (200_000, 0.05, 240, 1319.91),
        (200_000, 0.05, 360, 1073.64),
        (200_000, 0.036, 240, 1170.22),
        (200_000.05, 0.036, 480, 786.82),
        (300_000, 0.05, 600, 1362.42),
        (162_000, 0.03875, 360, 761.78),  # Loan Estimate, sample form
    ],
)
def test_loan_payments_of_the_consumer_financial_protection_bureau(principal, rate, months, published):
    assert loan_payment(principal, rate, months) == pytest.approx(published, abs=0.005)
    assert -pyxirr.pmt(rate / 12, months, principal) == pytest.approx(loan_payment(principal, rate, months))


@pytest.mark.parametrize(
    ("principal", "rate", "months", "published"),
    [(100_000, 0.025, 180, 20_022.06), (200_000, 0.05, 240, 116_778.75), (400_000, 0.035, 360, 246_624.35)],
)
def test_total_interest_of_the_consumer_financial_protection_bureau(principal, rate, months, published):
    assert total_interest(principal, rate, months) == pytest.approx(published, abs=0.005)


def test_principal_paid_in_five_years_of_the_loan_estimate():
    assert round(principal_paid(162_000, 0.03875, 360, 60)) == 15_773


def test_annual_percentage_rate_of_regulation_z():
    """Appendix J: 5,000 repaid as 24 payments of 230."""
    assert annual_percentage_rate(5000, 230, 24) == pytest.approx(0.096857, abs=5e-7)
    assert 12 * pyxirr.irr([-5000, *[230] * 24]) == pytest.approx(0.096857, abs=5e-7)


def test_a_loan_at_no_interest_pays_principal_by_months():
    assert loan_payment(12_000, 0.0, 24) == 500.0
    assert total_interest(12_000, 0.0, 24) == 0.0


@pytest.mark.parametrize(("years", "published"), [(5, 465.84), (30, 1577.50)])
def test_compound_interest_of_the_securities_and_exchange_commission(years, published):
    """365 at 5 % a year, compounded yearly; the published figure is truncated."""
    yearly = 12 * (1.05 ** (1 / 12) - 1)
    assert future_value(yearly, years * 12, start=365) == pytest.approx(published, abs=0.01)


def test_saving_50_000_in_five_years():
    """The goal-planning test matrix: 5 %, month end, rounded up to the cent."""
    assert ceil_cent(required_monthly(50_000, 60, 0.05)) == 735.23


@pytest.mark.parametrize(("rate", "monthly"), [(0.04, 1423.82), (0.0, 1527.78)])
def test_house_in_three_years_by_formula_and_by_plan(rate, monthly, customer):
    """60,000 in 36 months with 5,000 held, at a given rate and without inflation: the formula and the plan agree."""
    assert ceil_cent(required_monthly(60_000, 36, rate, 5_000)) == monthly
    plan = make_plan(
        Goal("house", 60_000, 36, 5_000), customer, today=date(2026, 11, 23), assumptions=current().flat(rate)
    )
    assert plan.monthly == monthly
    assert plan.expected_return == rate
    assert plan.target_future == 60_000
    assert plan.growth == pytest.approx(plan.planned_outcome - 5_000 - 36 * monthly, abs=0.01)


def test_lump_sum_that_must_grow_by_half():
    """Mean 6 %, standard deviation 15 %, ten years: P(W >= 1.5) = 0.5696 in closed form; 100,000 paths agree."""
    mu, sigma = (float(value) for value in lognormal(0.06, 0.15))
    closed = 0.5 * math.erfc((math.log(1.5) - 10 * mu) / (sigma * math.sqrt(10)) / math.sqrt(2))
    assert closed == pytest.approx(0.5696, abs=5e-5)
    months = 120
    outlook = Outlook(np.zeros(months), np.full(months, mu / 12), np.full(months, sigma / math.sqrt(12)))
    futures = simulate(outlook, target_future=1.5, monthly=0.0, saved=1.0, paths=100_000, seed=7)
    assert abs(futures.chance - closed) < 3 * futures.standard_error


def test_years_to_financial_independence():
    """100,000 held, 24,000 a year growing with inflation, 7 % return, 3 % inflation, 1.2 million of today's money:
    24.38 years by the real = nominal identity (age 54.38 in the published run)."""
    rho = real_rate(0.07, 0.03)
    years = math.log((24_000 + 1_200_000 * rho) / (24_000 + 100_000 * rho)) / math.log(1 + rho)
    assert years == pytest.approx(24.38, abs=0.005)
    balance, paid = 100_000.0, 24_000.0
    for _ in range(24):
        paid *= 1.03
        balance = balance * 1.07 + paid
    in_todays = balance / 1.03**24
    assert in_todays < 1_200_000 < (in_todays * (1 + rho) + 24_000)
    # The same through the planner's own search, in real terms with yearly steps as months.
    flat = current().flat(12 * rho)
    assert months_needed(Aim("other", "High", 1_200_000, 100_000, fixed=True), 24_000, flat) == 25


@pytest.fixture
def customer() -> Customer:
    return Customer(1, "Customer_1", 28, 68_948, "Moderate", "Low", 47, 0.1, "Medium")
