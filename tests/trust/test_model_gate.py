"""New personas go live by themselves only if they are no worse; otherwise the old ones stay, and it is said why."""

from argparse import Namespace
from dataclasses import replace

import numpy as np
import pytest

from advisor import personas
from advisor.customers import load, save
from advisor.persona_fit import fit
from cli import customers as command
from settings import settings
from store.audit import entries
from trust import model_gate

pytestmark = pytest.mark.slow  # fits personas


@pytest.fixture(scope="module")
def customers():
    return load(settings.root / "data" / "customers.csv").customers[:300]


@pytest.fixture(scope="module")
def fitted(customers):
    return fit(customers, k=5)


def test_the_same_personas_pass_and_nobody_moves(own_var, customers, fitted):
    gate = model_gate.judge(fitted, fitted, customers)
    assert gate.passed and gate.moved == 0.0
    (entry,) = [entry for entry in entries(newest=5) if entry.kind == "model_gate"]
    assert fitted.version in entry.document and '"passed":true' in entry.document.replace(" ", "")


def test_segments_that_are_an_accident_of_the_sample_do_not_pass(own_var, customers, fitted):
    (choice,) = fitted.choices
    shaky = replace(fitted, choices=(replace(choice, stability=0.4),))
    assert "not stable" in model_gate.judge(shaky, None, customers).objections[0]


def test_segments_that_no_longer_tell_people_apart_do_not_pass(own_var, customers, fitted):
    blurred = fit(list(np.random.default_rng(0).permutation(np.array(customers, object))), k=8)
    centres = blurred.pipeline["cluster"].cluster_centers_
    centres += np.random.default_rng(1).normal(0, 2, centres.shape)
    gate = model_gate.judge(replace(blurred), fitted, customers)
    assert any("less clear" in objection for objection in gate.objections)


def test_a_refit_that_is_harder_on_somebody_does_not_pass(own_var, customers, fitted, monkeypatch):
    from trust.fairness import assess

    young = ["young"] * 100 + ["old"] * 100
    even, skewed = (
        assess("is recommended: card", "age", [1] * n + [0] * (100 - n) + [1] * 100, young) for n in (95, 40)
    )
    monkeypatch.setattr(
        model_gate.fairness_report, "of_recommendations", lambda _, it: [even if it is fitted else skewed]
    )
    gate = model_gate.judge(replace(fitted, version="new"), fitted, customers)
    assert any("is recommended: card by age: ratio" in objection for objection in gate.objections)


def test_the_command_keeps_the_old_file_when_the_gate_refuses(
    own_var, customers, fitted, monkeypatch, capsys, tmp_path
):
    monkeypatch.setitem(settings.__dict__, "models", tmp_path)
    old = fitted.save()
    before = old.read_bytes()
    save(customers, tmp_path / "people.csv")
    monkeypatch.setattr(model_gate, "STABLE", 1.01)
    assert command.run(Namespace(what="fit", file=tmp_path / "people.csv")) == 1
    said = capsys.readouterr().err
    assert "does not go live" in said and fitted.version in said and "not stable" in said
    assert old.read_bytes() == before

    monkeypatch.undo()
    monkeypatch.setitem(settings.__dict__, "models", tmp_path)
    assert command.run(Namespace(what="fit", file=tmp_path / "people.csv")) == 0
    assert personas.current().version != fitted.version
