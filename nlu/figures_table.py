"""Expressions and what they mean: the table tests/nlu/data/entities.tsv, and section `entities` of a held-out set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from nlu.entities.extract import extract
from nlu.entities.spans import Entity

_NAMES = ("goal", "product", "currency")  # checked only where the row names one


@dataclass(frozen=True)
class Row:
    """An expression and what is meant by it, in the order said."""

    expression: str
    meant: tuple[str, ...]

    def found(self, today: date) -> tuple[str, ...]:
        """What is read in the expression, in the same notation."""
        names_matter = any(part.startswith(_NAMES) for part in self.meant)
        parts = (said(entity) for entity in extract(self.expression, today=today))
        return tuple(part for part in parts if names_matter or not part.startswith(_NAMES))


def rows(file: Path) -> list[Row]:
    """The rows of a table. Raises ValueError naming a line that is not one."""
    found = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            expression, tab, meaning = line.partition("\t")
            if not tab:
                raise ValueError(f"{file.name}: {line!r} has no tab between the expression and its meaning.")
            found.append(Row(expression, _meant(meaning.strip())))
    return found


@dataclass(frozen=True)
class Figure:
    """An expression with the one value in it: kind amount, percent, months or date."""

    expression: str
    kind: str
    value: Any  # a number, or the ISO date
    currency: str | None = None

    def found(self, today: date) -> list[tuple[Any, str | None]]:
        """(value, currency) of every entity of this kind; currency only where one was asked for."""
        entity, key = _FIGURES[self.kind]
        values = [e.value for e in extract(self.expression, today=today) if e.kind == entity and key in e.value]
        return [(value[key], value["currency"] if self.currency else None) for value in values]

    def is_read(self, today: date) -> bool:
        """Whether exactly this value is found, and no other of its kind."""
        return self.found(today) == [(self.value, self.currency)]


_FIGURES = {
    "amount": ("amount_of_money", "value"),
    "percent": ("percentage", "value"),
    "months": ("duration", "months"),
    "date": ("date", "date"),
}


def figures(file: Path) -> list[Figure]:
    """Section `entities` of a held-out set: {say, amount, currency}, {say, percent}, {say, months} or {say, date}."""
    if file.suffix != ".yml":
        return []
    read = yaml.safe_load(file.read_text(encoding="utf-8")).get("entities", [])
    kinds = [(row, next(kind for kind in _FIGURES if kind in row)) for row in read]
    return [
        Figure(row["say"], kind, str(row[kind]) if kind == "date" else row[kind], row.get("currency"))
        for row, kind in kinds
    ]


def said(entity: Entity) -> str:
    """An entity in the notation of the table."""
    value = entity.value
    match entity.kind:
        case "amount_of_money":
            currency = "" if value["currency"] == "USD" else f" {value['currency']}"
            return f"amount {value['value']:.2f}{currency}" + (f" /{value['per']}" if value["per"] else "")
        case "duration":
            return f"months {value['months']:g}"
        case "date" | "age":
            return f"age {value['age']}" if "age" in value else f"date {value['date']}"
        case "percentage" | "number":
            return f"{entity.kind.removesuffix('age')} {value['value']:g}"
        case _:
            return f"{entity.kind.partition('_')[0]} {value}"


def _meant(column: str) -> tuple[str, ...]:
    parts = [] if column == "none" else column.split("; ")
    return tuple(
        " ".join(["amount", f"{float(part.split()[1]):.2f}", *part.split()[2:]]) if part.startswith("amount") else part
        for part in parts
    )
