"""Every entity of one message: the finders run in the order in which they win over each other."""

from __future__ import annotations

import re
from datetime import date

from nlu.entities.corrections import without_taken_back
from nlu.entities.money import N, find_currencies, find_money
from nlu.entities.names import find_names
from nlu.entities.numbers import Reading, read
from nlu.entities.percentages import find_percentages
from nlu.entities.spans import Entity, without_overlaps
from nlu.entities.times import find_dates, find_durations
from nlu.entities.whisper import unmangled

_NUMBER = re.compile(N)


def extract(text: str, *, today: date, currency: str = "USD") -> list[Entity]:
    """What `mentioned` finds, less the figures that the message itself takes back: "15k, not 50k" means 15k."""
    return without_taken_back(mentioned(text, today=today, currency=currency), text)


def mentioned(text: str, *, today: date, currency: str = "USD") -> list[Entity]:
    """The entities of a message, by position; spans index `text`. `today` is what "next summer" counts from.

    A number that is neither money, time nor a percentage comes as entity `number`, because the answer to
    "for how many years?" is often just "5".
    """
    plain = unmangled(text)
    reading = read(plain)
    figures = without_overlaps(
        [
            *find_percentages(reading),
            *find_dates(reading, today),
            *find_durations(reading),
            *find_money(reading, currency),
            *find_currencies(reading),
            *_numbers(reading),
        ]
    )
    lowered = plain.lower() if len(plain.lower()) == len(plain) else plain
    names = _named_once(without_overlaps(find_names(lowered)))
    return sorted([*figures, *_outside(names, figures)], key=lambda entity: (entity.start, entity.end))


def _named_once(names: list[Entity]) -> list[Entity]:
    """A trip to Japan is one travel goal, however often it is named."""
    return list({(name.kind, name.value): name for name in reversed(names)}.values())


def _outside(names: list[Entity], figures: list[Entity]) -> list[Entity]:
    """Names not covered by a figure, except that one phrase may name both a goal and the product for it."""
    return [
        name for name in names if not any(figure.start <= name.start and name.end <= figure.end for figure in figures)
    ]


def _numbers(reading: Reading) -> list[Entity]:
    found = []
    for match in _NUMBER.finditer(reading.text):
        is_pronoun = float(match["n"]) == 1 and "w" in match["f"] and match.group() != reading.text.strip(" .!?")
        if "o" not in match["f"] and not is_pronoun:
            found.append(Entity("number", *reading.span(match.start(), match.end()), {"value": float(match["n"])}))
    return found
