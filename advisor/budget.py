"""What a customer can put aside a month: take-home pay less spending, estimated where it is not known."""

from __future__ import annotations

from advisor.assumptions import Assumptions, Tax
from advisor.customers import Customer
from advisor.goals import Debt, Household, check_amount
from advisor.money import round_cent
from advisor.records import Cashflow, FirstStep

# A budget the customer named may be stretched this far before a goal counts as out of reach.
STRETCH_OF_A_STATED_BUDGET = 1.2


def take_home_a_year(income: float, tax: Tax) -> float:
    """Income after federal income tax and payroll tax of a single filer, a year. An estimate."""
    taxable = max(0.0, income - tax.standard_deduction)
    owed = 0.0
    for index, (start, rate) in enumerate(tax.brackets):
        end = tax.brackets[index + 1][0] if index + 1 < len(tax.brackets) else float("inf")
        owed += rate * max(0.0, min(taxable, end) - start)
    owed += tax.social_security_rate * min(income, tax.social_security_cap) + tax.medicare_rate * income
    return income - owed


def cashflow(
    customer: Customer, household: Household, monthly_budget: float | None, assumptions: Assumptions
) -> Cashflow:
    """The customer's month. A stated budget wins over every estimate."""
    rules = assumptions.budget
    take_home = take_home_a_year(customer.income, assumptions.tax) / 12
    estimated = household.spending_a_month is None
    if estimated:
        spending = take_home * rules.spending_share.get(customer.spending_habit, rules.spending_share["Moderate"])
    else:
        spending = check_amount(household.spending_a_month, "spending", "what you spend a month", zero_allowed=True)
    spare = max(0.0, take_home - spending - sum(debt.minimum_payment for debt in household.debts))
    wants = max(0.0, spending - rules.needs_share * take_home)
    most = spare + wants / 2
    if monthly_budget is not None:
        spare = check_amount(monthly_budget, "monthly_budget", "what you can put aside a month", zero_allowed=True)
        most = spare * STRETCH_OF_A_STATED_BUDGET
    return Cashflow(
        round_cent(customer.income / 12),
        round_cent(take_home),
        round_cent(spending),
        round_cent(spare),
        round_cent(most),
        estimated=estimated and monthly_budget is None,
        stated=monthly_budget is not None,
    )


def first_steps(
    household: Household, flow: Cashflow, expected_return: float, goal_type: str, assumptions: Assumptions
) -> tuple[FirstStep, ...]:
    """What comes before the goal: debts that cost more than the plan earns, then an emergency fund."""
    steps = []
    if goal_type != "debt_payoff":
        for debt in sorted(household.debts, key=_dearest_first):
            if debt.annual_rate > max(expected_return, 0.0):
                steps.append(
                    FirstStep(
                        "debt",
                        debt.name,
                        round_cent(debt.balance),
                        debt.annual_rate,
                        "it costs more than savings are expected to earn",
                    )
                )
    if goal_type not in ("emergency_fund", "debt_payoff") and household.emergency_saved is not None:
        missing = assumptions.budget.emergency_months * flow.spending - household.emergency_saved
        if missing > 0:
            steps.append(
                FirstStep(
                    "emergency_fund",
                    "emergency fund",
                    round_cent(missing),
                    None,
                    f"{assumptions.budget.emergency_months} months of spending keep a surprise from becoming a debt",
                )
            )
    return tuple(steps)


def income_share(monthly: float, customer: Customer) -> float:
    """A monthly amount as a share of income before tax; 0 where there is no income to compare with."""
    return round(monthly / (customer.income / 12), 4) if customer.income >= 1 else 0.0


def is_unknown(customer: Customer, flow: Cashflow) -> bool:
    """Whether affordability cannot be judged: a guest who told neither income nor budget."""
    return customer.customer_id == 0 and customer.income < 1 and flow.spare == 0


def _dearest_first(debt: Debt) -> tuple[float, float]:
    return -debt.annual_rate, debt.balance
