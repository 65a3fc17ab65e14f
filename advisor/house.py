"""What a deposit buys: price, closing costs, mortgage payment, and whether the income carries it.

Bands: Wealthfront's affordability guide. Debt-to-income here compares with income before tax; the former 43 % limit
of the US General QM rule is no longer law and is not used.
"""

from __future__ import annotations

from advisor.assumptions import Assumptions, House
from advisor.customers import Customer
from advisor.goals import Goal, Household
from advisor.money import loan_payment, round_cent
from advisor.money_text import duration_text, percent_text
from advisor.records import HouseDetail, Rating

RATINGS: tuple[Rating, ...] = ("comfortable", "manageable", "stretch", "unaffordable")  # the worst last


def money_needed(price: float, assumptions: Assumptions) -> float:
    """Deposit and closing costs of a house at the usual shares of its price."""
    return round_cent(price * (assumptions.house.deposit_share + assumptions.house.closing_share))


def detail(goal: Goal, customer: Customer, household: Household, assumptions: Assumptions) -> HouseDetail:
    """What goal.target buys: the named house, or the price at which it is the usual deposit and closing costs."""
    rules = assumptions.house
    price = round_cent(goal.house_price or goal.amount / (rules.deposit_share + rules.closing_share))
    closing = round_cent(price * rules.closing_share)
    deposit = round_cent(min(max(0.0, goal.amount - closing), price))
    payment = loan_payment(price - deposit, rules.mortgage_rate, rules.mortgage_months)
    housing = payment + price * rules.upkeep_tax_insurance_a_year / 12
    debts = sum(debt.minimum_payment for debt in household.debts)
    income = customer.income / 12
    ratio = (housing + debts) / income if customer.income >= 1 else None
    by_deposit = rate_deposit(deposit / price, rules)
    by_income = rate_debt_to_income(ratio, rules) if ratio is not None else by_deposit
    cost_of_price = housing / price
    comfortable = None
    if customer.income >= 1:
        comfortable = max(0.0, rules.debt_to_income_comfortable * income - debts) / cost_of_price
    return HouseDetail(
        price=price,
        deposit=deposit,
        deposit_share=round(deposit / price, 4),
        closing_costs=closing,
        loan=round_cent(price - deposit),
        mortgage_rate=rules.mortgage_rate,
        mortgage_months=rules.mortgage_months,
        mortgage_payment=round_cent(payment),
        housing_cost_a_month=round_cent(housing),
        debt_to_income=None if ratio is None else round(ratio, 4),
        rating=max(by_deposit, by_income, key=RATINGS.index),
        deposit_rating=by_deposit,
        comfortable_price=None if comfortable is None else round_cent(comfortable),
    )


def notes(goal: Goal, assumptions: Assumptions) -> list[str]:
    """What the figures of `detail` rest on, in sentences for the customer."""
    rules = assumptions.house
    costs, rate = percent_text(rules.closing_share), percent_text(rules.mortgage_rate, 2)
    said = [
        f"Closing costs are taken as {costs} of the price, the mortgage as {rate} a year "
        f"over {duration_text(rules.mortgage_months)}; rates will have changed by the time you buy."
    ]
    if not goal.house_price:
        share = percent_text(rules.deposit_share)
        said.insert(0, f"The price is the one for which this is a deposit of {share} and the closing costs.")
    elif (goal.amount / goal.house_price) - rules.closing_share < rules.deposit_share - 0.0005:
        said.append(
            f"With less than {percent_text(rules.deposit_share)} down a lender usually asks for mortgage insurance, "
            "which is not in the payment."
        )
    return said


def rate_debt_to_income(ratio: float, rules: House) -> Rating:
    """Under 36 % comfortable, above 44 % unaffordable; between: manageable up to the middle, then a stretch."""
    if ratio < rules.debt_to_income_comfortable:
        return "comfortable"
    if ratio > rules.debt_to_income_unaffordable:
        return "unaffordable"
    middle = (rules.debt_to_income_comfortable + rules.debt_to_income_unaffordable) / 2
    return "manageable" if ratio <= middle else "stretch"


def rate_deposit(share: float, rules: House) -> Rating:
    """Over 15 % of the price comfortable, 10-15 manageable, 5-10 a stretch, under 5 unaffordable."""
    if share > rules.deposit_comfortable:
        return "comfortable"
    if share >= rules.deposit_manageable:
        return "manageable"
    return "stretch" if share >= rules.deposit_stretch else "unaffordable"
