"""The goal roadmap: the planned balance, the range of simulated futures, the milestones and the goal line."""

from __future__ import annotations

from datetime import date
from typing import Any

from advisor.money_text import chance_text, duration_text, money_text, month_text, short_money_text


def height(payload: dict[str, Any]) -> float:
    """Inches."""
    return 4.6


def alt(payload: dict[str, Any]) -> str:
    """The roadmap in words."""
    end, when, goal = payload["points"][-1], month_text(date.fromisoformat(payload["target_date"])), payload["goal"]
    pace = money_text(payload["monthly"], payload["currency"])
    if payload["goal_type"] == "debt_payoff" and payload["interest"] is None:
        owed = _money(payload["target_future"], payload)
        return f"Roadmap out of {owed} of debt: paying {pace} a month never clears it."
    if payload["goal_type"] == "debt_payoff":
        return (
            f"Roadmap out of {_money(payload['target_future'], payload)} of debt: paying {pace} a month, "
            f"{_money(end['planned'], payload)} is paid off by {month_text(date.fromisoformat(end['date']))}."
        )
    if payload["status"] == "done":
        return (
            f"Roadmap for your {goal}: the {_money(payload['saved'], payload)} saved today should be "
            f"{_money(end['planned'], payload)} by {when}; the goal is {_money(payload['target_future'], payload)}."
        )
    return (
        f"Roadmap for your {goal}: from {_money(payload['saved'], payload)} today, paying in {pace} a month "
        f"for {duration_text(payload['months'])}, the plan reaches {_money(end['planned'], payload)} in {when}. "
        f"The goal is {_money(payload['target_future'], payload)} by then. "
        f"Eight in ten simulated futures end between {_money(end['low'], payload)} and {_money(end['high'], payload)}; "
        f"the chance of reaching the goal is {chance_text(payload['success_chance'])}."
        + (f" What would work: {'; '.join(_ways_text(payload))}." if payload.get("ways") else "")
        + (f" The money is {_spending(payload)}.".replace("\n", " ") if payload.get("drawdown") else "")
    )


