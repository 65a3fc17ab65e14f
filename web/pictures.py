"""How a picture is asked for and sent: its theme, its width, and what a browser may do with it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, request

from advisor.pictures.drawing import Picture
from web.problems import Problem

THEMES, WIDTHS = ("light", "dark"), ("wide", "narrow")

# Opened by itself, an SVG is a document: it may be styled, and nothing else.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


@dataclass(frozen=True)
class Look:
    """What a picture has to fit: the page's colours, and a desk or a phone."""

    theme: str
    narrow: bool


def look(theme: str | None = None) -> Look:
    """What the address asks for by `theme` (unless it is given) and `width`. Raises Problem 422."""
    theme, width = theme or request.args.get("theme", "light"), request.args.get("width", "wide")
    if theme not in THEMES or width not in WIDTHS:
        raise Problem(422, "A picture is light or dark, and has width=wide, or width=narrow for a phone.")
    return Look(theme, width == "narrow")


def response(picture: Picture) -> Response:
    """The picture, under a policy of its own."""
    return Response(picture.content, mimetype=picture.mime, headers={"Content-Security-Policy": POLICY})
