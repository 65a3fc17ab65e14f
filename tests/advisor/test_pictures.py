"""Pictures: the figures drawn are those of the plan, and everybody can read them."""

from __future__ import annotations

import io
import json
import re
import threading
from dataclasses import replace
from datetime import date
from itertools import combinations
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.text import Text
from PIL import Image

from advisor import pictures
from advisor.customers import Customer
from advisor.money_text import duration_text, money_text
from advisor.pictures import style
from advisor.plans import Debt, Goal, make_plan, make_plans, what_if

TODAY = date(2026, 11, 23)
SAVER = Customer(2, "Customer_2", 37, 99_604, "Budget", "Low", 4, 0.08, "High")
TWO = (Goal("house", 60_000, 60), Goal("car", 12_000, 24))
HOUSE = make_plan(Goal("house", 60_000, 36, 5_000), SAVER, today=TODAY)
DEBT = make_plan(
    Goal("debt_payoff", debts=(Debt("Visa", 4_000, 0.24), Debt("Store", 900, 0.3)), months=24), SAVER, today=TODAY
)
SHORT = make_plan(Goal("house", 900_000, 24, name="<b>Castle & Co</b>"), SAVER, today=TODAY)
DONE = make_plan(Goal("car", 9_000, 12, 9_500), SAVER, today=TODAY)
CENT = make_plan(Goal("other", 0.01, 1), SAVER, today=TODAY)
CARDS = [{"name": "Visa", "balance": 1_240, "limit": 5_000}, {"name": "Travel", "balance": 2_650, "limit": 4_000}]

RETIRED = make_plan(Goal("retirement", saved=30_000), replace(SAVER, risk_profile="High"), today=TODAY)

PAYLOADS = {
    "roadmap": [pictures.roadmap(plan) for plan in (HOUSE, DEBT, SHORT, DONE, CENT, RETIRED)],
    "portfolio": [pictures.portfolio(plan) for plan in (HOUSE, DONE, DEBT, RETIRED)],
    "credit_utilisation": [pictures.credit_utilisation(CARDS), pictures.credit_utilisation([])],
    "spending": [
        pictures.spending({"Rent": 1_450, "Groceries": 512.4}, period="October 2026", income=3_000),
        pictures.spending({f"Kind {n}": n for n in range(20)}, period="October 2026"),
        pictures.spending({}, period="October 2026"),
    ],
    "tracker": [pictures.tracker(HOUSE, held, date(2027, 8, 23)) for held in (0, 9_800, 19_800, 70_000)],
    "what_if": [
        pictures.what_if(what_if(HOUSE, SAVER, monthly=2_000)),
        pictures.what_if(what_if(HOUSE, SAVER, monthly=1_845.46)),
        pictures.what_if(what_if(HOUSE, SAVER)),
        pictures.what_if(what_if(DEBT, SAVER, months=12)),
    ],
    "several_goals": [
        pictures.several_goals(make_plans(TWO, SAVER, today=TODAY, monthly_budget=1_200).plans),
        pictures.several_goals(make_plans(TWO, SAVER, today=TODAY, monthly_budget=400).plans),
    ],
}
REASONS = (
    ("missed_payments", "3 card payments below the minimum in the last three months", 27.0),
    ("income_drop", "regular income that has stopped", 22.5),
    ("utilisation_change", "card use down by 33% of your limits in three months", -9.2),
    ("utilisation", "12% of your card limits in use", -4.5),
)


def explanation(reasons, *, subject="risk", counterfactual="With $200 less on the cards, I would see no signs."):
    return {
        "subject": subject,
        "outcome": "many signs of money strain, 46 of 100",
        "compared_with": "other customers",
        "base": 10.9,
        "output": 46.3,
        "reasons": [{"feature": f, "text": text, "value": value} for f, text, value in reasons],
        "rest": 46.3 - 10.9 - sum(value for *_, value in reasons),
        "counterfactual": counterfactual,
        "version": "distress-2",
    }


PAYLOADS["explanation"] = [
    explanation(REASONS),
    explanation(REASONS[2:], counterfactual=None),
    explanation(REASONS[:1], subject="persona"),
    explanation(()),
]
EVERY = [(kind, payload) for kind in pictures.KINDS for payload in PAYLOADS[kind]]


@pytest.mark.parametrize(("kind", "payload"), EVERY)
def test_every_picture_is_an_svg_with_a_name_for_screen_readers(kind, payload):
    stored = json.loads(json.dumps(payload))
    picture = pictures.draw(kind, stored)
    root = ElementTree.fromstring(picture.content)
    assert picture.mime == "image/svg+xml"
    assert root.get("role") == "img"
    assert root.find("{http://www.w3.org/2000/svg}title").text == picture.alt == pictures.alt(kind, stored)
    assert root.get("viewBox")
    assert len(picture.content) < 90_000
    assert len(picture.table) >= 1
    assert all(len(row) == len(picture.table[0]) for row in picture.table)


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_every_picture_is_a_png_on_its_background(theme):
    for kind in pictures.KINDS:
        picture = pictures.draw(kind, PAYLOADS[kind][0], fmt="png", theme=theme)
        image = Image.open(io.BytesIO(picture.content)).convert("RGB")
        assert picture.mime == "image/png"
        assert image.width == 1140
        assert "#{:02x}{:02x}{:02x}".format(*image.getpixel((2, 2))) == style.THEMES[theme].background


