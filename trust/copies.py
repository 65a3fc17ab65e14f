"""Reads a copy of somebody's data back in: what `rights.export` wrote, into a database that holds nothing of theirs."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa

from advisor.customers import Customer
from advisor.plans import Plan
from store import customers, database
from store.tables import OWNED
from trust import audit
from trust.rights import FORMAT, NO_COPY, VERSION
from trust.tokens import SUBJECT, customer_id_of, subject_of

_TABLES = {table.name: table for table in OWNED}


class CopyError(ValueError):
    """A copy that cannot be read in; the message says where and why. Nothing was written."""


def read_in(text: str) -> dict[str, int]:
    """Write back all of one person from the text of a copy, all or nothing; how many rows of each table.

    A customer that the bank's table does not know is added to it; one that it knows stays as the bank has them.
    Raises CopyError for a text that is no copy of ours, and where the database holds something of this person already.
    """
    copy = _opened(text)
    owner = copy["subject"]
    rows = {
        name: [_row(_TABLES[name], row, owner, f"tables.{name}[{number}]") for number, row in enumerate(theirs)]
        for name, theirs in copy["tables"].items()
    }
    if any(database.rows_of(owner).values()):
        raise CopyError("the database holds something of this person already; a copy is read into an empty place")
    unknown_customer = _unknown_customer(copy.get("customer"), customer_id_of(owner))
    try:
        database.put_back(owner, rows)
    except sa.exc.IntegrityError:
        raise CopyError("a key in the copy belongs to another person's row, or comes twice") from None
    customers.put(unknown_customer)
    counts = {name: len(theirs) for name, theirs in rows.items() if theirs}
    audit.record("import", owner, **counts)
    return counts


def _opened(text: str) -> dict[str, Any]:
    try:
        copy = json.loads(text)
    except ValueError as error:
        raise CopyError(f"it is no JSON: {error}") from None
    if not isinstance(copy, dict) or copy.get("format") != FORMAT:
        raise CopyError(f'it is no copy of Milepost\'s: "format" is not "{FORMAT}"')
    if copy.get("version") != VERSION:
        raise CopyError(f"it is version {copy.get('version')!r} of the format; this Milepost reads version {VERSION}")
    if not isinstance(copy.get("subject"), str) or not SUBJECT.match(copy["subject"]):
        raise CopyError("subject is nobody: it looks like customer-7 or guest-0123456789abcdef")
    tables = copy.get("tables")
    if not isinstance(tables, dict) or not all(isinstance(rows, list) for rows in tables.values()):
        raise CopyError("tables is no object of lists of rows")
    if unknown := sorted(set(tables) - set(_TABLES)):
        raise CopyError(f"there is no table {', '.join(unknown)}; there are {', '.join(_TABLES)}")
    return copy


def _row(table: sa.Table, row: Any, owner: str, where: str) -> dict[str, Any]:
    columns = {column.name: column for column in table.columns if column.name not in NO_COPY}
    if not isinstance(row, dict) or set(row) != set(columns):
        raise CopyError(f"{where} needs exactly these fields: {', '.join(columns)}")
    if row["owner"] != owner or subject_of(str(row.get("sender_id", owner))) != owner:
        raise CopyError(f"{where} is not this person's")
    values = {name: _value(column, row[name], f"{where}.{name}") for name, column in columns.items()}
    if table.name == "plans":
        try:
            Plan.from_dict(values["document"])
        except Exception:
            raise CopyError(f"{where}.document is no plan") from None
    return values


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError
    return moment.astimezone(timezone.utc)


def _exactly(*types: type) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if type(value) not in types:
            raise TypeError
        return value

    return check


_READ: dict[type, tuple[Callable[[Any], Any], str]] = {
    sa.DateTime: (_moment, "a time with its zone, like 2026-01-31T12:00:00+00:00"),
    sa.Boolean: (_exactly(bool), "true or false"),
    sa.Integer: (_exactly(int), "a whole number"),
    sa.Float: (_exactly(int, float), "a number"),
    sa.JSON: (_exactly(dict), "an object"),
    sa.String: (_exactly(str), "text"),
    sa.Text: (_exactly(str), "text"),
}


def _value(column: sa.Column[Any], value: Any, where: str) -> Any:
    if value is None and column.nullable:
        return None
    read, what = _READ[type(column.type)]
    try:
        found = read(value)
    except (TypeError, ValueError):
        raise CopyError(f"{where} is not {what}") from None
    longest = getattr(column.type, "length", None)
    if longest and len(found) > longest:
        raise CopyError(f"{where} is longer than {longest} characters")
    return found


def _unknown_customer(row: Any, customer_id: int | None) -> list[dict[str, Any]]:
    """The customer of a copy, checked, where the bank's table does not have them."""
    if row is None or customer_id is None or customers.get(customer_id) is not None:
        return []
    try:
        customer = Customer.from_dict(row).to_dict()
    except Exception:
        raise CopyError("customer is no row of the bank's table") from None
    if customer["customer_id"] != customer_id:
        raise CopyError("customer is another one than the subject")
    return [customer]
