"""Personas: 10 million rows of Parquet labelled in under 60 s and 1.5 GB, one customer in under 2 ms.

The peer is the fitted scikit-learn pipeline itself: for a table after pandas.read_parquet, for one customer alone.
Another number of rows: python -m bench.personas 1000000
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from advisor.customers import COLUMNS, LEVELS, SPENDING_HABITS
from advisor.persona_fit import fit
from advisor.personas import CODES, FEATURES, Personas, feature_matrix
from advisor.population import generate

PEER_ROWS = 1_000_000  # all ten million at once would take the peer more memory than many machines have


def write_table(path: Path, rows: int) -> None:
    """A table of `rows` customers drawn around the demo population."""
    matrix = feature_matrix(generate(2400))
    rng = np.random.default_rng(0)
    writer, done = None, 0
    words = {"spending_habit": SPENDING_HABITS, "risk_profile": LEVELS, "engagement_level": LEVELS}
    while done < rows:
        count = min(500_000, rows - done)
        drawn = matrix[rng.integers(len(matrix), size=count)]
        columns: dict[str, pa.Array] = {COLUMNS["customer_id"]: pa.array(np.arange(done + 1, done + count + 1))}
        for place, name in enumerate(FEATURES):
            values = drawn[:, place]
            if name in CODES:
                columns[COLUMNS[name]] = pa.DictionaryArray.from_arrays(values.astype(np.int8), list(words[name])).cast(
                    pa.string()
                )
            elif name == "income":
                columns[COLUMNS[name]] = pa.array(np.round(values * rng.uniform(0.8, 1.2, count)))
            elif name == "sentiment_score":
                columns[COLUMNS[name]] = pa.array(np.clip(np.round(values + rng.normal(0, 0.1, count), 2), -1, 1))
            else:
                least = 18 if name == "age" else 0
                columns[COLUMNS[name]] = pa.array(np.clip(values + rng.integers(-2, 3, count), least, 120))
        batch = pa.table(columns)
        writer = writer or pq.ParquetWriter(path, batch.schema)
        writer.write_table(batch)
        done += count
    writer.close()


def child(job: str, source: str, out: str, personas: str) -> None:
    """One measured job in a process of its own; prints seconds of wall, of CPU, and the peak of memory in MB."""
    fitted = Personas.load(Path(personas))
    start, cpu = time.perf_counter(), time.process_time()
    if job == "ours":
        from advisor.segment import segment

        segment(Path(source), Path(out), fitted)
    else:
        import pandas as pd

        table = pd.read_parquet(source)
        table = table.assign(**{COLUMNS[name]: table[COLUMNS[name]].map(codes) for name, codes in CODES.items()})
        labels = fitted.pipeline.predict(table[[COLUMNS[name] for name in FEATURES]].to_numpy(dtype=float))
        pd.DataFrame({"Customer_ID": table["Customer_ID"], "Persona": labels}).to_parquet(out)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(time.perf_counter() - start, time.process_time() - cpu, peak)


def measure(job: str, source: Path, folder: Path) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds and peak MB of a job."""
    out = subprocess.run(
        [sys.executable, "-m", "bench.personas", "child", job, source, folder / "out.parquet", folder / "p.joblib"],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    wall, cpu, peak = (float(word) for word in out.split())
    return wall, cpu, peak


def main(rows: int) -> None:
    people = generate(2400)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fitted = fit(people, k=6)
        fitted.save(folder / "p.joblib")
        write_table(folder / "all.parquet", rows)
        write_table(folder / "peer.parquet", min(rows, PEER_ROWS))
        wall, cpu, peak = measure("ours", folder / "all.parquet", folder)
        peer_wall, peer_cpu, peer_peak = measure("peer", folder / "peer.parquet", folder)
        per_row, peer_per_row = cpu / rows, peer_cpu / min(rows, PEER_ROWS)
        print(f"{'':<30} {'rows':>11} {'wall s':>8} {'CPU s':>8} {'peak MB':>8} {'µs a row':>9}")
        for job, count, row in (
            ("./milepost customers segment", rows, (wall, cpu, peak, per_row * 1e6)),
            ("pandas and the pipeline", min(rows, PEER_ROWS), (peer_wall, peer_cpu, peer_peak, peer_per_row * 1e6)),
        ):
            print(f"{job:<30} {count:>11,} {row[0]:>8.1f} {row[1]:>8.1f} {row[2]:>8.0f} {row[3]:>9.2f}")
        print(f"RATIO of CPU a row: {per_row / peer_per_row:.2f}")
    ours, peers = [], []
    for customer in people[:300]:
        start = time.perf_counter()
        fitted.assign(customer)
        ours.append(time.perf_counter() - start)
        start = time.perf_counter()
        fitted.pipeline.predict(feature_matrix([customer]))
        peers.append(time.perf_counter() - start)
    one, peer = statistics.median(ours) * 1000, statistics.median(peers) * 1000
    print(f"one customer: {one:.3f} ms, the pipeline {peer:.3f} ms, RATIO {one / peer:.2f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        child(*sys.argv[2:])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000)
