"""Pictures: in the form that was asked for, drawn once, and only for their owner."""

from datetime import date

import pytest

from advisor.customers import Customer
from advisor.pictures import payloads
from advisor.plans import Goal, make_plan
from store import charts
from web.routes import charts as route


@pytest.fixture(scope="module")
def payload():
    plan = make_plan(Goal("house", 60000.0, 36, 5000.0), Customer.guest(68948.0, age=28), today=date(2026, 1, 1))
    return payloads.roadmap(plan)


@pytest.fixture
def chart(ann, payload):
    return charts.add(ann.subject, "roadmap", payload)


@pytest.mark.parametrize(
    ("ending", "accept", "mime", "begins"),
    [
        ("", "*/*", "image/svg+xml", b"<svg"),
        ("", "image/png", "image/png", b"\x89PNG"),
        (".svg", "*/*", "image/svg+xml", b"<svg"),
        (".png", "image/svg+xml", "image/png", b"\x89PNG"),
    ],
)
def test_the_address_or_the_accept_header_chooses_the_form(ann, chart, ending, accept, mime, begins):
    answer = ann.get(f"/api/charts/{chart}{ending}", headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (200, mime)
    assert answer.data.startswith(begins)


def test_the_figures_are_there_without_the_picture(ann, chart, payload):
    shown = ann.get(f"/api/charts/{chart}.json").json
    assert shown["kind"] == "roadmap"
    assert "house" in shown["alt"].lower()
    assert len({len(row) for row in shown["table"]}) == 1


def test_dark_is_drawn_apart_from_light_and_each_once(ann, chart):
    before = route._draw.cache_info().misses
    pictures = {ann.get(f"/api/charts/{chart}.svg?theme={theme}").data for theme in ("light", "dark", "light")}
    assert len(pictures) == 2
    assert route._draw.cache_info().misses == before + 2
    assert ann.get(f"/api/charts/{chart}.svg?theme=pink").status_code == 422


def test_a_phone_asks_for_a_narrow_picture(ann, chart):
    wide, narrow = (ann.get(f"/api/charts/{chart}.svg?width={width}").data for width in ("wide", "narrow"))
    assert wide != narrow
    assert ann.get(f"/api/charts/{chart}.svg?width=17").status_code == 422


def test_nobody_sees_anothers_picture_even_when_it_is_drawn_already(ann, bob, guest, chart):
    assert ann.get(f"/api/charts/{chart}").status_code == 200
    for stranger in (bob, guest):
        assert stranger.get(f"/api/charts/{chart}").status_code == 404


def test_a_browser_may_keep_a_picture_but_not_for_the_next_person(ann, chart):
    headers = ann.get(f"/api/charts/{chart}").headers
    assert "immutable" in headers["Cache-Control"]
    assert "Authorization" in headers["Vary"]
    assert "sandbox" in headers["Content-Security-Policy"]
