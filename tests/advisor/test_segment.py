"""Tables of any size get their personas; what cannot be used is counted, not guessed."""

import csv

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest

from advisor import segment as module
from advisor.customers import save
from advisor.drift import drift
from advisor.persona_fit import fit
from advisor.personas import feature_matrix
from advisor.population import generate
from advisor.segment import SegmentError, segment


@pytest.fixture(scope="module")
def fitted():
    return fit(generate(600), k=5)


@pytest.fixture(scope="module")
def people():
    return generate(1000, seed=3)


def parquet(people, path):
    save(people, path.with_suffix(".csv"))
    pq.write_table(pacsv.read_csv(path.with_suffix(".csv")), path)
    return path


def test_every_row_gets_the_persona_the_pipeline_gives_it_whatever_the_batch(tmp_path, fitted, people, monkeypatch):
    monkeypatch.setattr(module, "BATCH_ROWS", 300)
    seen = []
    result = segment(
        parquet(people, tmp_path / "in.parquet"), tmp_path / "out.parquet", fitted, progress=lambda *p: seen.append(p)
    )
    table = pq.read_table(tmp_path / "out.parquet")
    expected = fitted.pipeline.predict(feature_matrix(people)).tolist()
    assert table["Persona"].to_pylist() == expected
    assert table["Customer_ID"].to_pylist() == [c.customer_id for c in people]
    assert table["Persona_Name"].to_pylist() == [fitted.segments[label].name for label in expected]
    assert (result.rows, result.unusable, sum(result.per_persona)) == (1000, 0, 1000)
    assert seen == [(300, 1000), (600, 1000), (900, 1000), (1000, 1000)]


def test_csv_and_parquet_give_the_same_personas(tmp_path, fitted, people):
    source = parquet(people, tmp_path / "in.parquet")
    segment(source, tmp_path / "a.csv", fitted)
    segment(source.with_suffix(".csv"), tmp_path / "b.csv", fitted)
    one, other = (list(csv.reader((tmp_path / name).open())) for name in ("a.csv", "b.csv"))
    assert one == other and len(one) == 1001


def test_rows_with_missing_or_impossible_values_are_kept_without_a_persona(tmp_path, fitted, people):
    table = pq.read_table(parquet(people[:6], tmp_path / "in.parquet")).to_pylist()
    table[0]["Age"] = None
    table[1]["Age"] = 7
    table[2]["Risk_Profile"] = "Extreme"
    table[3]["Income"] = float("nan")
    pq.write_table(pa.Table.from_pylist(table), tmp_path / "in.parquet")
    result = segment(tmp_path / "in.parquet", tmp_path / "out.parquet", fitted)
    labels = pq.read_table(tmp_path / "out.parquet")["Persona"].to_pylist()
    assert labels[:4] == [None] * 4 and None not in labels[4:]
    assert result.unusable == 4


def test_a_word_among_the_figures_of_a_csv_costs_its_row_only(tmp_path, fitted, people):
    save(people[:5], tmp_path / "in.csv")
    text = (tmp_path / "in.csv").read_text().replace("Customer_3,", "Customer_3,old", 1)
    (tmp_path / "in.csv").write_text(text)
    assert segment(tmp_path / "in.csv", tmp_path / "out.csv", fitted).unusable == 1


def test_files_that_cannot_be_used_are_refused_in_words_and_leave_nothing_behind(tmp_path, fitted, people):
    pq.write_table(pa.table({"Customer_ID": [1]}), tmp_path / "thin.parquet")
    (tmp_path / "no.parquet").write_text("not parquet")
    good = parquet(people[:5], tmp_path / "in.parquet")
    before = sorted(tmp_path.iterdir())
    for source, out, said in [
        (tmp_path / "thin.parquet", "o.parquet", "no column Age"),
        (tmp_path / "no.parquet", "o.parquet", "magic bytes"),
        (tmp_path / "none.csv", "o.parquet", "No such file"),
        (tmp_path / "a.xls", "o.parquet", "neither .parquet nor .csv"),
        (good, "o.xls", "use .parquet or .csv"),
    ]:
        with pytest.raises(SegmentError, match=said):
            segment(source, tmp_path / out, fitted)
    assert sorted(tmp_path.iterdir()) == before


# Drift -----------------------------------------------------------------------------------------------------


def test_the_same_kind_of_customers_shows_no_drift_even_in_a_small_sample(fitted):
    report = drift(fitted, feature_matrix(generate(200, seed=9)))
    assert not report.refit
    assert {item.reading for item in report.features} == {"steady"}


def test_customers_who_changed_are_found_and_named(fitted, people):
    matrix = feature_matrix(people)
    matrix[:, 1] *= 2
    matrix[:, 5] -= 0.5
    report = drift(fitted, matrix)
    moved = {item.name for item in report.features if item.reading == "moved"}
    assert moved == {"income", "sentiment_score"}
    assert report.refit
    assert sum(now for _, _, now in report.shares) == pytest.approx(1)