def test_a_phone_gets_a_picture_of_its_own_with_the_same_figures():
    wide, narrow = (pictures.draw("roadmap", pictures.roadmap(SHORT), narrow=phone) for phone in (False, True))
    assert (wide.alt, wide.table) == (narrow.alt, narrow.table)
    across = [float(ElementTree.fromstring(p.content).get("viewBox").split()[2]) for p in (wide, narrow)]
    assert across == pytest.approx([style.WIDTH * 72, style.NARROW * 72])


def test_a_goal_out_of_reach_shows_what_would_work():
    words = pictures.alt("roadmap", pictures.roadmap(SHORT))
    for repair in SHORT.repairs:
        figure = money_text(repair.monthly) if repair.kind == "more_a_month" else duration_text(repair.months)
        assert (figure if repair.kind != "smaller_target" else money_text(repair.target_todays, cents=False)) in words


def test_retirement_shows_how_the_money_is_spent():
    payload = pictures.roadmap(RETIRED)
    assert payload["drawdown"][-1]["month"] == (RETIRED.retirement.plan_to_age - RETIRED.retirement.retirement_age) * 12
    assert money_text(RETIRED.retirement.spending_a_month_todays, cents=False) in pictures.alt("roadmap", payload)


def test_a_pot_that_is_not_reached_is_not_shown_being_spent():
    early = make_plan(Goal("retirement", retirement_age=45), SAVER, today=TODAY)
    assert early.status == "out_of_reach"
    payload = pictures.roadmap(early)
    assert "drawdown" not in payload
    assert "to age" not in pictures.alt("roadmap", payload)
    assert pictures.draw("roadmap", payload, fmt="svg").content


def test_a_pace_that_never_clears_a_debt_is_not_said_to_pay_it_off():
    plan = make_plan(Goal("debt_payoff", 8_000, 24), SAVER, today=TODAY, monthly=100)
    payload = pictures.roadmap(plan)
    assert "$100 a month never clears it" in pictures.alt("roadmap", payload)
    assert pictures.draw("roadmap", payload, fmt="svg").content


def test_the_roadmap_shows_the_figures_of_the_plan():
    payload = pictures.roadmap(HOUSE)
    words = pictures.alt("roadmap", payload)
    for amount in (HOUSE.monthly, HOUSE.saved):
        assert money_text(amount) in words
    for amount in (HOUSE.planned_outcome, HOUSE.low_outcome, HOUSE.high_outcome, HOUSE.target_future):
        assert money_text(amount, cents=False) in words
    last = pictures.draw("roadmap", payload).table[-1]
    assert last == (
        "November 2029",
        *(money_text(x) for x in (HOUSE.paid_in, HOUSE.planned_outcome, HOUSE.low_outcome, HOUSE.high_outcome)),
    )


def test_the_lines_drawn_are_the_points_of_the_plan():
    figure = style.new_figure(style.THEMES["light"], 4.6)
    from advisor.pictures.kinds.roadmap import draw

    draw(figure, pictures.roadmap(HOUSE), style.THEMES["light"])
    lines = [tuple(zip(*line.get_data(), strict=True)) for axes in figure.axes for line in axes.get_lines()]
    assert tuple((point.month, point.planned) for point in HOUSE.points) in lines
    assert tuple((point.month, point.paid_in) for point in HOUSE.points) in lines


@pytest.mark.slow
@pytest.mark.parametrize("width", [style.WIDTH, style.NARROW])
def test_no_text_leaves_the_picture_or_covers_another(width):
    for kind, payload in EVERY:
        figure = style.new_figure(style.THEMES["light"], pictures.drawing._kind(kind).height(payload), width)
        pictures.drawing._kind(kind).draw(figure, payload, style.THEMES["light"])
        renderer = figure.canvas.get_renderer()
        figure.canvas.draw()
        texts = [text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible()]
        boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts]
        for words, box in boxes:
            assert box.x0 >= 0, (kind, words)
            assert box.x1 <= figure.bbox.x1, (kind, words)
            assert box.y0 >= 0, (kind, words)
        for (one, a), (other, b) in combinations(boxes, 2):
            overlap = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
            assert overlap[0] <= 2 or overlap[1] <= 4, (kind, one, other)


def test_an_explanation_says_which_side_each_reason_is_on_and_its_figures_add_up():
    words = pictures.alt("explanation", PAYLOADS["explanation"][0])
    assert "stopped raises it (+22)" in words and "three months lowers it (−9)" in words
    rows = pictures.draw("explanation", PAYLOADS["explanation"][0]).table[1:]
    figures = [float(row[1].replace("−", "-")) for row in rows]
    assert sum(figures[:-1]) == pytest.approx(figures[-1], abs=0.02)