def table(payload: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    """Date, paid in, planned, low and high; for a debt: date, paid, paid off."""
    debt = payload["goal_type"] == "debt_payoff"
    columns = ("paid_in", "planned") if debt else ("paid_in", "planned", "low", "high")
    heading = ("Paid", "Paid off") if debt else ("Paid in", "Planned", "Low (1 in 10)", "High (1 in 10)")
    rows = [("Date", *heading)]
    for point in payload["points"]:
        figures = (money_text(point[name], payload["currency"]) for name in columns)
        rows.append((month_text(date.fromisoformat(point["date"])), *figures))
    return tuple(rows)


def draw(figure: Any, payload: dict[str, Any], theme: Any) -> None:
    """Draws into the figure."""
    (_draw_debt if payload["goal_type"] == "debt_payoff" else _draw_savings)(figure, payload, theme)


def _draw_savings(figure: Any, payload: dict[str, Any], theme: Any) -> None:
    from advisor.pictures.style import halo, money_axis, plot_area, time_axis, titles

    points, target, currency = payload["points"], payload["target_future"], payload["currency"]
    months = [point["month"] for point in points]
    line = {name: [point[name] for point in points] for name in ("paid_in", "planned", "low", "high")}
    when, label = month_text(date.fromisoformat(payload["target_date"])), payload["goal"]
    short = target - line["planned"][-1]
    if payload["status"] == "done":
        title = f"Your {label}: you have what it takes"
    elif short > 1:
        title = f"Your {label}: {_money(short, payload)} short by {when}"
    else:
        title = f"Your {label} by {when}"
    subtitle = f"{money_text(payload['monthly'], currency)} a month for {duration_text(payload['months'])}"
    if payload["saved"]:
        subtitle += f", starting from {_money(payload['saved'], payload)}"
    if payload["status"] == "done":
        subtitle = f"{_money(payload['saved'], payload)} saved, nothing more to pay in"
    color = theme.warn if short > 1 else theme.main
    marks = (
        ("line", color, "planned"),
        ("dots", theme.paid, "paid in"),
        ("area", theme.band, "8 in 10 simulated futures"),
    )
    subtitle = f"{subtitle}  ·  chance to reach it {chance_text(payload['success_chance'])}"
    titles(figure, theme, title, subtitle, marks)

    axes = plot_area(figure, theme, top=1.22)
    money_axis(axes, max(target, line["high"][-1], line["planned"][-1]) * 1.04, currency)
    after = payload.get("drawdown") or ()  # of retirement: what is left as it is spent
    time_axis(axes, date.fromisoformat(points[0]["date"]), months[-1] + (after[-1]["month"] if after else 0))
    axes.fill_between(months, line["low"], line["high"], color=theme.band, linewidth=0, zorder=2)
    axes.plot(months, line["paid_in"], color=theme.paid, linewidth=1.5, linestyle=(0, (1.2, 1.8)), zorder=3)
    axes.plot(months, line["planned"], color=color, linewidth=2.8, zorder=4, clip_on=False, solid_capstyle="round")
    axes.plot([0, months[-1]], [target] * 2, color=theme.good, linewidth=1.6, linestyle=(0, (6, 3)), zorder=3)
    goal = f"Goal {_money(target, payload)}"
    if round(target) != round(payload["target_todays"]):
        between = ",\nwhich is" if figure.narrow else ", which is"
        goal += f"{between} {_money(payload['target_todays'], payload)} in today's money"
    below = line["planned"][0] > target * 0.85  # the plan starts where the label would stand
    axes.annotate(
        goal,
        (0, target),
        (3, -6 if below else 5),
        textcoords="offset points",
        va="top" if below else "bottom",
        color=theme.good,
        fontsize=10,
        fontweight="bold",
        bbox=halo(theme),
        zorder=6,
    )
    _milestones(axes, payload, theme)
    if after:
        _drawdown(axes, payload, theme)
    if short > 1 and payload.get("ways"):
        _ways(axes, payload, theme)


def _drawdown(axes: Any, payload: dict[str, Any], theme: Any) -> None:
    """How the pot is spent after the date."""
    after, end = payload["drawdown"], payload["points"][-1]["month"]
    months = [end + point["month"] for point in after]
    low, high = ([point[name] for point in after] for name in ("low", "high"))
    planned = [point["planned"] for point in after]
    top = axes.get_ylim()[1]
    axes.fill_between(months, low, [min(value, top) for value in high], color=theme.band, linewidth=0, zorder=2)
    axes.plot(months, planned, color=theme.main, linewidth=2.8, zorder=4, clip_on=False, solid_capstyle="round")
    _aside(axes, theme, _spending(payload), (1.0, 0.98), (0, 0), ha="right", va="top", linespacing=1.3)


def _aside(axes: Any, theme: Any, words: str, at: tuple[float, float], off: tuple[int, int], **place: Any) -> None:
    """Words in the free room of the plot: `at` in shares of it, moved by `off` points."""
    from advisor.pictures.style import halo

    axes.annotate(
        words,
        at,
        off,
        xycoords="axes fraction",
        textcoords="offset points",
        color=theme.text,
        fontsize=10,
        bbox=halo(theme),
        zorder=8,
        **place,
    )


def _spending(payload: dict[str, Any]) -> str:
    monthly = _money(payload["spending_a_month"], payload)
    return f"then {monthly} a month\nto age {payload['plan_to_age']}, in today's money"


def _ways(axes: Any, payload: dict[str, Any], theme: Any) -> None:
    """What would work instead, in the room that a plan out of reach leaves under its goal."""
    words = "What would work\n" + "\n".join(f"·  {way}" for way in _ways_text(payload))
    _aside(axes, theme, words, (0.0, 0.62), (8, 0), va="center", linespacing=1.5)


def _ways_text(payload: dict[str, Any]) -> list[str]:
    """The repairs, each in a line."""
    said = {
        "more_time": lambda w: f"take {duration_text(w['months'])}",
        "smaller_target": lambda w: f"aim for {_money(w['target_todays'], payload)} in today's money",
        "both": lambda w: f"take {duration_text(w['months'])} and aim for {_money(w['target_todays'], payload)}",
        "more_a_month": lambda w: f"save {money_text(w['monthly'], payload['currency'])} a month",
    }
    return [said[way["kind"]](way) for way in sorted(payload["ways"], key=lambda way: list(said).index(way["kind"]))]


def _milestones(axes: Any, payload: dict[str, Any], theme: Any) -> None:
    """A dot at each milestone with amount and date: above the line, or below where there is no room on the left."""
    from advisor.pictures.style import dot, halo, short_month

    for milestone in payload["milestones"]:
        month, amount = milestone["month"], milestone["amount"]
        height_there = _planned_at(payload["points"], month)
        dot(axes, month, height_there, theme)
        if amount >= payload["target_future"] * 0.99:
            continue  # the goal line says it
        if axes.figure.narrow and (payload.get("drawdown") or 0.3 < amount / payload["target_future"] < 0.7):
            continue  # a dot is enough where words would meet
        when = short_month(date.fromisoformat(milestone["date"]))
        near_left = month < (0.5 if axes.figure.narrow else 0.26) * axes.get_xlim()[1]
        axes.annotate(
            f"{short_money_text(amount, payload['currency'])}  {when}",
            (month, height_there),
            (10, -6) if near_left else (-9, 6),
            textcoords="offset points",
            ha="left" if near_left else "right",
            va="top" if near_left else "bottom",
            color=theme.text,
            fontsize=10,
            bbox=halo(theme),
            zorder=8,
        )


def _planned_at(points: list[dict[str, Any]], month: int) -> float:
    """The planned balance in a month that may lie between two points."""
    before = max((point for point in points if point["month"] <= month), key=lambda point: point["month"])
    after = min((point for point in points if point["month"] >= month), key=lambda point: point["month"])
    share = (month - before["month"]) / ((after["month"] - before["month"]) or 1)
    return before["planned"] + share * (after["planned"] - before["planned"])


def _draw_debt(figure: Any, payload: dict[str, Any], theme: Any) -> None:
    """What is still owed, falling to nothing."""
    from advisor.pictures.style import dot, money_axis, plot_area, short_month, time_axis, titles

    points, owed, currency = payload["points"], payload["target_future"], payload["currency"]
    months, left = [p["month"] for p in points], [owed - p["planned"] for p in points]
    end = next((p for p in points if p["planned"] >= owed - 0.01), None)
    title = (
        f"Debt free by {month_text(date.fromisoformat(end['date']))}" if end else "This pace does not clear the debt"
    )
    pace = f"{money_text(payload['monthly'], currency)} a month"
    subtitle = (
        f"{pace} pays off {_money(owed, payload)}  ·  interest costs {_money(payload['interest'], payload)}"
        if end
        else f"{pace} would not pay off {_money(owed, payload)} in 60 years"
    )
    titles(figure, theme, title, subtitle)
    axes = plot_area(figure, theme)
    money_axis(axes, owed, currency)
    time_axis(axes, date.fromisoformat(points[0]["date"]), months[-1])
    axes.fill_between(months, left, color=theme.band, linewidth=0, zorder=2)
    axes.plot(months, left, color=theme.main, linewidth=2.8, zorder=4, clip_on=False, solid_capstyle="round")
    at = dict(zip(months, left, strict=True))
    for milestone in payload["milestones"]:
        _, month = min((abs(month - milestone["month"]), month) for month in months)
        dot(axes, month, at[month], theme)
        last = month >= months[-1] * 0.8
        axes.annotate(
            f"{milestone['name']}\n{short_month(date.fromisoformat(milestone['date']))}",
            (month, at[month]),
            (-96, 4) if last else (8, 8),
            textcoords="offset points",
            ha="right" if last else "left",
            va="bottom",
            color=theme.text,
            fontsize=10,
            linespacing=1.2,
            zorder=8,
        )


def _money(amount: float, payload: dict[str, Any]) -> str:
    """In whole units of the payload's currency."""
    return money_text(amount, payload["currency"], cents=False)
