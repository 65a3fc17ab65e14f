"""Conversations that wait for a person: who sees what of them, and when."""

import json

import pytest

from store import audit, handoffs, recommendations
from trust import tokens

SUMMARY = {"text": "Customer 1 wants a person to check a decision.", "said_last": "that can't be right"}


class Staff:
    """A colleague at the bank."""

    def __init__(self, client) -> None:
        self.client, self.headers = client, {"Authorization": f"Bearer {tokens.issue('staff-ann', 'staff')[0]}"}

    def list(self, status="waiting"):
        return self.client.get(f"/api/handoffs?status={status}", headers=self.headers).json["handoffs"]

    def move(self, handoff_id, **wish):
        return self.client.put(f"/api/handoffs/{handoff_id}", json=wish, headers=self.headers)


@pytest.fixture
def staff(client):
    return Staff(client)


@pytest.fixture
def recommended(ann):
    document = {"product": {"name": "Saver"}, "reasons": [{"text": "it suits you"}], "rule_ids": ["r1"]}
    return recommendations.add(ann.subject, "saver", "careful", document)


@pytest.fixture
def contested(ann, recommended):
    return handoffs.add(ann.subject, "5e55", "contested_decision", {**SUMMARY, "recommendation_id": recommended})


def test_who_it_is_is_known_only_to_whoever_takes_it(staff, contested):
    (waiting,) = staff.list()
    assert "Customer 1" not in json.dumps(waiting) and "can't be right" not in json.dumps(waiting)
    taken = staff.move(contested, status="taken").json
    assert taken["person"] == "Customer 1, customer number 1" and taken["said_last"] == "that can't be right"
    assert taken["decision"]["because"] == ["it suits you"]
    assert staff.list() == [] and [one["handoff_id"] for one in staff.list("taken")] == [contested]
    staff.move(contested, status="closed", outcome="upheld")
    assert "Customer 1" not in json.dumps(staff.list("closed"))


def test_of_two_colleagues_who_take_it_one_is_told(staff, contested):
    assert staff.move(contested, status="taken").status_code == 200
    assert staff.move(contested, status="taken").status_code == 409


def test_a_contested_decision_needs_an_outcome_and_an_overturned_one_does_not_come_back(staff, ann, contested):
    staff.move(contested, status="taken")
    assert staff.move(contested, status="closed").status_code == 422
    assert staff.move(contested, status="closed", outcome="overturned").json["outcome"] == "overturned"
    assert ann.get("/api/recommendations").json["recommendations"][0]["verdict"] == "rejected"


def test_only_a_decision_has_an_outcome(staff, guest):
    asked = handoffs.add(guest.subject, "5e55", "asked", SUMMARY)
    assert staff.move(asked, status="closed", outcome="upheld").status_code == 422
    assert staff.move(asked, status="taken").json["person"] == "A guest"
    assert staff.move(asked, status="closed").status_code == 200


def test_what_staff_do_is_in_the_audit_without_names(staff, contested):
    staff.move(contested, status="taken")
    entry = list(audit.entries(mentioning=contested))[-1]
    assert json.loads(entry.document)["by"] == "staff-ann" and "Customer" not in entry.document


def test_what_cannot_be_is_refused_in_words(staff):
    assert staff.move("0" * 32, status="taken").status_code == 404
    answer = staff.client.get("/api/handoffs?status=lost", headers=staff.headers)
    assert answer.status_code == 422 and "waiting" in answer.json["detail"]
