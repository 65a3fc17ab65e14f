"""Deletes what is older than data/retention.yml allows, and finds who has not been here for longer than that."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import sqlalchemy as sa
import yaml

from settings import settings
from store.database import engine
from store.tables import OWNED, consents, erasures, handoffs, plans, recommendations, subject_keys

FILE = settings.root / "data" / "retention.yml"
KINDS = ("guest", "customer")  # of people; those of the staff are the bank's own
_UNITS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "year": timedelta(days=365)}
_TABLES = {table.name: table for table in (*OWNED, erasures)}


class RetentionError(ValueError):
    """A term in data/retention.yml that cannot be read; the message says which and what is allowed."""


def _after(table: sa.Table, words: str) -> sa.ColumnElement[Any] | None:
    names = {
        "it was written": ("created_at", "at"),
        "it last changed": ("changed_at",),
        "the verdict": ("verdict_at",),
        "it ended": ("expires_at",),
    }.get(words, ())
    found = next((table.c[name] for name in names if name in table.c), None)
    return sa.func.coalesce(found, table.c.created_at) if words == "it last changed" and found is not None else found


def _only(words: str | None) -> sa.ColumnElement[bool] | None:
    newer = consents.alias("newer")
    return {
        None: sa.true(),
        "out of force": plans.c.status != "active",
        "without a verdict": recommendations.c.verdict.is_(None),
        "closed": handoffs.c.status == "closed",
        "replaced": sa.exists().where(
            newer.c.owner == consents.c.owner,
            newer.c.purpose == consents.c.purpose,
            newer.c.created_at > consents.c.created_at,
        ),
    }.get(words)


@dataclass(frozen=True)
class Term:
    """How long rows of one table are kept."""

    table: str
    keep: str  # "90 days"
    after: str
    only: str | None = None

    @property
    def words(self) -> str:
        """The term as the page about data protection says it."""
        return f"{self.keep} after {self.after}" + (f", if {self.only}" if self.only else "")

    def overdue(self, at: datetime) -> sa.ColumnElement[bool]:
        """Which rows are to go at a moment. Raises RetentionError for words that mean nothing."""
        since, which = _after(_TABLES[self.table], self.after), _only(self.only)
        if since is None or which is None:
            raise RetentionError(f"data/retention.yml: {self.table} cannot be kept “{self.words}”")
        return sa.and_(since < sa.literal(at - length(self.keep), since.type), which)


@dataclass(frozen=True)
class Terms:
    """All terms there are."""

    people: dict[str, str]  # guest and customer: how long all of them is kept
    rows: tuple[Term, ...]


def length(text: str) -> timedelta:
    """What "2 hours", "90 days" or "1 year" (365 days) is. Raises RetentionError."""
    found = re.fullmatch(r"(\d{1,4}) (hour|day|year)s?", str(text))
    if not found:
        raise RetentionError(f"data/retention.yml: {text!r} is no term; write it like 2 hours, 90 days or 1 year")
    return int(found[1]) * _UNITS[found[2]]


@functools.cache
def terms() -> Terms:
    """The terms of data/retention.yml. Raises RetentionError for one that means nothing, or a table without any."""
    return read(FILE.read_text(encoding="utf-8"))


def read(text: str) -> Terms:
    """The terms that a file says. Raises RetentionError."""
    said = yaml.safe_load(text)
    people = {kind: str(said["everything"][kind]) for kind in KINDS}
    rows = tuple(Term(table, **rule) for table, rules in said["rows"].items() for rule in rules)
    for keep in (*people.values(), *(term.keep for term in rows)):
        length(keep)
    if wrong := sorted(set(_TABLES) ^ {term.table for term in rows}):
        raise RetentionError(f"data/retention.yml needs terms for {', '.join(_TABLES)}; look at {', '.join(wrong)}")
    for term in rows:
        term.overdue(datetime.now(timezone.utc))
    return Terms(people, rows)


def overdue(at: datetime) -> dict[str, int]:
    """How many rows of each table are older than their terms."""
    found: dict[str, int] = {}
    with engine().connect() as connection:
        for term in terms().rows:
            query = sa.select(sa.func.count()).select_from(_TABLES[term.table]).where(term.overdue(at))
            found[term.table] = found.get(term.table, 0) + connection.execute(query).scalar_one()
    return found


def delete_overdue(at: datetime) -> dict[str, int]:
    """Delete the rows that are older than their terms; how many of each table."""
    gone: dict[str, int] = {}
    for term in terms().rows:  # each by itself: a conversation need not wait for all of them
        with engine().begin() as connection:
            count = connection.execute(_TABLES[term.table].delete().where(term.overdue(at))).rowcount
        gone[term.table] = gone.get(term.table, 0) + count
    return gone


def people_overdue(at: datetime) -> list[str]:
    """Whose last trace, or the end of whose last session, is longer ago than all of a person is kept."""
    traces = sa.union_all(
        *(
            sa.select(table.c.owner, column.label("moment"))
            for table in (*OWNED, subject_keys)
            for column in table.columns
            if isinstance(column.type, sa.DateTime)
        )
    ).subquery()
    found: list[str] = []
    with engine().connect() as connection:
        for kind in KINDS:
            query = (
                sa.select(traces.c.owner)
                .where(traces.c.owner.startswith(f"{kind}-"))
                .group_by(traces.c.owner)
                .having(sa.func.max(traces.c.moment) < at - length(terms().people[kind]))
            )
            found += connection.execute(query).scalars()
    return found
