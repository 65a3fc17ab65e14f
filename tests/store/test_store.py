"""What is written comes back, to its owner only, and goes when they ask."""

import pytest

from store import (
    charts,
    consents,
    customers,
    database,
    events,
    handoffs,
    plans,
    profiles,
    recommendations,
    speech,
)

ANN, BOB = "customer-1", "guest-0123456789abcdef"


CUSTOMER = {
    "customer_id": 1,
    "name": "Customer_1",
    "age": 28,
    "income": 68948.0,
    "spending_habit": "Moderate",
    "risk_profile": "Low",
    "transactions": 47,
    "sentiment_score": 0.1,
    "engagement_level": "Medium",
}


def test_a_customer_that_is_put_twice_is_held_once():
    customers.put([CUSTOMER])
    customers.put([{**CUSTOMER, "age": 29}])
    assert customers.count() == 1
    assert customers.get(1)["age"] == 29


def test_customers_are_found_by_the_beginning_of_name_or_number():
    customers.put([CUSTOMER, {**CUSTOMER, "customer_id": 2, "name": "Zoe"}])
    assert [c["customer_id"] for c in customers.search("zo")] == [2]
    assert [c["customer_id"] for c in customers.search("1")] == [1]
    assert customers.search("%") == []


def test_nobody_reaches_the_chart_of_another_by_its_id():
    chart_id = charts.add(ANN, "roadmap", {"months": 36})
    assert charts.get(chart_id, ANN).payload == {"months": 36}
    assert charts.get(chart_id, BOB) is None


def test_a_plan_that_replaces_another_leaves_one_in_force():
    plans.add(ANN, "p1", "house", {"monthly": "1"})
    plans.add(ANN, "p2", "house", {"monthly": "2"}, replaces="p1")
    assert [p.plan_id for p in plans.active(ANN)] == ["p2"]
    assert plans.get("p1", ANN).status == "superseded"


def test_nobody_supersedes_or_deletes_the_plan_of_another():
    plans.add(ANN, "p1", "house", {})
    plans.add(BOB, "p2", "house", {}, replaces="p1")
    assert not plans.delete("p1", BOB)
    assert [p.plan_id for p in plans.active(ANN)] == ["p1"]


def test_a_verdict_is_noted_and_can_be_taken_back():
    key = recommendations.add(ANN, "isa", "Steady", {"reasons": []})
    assert recommendations.set_verdict(key, ANN, "rejected", "fees")
    assert recommendations.get(key, ANN).verdict == "rejected"
    recommendations.set_verdict(key, ANN, None)
    assert recommendations.get(key, ANN).verdict is None
    with pytest.raises(ValueError, match="accepted"):
        recommendations.set_verdict(key, ANN, "meh")


def test_the_newest_consent_counts_and_the_history_stays():
    consents.add(ANN, "voice_tone", True, {})
    consents.add(ANN, "voice_tone", False, {})
    assert consents.current(ANN)["voice_tone"].given is False
    assert len(consents.history(ANN)) == 2


def test_erasing_one_person_leaves_nothing_of_theirs_and_all_of_the_others():
    for owner in (ANN, BOB):
        charts.add(owner, "roadmap", {})
        speech.add(owner, "hello", b"RIFF")
        events.add(owner, "s", "turn")
        profiles.update(owner, income=1)
        handoffs.add(owner, "s", "asked", {})
    assert sum(database.erase(ANN).values()) == 5
    assert all(not rows for rows in database.rows_of(ANN).values())
    assert sum(len(rows) for rows in database.rows_of(BOB).values()) == 5


def test_a_profile_grows_answer_by_answer():
    profiles.update(BOB, income=40000)
    profiles.update(BOB, risk_profile="Low")
    assert profiles.get(BOB) == {"income": 40000, "risk_profile": "Low"}


def test_a_reply_is_stored_as_words_and_gets_its_sound_later():
    reply = speech.add(ANN, "You save 50 dollars a month.")
    assert speech.get(reply, ANN) == speech.Spoken("You save 50 dollars a month.", None)
    speech.set_wav(reply, BOB, b"not his")
    speech.set_wav(reply, ANN, b"RIFF")
    assert speech.get(reply, ANN).wav == b"RIFF"
    assert speech.get(reply, BOB) is None
