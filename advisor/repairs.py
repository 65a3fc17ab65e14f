"""Ways out when a goal costs more than a customer can spare: more time, more a month, a smaller target, or both."""

from __future__ import annotations

from datetime import date

from advisor.assumptions import Assumptions
from advisor.money import add_months, round_cent
from advisor.records import Repair, RepairKind
from advisor.savings import Aim, affordable_target, months_needed, need

WORTH_A_LONG_WAIT = ("house", "education", "retirement", "business")
ENOUGH_SHARE = 0.4  # of the target: a part of the goal that is worth the wait
LEAST_SHARE = 0.2  # of the target: less than this is not the same goal made smaller


def repairs(
    aim: Aim, months: int, spare: float, latest: int, today: date, assumptions: Assumptions
) -> tuple[Repair, ...]:
    """The repairs that work, each enough by itself. All but more_a_month fit what the customer can spare; none takes
    longer than `latest` months or leaves less than a fifth of the target."""
    required = need(aim, months, assumptions).monthly

    def repair(kind: RepairKind, months: int, monthly: float, target: float) -> Repair:
        return Repair(kind, months, round_cent(monthly), round_cent(target), add_months(today, months))

    found = []
    longer = months_needed(aim, spare, assumptions, months + 1) if spare > 0 else None
    if longer and longer > latest:
        longer = None
    if longer:
        monthly = need(aim, longer, assumptions).monthly
        found.append(repair("more_time", longer, monthly, aim.target_todays))
    found.append(repair("more_a_month", months, required, aim.target_todays))
    smaller = affordable_target(aim, spare, months, assumptions)
    worth = max(aim.saved, LEAST_SHARE * aim.target_todays)
    if spare > 0 and worth < smaller < aim.target_todays:
        found.append(repair("smaller_target", months, spare, smaller))
    halfway = (months + longer) // 2 if longer else min(months * 2, latest)
    if spare > 0 and months < halfway:
        middle = affordable_target(aim, spare, halfway, assumptions)
        if max(smaller, worth) < middle < aim.target_todays:
            found.append(repair("both", halfway, spare, middle))
    if (
        spare > 0 and len(found) == 1 and aim.goal_type in WORTH_A_LONG_WAIT
    ):  # nothing fits but what cannot be paid: how far the money does go
        offers = [(later, affordable_target(aim, spare, later, assumptions)) for later in range(latest, months, -60)]
        worthy = [offer for offer in reversed(offers) if worth < offer[1] < aim.target_todays]
        near = next((offer for offer in worthy if offer[1] >= aim.target_todays * ENOUGH_SHARE), None)
        if worthy:
            found.append(repair("both", (near or worthy[-1])[0], spare, (near or worthy[-1])[1]))
    return tuple(found)
