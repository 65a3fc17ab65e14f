"""The goal roadmap: the planned balance, the range of simulated futures, the milestones and the goal line."""

from __future__ import annotations

from datetime import date
from typing import Any

from advisor.money_text import chance_text, duration_text, money_text, month_text, short_money_text


def height(payload: dict[str, Any]) -> float:
    """Inches."""
    return 4.3


def alt(payload: dict[str, Any]) -> str:
    """The roadmap in words."""
    end = payload["points"][-1]
    currency = payload["currency"]
    money = lambda amount: money_text(amount, currency, cents=False)  # noqa: E731 - a shorthand of two uses
    if payload["goal_type"] == "debt_payoff":
        return (
            f"Roadmap to being free of {money(payload['target_future'])} of debt: paying "
            f"{money_text(payload['monthly'], currency)} a month, {money(end['planned'])} is paid off "
            f"by {month_text(date.fromisoformat(end['date']))}."
        )
    text = (
        f"Roadmap for your {payload['goal']}: from {money(payload['saved'])} today, paying in "
        f"{money_text(payload['monthly'], currency)} a month for {duration_text(payload['months'])}, the plan reaches "
        f"{money(end['planned'])} in {month_text(date.fromisoformat(payload['target_date']))}. "
        f"The goal is {money(payload['target_future'])} by then."
    )
    if payload["status"] != "done":
        text += (
            f" Eight in ten simulated futures end between {money(end['low'])} and {money(end['high'])}; "
            f"the chance of reaching the goal is {chance_text(payload['success_chance'])}."
        )
    return text


def table(payload: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    """Date, paid in, planned, low and high."""
    rows = [("Date", "Paid in", "Planned", "Low (1 in 10)", "High (1 in 10)")]
    for point in payload["points"]:
        rows.append(
            (
                month_text(date.fromisoformat(point["date"])),
                *(money_text(point[name], payload["currency"]) for name in ("paid_in", "planned", "low", "high")),
            )
        )
    return tuple(rows)


def draw(figure: Any, payload: dict[str, Any], theme: Any) -> None:
    """Draws into the figure."""
    from advisor.pictures.style import money_ticks, plot_area, titles

    currency, points, target = payload["currency"], payload["points"], payload["target_future"]
    debt = payload["goal_type"] == "debt_payoff"
    months = [point["month"] for point in points]
    start = date.fromisoformat(points[0]["date"])
    column = {name: [point[name] for point in points] for name in ("paid_in", "planned", "low", "high")}
    goal_name = payload["goal"][:1].upper() + payload["goal"][1:]
    title = f"{goal_name}: {short(target, payload)} by {month_text(date.fromisoformat(payload['target_date']))}"
    pace = money_text(payload["monthly"], currency)
    subtitle = f"{pace} a month for {duration_text(payload['months'])}"
    if not debt and payload["status"] != "done":
        subtitle += f"  ·  chance of reaching it: {chance_text(payload['success_chance'])}"
    titles(figure, theme, title, subtitle)
    axes = plot_area(figure, theme)
    top = max([target, *column["high"], *column["planned"]]) * 1.06
    ticks = [tick for tick in money_ticks(top) if tick <= top * 1.0001]
    axes.set_ylim(0, top)
    axes.set_yticks(ticks, [short_money_text(tick, currency) for tick in ticks])
    last = max(months[-1], payload["months"])
    axes.set_xlim(0, last * 1.0)
    positions, labels = time_ticks(start, last)
    axes.set_xticks(positions, labels)

    if not debt:
        axes.fill_between(months, column["low"], column["high"], color=theme.band, linewidth=0, zorder=2)
        axes.plot(months, column["paid_in"], color=theme.paid, linewidth=1.4, linestyle=(0, (1, 1.6)), zorder=3)
    axes.plot(months, column["planned"], color=theme.main, linewidth=2.6, zorder=4, solid_capstyle="round")
    axes.axhline(target, color=theme.good, linewidth=1.4, linestyle=(0, (5, 3)), zorder=3)
    said = "debt free" if debt else f"goal {money_text(target, currency, cents=False)}"
    if not debt and round(target) != round(payload["target_todays"]):
        said += f"  =  {money_text(payload['target_todays'], currency, cents=False)} in today's money"
    axes.annotate(
        said,
        (0, target),
        xytext=(4, 5),
        textcoords="offset points",
        color=theme.good,
        fontsize=9.5,
        fontweight="bold",
        va="bottom",
    )
    for milestone in payload["milestones"]:
        x, y = milestone["month"], milestone["amount"]
        if debt:
            y = next((p["planned"] for p in points if p["month"] >= x), target)
        axes.plot(
            [x],
            [y],
            marker="o",
            markersize=8,
            markerfacecolor=theme.background,
            markeredgecolor=theme.main,
            markeredgewidth=2.2,
            zorder=5,
        )
        if milestone is payload["milestones"][-1] and y >= target * 0.99:
            continue
        axes.annotate(
            f"{short_money_text(y, currency)}\n{short_month(date.fromisoformat(milestone['date']))}",
            (x, y),
            xytext=(8, -6),
            textcoords="offset points",
            color=theme.text,
            fontsize=9,
            va="top",
            linespacing=1.35,
            zorder=6,
        )


def short(amount: float, payload: dict[str, Any]) -> str:
    """The amount in whole units of its currency."""
    return money_text(amount, payload["currency"], cents=False)


def short_month(day: date) -> str:
    """date(2027, 6, 1) -> "Jun 2027"."""
    return f"{day:%b} {day.year}"


def time_ticks(start: date, months: int) -> tuple[list[int], list[str]]:
    """Month numbers and labels for a time axis that begins at `start`: at most seven, at round steps."""
    from advisor.money import add_months

    step = next(step for step in (1, 2, 3, 6, 12, 24, 36, 60, 120, 240) if months / step <= 6.01 or step == 240)
    positions = list(range(0, months + 1, step))
    dates = [add_months(start, position) for position in positions]
    return positions, [
        "today" if position == 0 else short_month(day) for position, day in zip(positions, dates, strict=True)
    ]
