"""Insights: counted rightly, by persona, without those who said no and without groups small enough to point at."""

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from advisor.insights import report
from advisor.insights.frames import owner_of
from advisor.insights.html import to_html, to_text
from advisor.insights.made_up import MadeUpEvent, MadeUpRecommendation, conversations
from advisor.persona_fit import fit
from advisor.population import generate

NOW = datetime(2025, 6, 20, tzinfo=timezone.utc)
PEOPLE = generate(160, seed=2)


@pytest.fixture(scope="module")
def personas():
    return fit(PEOPLE, k=4)


@pytest.fixture(scope="module")
def busy(personas):
    return report(PEOPLE, personas, *conversations(PEOPLE, personas, until=NOW, days=10), until=NOW)


def said(customer, session, *kinds, days_ago=1.0, **document):
    start = NOW - timedelta(days=days_ago)
    return [
        MadeUpEvent(owner_of(customer), session, kind, document, start + timedelta(seconds=n))
        for n, kind in enumerate(kinds)
    ]


def of(insights, name, **where):
    rows = insights.to_dict()["tables"]
    rows = next(table["rows"] for table in rows if table["name"] == name)
    found = [row for row in rows if all(row[key] == value for key, value in where.items())]
    assert len(found) == 1, (where, rows)
    return found[0]


def test_engagement_counts_people_once_and_sessions_each(personas):
    ann = PEOPLE[10]
    persona = personas.assign(ann).name
    events = said(ann, "a", "plan") + said(ann, "b", "plan", "recommendation")
    row = of(report(PEOPLE, personas, events, [], until=NOW), "engagement", persona=persona)
    assert (row["talked to us"], row["sessions"], row["made a plan"]) == (1, 2, 1)
    assert row["share that talked"] == pytest.approx(1 / row["customers"], abs=1e-4)


def test_what_lies_before_the_period_is_not_counted(personas):
    events = said(PEOPLE[10], "a", "plan", days_ago=100)
    assert report(PEOPLE, personas, events, [], until=NOW, days=90).sessions == 0
    assert report(PEOPLE, personas, events, [], until=NOW, days=120).sessions == 1


def test_those_who_did_not_agree_are_in_no_table(personas):
    ann, bob = PEOPLE[10], PEOPLE[11]
    events = said(ann, "a", "not_understood") + said(bob, "b", "not_understood")
    recommended = [MadeUpRecommendation(owner_of(ann), "everyday-saver", NOW, "accepted")] * 9
    both = report(PEOPLE, personas, events, recommended, until=NOW)
    without = report(PEOPLE, personas, events, recommended, until=NOW, exclude=frozenset({owner_of(ann)}))
    assert (both.sessions, without.sessions) == (2, 1)
    assert (both.left_out, without.left_out, without.customers) == (0, 1, 159)
    assert of(both, "discovery", product="Everyday Saver")["recommended"] == 9
    assert of(without, "discovery", product="Everyday Saver")["recommended"] == 0


def test_friction_says_how_often_where_and_whether_the_conversation_ended_there(personas):
    events = []
    for n, customer in enumerate(PEOPLE[10:16]):
        events += said(customer, f"s{n}", "plan", "not_understood", *(["plan"] if n % 2 else []))
    events += said(PEOPLE[20], "fine", "plan") + said(PEOPLE[21], "q", "question", declined=True)
    insights = report(PEOPLE, personas, events, [], until=NOW)
    row = of(insights, "friction", **{"what happened": "Milepost did not understand"})
    assert (row["times"], row["sessions"], row["ended there"]) == (6, 6, 3)
    assert row["share of sessions"] == pytest.approx(6 / 8)
    assert of(insights, "friction", **{"what happened": "a question without an answer"})["times"] == 1
    place = of(insights, "friction_places", after="plan")
    assert place["times"] == 6 and place["share of times"] == pytest.approx(6 / 10)


def test_discovery_tells_who_should_know_of_a_product_and_does_not(personas):
    row = of(report(PEOPLE, personas, [], [], until=NOW), "discovery", product="Everyday Saver")
    knowing = [MadeUpRecommendation(owner_of(c), "everyday-saver", NOW, "rejected", "not_now") for c in PEOPLE[:40]]
    after = of(report(PEOPLE, personas, [], knowing, until=NOW), "discovery", product="Everyday Saver")
    assert row["should know and do not"] == row["suits"]
    assert after["suits"] == row["suits"]
    assert after["should know and do not"] == row["suits"] - after["of those, know it"]
    assert (after["rejected"], after["most said against it"]) == (40, "not_now")


def test_groups_small_enough_to_point_at_somebody_are_left_out(personas):
    few = [c for c in PEOPLE if personas.assign(c).index == 0][:4]
    many = [c for c in PEOPLE if personas.assign(c).index != 0]
    events = [e for n, c in enumerate(few) for e in said(c, f"s{n}", "worry", sentiment=-0.9)]
    insights = report([*few, *many], personas, events, [], until=NOW)
    name = personas.segments[0].name
    for table in ("engagement", "sentiment", "friction_by_persona", "sentiment_by_week"):
        assert name not in json.dumps(insights.table(table).rows)


def test_sentiment_follows_the_weeks(personas):
    group = [c for c in PEOPLE if personas.assign(c).index == 1][:8]
    events = [e for n, c in enumerate(group) for e in said(c, f"a{n}", "plan", days_ago=15, sentiment=0.5)]
    events += [e for n, c in enumerate(group) for e in said(c, f"b{n}", "plan", days_ago=1, sentiment=-0.5)]
    rows = report(PEOPLE, personas, events, [], until=NOW).table("sentiment_by_week").rows
    assert [row[2] for row in rows] == [0.5, -0.5]


def test_no_conversations_yet_make_a_report_all_the_same(personas):
    insights = report(PEOPLE, personas, [], [], until=NOW)
    assert insights.sessions == 0
    assert "Nothing to count yet." in to_html(insights)
    json.dumps(insights.to_dict(), allow_nan=False)


def test_the_printed_report_stands_alone_and_shows_every_table_with_pictures(busy):
    page = to_html(busy, made_up=True)
    assert "http://" not in page.replace("http://www.w3.org/", "") and "<script" not in page and "src=" not in page
    assert page.count('<svg role="img"') == 4
    assert "The conversations are made up." in page
    for table in busy.tables:
        assert table.title in page and table.says in page and table.title in to_text(table)


def test_names_from_data_cannot_become_markup(personas, busy):
    table = replace(busy.tables[0], rows=(("<script>alert(1)</script>", *busy.tables[0].rows[0][1:]),))
    assert "<script>alert" not in to_html(replace(busy, tables=(table, *busy.tables[1:])))


def test_the_report_names_nobody(busy):
    assert "customer-" not in json.dumps(busy.to_dict())


def test_json_has_no_value_that_json_does_not_know(busy):
    json.dumps(busy.to_dict(), allow_nan=False)
