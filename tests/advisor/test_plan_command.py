"""./milepost plan: the figures without the dialogue."""

from __future__ import annotations

import json

import pytest

from advisor.plans import Plan
from cli.__main__ import main
from settings import settings


def run(capsys, *words):
    status = main(["plan", *words, "--today", "2026-11-23"])
    out, err = capsys.readouterr()
    return status, out, err


HOUSE = ("--goal", "house", "--amount", "60000", "--months", "36", "--saved", "5000", "--income", "99604")


def test_it_says_how_to_check_the_figures(capsys):
    status, out, _ = run(capsys, *HOUSE)
    assert status == 0
    assert "monthly             $1,545.46" in out
    assert "36 payments at month end, 3.06% a year compounding monthly" in out
    assert "$5,000 to begin with, $63,672.48 in the end: $1,545.46 a month." in out
    assert "Assumptions: vanguard-2025-05-31.2" in out


def test_every_amount_is_in_the_currency_of_the_bank(capsys, monkeypatch):
    monkeypatch.setitem(settings.__dict__, "currency", "GBP")
    status, out, _ = run(capsys, *HOUSE, "--debt", "Visa,4000,24,100")
    assert status == 0
    assert "£5,000 to begin with" in out
    assert "$" not in out


def test_json_is_one_line_and_the_whole_plan(capsys):
    status, out, _ = run(capsys, *HOUSE, "--json")
    assert status == 0
    assert out.count("\n") == 1
    plan = Plan.from_dict(json.loads(out))
    assert plan.monthly == 1545.46


def test_debts_can_be_named(capsys):
    status, out, _ = run(
        capsys, "--goal", "debt_payoff", "--debt", "Visa,4000,24,100", "--debt", "Store,900,29", "--months", "12"
    )
    assert status == 0
    assert "Store paid off" in out


def test_a_debt_that_never_ends_has_no_savings_sum_to_check(capsys):
    words = ("--goal", "debt_payoff", "--debt", "Visa,8000,24", "--months", "24", "--monthly", "100")
    status, out, _ = run(capsys, *words, "--income", "60000")
    assert status == 0
    assert "never paid off" in out
    assert "calculator" not in out


def test_what_comes_before_a_goal_and_what_a_house_asks_of_the_income_are_said(capsys):
    status, out, _ = run(capsys, *HOUSE, "--debt", "Visa,4000,24,100", "--emergency-saved", "500")
    assert status == 0
    assert "Visa                $4,000 at 24% a year: it costs more" in out
    assert "emergency fund      $" in out
    assert "of income with other debts: comfortable" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--goal", "car", "--amount", "5000", "--months", "0"), "at least one month"),
        (("--goal", "car", "--amount", "1e15", "--months", "12"), "$100 million"),
        (("--goal", "debt_payoff", "--debt", "Visa"), "NAME,BALANCE,RATE"),
        (("--goal", "car", "--amount", "5000", "--months", "12", "--age", "7"), "18 to 120"),
    ],
)
def test_what_makes_no_sense_is_a_sentence_and_a_failure(capsys, words, said):
    status, out, err = run(capsys, *words)
    assert status == 1
    assert out == ""
    assert said in err


def test_the_roadmap_can_be_kept(capsys, tmp_path):
    status, _, _ = run(capsys, *HOUSE, "--chart", str(tmp_path / "roadmap.svg"))
    assert status == 0
    assert b"<svg" in (tmp_path / "roadmap.svg").read_bytes()
    status, _, err = run(capsys, *HOUSE, "--chart", str(tmp_path / "roadmap.gif"))
    assert status == 1
    assert ".svg or .png" in err
