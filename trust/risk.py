"""One customer's risk: signs of money trouble, explained, and payments to look at, as far as they consented.

Every customer whose payments may be used has a score; guests have no payments, and a refusal means no score at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from advisor.customers import Customer
from advisor.transactions.generator import demo_history, history
from advisor.transactions.income import signals
from trust.anomalies import Alert, rule_alerts, unusual_alerts
from trust.consent import allows
from trust.distress import HIGH, SOME, Distress, distress
from trust.reasons import Explanation
from trust.why_risk import why_risk


@dataclass(frozen=True)
class Risk:
    """What the payments of one customer say."""

    customer_id: int
    distress: Distress
    alerts: tuple[Alert, ...]
    explanation: Explanation

    def to_dict(self) -> dict[str, Any]:
        """The risk as plain JSON types."""
        return {
            "customer_id": self.customer_id,
            "score": round(self.distress.score, 1),
            "level": self.distress.level,
            "levels": {"some": SOME, "high": HIGH},
            "help_first": self.distress.help_first,
            "reasons": list(self.distress.reasons),
            "alerts": self._alerts(),
            "explanation": self.explanation.to_dict(),
            "version": self.distress.version,
        }

    def _alerts(self) -> list[dict[str, Any]]:
        """Each finding once, with how many payments it is about."""
        found = Counter((alert.kind, alert.transaction.day.isoformat(), alert.why) for alert in self.alerts)
        return [{"kind": kind, "day": day, "why": why, "payments": count} for (kind, day, why), count in found.items()]


def risk_of(
    customer: Customer, today: date, scenarios: Iterable[str] = (), *, beside: bool = False, thorough: bool = False
) -> Risk | None:
    """The risk of one customer on a day, from what the demo bank holds; None for guests and for those who refused
    the use of their payments.

    Tone counts only where the customer lets their feelings be remembered. `scenarios` put other trouble into the
    history; `beside` adds the shap and lime libraries' values to the explanation, `thorough` the payments that the
    isolation forest finds unusual; both are for staff and take a second the first time.
    """
    owner = f"customer-{customer.customer_id}"
    if customer.is_guest or not allows(owner, "transactions"):
        return None
    wanted = tuple(scenarios)
    past = history(customer, until=today, scenarios=wanted) if wanted else demo_history(customer, until=today)
    tone = customer.sentiment_score if allows(owner, "sentiment_memory") else None
    return Risk(
        customer.customer_id,
        distress(signals(past, today), tone),
        (*rule_alerts(past, today), *(unusual_alerts(past, today) if thorough else ())),
        why_risk(past, today, tone, beside=beside),
    )


def ranked(customers: Iterable[Customer], today: date, scenarios: Iterable[str] = ()) -> list[Risk]:
    """The risks of those who consented, most signs first."""
    wanted = tuple(scenarios)
    found = [risk for customer in customers if (risk := risk_of(customer, today, wanted)) is not None]
    return sorted(found, key=lambda risk: -risk.distress.score)
