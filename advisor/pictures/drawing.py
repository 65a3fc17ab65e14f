"""Draws a picture of a kind from its payload, and says in words what it shows."""

from __future__ import annotations

import importlib
import io
import re
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

KINDS = ("roadmap", "portfolio", "credit_utilisation", "spending", "tracker", "what_if", "several_goals", "explanation")
_MIME = {"svg": "image/svg+xml", "png": "image/png"}


# Hundredths of a point are finer than any screen; scales are left alone, they multiply whole glyphs.
_LONG_NUMBER = re.compile(r"(scale\([^)]*\))|(\.\d\d)\d+")


class PictureError(ValueError):
    """A picture that cannot be drawn; the message says why and what is allowed."""


@dataclass(frozen=True)
class Picture:
    """A drawn picture. alt: what it shows, in words; table: its figures, first row the headings."""

    content: bytes
    mime: str
    alt: str
    table: tuple[tuple[str, ...], ...]


def _kind(kind: str):
    if kind not in KINDS:
        raise PictureError(f"There is no picture {kind!r}; there are {', '.join(KINDS)}.")
    return importlib.import_module(f"advisor.pictures.kinds.{kind}")


def alt(kind: str, payload: dict[str, Any]) -> str:
    """What the picture shows, in a sentence or three. Cheap: nothing is drawn, matplotlib is not loaded."""
    return _kind(kind).alt(payload)


def table(kind: str, payload: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    """The picture's figures as rows of text, first row the headings."""
    return _kind(kind).table(payload)


def draw(
    kind: str,
    payload: dict[str, Any],
    *,
    fmt: Literal["svg", "png"] = "svg",
    theme: Literal["light", "dark"] = "light",
    narrow: bool = False,
) -> Picture:
    """Draws a picture: 1140 pixels wide as PNG (645 if narrow, for phones), SVG with the alt text as its title.
    PictureError for an unknown kind, format or theme."""
    from advisor.pictures.style import NARROW, THEMES, WIDTH, new_figure

    module = _kind(kind)
    if fmt not in _MIME:
        raise PictureError(f"A picture can be svg or png, not {fmt!r}.")
    if theme not in THEMES:
        raise PictureError(f"A picture can be light or dark, not {theme!r}.")
    figure = new_figure(THEMES[theme], module.height(payload), NARROW if narrow else WIDTH)
    module.draw(figure, payload, THEMES[theme])
    words = module.alt(payload)
    buffer = io.BytesIO()
    if fmt == "svg":
        figure.savefig(buffer, format="svg", facecolor=figure.get_facecolor(), metadata={"Date": None, "Creator": None})
        content = _accessible(buffer.getvalue().decode(), words).encode()
    else:
        figure.savefig(
            buffer,
            format="png",
            facecolor=figure.get_facecolor(),
            pil_kwargs={"compress_level": 3},
            metadata={"Software": None, "Description": words},
        )
        content = buffer.getvalue()
    return Picture(content, _MIME[fmt], words, module.table(payload))


def _accessible(svg: str, words: str) -> str:
    """The SVG as one image with a name for screen readers, scaling to its place, without matplotlib's preamble."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, count=1, flags=re.DOTALL)
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    svg = _LONG_NUMBER.sub(lambda found: found[1] or found[2], svg)
    return re.sub(
        r"(<svg[^>]*)>",
        rf'\1 role="img" aria-labelledby="title"><title id="title">{escape(words)}</title>',
        svg,
        count=1,
    )
