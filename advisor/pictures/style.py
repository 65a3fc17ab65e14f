"""The one look of all pictures: colours the colour-blind can tell apart, in light and dark, and the drawing surface."""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass
from datetime import date

import matplotlib
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from advisor.money import add_months
from advisor.money_text import short_money_text

WIDTH, NARROW, DPI = 7.6, 4.3, 150  # inches; 1140 pixels as PNG, 645 where the screen is a phone's
LEFT, RIGHT = 0.035, 0.965  # of the width: where text may stand

Marks = tuple[tuple[str, str, str], ...]  # of a legend: (line, dots, dashes or area; colour; words) each


@dataclass(frozen=True)
class Theme:
    """Colours by meaning. Neighbours differ in lightness as well as hue (after Okabe and Ito)."""

    background: str
    text: str
    quiet: str  # axis labels, notes
    grid: str
    main: str  # the plan
    band: str  # the range of simulated futures
    paid: str  # money paid in
    good: str
    warn: str
    stocks: str
    bonds: str
    cash: str
    on_stocks: str  # text on these colours
    on_bonds: str
    on_cash: str


THEMES = {
    "light": Theme(
        background="#ffffff",
        text="#16212c",
        quiet="#566371",
        grid="#e3e8ed",
        main="#0b5cad",
        band="#c3dcf2",
        paid="#7d8c9b",
        good="#00734f",
        warn="#b34700",
        stocks="#0b5cad",
        bonds="#e69f00",
        cash="#8fd0b8",
        on_stocks="#ffffff",
        on_bonds="#16212c",
        on_cash="#16212c",
    ),
    "dark": Theme(
        background="#121922",
        text="#f0f4f8",
        quiet="#a9b6c3",
        grid="#2b3642",
        main="#6db9f2",
        band="#254763",
        paid="#8a99a9",
        good="#55d3ab",
        warn="#ff9d5c",
        stocks="#4a9fe0",
        bonds="#f2b632",
        cash="#2a8064",
        on_stocks="#0c131b",
        on_bonds="#0c131b",
        on_cash="#ffffff",
    ),
}


def _font() -> str:
    """Roboto where it is installed, matplotlib's own font where it is not."""
    try:
        import font_roboto
    except ImportError:
        return "DejaVu Sans"
    for path in (font_roboto.Roboto, font_roboto.RobotoMedium, font_roboto.RobotoBold):
        font_manager.fontManager.addfont(path)
    return "Roboto"


# Once and for the process: rc_context would change what other threads are drawing with.
matplotlib.rcParams.update(
    {
        "font.family": _font(),
        "font.size": 10.5,
        "text.parse_math": False,  # "$5 and $6" is money, not a formula
        "svg.fonttype": "path",
        "svg.hashsalt": "milepost",
    }
)


class Sheet(Figure):
    """A figure whose head may need more lines than usual: what stands under it moves down by `head` inches."""

    head = 0.0

    @property
    def narrow(self) -> bool:
        """Whether it is for a phone."""
        return self.get_figwidth() < WIDTH

    def grow(self, inches: float) -> None:
        """Make the figure taller at the bottom. Only before anything is drawn: places are shares of the height."""
        self.set_figheight(self.get_figheight() + inches)


def new_figure(theme: Theme, height: float, width: float = WIDTH) -> Sheet:
    """A figure on a canvas of its own (no pyplot, so threads do not meet); height and width in inches."""
    figure = Sheet(figsize=(width, height), dpi=DPI, facecolor=theme.background)
    FigureCanvasAgg(figure)
    return figure


def titles(figure: Sheet, theme: Theme, title: str, subtitle: str, marks: Marks = ()) -> None:
    """The lines that make a caption unnecessary, one each or as many as a phone needs, and the legend under them.

    To be called before anything else is drawn: it settles how tall the figure is.
    """
    first, second, rows = [title], [subtitle], [marks] if marks else []
    size = 15.5 if len(title) <= 52 else 15.5 * 52 / len(title)
    if figure.narrow:
        first, size = textwrap.wrap(title, 35), 14.0
        second = (
            [subtitle]
            if len(subtitle) <= 52
            else [line for part in subtitle.split("  ·  ") for line in textwrap.wrap(part, 52)]
        )
        if sum(_mark_width(words) for *_, words in marks) > figure.get_figwidth():
            rows = [marks[:-1], marks[-1:]]
    figure.head = 0.27 * (len(first) - 1) + 0.21 * (len(second) - 1) + 0.24 * max(0, len(rows) - 1)
    figure.grow(figure.head)
    surface, left, y = canvas(figure), LEFT * figure.get_figwidth(), 0.34 - figure.head
    for line in first:
        surface.text(left, y, line, color=theme.text, fontsize=size, fontweight="bold", va="center")
        y += 0.27
    for line in second:
        surface.text(left, y + 0.05, line, color=theme.quiet, fontsize=10.5, va="center")
        y += 0.21
    for row, y in zip(reversed(rows), (1.0, 0.76), strict=False):
        x = left
        for kind, color, words in row:
            if kind == "area":
                bar(surface, x, y - 0.06, 0.26, 0.12, color, 0.02)
            else:
                style = {"dots": (0, (1.2, 1.8)), "dashes": (0, (5, 2.5)), "line": "-"}[kind]
                width = 2.8 if kind == "line" else 1.6
                surface.plot([x, x + 0.26], [y, y], color=color, linewidth=width, linestyle=style)
            surface.text(x + 0.34, y, words, color=theme.quiet, fontsize=9.5, va="center_baseline")
            x += _mark_width(words)


