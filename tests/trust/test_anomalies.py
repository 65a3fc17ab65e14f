"""What was slipped into made-up histories is found, and what was not is mostly left alone."""

from datetime import date, timedelta

import numpy as np
import pytest

from advisor.customers import load
from advisor.transactions.generator import FRAUD, history
from settings import settings
from trust.anomalies import Detector, features, rule_alerts, unusual_alerts

TODAY = date(2026, 1, 31)
SINCE = TODAY - timedelta(days=30)

pytestmark = pytest.mark.slow  # hundreds of made-up histories


@pytest.fixture(scope="module")
def people():
    everybody = load(settings.root / "data" / "customers.csv").customers
    return [c for c in everybody if c.income >= 12_000 and c.transactions >= 15][:60]


@pytest.mark.parametrize("scenario", ["duplicate_charge", "silent_increase", "card_testing"])
def test_a_rule_finds_its_scenario_and_leaves_calm_histories_alone(people, scenario):
    found, there, wrong = 0, 0, 0
    for customer in people[:25]:
        troubled = history(customer, until=TODAY, scenarios=(scenario,))
        if any(t.label == scenario for t in troubled.transactions):
            there += 1
            found += any(a.kind == scenario and a.transaction.label == scenario for a in rule_alerts(troubled, TODAY))
        wrong += sum(a.kind == scenario for a in rule_alerts(history(customer, until=TODAY), TODAY))
    assert there >= 15
    assert found >= 0.9 * there
    assert wrong <= 2


def test_of_the_most_unusual_payments_of_a_month_nearly_all_are_fraud(people):
    calm, victims = people[:45], people[45:]
    detector = Detector.fit([history(c, until=TODAY) for c in calm], SINCE)
    payments, rows = [], []
    for n, customer in enumerate([*calm, *victims]):
        fraud = (FRAUD[n % 3],) if customer in victims else ()
        made, matrix = features(history(customer, until=TODAY, scenarios=fraud), SINCE)
        payments += made
        rows.append(matrix)
    order = np.argsort(-detector.scores(np.concatenate(rows)))
    labels = [payments[i].label for i in order]
    frauds = sum(label in FRAUD for label in labels)
    found = labels[:frauds]
    precision = sum(label in FRAUD for label in found) / frauds
    for scenario in FRAUD:
        assert found.count(scenario) >= 0.7 * labels.count(scenario)
    assert frauds / len(labels) < 0.03 and precision >= 0.85
    unusual = np.concatenate(rows)[order[0]]
    assert detector.why(unusual) == detector.why(unusual) != ""


def test_staff_see_what_no_rule_has_a_name_for(people):
    for scenario in ("stolen_card", "account_takeover"):
        seen = [unusual_alerts(history(c, until=TODAY, scenarios=(scenario,)), TODAY) for c in people[:20]]
        assert sum(any(a.transaction.label == scenario for a in found) for found in seen) >= 18
    calm = [unusual_alerts(history(c, until=TODAY), TODAY) for c in people[20:60]]
    assert sum(map(len, calm)) <= 0.01 * sum(len(history(c, until=TODAY, months=2).transactions) for c in people[20:60])
    assert all(alert.why and alert.kind == "unusual" for found in calm for alert in found)
