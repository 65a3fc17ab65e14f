"""Pictures of the report, in the house's style: bars and lines with their figures on them."""

from __future__ import annotations

import functools
import io
import re
from html import escape

from matplotlib.figure import Figure

from advisor.insights.report import Insights, Table
from advisor.money_text import percent_text
from advisor.pictures.style import (
    LEFT,
    NARROW,
    RIGHT,
    THEMES,
    WIDTH,
    bar,
    canvas,
    new_figure,
    plot_area,
    titles,
)

# Lines differ by dash as well as by colour, for those who cannot tell the colours apart.
DASHES = ("-", (0, (5, 2)), (0, (1, 1.4)), (0, (6, 1.5, 1, 1.5)), "-", (0, (3, 1)), (0, (1, 3)))
COLORS = {
    "light": ("#0b5cad", "#b34700", "#00734f", "#7d3c98", "#566371", "#e69f00", "#16212c"),
    "dark": ("#6db9f2", "#ff9d5c", "#55d3ab", "#d3a4ea", "#a9b6c3", "#f2b632", "#f0f4f8"),
}


def _svg(figure: Figure, words: str) -> str:
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    svg = buffer.getvalue()
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    for size in ("width", "height"):  # it fills its place on the page
        svg = re.sub(rf'(<svg[^>]*?) {size}="[^"]*"', r"\1", svg, count=1)
    return svg.replace("<svg", f'<svg role="img" aria-label="{escape(words, quote=True)}"', 1)


def bars(
    title: str,
    subtitle: str,
    rows: list[tuple[str, float]],
    *,
    share: bool = False,
    theme: str = "light",
    narrow: bool = False,
) -> str:
    """Horizontal bars with their figures, as SVG; the values must not be negative.

    A name stands beside its bar, or above it where it is narrow.
    """
    rows, look, width = rows[:12], THEMES[theme], NARROW if narrow else WIDTH
    step = 0.58 if narrow else 0.4  # inches from bar to bar
    figure = new_figure(look, 1.15 + step * max(1, len(rows)), width)
    titles(figure, look, title, subtitle)
    surface = canvas(figure)
    names = 0.0 if narrow else min(3.6, max(0.9, 0.078 * max((len(name) for name, _ in rows), default=0) + 0.15))
    start = LEFT * width + names
    room = RIGHT * width - start - 0.8
    largest = max((value for _, value in rows), default=0) or 1
    for place, (name, value) in enumerate(rows):
        y = 1.1 + step * place + 0.18 * narrow
        if narrow:
            surface.text(start, y - 0.25, name, color=look.text, fontsize=9.5, va="center_baseline")
        else:
            surface.text(start - 0.12, y, name, color=look.text, fontsize=9.5, ha="right", va="center_baseline")
        bar(surface, start, y - 0.13, max(room * value / largest, 0.02), 0.26, look.main)
        words = percent_text(value) if share else f"{value:,.0f}"
        end = start + room * value / largest + 0.1
        surface.text(end, y, words, color=look.text, fontsize=9.5, va="center_baseline")
    said = ", ".join(f"{name} {percent_text(value) if share else f'{value:,.0f}'}" for name, value in rows)
    return _svg(figure, f"{title}: {said}")


def lines(title: str, subtitle: str, table: Table, *, theme: str = "light", narrow: bool = False) -> str:
    """A line a persona over the weeks, as SVG."""
    weeks = sorted({str(row[0]) for row in table.rows})
    personas = sorted({str(row[1]) for row in table.rows})
    look = THEMES[theme]
    figure = new_figure(look, 3.6 + 0.22 * len(personas), NARROW if narrow else WIDTH)
    titles(figure, look, title, subtitle)
    axes = plot_area(figure, look, bottom=0.5 + 0.22 * len(personas))
    axes.axhline(0, color=look.quiet, linewidth=0.8)
    for persona, color, dashes in zip(personas, COLORS[theme], DASHES, strict=False):
        points = [(weeks.index(str(row[0])), float(row[2] or 0)) for row in table.rows if row[1] == persona]
        axes.plot(*zip(*points, strict=True), color=color, linestyle=dashes, linewidth=2, label=persona)
    axes.set_ylim(-1, 1)
    step = max(1, len(weeks) // (2 if narrow else 6))
    axes.set_xticks(range(0, len(weeks), step), weeks[::step])
    if weeks and (len(weeks) - 1) % step == 0:
        axes.get_xticklabels()[-1].set_horizontalalignment("right")  # a date at the edge would leave the picture
    figure.legend(loc="lower left", bbox_to_anchor=(LEFT, 0.0), frameon=False, fontsize=8.5, labelcolor=look.text)
    ends = {str(row[1]): float(row[2] or 0) for row in table.rows}
    said = ", ".join(f"{name} {tone:+.2f}" for name, tone in ends.items())
    return _svg(figure, f"{title}; in the last week: {said}")


def pictures(insights: Insights, theme: str = "light", *, narrow: bool = False) -> dict[str, str]:
    """SVG, light or dark, for a desk or a phone, by the name of its table; none for a table without rows."""
    drawn = {}
    draw_bars, draw_lines = (functools.partial(kind, theme=theme, narrow=narrow) for kind in (bars, lines))
    engagement, discovery = insights.table("engagement"), insights.table("discovery")
    friction, over_time = insights.table("friction"), insights.table("sentiment_by_week")

    def column(table: Table, label: str, value: str) -> list[tuple[str, float]]:
        at, of = table.columns.index(label), table.columns.index(value)
        return [(str(row[at]), float(row[of] or 0)) for row in table.rows]

    if engagement.rows:
        drawn["engagement"] = draw_bars(
            "Who talks to Milepost", "share of each persona's customers",
            column(engagement, "persona", "share that talked"), share=True,
        )  # fmt: skip
    if discovery.rows:
        drawn["discovery"] = draw_bars(
            "Who should know and does not", "customers whom a product suits and who never saw it",
            column(discovery, "product", "should know and do not"),
        )  # fmt: skip
    if friction.rows:
        drawn["friction"] = draw_bars(
            "Where conversations fail", "share of all conversations",
            column(friction, "what happened", "share of sessions"), share=True,
        )  # fmt: skip
    if over_time.rows:
        drawn["sentiment_by_week"] = draw_lines("How customers sound", "mean tone by week, from -1 to 1", over_time)
    return drawn