def _mark_width(words: str) -> float:
    return 0.64 + 0.068 * len(words)


def plot_area(
    figure: Sheet, theme: Theme, *, left: float = 0.09, right: float = RIGHT, top: float = 1.0, bottom: float = 0.42
) -> Axes:
    """Axes under the titles; left and right as shares of the width, top and bottom in inches from the edges."""
    height = figure.get_figheight()
    if figure.narrow and left > LEFT:
        left *= WIDTH / NARROW  # the scale's figures are as wide as ever
    axes = figure.add_axes((left, bottom / height, right - left, 1 - (top + figure.head + bottom) / height))
    axes.set_facecolor("none")
    axes.set_frame_on(False)
    axes.tick_params(colors=theme.quiet, labelsize=9.5, length=0, pad=6)
    axes.grid(axis="y", color=theme.grid, linewidth=0.9)
    axes.set_axisbelow(True)
    return axes


def canvas(figure: Sheet) -> Axes:
    """The whole figure as one surface measured in inches from the left and from where the top is without `head`."""
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, figure.get_figwidth())
    axes.set_ylim(figure.get_figheight() - figure.head, -figure.head)
    return axes


def bar(axes: Axes, x: float, y: float, width: float, height: float, color: str, rounding: float = 0.05) -> None:
    """A bar with rounded corners; nothing where it would have no width."""
    if width <= 0:
        return
    rounding = min(rounding, width / 2, height / 2)
    shape = FancyBboxPatch(
        (x, y), width, height, boxstyle=f"round,pad=0,rounding_size={rounding}", facecolor=color, linewidth=0
    )
    axes.add_patch(shape)


def money_axis(axes: Axes, highest: float, currency: str) -> None:
    """A money scale from 0 with round steps and some air above `highest`."""
    top = max(highest, 0.01) * 1.1
    raw = top / 5
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= raw * 0.999)
    ticks = [index * step for index in range(math.floor(top / step) + 1)]
    axes.set_ylim(0, top)
    axes.set_yticks(ticks, [short_money_text(tick, currency) for tick in ticks])


def time_axis(axes: Axes, start: date, months: int) -> None:
    """A scale of months from `start`, with at most seven dates (four on a phone); the last date is always shown."""
    most = 3.01 if isinstance(axes.figure, Sheet) and axes.figure.narrow else 6.01
    step = next(step for step in (1, 2, 3, 6, 12, 24, 36, 60, 120, 240) if months / step <= most or step == 240)
    positions = [position for position in range(0, months, step) if months - position > step * 0.6 or position == 0]
    positions.append(months)
    labels = ["today", *(short_month(add_months(start, position)) for position in positions[1:])]
    axes.set_xlim(0, months)
    axes.set_xticks(positions, labels)
    for label, position in zip(axes.get_xticklabels(), positions, strict=True):
        label.set_horizontalalignment("left" if position == 0 else "right" if position == months else "center")


def dot(axes: Axes, x: float, y: float, theme: Theme) -> None:
    """A milestone."""
    axes.plot(
        [x],
        [y],
        marker="o",
        markersize=8.5,
        markerfacecolor=theme.background,
        markeredgecolor=theme.main,
        markeredgewidth=2.4,
        zorder=7,
        clip_on=False,
    )


def halo(theme: Theme) -> dict[str, object]:
    """A box behind a text that keeps it readable where it crosses a line."""
    return {"facecolor": theme.background, "alpha": 0.72, "linewidth": 0, "boxstyle": "round,pad=0.12"}


def short_month(day: date) -> str:
    """date(2027, 6, 1) -> "Jun 2027"."""
    return f"{day:%b} {day.year}"
