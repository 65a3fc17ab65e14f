"""Whatever is done to the audit afterwards is found; what it says of an erased person leads to nobody."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from cli.__main__ import main
from settings import settings
from store import database, subject_keys
from store.audit import FIELDS, Entry, entries
from store.tables import audit as table
from tests.databases import SERVER, postgres_only, sqlite_only
from trust import audit, checkpoints, consent, rights
from trust.checkpoints import Checkpoint

ANN, BOB = "customer-1", "guest-0123456789abcdef"


def chain(length):
    made, before = [], audit.FIRST
    for number in range(1, length + 1):
        kind = audit.KINDS[number % len(audit.KINDS)]
        document = audit.canonical({"plan_id": f"plan-{number}", "count": number})
        entry = Entry(number, f"2026-01-01T00:00:{number:02}+00:00", kind, f"{number:064x}", document, before, "")
        made.append(audit.sealed(entry))
        before = made[-1].hash
    return made


CHAIN = chain(40)
MARKS = (Checkpoint(20, CHAIN[19].hash, "", ""), Checkpoint(40, CHAIN[39].hash, "", ""))
positions = st.integers(0, len(CHAIN) - 1)


def found(changed):
    return audit.faults(changed, MARKS)[1]


def rehashed(changed):
    """What somebody would do who knows how the chain is made: every hash anew from the first change on."""
    before, made = audit.FIRST, []
    for entry in changed:
        made.append(audit.sealed(replace(entry, previous_hash=before)))
        before = made[-1].hash
    return made


def test_what_was_written_is_found_whole():
    assert audit.faults(CHAIN, MARKS) == (40, [])


@given(positions, st.sampled_from([name for name in FIELDS if name != "sequence"]), st.data())
@tries(max_examples=150, deadline=None)
def test_a_flipped_bit_is_found_in_any_field_of_any_entry(position, field, data):
    value = getattr(CHAIN[position], field)
    place = data.draw(st.integers(0, len(value) - 1))
    bit = data.draw(st.integers(0, 6))
    flipped = value[:place] + chr(ord(value[place]) ^ 1 << bit) + value[place + 1 :]
    assert found([*CHAIN[:position], replace(CHAIN[position], **{field: flipped}), *CHAIN[position + 1 :]])


@given(positions, st.integers(-50, 50).filter(bool))
def test_a_changed_number_is_found(position, by):
    entry = CHAIN[position]
    assert found([*CHAIN[:position], replace(entry, sequence=entry.sequence + by), *CHAIN[position + 1 :]])


@given(positions, positions)
def test_missing_entries_are_found(first, last):
    first, last = sorted((first, last))
    assert found(CHAIN[:first] + CHAIN[last + 1 :])


@given(positions, positions)
def test_reordered_entries_are_found(one, other):
    changed = list(CHAIN)
    changed[one], changed[other] = changed[other], changed[one]
    assert bool(found(changed)) == (one != other)


@given(st.integers(0, len(CHAIN) - 1))
def test_an_audit_that_was_cut_off_is_found(length):
    assert found(CHAIN[:length])


@given(positions, st.sampled_from(["kind", "at", "subject_hash", "document"]))
def test_a_rewritten_entry_is_found_though_every_hash_was_made_anew(position, field):
    changed = list(CHAIN)
    changed[position] = replace(changed[position], **{field: "rewritten"})
    assert found(rehashed(changed))


@given(positions)
def test_an_entry_put_in_between_is_found_though_numbers_and_hashes_were_made_anew(position):
    changed = [*CHAIN[:position], CHAIN[position], *CHAIN[position:]]
    assert found(rehashed([replace(entry, sequence=n) for n, entry in enumerate(changed, start=1)]))


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    """A folder with the marks of CHAIN, and they."""
    folder = tmp_path_factory.mktemp("marks")
    for entry in CHAIN:
        checkpoints.mark(entry, folder)
        if entry.sequence in (10, 20, 30):
            with (folder / "checkpoints.jsonl").open("a") as kept:
                kept.write((folder / "head.json").read_text())
    return folder, checkpoints.verified(folder)


@given(st.sampled_from(["head.json", "checkpoints.jsonl", "key.pub"]), st.data())
@tries(max_examples=200, deadline=None)
def test_a_flipped_bit_in_the_marks_or_their_key_is_found_or_changes_nothing(marked, name, data):
    folder, marks = marked
    before = (folder / name).read_bytes()
    changed = bytearray(before)
    changed[data.draw(st.integers(0, len(before) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    try:
        (folder / name).write_bytes(changed)
        found = checkpoints.verified(folder)
    except checkpoints.CheckpointError:
        return
    finally:
        (folder / name).write_bytes(before)
    assert [mark.signed for mark in found] == [mark.signed for mark in marks], "hex and line breaks may look otherwise"


@sqlite_only
@pytest.mark.slow
def test_three_processes_write_one_chain(own_var):
    database.engine()
    program = (
        "from trust import audit\n"
        "import sys\n"
        "for n in range(15): audit.record('plan', sys.argv[1], plan_id=f'plan-{n}')"
    )
    environment = {"MILEPOST_VAR": str(own_var), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(settings.root)}
    writers = [
        subprocess.Popen([sys.executable, "-c", program, who], env=environment, cwd=own_var) for who in (ANN, ANN, BOB)
    ]
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0, 0]
    assert audit.verify() == audit.Verdict(45, 1, ())
    assert len({entry.subject_hash for entry in entries()}) == 2


def test_the_database_itself_refuses_changes(own_var):
    audit.record("plan", ANN, plan_id="plan-1")
    for change in (table.update().values(kind="x"), table.delete()):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), database.engine().begin() as connection:
            connection.execute(change)


@postgres_only
def test_postgresql_refuses_to_empty_the_audit(own_var):
    audit.record("plan", ANN, plan_id="plan-1")
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), database.engine().begin() as connection:
        connection.exec_driver_sql("TRUNCATE audit")


@pytest.fixture
def tampered(own_var):
    """Runs a statement against the audit as somebody with every right over the database would."""

    def run(statement):
        with database.engine().begin() as connection:
            if SERVER:
                connection.exec_driver_sql("DROP TRIGGER IF EXISTS audit_append_only ON audit")
            else:
                for trigger in ("audit_no_update", "audit_no_delete"):
                    connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger}")
            connection.execute(statement)

    for number in range(1, 6):
        audit.record("plan", ANN, plan_id=f"plan-{number}")
    assert audit.verify().faults == ()
    return run


def test_an_entry_cut_off_in_the_database_is_found(tampered):
    tampered(table.delete().where(table.c.sequence == 5))
    assert [str(fault) for fault in audit.verify().faults] == ["entry 5: was signed and is gone"]


def test_an_emptied_audit_is_found(tampered):
    tampered(table.delete())
    assert audit.verify().faults


def test_marks_that_are_gone_forged_or_unreadable_are_found(tampered):
    head = checkpoints.folder() / "head.json"
    line = head.read_text()
    head.unlink()
    assert "no signed marks" in str(audit.verify().faults[-1])
    head.write_text(line.replace('"sequence": 5', '"sequence": 4'))
    assert "not signed by our key" in str(audit.verify().faults[0])
    head.write_text("{")
    assert "cannot be read" in str(audit.verify().faults[0])


def test_a_late_writer_does_not_put_the_newest_mark_back(own_var):
    first, second = (audit.record("plan", ANN, plan_id=name) for name in ("plan-1", "plan-2"))
    checkpoints.mark(first)
    assert checkpoints.verified()[-1].sequence == second.sequence


def test_every_hundredth_entry_keeps_a_mark(own_var, monkeypatch):
    monkeypatch.setattr(checkpoints, "EVERY", 2)
    for number in range(5):
        audit.record("plan", ANN, plan_id=f"plan-{number}")
    assert [mark.sequence for mark in checkpoints.verified()] == [2, 4, 5]


@pytest.mark.parametrize(
    "value", ["I lost my job", "Ann Smith", 1423.82, {"a": 1}, ["two words"], "ann@example.com", "x" * 200]
)
def test_words_names_and_amounts_are_refused(own_var, value):
    with pytest.raises(audit.NotAReference):
        audit.record("plan", ANN, plan_id=value)


def test_erasure_destroys_the_link_between_a_person_and_their_entries(own_var):
    consent.decide(ANN, "insights", True, "page")
    before = audit.subject_hash(ANN)
    rights.erase(ANN)
    assert subject_keys.get(ANN) is None
    about_ann = [entry.kind for entry in entries() if entry.subject_hash == before]
    assert about_ann == ["consent", "erasure"]
    assert ANN not in "".join(entry.document + entry.subject_hash for entry in entries())
    assert audit.subject_hash(ANN) != before  # whoever comes back is somebody else
    assert audit.verify().faults == ()


@sqlite_only
def test_the_key_is_in_no_copy_and_no_longer_in_any_file(own_var):
    secret = bytes.fromhex(audit.subject_hash(ANN) and subject_keys.get(ANN)).hex()
    assert secret not in json.dumps(rights.export(ANN), default=str)
    rights.erase(ANN)
    assert not any(secret.encode() in file.read_bytes() for file in own_var.glob("milepost.db*"))


@pytest.fixture
def away(own_var, monkeypatch):
    """A folder that marks are shipped to, every third and the newest, with the audit's own one gone afterwards."""
    folder = own_var / "away"
    monkeypatch.setitem(settings.__dict__, "checkpoints", str(folder))
    monkeypatch.setattr(checkpoints, "EVERY", 3)
    for number in range(1, 9):
        audit.record("plan", ANN, plan_id=f"plan-{number}")
    assert checkpoints.ship().name == "mark-000000000008.json"
    audit.record("plan", ANN, plan_id="plan-9b")
    return folder


