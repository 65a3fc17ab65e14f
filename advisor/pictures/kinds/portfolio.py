"""The portfolio: how the money is spread today, and how that changes on the way to the date."""

from __future__ import annotations

from datetime import date
from typing import Any

from advisor.money_text import month_text, percent_text

_PARTS = (("stocks", "Stocks"), ("bonds", "Bonds"), ("cash", "Cash"))


def height(payload: dict[str, Any]) -> float:
    """Inches."""
    return 4.6 if payload["glide_path"] else 1.9


def alt(payload: dict[str, Any]) -> str:
    """The mix in words."""
    held = [f"{percent_text(payload[part], 0)} {name.lower()}" for part, name in _PARTS if payload[part] > 0]
    if not held:
        return f"Portfolio for your {payload['goal']}: nothing is held, every payment goes where it is owed."
    text = f"Portfolio for your {payload['goal']} today: {_and(held)}."
    path = payload["glide_path"]
    if path and path[-1]["stocks"] < payload["stocks"]:
        text += f" Stocks go down to {percent_text(path[-1]['stocks'], 0)} by {_end(payload)}."
    return text


def table(payload: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    """Month and shares."""
    from advisor.money import add_months

    start = date.fromisoformat(payload["created"])
    rows: list[tuple[str, ...]] = [("From", "Stocks", "Bonds", "Cash")]
    for at in payload["glide_path"]:
        shares = (percent_text(at[part], 0) for part, _ in _PARTS)
        rows.append((month_text(add_months(start, at["month"])), *shares))
    return tuple(rows)


def draw(figure: Any, payload: dict[str, Any], theme: Any) -> None:
    """Draws into the figure."""
    from advisor.pictures.style import LEFT, RIGHT, bar, canvas, plot_area, time_axis, titles

    held = [f"{percent_text(payload[part], 0)} {name.lower()}" for part, name in _PARTS if payload[part] > 0]
    if not held:
        titles(figure, theme, f"Your {payload['goal']}: nothing is invested", "Every payment goes where it is owed.")
        return
    rate = percent_text(payload["expected_return"], 2)
    subtitle = f"{payload['risk_profile']} risk  ·  counting on {rate} a year after fees"
    titles(figure, theme, f"Your {payload['goal']}: {_and(held)}", subtitle)
    colors = {"stocks": theme.stocks, "bonds": theme.bonds, "cash": theme.cash}
    inks = {"stocks": theme.on_stocks, "bonds": theme.on_bonds, "cash": theme.on_cash}
    surface = canvas(figure)
    x, whole = LEFT * figure.get_figwidth(), (RIGHT - LEFT) * figure.get_figwidth()
    surface.text(x, 1.12, "Today", color=theme.quiet, fontsize=10, va="center_baseline")
    for part, name in _PARTS:
        width = whole * payload[part]
        if width <= 0:
            continue
        bar(surface, x + 0.015, 1.26, width - 0.03, 0.46, colors[part], 0.06)
        words = f"{name} {percent_text(payload[part], 0)}" if width > 0.9 else percent_text(payload[part], 0)
        if width > 0.4:
            surface.text(
                x + width / 2,
                1.50,
                words,
                color=inks[part],
                fontsize=11,
                fontweight="bold",
                ha="center",
                va="center_baseline",
            )
        x += width
    path = payload["glide_path"]
    if not path:
        return
    way = f"On the way to {_end(payload)}"
    surface.text(LEFT * figure.get_figwidth(), 2.02, way, color=theme.quiet, fontsize=10, va="center_baseline")
    axes = plot_area(figure, theme, top=2.26)
    months = [at["month"] for at in path]
    below = [0.0] * len(path)
    for part, name in _PARTS:
        above = [low + at[part] for low, at in zip(below, path, strict=True)]
        axes.fill_between(months, below, above, color=colors[part], linewidth=1.2, edgecolor=theme.background, zorder=2)
        most, first = max((at[part], -index) for index, at in enumerate(path))
        widest = -first
        if most >= 0.2:
            middle = (below[widest] + above[widest]) / 2
            edge = "left" if widest == 0 else "right" if widest == len(path) - 1 else "center"
            axes.annotate(
                name,
                (months[widest], middle),
                ({"left": 10, "right": -10, "center": 0}[edge], 0),
                textcoords="offset points",
                ha=edge,
                va="center",
                color=inks[part],
                fontsize=10.5,
                fontweight="bold",
                zorder=5,
            )
        below = above
    axes.set_ylim(0, 1)
    axes.set_yticks([0, 0.5, 1], ["0%", "50%", "100%"])
    time_axis(axes, date.fromisoformat(payload["created"]), months[-1])


def _end(payload: dict[str, Any]) -> str:
    from advisor.money import add_months

    return month_text(add_months(date.fromisoformat(payload["created"]), payload["months"]))


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]
