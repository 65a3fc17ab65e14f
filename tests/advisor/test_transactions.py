"""Payment histories: repeatable, in keeping with the customer, and read rightly."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from advisor.customers import Customer
from advisor.population import generate
from advisor.transactions.generator import FRAUD, SCENARIOS, TAKE_HOME, history
from advisor.transactions.income import income, signals
from advisor.transactions.merchants import category_of
from advisor.transactions.records import Transaction
from advisor.transactions.recurring import recurring
from advisor.transactions.spending import last_full_month, spending, usual_spending

TODAY = date(2025, 6, 20)
ANN = Customer(1, "Ann", 28, 68_948.0, "Moderate", "Low", 47, 0.1, "Medium")


def paid(day, amount, merchant="Shop", category="shopping", kind="card"):
    at = datetime.combine(day, datetime.min.time())
    return Transaction("", 1, at, amount, merchant, category, kind, "current")


# Made-up histories -----------------------------------------------------------------------------------------


def test_the_same_customer_has_the_same_past_and_time_only_adds_to_it():
    whole = history(ANN, until=TODAY).transactions
    assert whole == history(ANN, until=TODAY).transactions
    earlier = history(ANN, until=date(2025, 5, 31), months=12).transactions
    since = date(2025, 1, 1)

    def shape(ts):
        return [(t.at, t.merchant, t.amount) for t in ts if since <= t.day <= date(2025, 5, 31)]

    assert shape(whole) == shape(earlier)
    assert max(t.day for t in whole) <= TODAY


def test_a_history_fits_the_customer():
    for customer in generate(25, seed=8):
        past = history(customer, until=TODAY, months=6)
        month = spending(past.transactions, date(2025, 4, 1))
        assert month.income == pytest.approx(customer.income * TAKE_HOME / 12, rel=0.03)
        assert 0.4 * month.income < month.total < 1.3 * month.income + 150
        buys = [t for t in past.transactions if (t.at.year, t.at.month) == (2025, 4) and t.kind == "card"]
        assert len(buys) == pytest.approx(max(4, customer.transactions), abs=12)
        for card in past.cards:
            assert 0 <= card.utilisation <= 1.05
            assert [s.day for s in card.statements] == sorted(s.day for s in card.statements)


def test_every_made_up_merchant_is_known_and_strangers_are_read_by_their_name():
    for t in history(replace(ANN, spending_habit="Luxury"), until=TODAY).transactions:
        assert category_of(t.merchant) == t.category
    assert category_of("SUSHI BAR 221") == "eating_out"
    assert category_of("Riverside Dental Clinic") == "health"
    assert category_of("XYZ 4711") == "other"


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_scenario_labels_its_payments_and_changes_nothing_before_it(scenario):
    plain, with_it = history(ANN, until=TODAY), history(ANN, until=TODAY, scenarios=[scenario])
    labels = {t.label for t in with_it.transactions} - {None}
    assert labels == (set() if scenario == "income_drop" else {scenario})
    before = TODAY - timedelta(days=100)
    assert [t for t in plain.transactions if t.day < before] == [t for t in with_it.transactions if t.day < before]
    assert plain.transactions != with_it.transactions
    if scenario in FRAUD:
        assert sum(-t.amount for t in with_it.transactions if t.label) > 300


def test_an_unknown_scenario_is_refused():
    with pytest.raises(ValueError, match="there are income_drop"):
        history(ANN, until=TODAY, scenarios=["meteor"])


# Spending --------------------------------------------------------------------------------------------------


def test_moving_money_between_own_accounts_is_not_spending_and_refunds_count_against_it():
    found = spending(
        [
            paid(date(2025, 5, 2), -100.0),
            paid(date(2025, 5, 9), 30.0),
            paid(date(2025, 5, 3), -500.0, "Card Payment", "debt_payment", "transfer"),
            paid(date(2025, 5, 4), -200.0, "Savings Transfer", "savings", "transfer"),
            paid(date(2025, 5, 25), 3000.0, "Payroll", "income", "income"),
            paid(date(2025, 4, 30), -999.0),
        ],
        date(2025, 5, 17),
    )
    assert found.total == 70.0 and found.income == 3000.0 and found.period == "May 2025"
    assert found.amounts == {"shopping": 70.0}


def test_a_category_far_above_its_usual_month_is_unusual():
    past = [paid(date(2025, month, 5), -100.0) for month in (1, 2, 3, 4)]
    calm, wild = paid(date(2025, 5, 5), -110.0), paid(date(2025, 5, 5), -190.0)
    assert not spending([*past, calm], date(2025, 5, 1)).categories[0].unusual
    assert spending([*past, wild], date(2025, 5, 1)).categories[0].unusual
    assert spending([wild], date(2025, 5, 1)).categories[0].usual is None


def test_the_last_full_month_turns_the_year():
    assert last_full_month(date(2025, 1, 15)) == date(2024, 12, 1)
    assert last_full_month(date(2025, 12, 31)) == date(2025, 11, 1)


def test_usual_spending_is_what_a_plan_can_reckon_with():
    assert usual_spending(history(ANN, until=TODAY).transactions, TODAY) == pytest.approx(3_900, rel=0.15)
    assert usual_spending([], TODAY) is None


# Recurring -------------------------------------------------------------------------------------------------


def test_every_bill_of_a_history_is_found_and_no_shop_is_taken_for_one():
    found = recurring(history(ANN, until=TODAY).transactions)
    assert {item.category for item in found} <= {"housing", "utilities", "insurance", "subscriptions", "debt_payment"}
    assert {"Hillside Rentals", "Northern Power", "Streamly", "Shelter Insurance"} <= {item.merchant for item in found}
    assert all(item.every == "month" for item in found)


@pytest.mark.parametrize(
    ("days", "every"), [(7, "week"), (14, "two weeks"), (91, "quarter"), (365, "year"), (45, None), (3, None)]
)
def test_rhythms_are_told_apart(days, every):
    payments = [paid(TODAY - timedelta(days=days * n), -10.0) for n in range(5)]
    assert [item.every for item in recurring(payments)] == ([every] if every else [])


def test_the_next_payment_falls_on_the_usual_day_of_the_next_month():
    payments = [paid(date(2025, month, 31 if month in (1, 3) else 28), -10.0) for month in (1, 2, 3)]
    assert recurring(payments)[0].next == date(2025, 4, 30)


def test_a_price_that_went_up_is_told_with_its_day_and_by_how_much():
    prices = [10.0, 10.0, 10.0, 10.0, 14.0, 14.0]
    payments = [paid(date(2025, month, 3), -price) for month, price in enumerate(prices, start=1)]
    (item,) = recurring(payments)
    assert (item.increase.before, item.increase.now, item.increase.since) == (10.0, 14.0, date(2025, 5, 3))
    assert item.increase.share == pytest.approx(0.4)
    assert recurring(payments[:4])[0].increase is None


def test_the_silent_increase_of_a_made_up_history_is_found_and_seasons_are_not_taken_for_one():
    raised = history(ANN, until=TODAY, scenarios=["silent_increase"]).transactions
    assert [item.merchant for item in recurring(raised) if item.increase] == ["Streamly"]
    assert not [item for item in recurring(history(ANN, until=TODAY).transactions) if item.increase]


# Income and trouble ----------------------------------------------------------------------------------------


def test_wages_are_found_with_their_amount():
    found = income(history(ANN, until=TODAY).transactions, TODAY)
    assert found.monthly == pytest.approx(ANN.income * TAKE_HOME / 12, rel=0.02)
    assert [item.merchant for item in found.regular] == ["Payroll"]
    assert found.regular_share == 1.0 and not found.dropped


def test_irregular_income_counts_but_is_not_called_regular():
    days = [3, 17, 44, 51, 90, 99, 130, 161]
    found = income([paid(TODAY - timedelta(days=d), 700.0, f"Client {d}", "income", "income") for d in days], TODAY)
    assert found.monthly > 0 and found.regular == () and found.regular_share == 0.0


def test_income_that_stops_is_noticed_and_shows_among_the_signs_of_trouble():
    calm = signals(history(ANN, until=TODAY), TODAY)
    trouble = signals(history(ANN, until=TODAY, scenarios=["income_drop"]), TODAY)
    assert calm.income_drop < 0.05 and calm.missed_payments == 0
    assert trouble.income_drop == 1.0 and trouble.missed_payments >= 2
    assert trouble.utilisation > calm.utilisation and trouble.utilisation_change > 0.1


def test_no_payments_are_no_crash():
    found = income([], TODAY)
    assert found.monthly == 0.0 and not found.dropped
    assert spending([], TODAY).total == 0
    assert recurring([]) == ()
