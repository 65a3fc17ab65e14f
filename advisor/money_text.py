"""How money, shares, durations and dates are said: the one place that turns figures into words."""

from __future__ import annotations

from datetime import date

_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "INR": "₹"}


def money_text(amount: float, currency: str = "USD", *, cents: bool | None = None) -> str:
    """1423.82 -> "$1,423.82", 60000 -> "$60,000", -12.5 -> "-$12.50".

    cents: None shows them only where they are not zero; False rounds to whole units; True always shows them.
    """
    if cents is False:
        amount = round(amount)
    amount = round(amount + 0.0, 2)
    whole = amount == int(amount)
    digits = f"{abs(amount):,.0f}" if whole and not cents else f"{abs(amount):,.2f}"
    symbol = _SYMBOLS.get(currency, f"{currency} ")
    return f"{'-' if amount < 0 else ''}{symbol}{digits}"


def percent_text(share: float, digits: int = 1) -> str:
    """0.0306 -> "3.1%", 0.25 -> "25%"; trailing zeros are left out."""
    text = f"{share * 100 + 0.0:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{'0' if text == '-0' else text}%"


def chance_text(share: float) -> str:
    """A chance in whole per cent, never claiming certainty: 0.9999 -> "more than 99%", 0.001 -> "less than 1%"."""
    if share > 0.99:
        return "more than 99%"
    if share < 0.01:
        return "less than 1%"
    return f"{share * 100:.0f}%"


def duration_text(months: int) -> str:
    """36 -> "3 years", 1 -> "1 month", 38 -> "3 years and 2 months"."""
    years, rest = divmod(int(months), 12)
    parts = []
    if years:
        parts.append(f"{years} year{'s' if years != 1 else ''}")
    if rest or not years:
        parts.append(f"{rest} month{'s' if rest != 1 else ''}")
    return " and ".join(parts)


def month_text(day: date) -> str:
    """date(2029, 11, 30) -> "November 2029"."""
    return f"{day:%B} {day.year}"


def short_money_text(amount: float, currency: str = "USD") -> str:
    """For axes and labels, two or three figures: 63672.48 -> "$63.7k", 1250000 -> "$1.25M", 850 -> "$850"."""
    symbol = _SYMBOLS.get(currency, f"{currency} ")
    sign, size = ("-" if amount < 0 else ""), abs(amount)
    for limit, divisor, unit in ((999_500_000, 1e9, "B"), (999_500, 1e6, "M"), (9_999.5, 1e3, "k")):
        if size >= limit:
            value = size / divisor
            digits = 2 if value < 10 and unit != "k" else 1 if value < 100 else 0
            text = f"{value:.{digits}f}"
            return f"{sign}{symbol}{text.rstrip('0').rstrip('.') if '.' in text else text}{unit}"
    return f"{sign}{symbol}{size:,.0f}"