def test_marks_are_shipped_each_in_a_file_that_is_written_once(away):
    names = sorted(path.name for path in away.glob("mark-*"))
    assert [int(name[5:17]) for name in names] == [3, 6, 8, 9]
    before = {path: path.stat().st_mtime_ns for path in away.iterdir()}
    checkpoints.ship()
    assert {path: path.stat().st_mtime_ns for path in away.iterdir()} == before
    assert not (away / "key.pem").exists(), "the private key stays"


def test_the_folder_they_are_shipped_to_is_enough_to_verify(away, capsys):
    audit.record("plan", ANN, plan_id="plan-10")
    assert audit.verify(away) == audit.Verdict(10, 4, (), after=1)
    assert main(["audit", "verify", "--folder", str(away)]) == 0
    assert "1 entries came after" in capsys.readouterr().out


def test_whoever_rewrites_database_and_marks_is_found_by_those_that_were_shipped(away, own_var):
    """With every right over the machine: all hashes made anew, all marks signed anew with the very key."""
    entries_then = list(entries())
    rewritten = rehashed([replace(entries_then[4], document='{"plan_id":"mine"}') if e.sequence == 5 else e
                          for e in entries_then])  # fmt: skip
    with database.engine().begin() as connection:
        for trigger in () if SERVER else ("audit_no_update", "audit_no_delete"):
            connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
        if SERVER:
            connection.exec_driver_sql("DROP TRIGGER audit_append_only ON audit")
        connection.execute(table.delete())
        connection.execute(table.insert(), [{name: getattr(e, name) for name in FIELDS} for e in rewritten])
    for name in ("head.json", "checkpoints.jsonl"):
        (own_var / "audit" / name).unlink()
    for entry in rewritten:
        checkpoints.mark(entry, own_var / "audit")
    assert audit.verify().faults == (), "nothing on this machine shows it"
    assert [str(fault) for fault in audit.verify(away).faults] == [
        f"entry {number}: is not the one that was signed" for number in (6, 8, 9)
    ]


def test_a_place_that_cannot_be_reached_stops_no_decision(own_var, monkeypatch, caplog):
    (own_var / "file").write_text("no folder")
    monkeypatch.setitem(settings.__dict__, "checkpoints", str(own_var / "file"))
    audit.record("plan", ANN, plan_id="plan-1")
    assert checkpoints.ship() is None and "not shipped" in caplog.text
