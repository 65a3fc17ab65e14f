"""Every kind of data goes when its term is over, not before, and what must stay stays."""

from datetime import datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from store import database, retention, subject_keys
from store.audit import entries
from store.tables import OWNED, erasures
from trust import audit
from trust import retention as sweeping

NOW = datetime(2030, 6, 1, 12, tzinfo=timezone.utc)
ANN, GUEST = "customer-1", "guest-0123456789abcdef"
SECOND = timedelta(seconds=1)
TABLES = {table.name: table for table in (*OWNED, erasures)}


def put(name, owner=ANN, at=NOW, **values):
    """A row of a table with every column filled; moments are `at` unless told otherwise."""
    table = TABLES[name]
    plain = {sa.JSON: {}, sa.Boolean: True, sa.Float: 1.0, sa.Integer: 1, sa.DateTime: at, sa.LargeBinary: b""}
    row = {column.name: plain.get(type(column.type), database.new_id()) for column in table.columns}
    row |= {"status": "active", "verdict": "accepted", "purpose": "insights"}
    row = {key: value for key, value in {**row, "owner": owner, **values}.items() if key in table.c}
    with database.engine().begin() as connection:
        connection.execute(table.insert().values(row))


def held(name, owner=ANN):
    with database.engine().connect() as connection:
        table = TABLES[name]
        return connection.execute(
            sa.select(sa.func.count()).select_from(table).where(table.c.owner == owner)
        ).scalar_one()


MEETING = {"out of force": {"status": "deleted"}, "without a verdict": {"verdict": None, "verdict_at": None},
           "closed": {"status": "closed"}, "replaced": {}, None: {}}  # fmt: skip
FAILING = {"out of force": {"status": "active"}, "closed": {"status": "waiting"}, "replaced": {}}


@pytest.mark.parametrize("term", retention.terms().rows, ids=lambda term: f"{term.table} {term.words}")
def test_a_row_goes_when_its_term_is_over_and_not_a_second_before(term):
    end = NOW - retention.length(term.keep)
    put(term.table, ANN, end - SECOND, **MEETING[term.only])
    put(term.table, GUEST, end + SECOND, **MEETING[term.only])
    if term.only == "replaced":
        put(term.table, ANN, NOW)
        put(term.table, GUEST, NOW)
    before = held(term.table)
    retention.delete_overdue(NOW)
    assert (before - held(term.table), held(term.table, GUEST)) == (1, before)


@pytest.mark.parametrize("term", [t for t in retention.terms().rows if t.only in FAILING], ids=lambda term: term.table)
def test_what_is_in_force_or_waits_for_a_person_stays_however_old(term):
    put(term.table, ANN, NOW - timedelta(days=3650), **FAILING[term.only])
    retention.delete_overdue(NOW)
    assert held(term.table) == 1


def test_what_was_used_yesterday_is_not_old_however_long_ago_it_began():
    put("conversations", at=NOW - timedelta(days=1), created_at=NOW - timedelta(days=900))
    put("conversations", GUEST, changed_at=None, at=NOW - timedelta(days=900))  # written before there was such a column
    retention.delete_overdue(NOW)
    assert (held("conversations"), held("conversations", GUEST)) == (1, 0)


def test_all_of_a_guest_goes_after_their_session_and_their_key_with_it():
    audit.record("sign_in", GUEST)
    subject = audit.subject_hash(GUEST)
    for name in ("plans", "consents", "profiles", "conversations"):
        put(name, GUEST, NOW - timedelta(hours=9))
    put("sessions", GUEST, NOW - timedelta(hours=9), expires_at=database.now())
    keep = retention.length(retention.terms().people["guest"])
    assert sweeping.sweep(database.now() + keep - timedelta(minutes=1)).people == 0
    assert held("plans", GUEST) == 1
    swept = sweeping.sweep(NOW)
    assert swept.people == 1
    assert not any(held(name, GUEST) for name in TABLES if name != "erasures")
    assert subject_keys.get(GUEST) is None
    last = [entry for entry in entries() if entry.subject_hash == subject][-1]
    assert last.kind == "erasure" and '"why":"retention"' in last.document
    assert audit.verify().faults == ()


def test_a_session_that_goes_on_keeps_all_of_a_guest():
    put("plans", GUEST, NOW - timedelta(hours=9))
    put("sessions", GUEST, NOW - timedelta(hours=9), expires_at=NOW + timedelta(minutes=10))
    assert sweeping.sweep(NOW).people == 0 and held("plans", GUEST) == 1


def test_a_customer_who_never_came_back_goes_as_a_whole():
    keep = retention.length(retention.terms().people["customer"])
    put("plans", ANN, NOW - keep - SECOND)
    put("plans", "customer-2", NOW - keep - SECOND)
    put("events", "customer-2", NOW - timedelta(days=30))
    assert sweeping.sweep(NOW).people == 1
    assert (held("plans"), held("plans", "customer-2")) == (0, 1)


def test_a_dry_run_counts_and_deletes_nothing():
    put("speech", at=NOW - timedelta(hours=2))
    put("plans", GUEST, NOW - timedelta(hours=9))
    swept = sweeping.sweep(NOW, dry_run=True)
    assert swept == sweeping.Sweep({"speech": 1}, 1)
    assert held("speech") == held("plans", GUEST) == 1 and not list(entries())


def test_a_sweep_leaves_its_counts_in_the_audit_and_one_that_found_nothing_does_not():
    put("speech", at=NOW - timedelta(hours=2))
    assert sweeping.sweep(NOW).rows == {"speech": 1}
    assert sweeping.sweep(NOW).rows == {}
    assert [(e.kind, e.document) for e in entries()] == [("retention", '{"speech":1}')]


@pytest.mark.parametrize(
    "change, says",
    [
        (("keep: 90 days, after: it was written", "keep: for ever, after: it was written"), "for ever"),
        (("after: the verdict", "after: the wedding"), "cannot be kept"),
        (("only: closed", "only: dull"), "cannot be kept"),
        (("  speech:\n    - {keep: 1 hour, after: it was written}\n", ""), "look at speech"),
    ],
)
def test_a_term_that_means_nothing_is_refused_and_so_is_a_table_without_one(change, says):
    text = retention.FILE.read_text()
    assert change[0] in text
    with pytest.raises(retention.RetentionError, match=says):
        retention.read(text.replace(*change, 1))
