"""Credit utilisation: how much of each card's limit is used, beside the 30 % benchmark."""

from __future__ import annotations

from typing import Any

from advisor.money_text import money_text, percent_text

BENCHMARK = 0.30  # a common benchmark of credit scoring, not a rule
_SHOWN = 8


def height(payload: dict[str, Any]) -> float:
    """Inches."""
    return 1.55 + 0.62 * max(1, min(len(payload["cards"]), _SHOWN))


def alt(payload: dict[str, Any]) -> str:
    """The utilisation in words."""
    cards = _cards(payload)
    if not cards:
        return "Credit utilisation: there is no card with a limit."
    each = "; ".join(
        f"{card['name']} {percent_text(_share(card), 0)} ({_money(card['balance'], payload)} of "
        f"{_money(card['limit'], payload)})"
        for card in cards
    )
    return f"Credit utilisation is {percent_text(_total(cards), 0)} of all limits. {each}. 30% is a common benchmark."


def table(payload: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    """Card, balance, limit and share used."""
    rows = [("Card", "Used", "Limit", "Share")]
    for card in _cards(payload):
        rows.append(
            (
                card["name"],
                money_text(card["balance"], payload["currency"]),
                money_text(card["limit"], payload["currency"]),
                percent_text(_share(card), 0),
            )
        )
    return tuple(rows)


def draw(figure: Any, payload: dict[str, Any], theme: Any) -> None:
    """Draws into the figure."""
    from advisor.pictures.style import LEFT, RIGHT, bar, canvas, titles

    cards = _cards(payload)[:_SHOWN]
    if not cards:
        titles(figure, theme, "No credit to use", "There is no card with a limit.")
        return
    total = _total(_cards(payload))
    above = [card for card in cards if _share(card) > BENCHMARK]
    subtitle = (
        f"{above[0]['name']} is above the 30% benchmark"
        if len(above) == 1
        else f"{len(above)} cards are above the 30% benchmark"
        if above
        else "every card is below the 30% benchmark"
    )
    titles(figure, theme, f"You use {percent_text(total, 0)} of your credit", subtitle)
    surface = canvas(figure)
    left, right = LEFT * figure.get_figwidth(), RIGHT * figure.get_figwidth()
    scale = right - left
    mark = left + BENCHMARK * scale
    bottom = 1.0 + 0.62 * len(cards)
    for index, card in enumerate(cards):
        y = 1.22 + 0.62 * index
        color = theme.warn if _share(card) > BENCHMARK else theme.main
        surface.text(left, y, card["name"], color=theme.text, fontsize=10.5, va="center_baseline")
        used = f"{_money(card['balance'], payload)} of {_money(card['limit'], payload)}"
        text = f"{used}   {percent_text(_share(card), 0)}"
        surface.text(right, y, text, color=color, fontsize=10.5, fontweight="bold", ha="right", va="center_baseline")
        bar(surface, left, y + 0.13, scale, 0.17, theme.grid, 0.085)
        bar(surface, left, y + 0.13, scale * min(1.0, _share(card)), 0.17, color, 0.085)
        surface.plot([mark, mark], [y + 0.08, y + 0.35], color=theme.text, linewidth=1.6)
    surface.text(mark, bottom + 0.27, "30%", color=theme.quiet, fontsize=9.5, ha="center", va="center_baseline")


def _cards(payload: dict[str, Any]) -> list[dict[str, Any]]:
    """Cards with a limit, the most used first."""
    return sorted((card for card in payload["cards"] if card["limit"] > 0), key=_share, reverse=True)


def _share(card: dict[str, Any]) -> float:
    return max(0.0, card["balance"]) / card["limit"]


def _total(cards: list[dict[str, Any]]) -> float:
    return sum(max(0.0, card["balance"]) for card in cards) / sum(card["limit"] for card in cards)


def _money(amount: float, payload: dict[str, Any]) -> str:
    return money_text(amount, payload["currency"], cents=False)
