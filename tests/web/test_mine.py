"""What Milepost holds about a person: seen, changed, copied and erased by them and nobody else."""

import pytest

from store import charts, handoffs, plans, recommendations


@pytest.fixture
def recommendation(ann):
    return recommendations.add(ann.subject, "saver", "careful", {"name": "Saver"})


def test_plans_are_those_of_the_caller(ann, bob):
    plans.add(ann.subject, "plan-a", "house", {"monthly": 1423.82})
    assert ann.get("/api/plans").json["plans"][0]["plan"] == {"monthly": 1423.82}
    assert bob.get("/api/plans").json["plans"] == []


def test_a_verdict_is_noted_for_the_callers_own_recommendation_only(ann, bob, recommendation):
    verdict = {"recommendation_id": recommendation, "verdict": "reject", "reason": "too dear"}
    assert bob.post("/api/feedback", json=verdict).status_code == 404
    assert ann.post("/api/feedback", json=verdict).status_code == 204
    assert ann.get("/api/recommendations").json["recommendations"][0]["verdict"] == "rejected"


def test_a_verdict_is_one_of_two(ann, recommendation):
    answer = ann.post("/api/feedback", json={"recommendation_id": recommendation, "verdict": "maybe"})
    assert answer.status_code == 422
    assert "accept" in answer.json["detail"]


def test_consent_is_withdrawn_with_one_request_and_a_receipt(ann, bob):
    receipt = ann.request("PUT", "/api/consents/recommendations", json={"granted": False})
    assert receipt.json["services"][0]["purposes"][0]["consentType"] == "REFUSED"

    def granted(caller):
        found = caller.get("/api/consents").json["consents"]
        return {consent["purpose"]: consent["granted"] for consent in found}

    assert granted(ann)["recommendations"] is False
    assert granted(bob)["recommendations"] is True


def test_an_unknown_purpose_is_not_invented(ann):
    answer = ann.request("PUT", "/api/consents/marketing", json={"granted": True})
    assert answer.status_code == 404
    assert "recommendations" in answer.json["detail"]


def test_the_copy_holds_everything_and_the_erasure_leaves_nothing(ann, bob):
    for caller in (ann, bob):
        plans.add(caller.subject, f"plan-{caller.subject}", "house", {"monthly": 1})
        charts.add(caller.subject, "roadmap", {})
    copy = ann.get("/api/me/export")
    assert copy.headers["Content-Disposition"].startswith("attachment")
    assert copy.json["customer"]["name"] == "Customer_1"
    assert len(copy.json["tables"]["plans"]) == len(copy.json["tables"]["charts"]) == 1
    assert ann.request("DELETE", "/api/me").json["erased"]["plans"] == 1
    assert not any(ann.get("/api/me/export").json["tables"].values())
    assert bob.get("/api/plans").json["plans"]


def test_a_receipt_can_be_looked_at_again(ann):
    given = ann.request("PUT", "/api/consents/insights", json={"granted": True}).json
    kept = {consent["purpose"]: consent["receipt"] for consent in ann.get("/api/consents").json["consents"]}
    assert kept["insights"] == given
    assert kept["transactions"] is None


def test_a_recommendation_is_contested_once_and_only_by_whom_it_was_made_to(ann, bob, recommendation):
    stored = recommendations.add(ann.subject, "card", "careful", {"product": {"name": "Card"}})
    path = f"/api/recommendations/{stored}/contest"
    assert bob.post(path).status_code == 404
    handoff_id = ann.post(path).json["handoff_id"]
    assert ann.post(path).status_code == 409
    assert handoffs.find(handoff_id).summary["contested"] == "card"
    shown = {one["product_id"]: one["contested"] for one in ann.get("/api/recommendations").json["recommendations"]}
    assert shown == {"card": True, "saver": False}


def test_somebody_is_told_why_they_are_in_their_group_while_they_are_in_one(ann, guest, monkeypatch):
    from advisor import personas
    from advisor.persona_fit import fit
    from advisor.population import generate

    fitted = fit(generate(60))
    monkeypatch.setattr(personas, "current", lambda: fitted)
    why = ann.get("/api/me/persona").json
    assert why["persona"] in why["spoken"] and len(why["table"]) > 2
    wide, narrow = (ann.get(f"/api/me/persona/picture?width={width}").data for width in ("wide", "narrow"))
    assert wide.startswith(b"<svg") and wide != narrow
    assert guest.get("/api/me/persona").status_code == 404
    ann.request("PUT", "/api/consents/personalised_plans", json={"granted": False})
    assert ann.get("/api/me/persona").status_code == ann.get("/api/me/persona/picture").status_code == 403
