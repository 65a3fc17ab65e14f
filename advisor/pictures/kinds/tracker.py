"""The savings-goal tracker: what is held, beside where the plan would have it by now."""

from __future__ import annotations

from datetime import date
from typing import Any

from advisor.money_text import money_text, month_text, percent_text


def height(payload: dict[str, Any]) -> float:
    """Inches."""
    return 2.6


def alt(payload: dict[str, Any]) -> str:
    """The progress in words."""
    return (
        f"{_money(payload['balance'], payload)} of {_money(payload['target'], payload)} saved for your "
        f"{payload['goal']}, {percent_text(_share(payload), 0)}. {_standing(payload)} "
        f"The goal is due in {month_text(date.fromisoformat(payload['target_date']))}."
    )


def table(payload: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    """What, amount."""
    rows = [("", "Amount")]
    for name, key in (("Saved", "balance"), ("Planned by now", "expected"), ("Goal", "target")):
        rows.append((name, money_text(payload[key], payload["currency"])))
    return tuple(rows)


def draw(figure: Any, payload: dict[str, Any], theme: Any) -> None:
    """Draws into the figure."""
    from advisor.pictures.style import LEFT, RIGHT, bar, canvas, short_month, titles

    behind = payload["balance"] < payload["expected"] * 0.99
    title = f"Your {payload['goal']}: {percent_text(_share(payload), 0)} of the way"
    titles(figure, theme, title, f"{_money(payload['balance'], payload)} saved. {_standing(payload)}")
    surface = canvas(figure)
    left, scale, y, thick = LEFT * figure.get_figwidth(), (RIGHT - LEFT) * figure.get_figwidth(), 1.5, 0.34
    color = theme.warn if behind else theme.main
    bar(surface, left, y - thick / 2, scale, thick, theme.grid, thick / 2)
    bar(surface, left, y - thick / 2, max(thick, scale * min(1.0, _share(payload))), thick, color, thick / 2)
    for milestone in payload["milestones"]:
        share = milestone["amount"] / payload["target"]
        if share >= 0.999:
            continue
        x = left + scale * share
        reached = payload["balance"] >= milestone["amount"]
        surface.plot(
            [x],
            [y],
            marker="o",
            markersize=7,
            markerfacecolor=theme.background if reached else theme.grid,
            markeredgecolor=theme.background if reached else theme.paid,
            markeredgewidth=1.5,
        )
        when = short_month(date.fromisoformat(milestone["date"]))
        words = f"{_money(milestone['amount'], payload)}\n{when}"
        surface.text(x, y + 0.34, words, color=theme.quiet, fontsize=9.5, ha="center", va="top", linespacing=1.25)
    end = f"{_money(payload['target'], payload)}\n{short_month(date.fromisoformat(payload['target_date']))}"
    surface.text(
        left + scale,
        y + 0.34,
        end,
        color=theme.good,
        fontsize=9.5,
        fontweight="bold",
        ha="right",
        va="top",
        linespacing=1.25,
    )
    share = min(1.0, payload["expected"] / payload["target"])
    x = left + scale * share
    surface.plot([x, x], [y - 0.27, y + 0.27], color=theme.text, linewidth=2)
    align = "left" if share < 0.1 else "right" if share > 0.9 else "center"
    surface.text(x, y - 0.37, "plan", color=theme.text, fontsize=9.5, ha=align, va="center_baseline")


def _share(payload: dict[str, Any]) -> float:
    return payload["balance"] / payload["target"] if payload["target"] > 0 else 1.0


def _standing(payload: dict[str, Any]) -> str:
    gap = payload["balance"] - payload["expected"]
    if payload["balance"] >= payload["target"]:
        return "You have reached your goal."
    if abs(gap) <= payload["expected"] * 0.01:
        return "You are on plan."
    return f"That is {_money(abs(gap), payload)} {'ahead of' if gap > 0 else 'behind'} the plan."


def _money(amount: float, payload: dict[str, Any]) -> str:
    return money_text(amount, payload["currency"], cents=False)
