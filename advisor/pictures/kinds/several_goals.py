"""Several goals on one time line: when each is saved for, when it is due, and what it takes a month."""

from __future__ import annotations

from datetime import date
from typing import Any

from advisor.money_text import money_text, month_text

_STATUS = {
    "done": ("good", "saved already"),
    "on_track": ("main", "on track"),
    "stretch": ("warn", "a stretch"),
    "out_of_reach": ("warn", "short of money"),
}


def height(payload: dict[str, Any]) -> float:
    """Inches."""
    return 1.75 + 0.72 * len(payload["goals"])


def alt(payload: dict[str, Any]) -> str:
    """The time line in words."""
    each = "; ".join(
        f"{goal['goal']}, {_money(goal['target_todays'], payload)} in today's money by {_due(goal)}, "
        f"{_pace(goal, payload)}, {_state(goal)}"
        for goal in payload["goals"]
    )
    return f"{_count(payload)} on one time line: {each}."


def table(payload: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    """Goal, amount, date, a month and state."""
    rows = [("Goal", "In today's money", "By", "A month", "State")]
    for goal in payload["goals"]:
        rows.append(
            (
                goal["goal"],
                _money(goal["target_todays"], payload),
                _due(goal),
                _pace(goal, payload),
                _state(goal),
            )
        )
    return tuple(rows)


def draw(figure: Any, payload: dict[str, Any], theme: Any) -> None:
    """Draws into the figure."""
    from advisor.pictures.style import LEFT, RIGHT, bar, canvas, halo, plot_area, time_axis, titles

    goals = payload["goals"]
    first = sum(stage["monthly"] for goal in goals for stage in goal["stages"] if stage["first"] == 1)
    fine = sum(goal["status"] in ("on_track", "done") for goal in goals)
    state = "all on track" if fine == len(goals) else f"{fine} of {len(goals)} on track"
    state += "  ·  goals in today's money"
    step = 0.96 if figure.narrow else 0.72  # inches a goal: on a phone its pace stands under its name
    figure.grow((step - 0.72) * len(goals))
    titles(figure, theme, f"{_count(payload)}, {money_text(first, payload['currency'])} a month", state)
    longest = max(
        max(goal["months"], (goal.get("later") or goal)["months"], *(stage["last"] for stage in goal["stages"]))
        for goal in goals
    )
    axes = plot_area(figure, theme, left=LEFT, top=0.9)
    time_axis(axes, date.fromisoformat(payload["created"]), longest)
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", color=theme.grid, linewidth=0.9)
    axes.set_yticks([])
    surface = canvas(figure)
    left, scale = LEFT * figure.get_figwidth(), (RIGHT - LEFT) * figure.get_figwidth()
    for index, goal in enumerate(goals):
        y = 1.12 + step * index
        color = getattr(theme, _STATUS[goal["status"]][0])
        words = f"{goal['goal'][:1].upper()}{goal['goal'][1:]}  {_money(goal['target_todays'], payload)}"
        surface.text(left + 0.04, y, words, color=theme.text, fontsize=10.5, fontweight="bold", va="center_baseline")
        pace = f"{_pace(goal, payload)} until {_due(goal)}"
        if goal["status"] not in ("on_track",):
            pace = f"{_pace(goal, payload)}  ·  {_state(goal)}"
        if figure.narrow:
            x, y = left + 0.04, y + 0.24
        else:
            x = left + 0.04 + 0.092 * len(words) + 0.15
        surface.text(
            x,
            y,
            pace,
            color=theme.quiet,
            fontsize=10,
            va="center_baseline",
            bbox=halo(theme),
        )
        bar(surface, left, y + 0.14, scale * goal["months"] / longest, 0.2, theme.grid, 0.1)
        most = max((stage["monthly"] for stage in goal["stages"]), default=0.0)
        for stage in goal["stages"]:
            if stage["monthly"] > 0:
                thick = 0.2 * max(0.35, stage["monthly"] / most)
                begin = left + scale * (stage["first"] - 1) / longest
                length = scale * (min(stage["last"], longest) - stage["first"] + 1) / longest
                bar(surface, begin, y + 0.24 - thick / 2, length, thick, color, 0.05)
        shape = "D" if goal["status"] != "out_of_reach" else "X"
        end = left + scale * goal["months"] / longest
        surface.plot([end], [y + 0.24], marker=shape, markersize=9, color=color, markeredgecolor=theme.background)
        if later := goal.get("later"):
            at = left + scale * later["months"] / longest
            surface.plot([end, at], [y + 0.24] * 2, color=color, linewidth=1.4, linestyle=(0, (1.2, 1.8)))
            surface.plot([at], [y + 0.24], marker="D", markersize=8, color=theme.background, markeredgecolor=color)


def _count(payload: dict[str, Any]) -> str:
    count = len(payload["goals"])
    return f"{count} goals" if count != 1 else "1 goal"


def _state(goal: dict[str, Any]) -> str:
    """Whether it is in time, and if not, when it can be."""
    later = goal.get("later")
    if goal["status"] == "out_of_reach" and later:
        return f"possible by {month_text(date.fromisoformat(later['date']))}"
    return _STATUS[goal["status"]][1]


def _due(goal: dict[str, Any]) -> str:
    return month_text(date.fromisoformat(goal["target_date"]))


def _pace(goal: dict[str, Any], payload: dict[str, Any]) -> str:
    """The monthly amounts, in their order where they change."""
    amounts = [stage["monthly"] for stage in goal["stages"] if stage["monthly"] > 0]
    if not amounts:
        return "nothing a month"
    said = [money_text(amount, payload["currency"], cents=False if len(amounts) > 1 else None) for amount in amounts]
    return f"{', then '.join(said)} a month"


def _money(amount: float, payload: dict[str, Any]) -> str:
    return money_text(amount, payload["currency"], cents=False)
