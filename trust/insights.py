"""Insights of those who agreed to be counted: made here, so that page and command line count the same people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from advisor.customers import Customer
from advisor.insights import Insights, report
from advisor.personas import Personas
from advisor.plans import Plan
from store import events, plans, recommendations
from trust import consent


def insights(customers: Sequence[Customer], personas: Personas, *, until: datetime, days: int = 90) -> Insights:
    """What happened in the `days` days before `until`, without anybody who refused the purpose `insights`."""
    happened, recommended = list(events.everything()), list(recommendations.everyone())
    owners = {event.owner for event in happened} | {item.owner for item in recommended}
    refused = frozenset(owner for owner in owners if not consent.allows(owner, "insights"))
    newest = {owner: found[-1] for owner in owners - refused if (found := plans.active(owner))}
    return report(
        customers,
        personas,
        happened,
        recommended,
        plans={owner: Plan.from_dict(plan.document) for owner, plan in newest.items()},
        exclude=refused,
        until=until,
        days=days,
    )
