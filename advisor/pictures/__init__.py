"""Pictures of the figures: draw(kind, payload) for SVG or PNG, alt(kind, payload) for those who listen.

A payload is plain JSON made by payloads.py from a plan or a customer's transactions, so a stored picture can be
drawn again at any time; nothing is calculated here that a figure of the payload does not already say.
"""

from advisor.pictures.drawing import KINDS, Picture, PictureError, alt, draw
from advisor.pictures.payloads import (
    credit_utilisation,
    portfolio,
    roadmap,
    several_goals,
    spending,
    tracker,
    what_if,
)

__all__ = [
    "KINDS",
    "Picture",
    "PictureError",
    "alt",
    "credit_utilisation",
    "draw",
    "portfolio",
    "roadmap",
    "several_goals",
    "spending",
    "tracker",
    "what_if",
]
