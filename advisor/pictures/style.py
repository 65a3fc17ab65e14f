"""The one look of all pictures: colours the colour-blind can tell apart, in light and dark, and the drawing surface."""

from __future__ import annotations

import math
from dataclasses import dataclass

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

WIDTH, HEIGHT, DPI = 7.6, 4.3, 150  # inches; 1140 x 645 pixels as PNG


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
    series: tuple[str, ...]


THEMES = {
    "light": Theme(
        background="#ffffff",
        text="#1b2733",
        quiet="#5b6875",
        grid="#e4e9ee",
        main="#0b62a4",
        band="#b9d7ee",
        paid="#8796a5",
        good="#00795c",
        warn="#b8480b",
        stocks="#0b62a4",
        bonds="#e69f00",
        cash="#7cc0a8",
        series=("#0b62a4", "#e69f00", "#00795c", "#cc79a7", "#56b4e9", "#b8480b", "#8796a5"),
    ),
    "dark": Theme(
        background="#131a22",
        text="#eef3f8",
        quiet="#a3b1bf",
        grid="#2a3541",
        main="#6cb8f0",
        band="#254a68",
        paid="#8393a3",
        good="#4fd0a8",
        warn="#ff9a5c",
        stocks="#6cb8f0",
        bonds="#f2b632",
        cash="#3f9d80",
        series=("#6cb8f0", "#f2b632", "#4fd0a8", "#e59ac4", "#2f86c4", "#ff9a5c", "#8393a3"),
    ),
}

RC = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 10.0,
    "axes.linewidth": 0.8,
    "svg.fonttype": "path",
    "svg.hashsalt": "milepost",
    "path.simplify": True,
}
matplotlib.rcParams.update(RC)  # once: rc_context would change what other threads are drawing with


def new_figure(theme: Theme, height: float = HEIGHT) -> Figure:
    """A figure of its own canvas: no pyplot, so threads do not meet."""
    figure = Figure(figsize=(WIDTH, height), dpi=DPI, facecolor=theme.background)
    FigureCanvasAgg(figure)
    return figure


def titles(figure: Figure, theme: Theme, title: str, subtitle: str) -> None:
    """The two lines that make a caption unnecessary."""
    height = figure.get_figheight()
    figure.text(0.035, 1 - 0.30 / height, title, color=theme.text, fontsize=14, fontweight="bold", va="center")
    figure.text(0.035, 1 - 0.60 / height, subtitle, color=theme.quiet, fontsize=9.5, va="center")


def plot_area(
    figure: Figure, theme: Theme, *, left: float = 0.085, right: float = 0.965, top: float = 0.95, bottom: float = 0.42
) -> Axes:
    """Axes under the titles; top and bottom in inches from the figure's edges."""
    height = figure.get_figheight()
    axes = figure.add_axes((left, bottom / height, right - left, 1 - (top + bottom) / height))
    axes.set_facecolor(theme.background)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(theme.grid)
    axes.tick_params(colors=theme.quiet, labelsize=9, length=0)
    axes.grid(axis="y", color=theme.grid, linewidth=0.8)
    axes.set_axisbelow(True)
    return axes


def money_ticks(highest: float, wanted: int = 5) -> list[float]:
    """Round amounts from 0 to at least `highest`."""
    if highest <= 0:
        return [0.0, 1.0]
    raw = highest / wanted
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= raw)
    return [index * step for index in range(math.ceil(highest / step) + 1)]
