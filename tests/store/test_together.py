"""Several processes write at once: a row is there to be erased or refused, and the audit stays one chain."""

import threading
from datetime import timedelta

import sqlalchemy as sa

from store import database, profiles
from store.audit import entries
from tests.databases import postgres_only
from trust import audit, rights

ANN = "customer-1"


@postgres_only
def test_a_row_that_is_not_committed_when_its_person_is_erased_is_refused():
    """PostgreSQL does not show it to the erasure, which therefore waits for it; SQLite has one writer at a time."""
    inside, go_on, refused = threading.Event(), threading.Event(), []

    def write():
        database.acting_since.set(database.now() - timedelta(seconds=1))
        with database.writing(ANN) as connection:
            connection.execute(sa.text("SELECT 1"))
            inside.set()
            go_on.wait(5)
            connection.execute(
                database.OWNED[0].insert().values(profile_id="p", owner=ANN, created_at=database.now(), document={})
            )

    writer = threading.Thread(target=write)
    writer.start()
    inside.wait(5)
    eraser = threading.Thread(target=rights.erase, args=(ANN,))
    eraser.start()
    eraser.join(0.3)
    assert eraser.is_alive(), "the erasure waits for the writer before it"
    go_on.set()
    writer.join()
    eraser.join()
    assert profiles.get(ANN) == {} and not refused


def test_erasures_and_entries_of_several_threads_make_one_chain():
    def work(number):
        for _ in range(4):
            audit.record("plan", f"customer-{number}", plan_id="plan-1")
            rights.erase(f"customer-{number}")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list(entries())) == 32
    assert audit.verify().faults == ()
