"""A copy can be read back in, and gives the same rows; one that was tampered with gives none."""

import json
from datetime import date

import pytest

from advisor.customers import Customer
from advisor.plans import Goal, make_plan
from cli.__main__ import main
from store import (
    charts,
    conversations,
    customers,
    database,
    events,
    handoffs,
    plans,
    profiles,
    recommendations,
    sessions,
    speech,
)
from trust import audit, consent, copies, rights

ANN, BOB = "customer-1", "guest-0123456789abcdef"
ROW = {"customer_id": 1, "name": "Ann Lee", "age": 41, "income": 68948.0, "spending_habit": "Moderate",
       "risk_profile": "Medium", "transactions": 47, "sentiment_score": 0.1, "engagement_level": "Medium"}  # fmt: skip


def live(owner):
    """Something in every table."""
    plan = make_plan(Goal("house", 60_000, 36), Customer.guest(50_000.0), today=date(2026, 1, 1))
    plans.add(owner, f"plan-{owner}", "house", plan.to_dict())
    plans.add(owner, f"plan-{owner}-2", "house", plan.to_dict(), replaces=f"plan-{owner}")
    profiles.update(owner, income=41_000.5, risk_profile="Low", naïve="ünïcode")
    charts.add(owner, "roadmap", {"months": [1, 2], "nested": {"a": None}})
    key = recommendations.add(owner, "isa", "Steady", {"reasons": ["x"]}, propensity=0.95, policy="bandit")
    recommendations.set_verdict(key, owner, "rejected", "fees")
    recommendations.add(owner, "bond", "Steady", {})
    consent.decide(owner, "insights", True, "chat")
    consent.decide(owner, "insights", False, "voice")
    speech.add(owner, "You save 50 dollars a month.", b"RIFF")
    events.add(owner, "s" * 16, "plan", {"status": "on_track"})
    conversations.save(f"{owner}.{'a' * 16}", owner, 12, {"events": [{"event": "user", "text": "hello"}]})
    handoffs.set_status(handoffs.add(owner, "s" * 16, "asked", {"text": "wants a person"}), "taken")
    sessions.keep("a" * 16, owner, database.now())


@pytest.fixture
def copy(own_var):
    customers.put([ROW])
    live(ANN)
    return json.loads(json.dumps(rights.export(ANN)))


def lasting(copy):
    return {key: value for key, value in copy.items() if key != "exported_at"}


def test_a_copy_read_back_after_an_erasure_gives_the_same_copy_again(copy):
    assert all(copy["tables"].values()), "every table is tried"
    rights.erase(ANN)
    counts = copies.read_in(json.dumps(copy))
    assert counts == {name: len(rows) for name, rows in copy["tables"].items()}
    assert lasting(json.loads(json.dumps(rights.export(ANN)))) == lasting(copy)
    assert [plan.plan_id for plan in plans.active(ANN)] == [f"plan-{ANN}-2"]
    assert consent.allows(ANN, "insights") is False
    assert audit.verify().faults == ()


def test_a_copy_moves_a_customer_to_an_empty_bank_and_changes_nobody_s_row_in_another(copy):
    rights.erase(ANN)
    customers.put([{**ROW, "age": 42}])
    copies.read_in(json.dumps(copy))
    assert customers.get(1)["age"] == 42
    rights.erase(ANN)
    with database.engine().begin() as connection:
        connection.exec_driver_sql("DELETE FROM customers")
    copies.read_in(json.dumps(copy))
    assert customers.get(1) == ROW


def test_nothing_is_written_over(copy):
    with pytest.raises(copies.CopyError, match="already"):
        copies.read_in(json.dumps(copy))


def changed(copy, path, value):
    *way, last = path
    place = copy
    for step in way:
        place = place[step]
    place[last] = value
    return copy


BAD = {
    "another format": (["format"], "elsewhere", "no copy of Milepost"),
    "another version": (["version"], 1, "version 1"),
    "nobody": (["subject"], "../etc", "subject"),
    "another's row": (["tables", "plans", 0, "owner"], BOB, r"tables.plans\[0\] is not this person's"),
    "another's tracker": (["tables", "conversations", 0, "sender_id"], f"{BOB}.{'a' * 16}", "is not this person's"),
    "no time": (["tables", "events", 0, "created_at"], "yesterday", r"events\[0\].created_at is not a time"),
    "no zone": (["tables", "events", 0, "created_at"], "2026-01-01T00:00:00", "with its zone"),
    "text for a number": (["tables", "recommendations", 0, "propensity"], "1", "not a number"),
    "a number for true": (["tables", "consents", 0, "given"], 1, "true or false"),
    "nothing where something must be": (["tables", "plans", 0, "status"], None, "not text"),
    "too long": (["tables", "plans", 0, "status"], "x" * 99, "longer than 20"),
    "a list for an object": (["tables", "charts", 0, "payload"], [], "not an object"),
    "no plan": (["tables", "plans", 0, "document"], {"monthly": "lots"}, "no plan"),
    "an unknown table": (["tables", "audit"], [], "there is no table audit"),
    "an unknown field": (["tables", "events", 0, "role"], "staff", "exactly these fields"),
    "a key twice": (["tables", "charts"], None, "twice"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_copy_is_refused_with_the_place_and_leaves_nothing(copy, case):
    path, value, says = BAD[case]
    if case == "a key twice":
        value = copy["tables"]["charts"] * 2
    rights.erase(ANN)
    with pytest.raises(copies.CopyError, match=says):
        copies.read_in(json.dumps(changed(copy, path, value)))
    assert not any(database.rows_of(ANN).values())


def test_a_copy_cannot_take_over_a_row_of_somebody_else(copy):
    rights.erase(ANN)
    plans.add(BOB, f"plan-{ANN}", "car", {})
    with pytest.raises(copies.CopyError, match="another person's"):
        copies.read_in(json.dumps(copy))
    assert plans.find(f"plan-{ANN}").owner == BOB


def test_the_command_says_what_is_wrong_with_a_file(copy, tmp_path, capsys):
    rights.erase(ANN)
    file = tmp_path / "copy.json"
    assert main(["customers", "import-copy", str(file)]) == 1
    file.write_text("{")
    assert main(["customers", "import-copy", str(file)]) == 1
    assert "cannot be read" in (said := capsys.readouterr().err) and "no JSON" in said
    file.write_text(json.dumps(copy))
    assert main(["customers", "import-copy", str(file)]) == 0
    assert "plans" in capsys.readouterr().out
