"""First calls cost seconds, of models and of matplotlib: made at start, while text already works."""

from __future__ import annotations

import threading
from datetime import date

from web.voices import Voices


def start(voices: Voices) -> None:
    """Load the voices and draw a first picture, without keeping the server from answering."""
    threading.Thread(target=_warm, args=(voices,), name="warming", daemon=True).start()


def _warm(voices: Voices) -> None:
    voices.load()
    _draw_a_picture()


def _draw_a_picture() -> None:
    from advisor.customers import Customer
    from advisor.pictures import drawing, payloads
    from advisor.plans import Goal, make_plan

    plan = make_plan(Goal("travel", 1000.0, 12), Customer.guest(50_000.0), today=date.today())
    drawing.draw("roadmap", payloads.roadmap(plan))
