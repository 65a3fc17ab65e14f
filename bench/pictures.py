"""Every kind of picture drawn in under 150 ms of CPU when warm, as SVG and as PNG."""

from __future__ import annotations

import statistics
import time
from datetime import date

from advisor import pictures
from advisor.customers import Customer
from advisor.plans import Goal, make_plan, make_plans, what_if

CLAIM_MS = 150.0
TODAY = date(2026, 11, 23)


def payloads() -> dict[str, dict]:
    """One of each kind, from real plans."""
    customer = Customer(2, "Customer_2", 37, 99_604, "Budget", "Low", 4, 0.08, "High")
    plan = make_plan(Goal("house", 60_000, 36, 5_000), customer, today=TODAY)
    goals = (Goal("house", 60_000, 60), Goal("car", 12_000, 24), Goal("travel", 4_000, 12))
    cards = [{"name": name, "balance": 900, "limit": 4_000} for name in ("Visa", "Travel card", "Store card")]
    spent = {"Rent": 1_450, "Groceries": 512, "Transport": 186, "Eating out": 243, "Health": 80, "Other": 131}
    return {
        "roadmap": pictures.roadmap(plan),
        "portfolio": pictures.portfolio(plan),
        "credit_utilisation": pictures.credit_utilisation(cards),
        "spending": pictures.spending(spent, period="October 2026", income=4_700),
        "tracker": pictures.tracker(plan, 12_000, TODAY),
        "what_if": pictures.what_if(what_if(plan, customer, monthly=2_000)),
        "several_goals": pictures.several_goals(make_plans(goals, customer, today=TODAY).plans),
    }


def main() -> None:
    print(f"{'':<22}{'SVG ms':>9}{'kB':>6}{'PNG ms':>9}{'kB':>6}   claim < {CLAIM_MS:.0f} ms")
    for kind, payload in payloads().items():
        row = f"{kind:<22}"
        for fmt in ("svg", "png"):
            pictures.draw(kind, payload, fmt=fmt)
            taken = []
            for _ in range(7):
                start = time.process_time()
                picture = pictures.draw(kind, payload, fmt=fmt)
                taken.append((time.process_time() - start) * 1000)
            row += f"{statistics.median(taken):>9.0f}{len(picture.content) / 1000:>6.0f}"
        print(row)


if __name__ == "__main__":
    main()
