"""Why a model says what it says: what spoke for it to the right, what spoke against it to the left."""

from __future__ import annotations

from typing import Any

_TITLES = {"persona": "Why you are among the {}", "risk": "Why I see {}"}
_SIDES = {"persona": ("speaks for it", "speaks against it"), "risk": ("raises it", "lowers it")}
_DIGITS = {"persona": 2, "risk": 0}  # a risk score counts in points of 100


def height(payload: dict[str, Any]) -> float:
    """Inches."""
    return 1.42 + 0.66 * max(1, len(payload["reasons"])) + 0.34 * bool(payload["counterfactual"])


def alt(payload: dict[str, Any]) -> str:
    """The reasons in words."""
    text = f"{_title(payload)}, compared with {payload['compared_with']}: "
    toward, against = _SIDES[payload["subject"]]
    each = [f"{r['text']} {toward if r['value'] > 0 else against} ({_signed(r['value'], payload)})"
            for r in payload["reasons"]]  # fmt: skip
    text += f"{'; '.join(each) or 'nothing stands out'}."
    return f"{text} {payload['counterfactual']}" if payload["counterfactual"] else text


def table(payload: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    """From the starting point, reason by reason, to the output: the figures add up."""
    rows = [
        ("Reason", "How far it moves the answer"),
        (f"On average, {payload['compared_with']}", _plain("base", payload)),
    ]
    rows += [(r["text"][:1].upper() + r["text"][1:], _signed(r["value"], payload, 2)) for r in payload["reasons"]]
    rows += [("Everything else", _signed(payload["rest"], payload, 2)), ("The answer", _plain("output", payload))]
    return tuple(rows)


def draw(figure: Any, payload: dict[str, Any], theme: Any) -> None:
    """Draws into the figure."""
    from advisor.pictures.style import LEFT, RIGHT, bar, canvas, titles

    toward, against = _SIDES[payload["subject"]]
    step, aside = (0.9, 0.24) if figure.narrow else (0.66, 0.0)  # on a phone a figure stands under its reason
    figure.grow((step - 0.66) * len(payload["reasons"]))
    titles(figure, theme, _title(payload), f"Compared with {payload['compared_with']}")
    surface = canvas(figure)
    left, right = LEFT * figure.get_figwidth(), RIGHT * figure.get_figwidth()
    values = [reason["value"] for reason in payload["reasons"]]
    if not values:
        surface.text(left, 1.22, "Nothing stands out.", color=theme.text, fontsize=10.5, va="center_baseline")
        return
    most, least = max(0.0, *values), max(0.0, *(-value for value in values))
    scale = (right - left) / (most + least)
    zero = left + least * scale
    # What is good news for a goal is not what raises a risk: the colours follow the meaning, the side the sign.
    colors = (theme.warn, theme.main) if payload["subject"] == "risk" else (theme.main, theme.warn)
    for index, reason in enumerate(payload["reasons"]):
        y, value = 1.08 + step * index, reason["value"]
        color = colors[0] if value > 0 else colors[1]
        text = reason["text"][:1].upper() + reason["text"][1:]
        size = min(10.5, 10.5 * 56 / len(text)) if figure.narrow else 10.5
        surface.text(left, y, text, color=theme.text, fontsize=size, va="center_baseline")
        y += aside
        words = f"{_signed(value, payload)}   {toward if value > 0 else against}"
        surface.text(right, y, words, color=color, fontsize=10.5, fontweight="bold", ha="right", va="center_baseline")
        length = max(abs(value) * scale, 0.02)
        bar(surface, zero if value > 0 else zero - length, y + 0.14, length, 0.2, color, 0.05)
        surface.plot([zero, zero], [y + 0.1, y + 0.38], color=theme.text, linewidth=1.4)
    bottom = 1.08 + step * len(values)
    if payload["counterfactual"]:
        size = min(9.5, 9.5 * (60 if figure.narrow else 112) / len(payload["counterfactual"]))
        surface.text(
            left, bottom + 0.12, payload["counterfactual"], color=theme.quiet, fontsize=size, va="center_baseline"
        )


def _title(payload: dict[str, Any]) -> str:
    return _TITLES[payload["subject"]].format(payload["outcome"])


def _signed(value: float, payload: dict[str, Any], digits: int | None = None) -> str:
    text = f"{value:+.{_DIGITS[payload['subject']] if digits is None else digits}f}"
    return text.replace("-", "−")


def _plain(name: str, payload: dict[str, Any]) -> str:
    return f"{payload[name]:.2f}".replace("-", "−")