def test_the_bars_of_an_explanation_are_as_long_as_its_values_and_on_their_side():
    from matplotlib.patches import FancyBboxPatch

    from advisor.pictures.kinds.explanation import draw, height

    payload = PAYLOADS["explanation"][0]
    figure = style.new_figure(style.THEMES["light"], height(payload))
    draw(figure, payload, style.THEMES["light"])
    bars = [patch for axes in figure.axes for patch in axes.patches if isinstance(patch, FancyBboxPatch)]
    scale = bars[0].get_width() / REASONS[0][2]
    zero = bars[0].get_x()
    for drawn, (_, _, value) in zip(bars, REASONS, strict=True):
        assert drawn.get_width() == pytest.approx(abs(value) * scale)
        assert (drawn.get_x() if value > 0 else drawn.get_x() + drawn.get_width()) == pytest.approx(zero)


def test_numbers_are_shortened_but_never_those_that_scale_the_letters():
    raw = '<svg width="1" height="1"><path transform="translate(1.23456 2) scale(0.015625 -0.15625)" d="M 0.98765 1"/>'
    svg = pictures.drawing._accessible(raw, "words")
    assert "translate(1.23 2) scale(0.015625 -0.15625)" in svg
    assert "M 0.98 1" in svg


def test_names_cannot_smuggle_markup_into_the_page():
    svg = pictures.draw("roadmap", pictures.roadmap(SHORT)).content.decode()
    assert "<b>" not in svg
    assert "&lt;b&gt;Castle &amp; Co" in svg


def test_alt_is_cheap_and_draws_nothing(monkeypatch):
    monkeypatch.setattr(style, "new_figure", None)
    for kind, payload in EVERY:
        words = pictures.alt(kind, payload)
        assert words.endswith(".")
        assert len(words) < 900


def test_pictures_drawn_at_once_are_the_same_as_one_after_the_other():
    payload = pictures.roadmap(HOUSE)
    alone = pictures.draw("roadmap", payload).content
    drawn: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: drawn.append(pictures.draw("roadmap", payload).content)) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert drawn == [alone] * 3


@pytest.mark.parametrize(
    ("kind", "options", "word"),
    [
        ("pie", {}, "roadmap"),
        ("roadmap", {"fmt": "gif"}, "svg or png"),
        ("roadmap", {"theme": "pink"}, "light or dark"),
    ],
)
def test_what_cannot_be_drawn_says_what_can(kind, options, word):
    with pytest.raises(pictures.PictureError, match=word):
        pictures.draw(kind, PAYLOADS["roadmap"][0], **options)


# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
BLINDNESS = {
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def linear(color: str) -> np.ndarray:
    value = np.array([int(color[index : index + 2], 16) for index in (1, 3, 5)]) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def luminance(color: np.ndarray) -> float:
    return float(color @ [0.2126, 0.7152, 0.0722])


def contrast(one: np.ndarray, other: np.ndarray) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(color: np.ndarray) -> np.ndarray:
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ np.clip(
        color, 0, 1
    )
    f = np.cbrt(xyz / [0.9505, 1.0, 1.089])
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("name", ["light", "dark"])
def test_text_reaches_the_contrast_of_wcag_aa(name):
    theme = style.THEMES[name]
    ground = linear(theme.background)
    for color in (theme.text, theme.quiet, theme.good, theme.warn, theme.main):
        assert contrast(linear(color), ground) >= 4.5, color
    for ink, under in ((theme.on_stocks, theme.stocks), (theme.on_bonds, theme.bonds), (theme.on_cash, theme.cash)):
        assert contrast(linear(ink), linear(under)) >= 4.4, under


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("blindness", BLINDNESS)
def test_neighbouring_colours_differ_for_the_colour_blind(name, blindness):
    theme, matrix = style.THEMES[name], np.array(BLINDNESS[blindness])
    pairs = (
        (theme.stocks, theme.bonds),
        (theme.bonds, theme.cash),
        (theme.stocks, theme.cash),
        (theme.main, theme.warn),
        (theme.main, theme.band),
        (theme.main, theme.paid),
    )
    for one, other in pairs:
        difference = np.linalg.norm(lab(matrix @ linear(one)) - lab(matrix @ linear(other)))
        assert difference > 15, (one, other, difference)


def test_the_tracker_says_how_it_stands():
    def standing(held):
        return pictures.alt("tracker", pictures.tracker(HOUSE, held, date(2027, 8, 23)))

    assert "ahead of the plan" in standing(25_000)
    assert "behind the plan" in standing(9_000)
    assert "reached your goal" in standing(70_000)
    expected = pictures.tracker(HOUSE, 0, date(2027, 8, 23))["expected"]
    assert re.search("on plan", standing(expected))
    assert pictures.tracker(HOUSE, 0, TODAY)["expected"] == HOUSE.saved
    assert pictures.tracker(HOUSE, 0, date(2035, 1, 1))["expected"] == HOUSE.planned_outcome
