"""Spending by category, largest first."""

from __future__ import annotations

from typing import Any

from advisor.money_text import money_text, percent_text

_SHOWN = 8


def height(payload: dict[str, Any]) -> float:
    """Inches."""
    return 1.25 + 0.42 * max(1, len(_rows(payload)))


def alt(payload: dict[str, Any]) -> str:
    """The spending in words."""
    rows, total = _rows(payload), _total(payload)
    if not rows:
        return f"Spending in {payload['period']}: nothing was spent."
    each = ", ".join(f"{name} {_money(amount, payload)} ({percent_text(amount / total, 0)})" for name, amount in rows)
    return f"Spending in {payload['period']}: {_money(total, payload)} in all. {each}.{_left(payload, total)}"


def table(payload: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    """Category, amount and share of all spending."""
    total = _total(payload)
    rows = [("Category", "Amount", "Share")]
    for category in sorted(payload["categories"], key=lambda one: -one["amount"]):
        if category["amount"] > 0:
            share = percent_text(category["amount"] / total, 0)
            rows.append((category["name"], money_text(category["amount"], payload["currency"]), share))
    return tuple(rows)


def draw(figure: Any, payload: dict[str, Any], theme: Any) -> None:
    """Draws into the figure."""
    from advisor.pictures.style import LEFT, RIGHT, bar, canvas, titles

    rows, total = _rows(payload), _total(payload)
    title = f"Where {_money(total, payload)} went in {payload['period']}"
    titles(figure, theme, title, _left(payload, total).strip().rstrip(".") or "by category, largest first")
    if not rows:
        return
    surface = canvas(figure)
    left, right = LEFT * figure.get_figwidth(), RIGHT * figure.get_figwidth()
    start = left + min(2.2, max(0.9, 0.088 * max(len(name) for name, _ in rows) + 0.15))
    room = right - start - 1.45
    largest = max(amount for _, amount in rows)
    for index, (name, amount) in enumerate(rows):
        y = 1.14 + 0.42 * index
        surface.text(start - 0.12, y, name, color=theme.text, fontsize=10.5, ha="right", va="center_baseline")
        length = max(room * amount / largest, 0.02)
        bar(surface, start, y - 0.15, length, 0.28, theme.main if index == 0 else theme.stocks, 0.05)
        words = f"{_money(amount, payload)}"
        surface.text(
            start + length + 0.1, y, words, color=theme.text, fontsize=10.5, fontweight="bold", va="center_baseline"
        )
        share = percent_text(amount / total, 0)
        surface.text(right, y, share, color=theme.quiet, fontsize=10.5, ha="right", va="center_baseline")


def _rows(payload: dict[str, Any]) -> list[tuple[str, float]]:
    """Categories largest first; what does not fit is added up as the rest."""
    rows = [(c["name"], c["amount"]) for c in payload["categories"] if c["amount"] > 0]
    rows.sort(key=lambda row: -row[1])
    if len(rows) > _SHOWN:
        rows = [*rows[: _SHOWN - 1], ("Everything else", sum(amount for _, amount in rows[_SHOWN - 1 :]))]
    return rows


def _total(payload: dict[str, Any]) -> float:
    return sum(max(0.0, category["amount"]) for category in payload["categories"])


def _left(payload: dict[str, Any], total: float) -> str:
    income = payload.get("income")
    if not income:
        return ""
    left = income - total
    words = "left of" if left >= 0 else "more than"
    return f" {_money(abs(left), payload)} {words} {_money(income, payload)} that came in."


def _money(amount: float, payload: dict[str, Any]) -> str:
    return money_text(amount, payload["currency"], cents=False)
