"""What the bank's staff see, and that nobody else does."""

from dataclasses import asdict, replace
from types import SimpleNamespace

import pytest

from store import audit, database
from trust import tokens

PATHS = (
    "/api/insights", "/api/insights/report", "/api/fairness", "/api/risk", "/api/risk/1/picture", "/api/audit",
    "/api/handoffs",
)  # fmt: skip


@pytest.fixture
def staff(client):
    """A way to ask as the bank's staff."""
    token, _ = tokens.issue("staff-ann", "staff")
    return lambda path: client.get(path, headers={"Authorization": f"Bearer {token}"})


@pytest.mark.parametrize("path", PATHS)
def test_customers_and_guests_see_nothing_of_it(ann, guest, client, path):
    assert ann.get(path).status_code == guest.get(path).status_code == 403
    assert client.get(path).status_code == 401
    assert ann.request("PUT", f"/api/handoffs/{'0' * 32}", json={"status": "taken"}).status_code == 403


def test_the_audit_shows_what_happened_and_names_nobody(staff, ann):
    ann.request("PUT", "/api/consents/insights", json={"granted": True})
    shown = staff("/api/audit").json
    assert shown["whole"] is True
    assert shown["entries"] == len(shown["latest"])
    assert [entry["kind"] for entry in shown["latest"]][-2:] == ["sign_in", "consent"]
    assert "customer-1" not in str(shown["latest"])


def test_an_entry_that_was_slipped_in_is_found(staff, ann):
    assert staff("/api/audit").json["whole"] is True
    audit.append(lambda last: replace(last, sequence=last.sequence + 1, kind="erasure"))
    shown = staff("/api/audit").json
    assert shown["whole"] is False
    assert any("was changed" in fault for fault in shown["faults"])


def test_a_risk_comes_with_its_reasons_and_only_of_those_who_let_their_payments_be_used(staff, ann):
    (shown,) = staff("/api/risk?customer_id=1").json["risks"]
    assert shown["level"] in ("none", "some", "high") and len(shown["reasons"]) <= 4
    assert len(staff("/api/risk").json["risks"]) == 2
    ann.request("PUT", "/api/consents/transactions", json={"granted": False})
    assert staff("/api/risk?customer_id=1").json["risks"] == []
    assert staff("/api/risk?customer_id=99").status_code == staff("/api/risk?customer_id=x").status_code == 404


def test_a_risk_is_explained_as_a_picture(staff, ann):
    answer = staff("/api/risk/1/picture?theme=dark")
    assert answer.mimetype == "image/svg+xml"
    assert b"Compared with" in answer.data or b"compared with" in answer.data
    ann.request("PUT", "/api/consents/transactions", json={"granted": False})
    assert staff("/api/risk/1/picture").status_code == 404


def test_the_watch_list_goes_on_where_it_ended(staff, monkeypatch):
    monkeypatch.setattr("web.routes.staff.LATEST", 1)
    first = staff("/api/risk").json
    assert [risk["customer_id"] for risk in first["risks"]] == [1] and first["next"] == 1
    then = staff(f"/api/risk?after={first['next']}").json
    assert [risk["customer_id"] for risk in then["risks"]] == [2] and then["next"] is None


@pytest.mark.slow
def test_insights_and_fairness_are_reports_over_the_banks_customers(staff, monkeypatch):
    from advisor import personas
    from advisor.persona_fit import fit
    from advisor.population import generate
    from store import customers

    people = generate(300)
    customers.put([asdict(customer) for customer in people])
    fitted = fit(people)
    monkeypatch.setattr(personas, "current", lambda: fitted)
    assert {table["name"] for table in staff("/api/insights?days=30").json["tables"]}
    assert staff("/api/insights?days=soon").status_code == staff("/api/insights?pictures=pink").status_code == 422
    assert staff("/api/insights?pictures=dark&width=thin").status_code == 422
    wide, narrow = (
        staff(f"/api/insights?pictures=dark&width={width}").json["pictures"] for width in ("wide", "narrow")
    )
    assert wide["discovery"].startswith("<svg") and narrow["discovery"].startswith("<svg")
    assert wide["discovery"] != narrow["discovery"]
    printed = staff("/api/insights/report")
    assert "attachment" in printed.headers["Content-Disposition"] and b"<h1>Milepost insights</h1>" in printed.data
    assert staff("/api/fairness").json["findings"]


def test_fairness_is_worked_out_again_only_when_what_it_rests_on_has_changed(staff, monkeypatch):
    from store import customers
    from trust import fairness_report

    looked_at = []
    monkeypatch.setattr("web.routes.staff.current_personas", lambda: SimpleNamespace(version="one"))
    monkeypatch.setattr(fairness_report, "of_personas", lambda people, _: looked_at.append(people) or [])
    monkeypatch.setattr(fairness_report, "of_recommendations", lambda people, _: [])
    for _ in range(2):
        assert staff("/api/fairness").json == {"personas_version": "one", "findings": []}
    assert len(looked_at) == 1
    customers.put([{**customers.get(1), "age": 71}])
    staff("/api/fairness")
    monkeypatch.setattr("web.routes.staff.current_personas", lambda: SimpleNamespace(version="two"))
    staff("/api/fairness")
    assert len(looked_at) == 3


def test_a_bank_without_customers_is_told_how_to_get_some(staff):
    with database.engine().begin() as connection:
        connection.exec_driver_sql("DELETE FROM customers")
    answer = staff("/api/insights")
    assert answer.status_code == 503
    assert "customers import" in answer.json["detail"]
