"""The time value of money: payments, growth and rates, by numpy-financial's formulas.

Conventions everywhere in advisor/: money leaves and arrives at the end of a month; an annual rate is nominal and
compounds monthly (rate / 12 a month), as on a pocket calculator; amounts are positive and the name of a
variable says the kind: *_todays is today's money, *_future the money of the date it falls due.
"""

from __future__ import annotations

import calendar
import math
from datetime import date

import numpy as np
import numpy_financial as npf


def ceil_cent(amount: float) -> float:
    """Rounded up to the cent: a payment a cent short does not arrive. Float noise is ignored."""
    cents = amount * 100
    nearest = round(cents)
    return (nearest if abs(cents - nearest) <= 1e-9 + abs(cents) * 1e-12 else math.ceil(cents)) / 100 + 0.0


def round_cent(amount: float) -> float:
    """Rounded to the nearest cent."""
    return round(float(amount), 2) + 0.0


def _monthly_rate(annual_rate: float) -> float:
    """A twelfth of the yearly rate; rates too small for the annuity formula (its terms cancel) count as 0 %."""
    return annual_rate / 12 if abs(annual_rate) > 1e-9 else 0.0


def loan_payment(principal: float, annual_rate: float, months: int) -> float:
    """What a loan costs a month, unrounded. A 0 % loan pays principal / months. Source: annuity formula."""
    return float(-npf.pmt(_monthly_rate(annual_rate), months, principal))


def total_interest(principal: float, annual_rate: float, months: int) -> float:
    """Interest paid over a whole loan: all (unrounded) payments less the principal."""
    return loan_payment(principal, annual_rate, months) * months - principal


def principal_paid(principal: float, annual_rate: float, months: int, after_months: int) -> float:
    """How much of a loan is repaid after some months of level payments."""
    payment = loan_payment(principal, annual_rate, months)
    return principal - future_value(annual_rate, after_months, -payment, principal)


def annual_percentage_rate(principal: float, payment: float, months: int) -> float:
    """The yearly rate (12 times the monthly one) at which payments repay the principal: Regulation Z, Appendix J."""
    return 12 * float(npf.rate(months, -payment, principal, 0))


def future_value(annual_rate: float, months: int, monthly: float = 0.0, start: float = 0.0) -> float:
    """What a start amount and month-end deposits have grown to, in future money."""
    with np.errstate(invalid="ignore", divide="ignore"):  # numpy-financial works out both branches; 0 % is fine
        return float(npf.fv(_monthly_rate(annual_rate), months, -monthly, -start))


def required_monthly(target_future: float, months: int, annual_rate: float, saved: float = 0.0) -> float:
    """The month-end deposit that reaches a target from what is saved, unrounded, never below 0."""
    return max(0.0, -float(npf.pmt(_monthly_rate(annual_rate), months, -saved, target_future)))


def inflate(amount_todays: float, annual_inflation: float, months: float) -> float:
    """Today's money -> the money of a date months away. Inflation is a yearly (effective) rate."""
    return amount_todays * (1 + annual_inflation) ** (months / 12)


def deflate(amount_future: float, annual_inflation: float, months: float) -> float:
    """Money of a date months away -> today's money."""
    return amount_future / (1 + annual_inflation) ** (months / 12)


def real_rate(annual_rate: float, annual_inflation: float) -> float:
    """Growth above inflation, effective a year: (1 + r) / (1 + i) - 1 (Fisher)."""
    return (1 + annual_rate) / (1 + annual_inflation) - 1


def effective_to_nominal(effective: float) -> float:
    """A yearly growth -> the nominal yearly rate that compounds monthly to it."""
    return 12 * ((1 + effective) ** (1 / 12) - 1)


def nominal_to_effective(annual_rate: float) -> float:
    """A nominal yearly rate that compounds monthly -> growth a year."""
    return (1 + annual_rate / 12) ** 12 - 1


def add_months(day: date, months: int) -> date:
    """The same day of the month later on, or the month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
