"""The insights: engagement, product discovery, friction and sentiment, each a table by persona."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import numpy as np
import pandas as pd

from advisor.catalogue import Catalogue, current
from advisor.customers import Customer
from advisor.insights.frames import FRICTION, Frames, Happened, Recommended, frames, owner_of
from advisor.personas import Personas
from advisor.products import MOST, fitting
from advisor.situation import situation_of

# A group smaller than this could point at a person; its row is left out and said to be.
SMALLEST_GROUP = 5
# Working out who should know of what takes 0.3 ms a customer: a sample says it as well.
DISCOVERY_SAMPLE = 5_000
Cell = str | int | float | None


@dataclass(frozen=True)
class Table:
    """One table of the report. Shares are 0 to 1; None is not known."""

    name: str
    title: str
    says: str  # what the table shows, in a sentence
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    shares: tuple[str, ...] = ()  # the columns that are shares


@dataclass(frozen=True)
class Insights:
    """Everything of one period."""

    since: str
    until: str
    customers: int
    sessions: int
    left_out: int  # customers who did not agree to be counted
    personas_version: str
    catalogue_version: str
    tables: tuple[Table, ...]

    def table(self, name: str) -> Table:
        """The table of this name. Raises KeyError if there is none."""
        return {table.name: table for table in self.tables}[name]

    def to_dict(self) -> dict[str, Any]:
        """The insights as JSON takes them; rows are objects."""
        return {
            **{name: value for name, value in asdict(self).items() if name != "tables"},
            "tables": [
                {
                    "name": table.name,
                    "title": table.title,
                    "says": table.says,
                    "columns": list(table.columns),
                    "shares": list(table.shares),
                    "rows": [dict(zip(table.columns, row, strict=True)) for row in table.rows],
                }
                for table in self.tables
            ],
        }


def report(
    customers: Sequence[Customer],
    personas: Personas,
    events: Iterable[Happened],
    recommendations: Iterable[Recommended],
    *,
    plans: Mapping[str, Any] | None = None,
    exclude: frozenset[str] = frozenset(),
    until: datetime | None = None,
    days: int = 90,
    catalogue: Catalogue | None = None,
) -> Insights:
    """Insights of the `days` days before `until` (now).

    plans maps owners to the plan they follow; exclude names owners who did not agree to be counted.
    """
    until = until or datetime.now(timezone.utc)
    since = until - timedelta(days=days)
    catalogue = catalogue or current()
    everything = frames(customers, personas, events, recommendations, exclude=exclude)
    data = Frames(
        everything.people,
        everything.events[everything.events["at"].between(since, until)],
        everything.recommendations[everything.recommendations["at"] <= until],
    )
    kept = [customer for customer in customers if owner_of(customer) not in exclude]
    tables = (
        engagement(data),
        *discovery(data, kept, personas, plans or {}, catalogue),
        *friction(data),
        *sentiment(data),
    )
    return Insights(
        since=since.date().isoformat(),
        until=until.date().isoformat(),
        customers=len(kept),
        sessions=int(data.events["session"].nunique()),
        left_out=len(customers) - len(kept),
        personas_version=personas.version,
        catalogue_version=catalogue.version,
        tables=tables,
    )


def _rows(frame: pd.DataFrame) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(_plain(value) for value in row) for row in frame.itertuples(index=False, name=None))


def _plain(value: Any) -> Cell:
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return None
    if isinstance(value, np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return round(float(value), 4)
    return value


def _share(part: pd.Series, whole: pd.Series) -> pd.Series:
    return part / whole.where(whole > 0)


def engagement(data: Frames) -> Table:
    """How many of each persona talk to Milepost, how often, and how many leave with a plan."""
    by_persona = data.people.groupby("persona")
    events = data.events.groupby("persona")
    planned = data.events[data.events["kind"] == "plan"].groupby("persona")["owner"].nunique()
    found = pd.DataFrame(
        {
            "customers": by_persona.size(),
            "often in touch": by_persona["engagement_level"].agg(lambda levels: (levels == "High").mean()),
            "payments a month": by_persona["transactions"].mean().round(1),
            "talked to us": events["owner"].nunique(),
            "sessions": events["session"].nunique(),
            "made a plan": planned,
        }
    ).reindex(by_persona.size().index)
    found = found.fillna({"talked to us": 0, "sessions": 0, "made a plan": 0})
    counts = ["customers", "talked to us", "sessions", "made a plan"]
    found[counts] = found[counts].astype(int)
    found["share that talked"] = _share(found["talked to us"], found["customers"])
    found["share of those with a plan"] = _share(found["made a plan"], found["talked to us"])
    found = found[found["customers"] >= SMALLEST_GROUP].sort_values("share that talked", ascending=False)
    return Table(
        "engagement",
        "Engagement",
        "How many customers of each persona talk to Milepost, and how many of those make a plan.",
        ("persona", *found.columns),
        _rows(found.reset_index()),
        ("often in touch", "share that talked", "share of those with a plan"),
    )


def discovery(
    data: Frames,
    customers: Sequence[Customer],
    personas: Personas,
    plans: Mapping[str, Any],
    catalogue: Catalogue,
) -> tuple[Table, Table]:
    """Which products are among the best three for people who never saw them, and what was said to those shown."""
    rng = np.random.default_rng(0)
    if len(customers) > DISCOVERY_SAMPLE:
        sample = [customers[place] for place in rng.choice(len(customers), DISCOVERY_SAMPLE, replace=False)]
    else:
        sample = list(customers)
    suits = []
    for customer in sample:
        persona, owner = personas.assign(customer), owner_of(customer)
        for found in fitting(situation_of(customer, plans.get(owner), persona), catalogue)[:MOST]:
            suits.append((owner, persona.name, found.product.id))
    suited = pd.DataFrame(suits, columns=["owner", "persona", "product_id"])
    seen = set(zip(data.recommendations["owner"], data.recommendations["product_id"], strict=True))
    suited["knows"] = [pair in seen for pair in zip(suited["owner"], suited["product_id"], strict=True)]
    names = {product.id: product.name for product in catalogue.products}
    shown = data.recommendations.groupby("product_id")
    by_product = pd.DataFrame(
        {
            "suits": suited.groupby("product_id").size(),
            "of those, know it": suited.groupby("product_id")["knows"].sum(),
            "recommended": shown.size(),
            "accepted": shown["verdict"].agg(lambda verdicts: (verdicts == "accepted").sum()),
            "rejected": shown["verdict"].agg(lambda verdicts: (verdicts == "rejected").sum()),
            "most said against it": shown["why"].agg(lambda whys: whys.mode().iat[0] if whys.notna().any() else None),
        }
    )
    numbers = ["suits", "of those, know it", "recommended", "accepted", "rejected"]
    by_product[numbers] = by_product[numbers].fillna(0).astype(int)
    by_product["should know and do not"] = by_product["suits"] - by_product["of those, know it"]
    by_product["accepted of those who answered"] = _share(
        by_product["accepted"], by_product["accepted"] + by_product["rejected"]
    )
    by_product["product"] = by_product.index.map(names)
    by_product = by_product[by_product[["suits", "recommended"]].max(axis=1) >= SMALLEST_GROUP]
    by_product = by_product.sort_values("should know and do not", ascending=False)
    columns = ("product", "suits", "of those, know it", "should know and do not", "recommended", "accepted",
               "rejected", "accepted of those who answered", "most said against it")  # fmt: skip
    gap = suited[~suited["knows"]].groupby(["persona", "product_id"]).size().rename("should know and do not")
    gap = gap[gap >= SMALLEST_GROUP].reset_index()
    gap = gap.sort_values("should know and do not", ascending=False).groupby("persona").head(3)
    gap["product"] = gap["product_id"].map(names)
    gap = gap.sort_values(["persona", "should know and do not"], ascending=[True, False])
    return (
        Table(
            "discovery",
            "Product discovery",
            "To how many customers each product would be recommended today, and how many of them never saw it."
            + (f" Counted in a sample of {DISCOVERY_SAMPLE:,}." if len(customers) > DISCOVERY_SAMPLE else ""),
            columns,
            _rows(by_product[list(columns)]),
            ("accepted of those who answered",),
        ),
        Table(
            "discovery_by_persona",
            "Product discovery by persona",
            "The three products that most people of each persona should know of and do not.",
            ("persona", "product", "should know and do not"),
            _rows(gap[["persona", "product", "should know and do not"]]),
        ),
    )


def friction(data: Frames) -> tuple[Table, Table, Table]:
    """Where conversations fail: by what happened, by what came before, and by persona."""
    events = data.events
    sessions = events["session"].nunique()
    failed = events[events["kind"].isin(FRICTION)]
    last = events.groupby("session").tail(1)
    ended = last[last["kind"].isin(FRICTION)].groupby("kind").size()
    by_kind = pd.DataFrame(
        {
            "times": failed.groupby("kind").size(),
            "sessions": failed.groupby("kind")["session"].nunique(),
            "ended there": ended,
        }
    )
    by_kind = by_kind.fillna(0).astype(int)
    by_kind["share of sessions"] = by_kind["sessions"] / max(1, sessions)
    by_kind["what happened"] = by_kind.index.map(FRICTION)
    by_kind = by_kind.sort_values("sessions", ascending=False)

    before = events.assign(before=events.groupby("session")["kind"].shift().fillna("start"))
    places = before[before["kind"].isin(FRICTION) & ~before["before"].isin(FRICTION)]
    counts = places.groupby(["before", "kind"]).size().rename("times").reset_index()
    passed = {"start": sessions, **events.groupby("kind").size().to_dict()}
    counts["share of times"] = counts["times"] / counts["before"].map(passed).astype(float)
    counts = counts[counts["times"] >= SMALLEST_GROUP].sort_values("times", ascending=False).head(10)
    counts["after"] = counts["before"].str.replace("_", " ")
    counts["what happened"] = counts["kind"].map(FRICTION)

    personas = pd.DataFrame(
        {
            "sessions": events.groupby("persona")["session"].nunique(),
            "with friction": failed.groupby("persona")["session"].nunique(),
        }
    )
    personas = personas.fillna(0).astype(int)
    personas["share of sessions"] = _share(personas["with friction"], personas["sessions"])
    personas = personas[personas["sessions"] >= SMALLEST_GROUP].sort_values("share of sessions", ascending=False)
    return (
        Table(
            "friction",
            "Service friction",
            "In how many conversations something went wrong, and how many ended right there.",
            ("what happened", "times", "sessions", "share of sessions", "ended there"),
            _rows(by_kind[["what happened", "times", "sessions", "share of sessions", "ended there"]]),
            ("share of sessions",),
        ),
        Table(
            "friction_places",
            "Where it goes wrong",
            "What people had just done when something went wrong.",
            ("after", "what happened", "times", "share of times"),
            _rows(counts[["after", "what happened", "times", "share of times"]]),
            ("share of times",),
        ),
        Table(
            "friction_by_persona",
            "Service friction by persona",
            "In how many conversations of each persona something went wrong.",
            ("persona", "sessions", "with friction", "share of sessions"),
            _rows(personas.reset_index()[["persona", "sessions", "with friction", "share of sessions"]]),
            ("share of sessions",),
        ),
    )


def sentiment(data: Frames) -> tuple[Table, Table]:
    """How customers sound, now by persona and over the weeks."""
    by_persona = data.people.groupby("persona")["sentiment_score"]
    worried = data.events[data.events["kind"] == "worry"].groupby("persona")["session"].nunique()
    now = pd.DataFrame({"customers": by_persona.size(), "remembered tone": by_persona.mean()})
    now["sessions"] = data.events.groupby("persona")["session"].nunique()
    now["worried sessions"] = worried
    now[["sessions", "worried sessions"]] = now[["sessions", "worried sessions"]].fillna(0).astype(int)
    now["share worried"] = _share(now["worried sessions"], now["sessions"])
    now = now[now["customers"] >= SMALLEST_GROUP].sort_values("remembered tone")

    heard = data.events.assign(sentiment=pd.to_numeric(data.events["sentiment"], errors="coerce"))
    heard = heard.dropna(subset=["sentiment"])
    heard = heard.assign(week=heard["at"].dt.tz_localize(None).dt.to_period("W").dt.start_time.dt.date.astype(str))
    weekly = heard.groupby(["week", "persona"]).agg(
        tone=("sentiment", "mean"), turns=("sentiment", "size"), people=("owner", "nunique")
    )
    weekly = weekly[weekly["people"] >= SMALLEST_GROUP].reset_index()
    return (
        Table(
            "sentiment",
            "Sentiment",
            "How customers of each persona sound, from -1 to 1, and in how many conversations they were worried.",
            ("persona", *now.columns),
            _rows(now.reset_index()),
            ("share worried",),
        ),
        Table(
            "sentiment_by_week",
            "Sentiment over time",
            "The mean tone of what was said in each week, from -1 to 1.",
            ("week", "persona", "tone", "turns"),
            _rows(weekly[["week", "persona", "tone", "turns"]]),
        ),
    )
