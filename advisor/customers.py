"""Who is being advised: one customer, and tables of them read row by row with every bad row explained."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any, Literal, TextIO, get_args

from pydantic import Field, TypeAdapter, ValidationError

Level = Literal["Low", "Medium", "High"]
SpendingHabit = Literal["Budget", "Moderate", "Luxury"]
LEVELS: tuple[Level, ...] = get_args(Level)
SPENDING_HABITS: tuple[SpendingHabit, ...] = get_args(SpendingHabit)

# What a guest is taken for until they say otherwise: the careful reading of each field.
GUEST = {"age": 35, "spending_habit": "Moderate", "risk_profile": "Low", "transactions": 0}


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer of the bank, or a guest.

    The fields carry the columns of the customer table in its order; the limits beside them are what
    `load` and `validate` accept.
    """

    customer_id: Annotated[int, Field(ge=0, lt=2**31)]  # 0: a guest
    name: Annotated[str, Field(max_length=200)]
    age: Annotated[int, Field(ge=18, le=120)]  # years
    income: Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]  # a year, before tax
    spending_habit: SpendingHabit
    risk_profile: Level
    transactions: Annotated[int, Field(ge=0, le=1_000_000)]  # a month
    sentiment_score: Annotated[float, Field(ge=-1, le=1, allow_inf_nan=False)]
    engagement_level: Level

    @property
    def is_guest(self) -> bool:
        """Whether the bank does not know this person."""
        return self.customer_id == 0

    @property
    def monthly_income(self) -> float:
        """Income a month, before tax."""
        return self.income / 12

    def to_dict(self) -> dict[str, Any]:
        """The fields by name, as `from_dict` and the database take them."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Customer:
        """The customer that `to_dict` described. Raises CustomerError for a value that is not allowed."""
        return validate(values)

    @classmethod
    def guest(cls, income: float = 0.0, **known: Any) -> Customer:
        """Somebody the bank does not know: `income` a year, and any other field they have told.

        What they have not told is read with care: low risk, no history, neutral tone.
        Raises CustomerError for a value that is not allowed.
        """
        unknown = {"customer_id": 0, "name": "Guest", "sentiment_score": 0.0, "engagement_level": "Low"}
        return validate({**unknown, **GUEST, "income": income, **known})


FIELDS = tuple(f.name for f in fields(Customer))
COLUMNS = {name: "_".join("ID" if part == "id" else part.capitalize() for part in name.split("_")) for name in FIELDS}
_ALLOWED = {
    "customer_id": "a whole number from 1, used once",
    "name": "text of at most 200 characters",
    "age": "whole years from 18 to 120",
    "income": "an amount a year from 0 to 1,000,000,000",
    "spending_habit": ", ".join(SPENDING_HABITS[:-1]) + " or " + SPENDING_HABITS[-1],
    "risk_profile": "Low, Medium or High",
    "transactions": "a whole number a month from 0 to 1,000,000",
    "sentiment_score": "a number from -1 to 1",
    "engagement_level": "Low, Medium or High",
}
_ADAPTER = TypeAdapter(Customer)


class CustomerError(ValueError):
    """A customer that cannot be used; the message says which column, what is there and what is allowed."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out, where it stands in the file and why."""

    line: int  # as an editor counts, the header is line 1
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


@dataclass(frozen=True)
class Loaded:
    """What a table held: the good rows, and the bad ones explained."""

    customers: tuple[Customer, ...]
    bad_rows: tuple[BadRow, ...] = field(default=())


def validate(values: dict[str, Any]) -> Customer:
    """A Customer of these fields (texts are read as numbers where a number is due).

    Raises CustomerError naming every column that is wrong and what it may hold.
    """
    try:
        return _ADAPTER.validate_python(values)
    except ValidationError as error:
        said = []
        for problem in error.errors(include_url=False, include_context=False):
            name = str(problem["loc"][0])
            if name not in COLUMNS:
                said.append(f"{name} is no field of a customer")
            elif problem["type"] == "missing":
                said.append(f"{COLUMNS[name]} is missing; allowed is {_ALLOWED[name]}")
            else:
                said.append(f"{COLUMNS[name]} is {problem['input']!r}; allowed is {_ALLOWED[name]}")
        raise CustomerError("; ".join(said)) from None


def read_rows(lines: TextIO) -> Iterator[Customer | BadRow]:
    """Customers and bad rows of a CSV text, one at a time, so that a table of any size can be read.

    The header may order and case its columns freely and may have others, which are ignored.
    A number that stands twice is a bad row the second time. Raises CustomerError if a column is missing.
    """
    reader = csv.reader(lines)
    header = [name.strip().lstrip("\ufeff").lower() for name in next(reader, [])]
    missing = [column for name, column in COLUMNS.items() if name not in header]
    if missing:
        raise CustomerError(
            f"the table has no column {', '.join(missing)}; its first line must name {', '.join(COLUMNS.values())}"
        )
    places = {name: header.index(name) for name in FIELDS}
    first_seen: dict[int, int] = {}
    while True:
        line = reader.line_num + 1  # where this row begins: a quoted field may span lines
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield BadRow(line, f"this is not CSV ({error})")
            continue
        if not row:
            continue
        if len(row) != len(header):
            yield BadRow(line, f"{len(row)} values under {len(header)} columns")
            continue
        try:
            customer = validate({name: row[place].strip() for name, place in places.items()})
        except CustomerError as error:
            yield BadRow(line, str(error))
            continue
        if customer.is_guest:
            yield BadRow(line, f"Customer_ID is 0; allowed is {_ALLOWED['customer_id']}")
        elif customer.customer_id in first_seen:
            earlier = first_seen[customer.customer_id]
            yield BadRow(line, f"Customer_ID {customer.customer_id} is already used by line {earlier}")
        else:
            first_seen[customer.customer_id] = line
            yield customer


def load(path: Path | str) -> Loaded:
    """A CSV table of customers: the good rows load, every bad one is reported with its line and reason.

    Raises CustomerError if the file is missing, is not text or lacks a column.
    """
    try:
        with Path(path).open(newline="", encoding="utf-8-sig") as lines:
            rows = list(read_rows(lines))
    except OSError as error:
        raise CustomerError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise CustomerError(f"{path} is not UTF-8 text; save the table as CSV in UTF-8") from None
    return Loaded(
        tuple(row for row in rows if isinstance(row, Customer)),
        tuple(row for row in rows if isinstance(row, BadRow)),
    )


def save(customers: Iterable[Customer], path: Path | str) -> None:
    """Write a table that `load` reads back to equal customers."""
    with Path(path).open("w", newline="", encoding="utf-8") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(COLUMNS.values())
        for customer in customers:
            values = customer.to_dict()
            # 68948 rather than 68948.0, as the bank's own tables write it
            writer.writerow(int(v) if isinstance(v, float) and v.is_integer() else v for v in values.values())
