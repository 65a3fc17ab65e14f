"""Personas: found where they are, named in words, assigned as the pipeline would, replaced without a restart."""

import numpy as np
import pytest

from advisor import personas
from advisor.customers import Customer
from advisor.persona_fit import choose, fit, fit_matrix, make_pipeline, stability
from advisor.personas import Choice, Personas, PersonasError, feature_matrix
from advisor.population import generate


@pytest.fixture(scope="module")
def people():
    return generate(800)


@pytest.fixture(scope="module")
def fitted(people):
    return fit(people, k=6)


def test_the_quick_way_assigns_exactly_as_the_pipeline_does(fitted):
    matrix = feature_matrix(generate(2000, seed=5))
    labels, confidences = fitted.label(matrix)
    assert np.array_equal(labels, fitted.pipeline.predict(matrix))
    np.testing.assert_allclose(fitted.distances(matrix), fitted.pipeline.transform(matrix), atol=1e-6)
    assert ((confidences >= 0) & (confidences <= 1)).all()


def test_names_are_different_and_speak_of_risk_spending_touch_and_mood(fitted):
    names = [segment.name for segment in fitted.segments]
    assert len(set(names)) == len(names)
    for segment in fitted.segments:
        for word in (segment.appetite, segment.spending, segment.touch, segment.mood):
            assert word in segment.name.lower()


def test_segments_alike_in_all_four_qualities_still_get_different_names():
    people = [
        Customer(i, "", age, 50_000, "Moderate", "Low", 20, 0.0, "Low")
        for i, age in enumerate([30] * 40 + [60] * 40, start=1)
    ]
    names = [segment.name for segment in fit(people, k=2).segments]
    assert sorted(name.rpartition(" ")[2] for name in names) == ["30", "60"]


def test_a_customer_gets_the_words_that_describe_them(fitted):
    cautious = Customer(9, "", 70, 40_000, "Moderate", "Low", 15, 0.3, "Low")
    bold = Customer(9, "", 50, 160_000, "Luxury", "High", 66, 0.3, "Medium")
    assert fitted.assign(cautious).appetite == "cautious"
    assert fitted.assign(bold).said == "growth-minded free spenders"


def test_planted_groups_are_stable_and_noise_cut_into_pieces_is_not():
    rng = np.random.default_rng(0)
    centres = rng.normal(0, 20, (4, 7))
    planted = centres[rng.integers(4, size=400)] + rng.normal(size=(400, 7)) + 100
    assert stability(planted, 4, seed=1) > 0.95
    assert stability(rng.normal(100, 1, (400, 7)), 6, seed=1) < 0.6


def test_an_unstable_number_of_segments_is_not_chosen_however_clear_it_looks():
    assert choose([Choice(3, 0.30, 0.95), Choice(7, 0.60, 0.50)]).k == 3
    assert choose([Choice(3, 0.30, 0.95), Choice(5, 0.40, 0.90)]).k == 5
    assert choose([Choice(3, 0.30, 0.55), Choice(5, 0.40, 0.50)]).k == 3


def test_the_same_customers_give_the_same_personas(people, fitted):
    again = fit(people, k=6)
    assert again.version == fitted.version
    assert again.segments == fitted.segments


def test_too_few_customers_are_refused_in_words():
    with pytest.raises(PersonasError, match="at least 50"):
        fit_matrix(np.ones((10, 7)))


def test_what_is_saved_loads_back_with_version_and_hash(tmp_path, fitted, people):
    path = fitted.save(tmp_path / "personas.joblib")
    loaded = Personas.load(path)
    assert (loaded.version, loaded.data_hash, loaded.rows) == (fitted.version, fitted.data_hash, 800)
    assert loaded.assign(people[0]) == fitted.assign(people[0])
    assert [file.name for file in tmp_path.iterdir()] == ["personas.joblib"]


def test_a_refit_is_in_force_without_a_restart(tmp_path, fitted, people):
    path = fitted.save(tmp_path / "personas.joblib")
    assert personas.current(path).k == 6
    assert personas.current(path) is personas.current(path)
    fit(people, k=3).save(path)
    assert personas.current(path).k == 3


def test_missing_or_foreign_files_say_what_to_do(tmp_path):
    with pytest.raises(PersonasError, match="advisor.personas fit"):
        personas.current(tmp_path / "none.joblib")
    personas.joblib.dump({"schema": 99}, tmp_path / "old.joblib")
    with pytest.raises(PersonasError, match="another version"):
        Personas.load(tmp_path / "old.joblib")


def test_the_pipeline_is_plain_scikit_learn():
    assert [name for name, _ in make_pipeline(3, 0).steps] == ["logarithms", "scale", "cluster"]
