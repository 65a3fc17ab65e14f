"""What if: the plan as it is and as it would be, and the figures that change."""

from __future__ import annotations

from datetime import date
from typing import Any

from advisor.money_text import chance_text, duration_text, money_text, month_text

# The figures shown below the lines, if they change, in this order; three at most.
_SHOWN = (
    ("contribution", "A month"),
    ("success_chance", "Chance"),
    ("months", "Time"),
    ("target_todays", "Goal in today's money"),
    ("planned_outcome", "Outcome"),
    ("growth", "Growth"),
)


def height(payload: dict[str, Any]) -> float:
    """Inches."""
    return 5.0


def alt(payload: dict[str, Any]) -> str:
    """The differences in words."""
    changes = [f"{label.lower()} {before} before, {after} after" for label, before, after in _changes(payload)]
    if not changes:
        return f"What if, for your {payload['goal']}: nothing changes."
    return f"What if, for your {payload['goal']}: {'; '.join(changes)}. {_arrival(payload)}"


def table(payload: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    """Figure, before and after."""
    return (("", "Now", "What if"), *_changes(payload, len(_SHOWN)))


def draw(figure: Any, payload: dict[str, Any], theme: Any) -> None:
    """Draws into the figure."""
    from advisor.pictures.style import LEFT, RIGHT, canvas, money_axis, plot_area, time_axis, titles

    before, after, currency = payload["before"], payload["after"], payload["currency"]
    marks = (("line", theme.main, "what if"), ("dots", theme.paid, "as it is"), ("dashes", theme.good, "goal"))
    changes = _changes(payload)
    stacked = figure.narrow or any(len(new) + 0.8 * len(old) > 20 for _, old, new in changes)
    under = 0.25 if stacked else 0.0  # inches: what it was stands beside what it would be, or under it
    figure.grow(under)
    titles(figure, theme, _title(payload), _arrival(payload), marks)
    axes = plot_area(figure, theme, top=1.22, bottom=1.22 + under)
    highest = max(p["planned"] for plan in (before, after) for p in plan["points"])
    money_axis(axes, max(highest, before["target_future"], after["target_future"]), currency)
    months = max(before["points"][-1]["month"], after["points"][-1]["month"])
    time_axis(axes, date.fromisoformat(before["points"][0]["date"]), months)
    style: dict[str, Any] = {"zorder": 4, "clip_on": False, "solid_capstyle": "round"}
    for plan, color, width, line in ((before, theme.paid, 2.0, (0, (1.2, 1.8))), (after, theme.main, 2.8, "-")):
        at, planned = [p["month"] for p in plan["points"]], [p["planned"] for p in plan["points"]]
        if plan["goal_type"] == "debt_payoff":
            planned = [plan["target_future"] - value for value in planned]
        axes.plot(at, planned, color=color, linewidth=width, linestyle=line, **style)
        if plan["goal_type"] != "debt_payoff":
            axes.plot(
                [at[-1]], [plan["target_future"]], marker="D", markersize=8, color=theme.good, zorder=5, clip_on=False
            )
            axes.plot(
                [0, at[-1]],
                [plan["target_future"]] * 2,
                color=theme.good,
                linewidth=1.2,
                linestyle=(0, (6, 3)),
                zorder=2,
            )
    surface = canvas(figure)
    step = (RIGHT - LEFT) * figure.get_figwidth() / 3
    for index, (label, old, new) in enumerate(changes):
        x, y = LEFT * figure.get_figwidth() + index * step, figure.get_figheight() - figure.head - 0.58 - under
        surface.text(x, y, label, color=theme.quiet, fontsize=9.5, va="center_baseline")
        surface.text(
            x,
            y + 0.26,
            new,
            color=theme.text,
            fontsize=min(12, 12 * 13 / len(new)) if figure.narrow else 13,
            fontweight="bold",
            va="center_baseline",
        )
        aside, below = (0.0, 0.5) if stacked else (0.115 * len(new) + 0.12, 0.26)
        surface.text(x + aside, y + below, f"was {old}", color=theme.quiet, fontsize=9.5, va="center_baseline")


def _changes(payload: dict[str, Any], most: int = 3) -> tuple[tuple[str, str, str], ...]:
    """Label, before and after of the figures that change, as said."""
    found = {item["name"]: item for item in payload["differences"]}
    if "contribution" not in found and "monthly" in found:
        found["contribution"] = found["monthly"]
    rows: list[tuple[str, str, str]] = []
    for name, label in _SHOWN:
        if name in found and len(rows) < most:
            item = found[name]
            rows.append((label, _say(item, item["before"], payload), _say(item, item["after"], payload)))
    return tuple(rows)


def _say(item: dict[str, Any], value: float, payload: dict[str, Any]) -> str:
    if item["kind"] == "money":
        cents = None if item["name"] in ("contribution", "monthly") else False
        return money_text(value, payload["currency"], cents=cents)
    return duration_text(int(value)) if item["kind"] == "months" else chance_text(value)


def _title(payload: dict[str, Any]) -> str:
    """What is different, as a headline."""
    found, after, currency = {item["name"] for item in payload["differences"]}, payload["after"], payload["currency"]
    if "months" in found:
        what = f"in {duration_text(after['months'])}"
    elif "target_todays" in found:
        what = f"for {money_text(after['target_todays'], currency, cents=False)}"
    elif "contribution" in found:
        what = f"with {money_text(after['monthly'], currency)} a month"
    else:
        what = "looked at again"
    return f"Your {payload['goal']} {what}"


def _arrival(payload: dict[str, Any]) -> str:
    """When each way arrives, if it does by its date."""
    before, after = (_reached(payload[side]) for side in ("before", "after"))
    return f"As it is: {before}. What if: {after}."


def _reached(plan: dict[str, Any]) -> str:
    last = plan["milestones"][-1] if plan["milestones"] else None
    if plan["status"] == "done":
        return "saved already"
    if last and (plan["goal_type"] == "debt_payoff" or last["amount"] >= plan["target_future"] - 0.01):
        return f"reached in {month_text(date.fromisoformat(last['date']))}"
    return f"not reached by {month_text(date.fromisoformat(plan['target_date']))}"
