"""What a planner would not leave unsaid beside a plan, however well its own figures fit."""

from __future__ import annotations

from advisor.goals import interest_a_month
from advisor.money_text import chance_text, duration_text, money_text, percent_text
from advisor.records import Plan

CONFIDENT = 0.8  # of simulated futures in which `confident_monthly` reaches the goal


def surer_monthly(plan: Plan) -> bool:
    """Whether the budget bears the monthly amount that is surer to arrive, and it is worth a word."""
    more = plan.confident_monthly - plan.contribution
    return plan.judged and plan.status == "on_track" and more >= 1 and plan.confident_monthly <= plan.cashflow.spare


def debt_grows(plan: Plan, currency: str = "USD") -> str | None:
    """That what is paid does not even cover the interest, in a sentence; None where it does or nothing is owed."""
    if plan.goal.goal_type != "debt_payoff":
        return None
    interest = interest_a_month(plan.goal.debts or plan.household.debts)
    if interest < plan.contribution:
        return None
    paying, interest_said = (money_text(amount, currency) for amount in (plan.contribution, interest))
    return f"At {paying} a month this debt never ends, because the interest alone is {interest_said} a month."


def cautions(plan: Plan, currency: str = "USD") -> tuple[str, ...]:
    """Whole sentences for the customer, the most pressing first: what comes before this goal, what a retirement
    is to bring, what a debt still costs, how far the money goes where nothing fits, and a house beyond means.

    Every figure stands in the plan. Nothing where there is nothing to say.
    """
    said = [
        f"Before this goal: {money_text(step.amount, currency, cents=False)} more for emergencies would keep a "
        "surprise from becoming a debt."
        for step in plan.first_steps
        if step.annual_rate is None
    ]
    if dear := [step for step in plan.first_steps if step.annual_rate is not None]:
        names = " and ".join(f"your {step.name} at {percent_text(step.annual_rate or 0.0)}" for step in dear)
        said.insert(
            0,
            f"Before this goal: {names} a year cost{'' if len(dear) > 1 else 's'} more than savings are expected to "
            f"earn, so paying {'them' if len(dear) > 1 else 'it'} off first leaves you with more.",
        )
    if plan.retirement is not None:
        monthly = money_text(plan.retirement.spending_a_month_todays, currency, cents=False)
        said.append(
            f"The money is meant to bring {monthly} a month in today's money from {plan.retirement.retirement_age} "
            f"until you are {plan.retirement.plan_to_age}."
        )
    if plan.debt is not None and plan.debt.avalanche.interest >= 1:
        interest = money_text(plan.debt.avalanche.interest, currency, cents=False)
        said.append(f"On the way {interest} goes on interest.")
    if growing := debt_grows(plan, currency):
        said.append(growing)
    if surer_monthly(plan):
        surer = money_text(plan.confident_monthly, currency)
        said.append(f"With {surer} a month it works out in {chance_text(CONFIDENT)} of cases.")
    both = plan.repair("both")
    if both and not plan.repair("more_time") and not plan.repair("smaller_target"):
        target = money_text(both.target_todays, currency, cents=False)
        said.append(f"With what you can spare, {duration_text(both.months)} would bring {target} in today's money.")
    home = plan.house
    if home is None:
        return tuple(said)
    if home.deposit_rating == "unaffordable":
        said.append(f"A deposit of {percent_text(home.deposit_share)} of the price makes a mortgage hard to get.")
    # A price that only follows from the deposit is a guess, and no ground for a warning.
    if (
        plan.goal.house_price is not None
        and home.debt_to_income is not None
        and home.rating == "unaffordable" != home.deposit_rating
    ):
        said.append(
            f"A house at {money_text(home.price, currency, cents=False)} would take "
            f"{percent_text(home.debt_to_income, 0)} of your income before tax for mortgage, upkeep, tax and debts; "
            f"up to about {money_text(home.comfortable_price or 0.0, currency, cents=False)} would be comfortable."
        )
    return tuple(said)
