"""Personas for a table of any size: read in batches, labelled with numpy, written as it goes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from advisor.customers import COLUMNS
from advisor.personas import CODES, FEATURES, Personas

BATCH_ROWS = 262_144  # 15 MB of features: large enough for numpy, small enough for any machine
READ = (COLUMNS["customer_id"], *(COLUMNS[name] for name in FEATURES))
# What a figure may be; outside of it a row gets no persona. The same limits as advisor.customers.Customer.
LIMITS = {"age": (18, 120), "income": (0, 1e9), "transactions": (0, 1_000_000), "sentiment_score": (-1, 1)}


class SegmentError(ValueError):
    """A table that cannot be segmented; the message says what is wrong and what is allowed."""


@dataclass(frozen=True)
class Segmented:
    """What was labelled."""

    rows: int
    unusable: int  # rows with a missing or impossible value; they are written without a persona
    per_persona: tuple[int, ...]


def segment(
    source: Path, out: Path, personas: Personas, *, progress: Callable[[int, int], None] | None = None
) -> Segmented:
    """Write Customer_ID, Persona, Persona_Name and Confidence for every row of `source`, in its order.

    Both files are .parquet or .csv. progress is called with bytes or rows done and their total.
    `out` appears only when it is complete. Raises SegmentError for a file that cannot be read or lacks a column.
    """
    names = pa.array([segment.name for segment in personas.segments])
    counts = np.zeros(personas.k, dtype=int)
    rows = unusable = 0
    draft = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with _batches(source) as (batches, total), _writer(draft, out.suffix) as write:
            for batch, done in batches:
                matrix, usable = features_of(batch)
                labels, confidences = personas.label(matrix)
                missing = ~usable
                codes = pa.array(labels.astype(np.int8), mask=missing)
                write(
                    pa.record_batch(
                        {
                            COLUMNS["customer_id"]: batch.column(COLUMNS["customer_id"]),
                            "Persona": codes,
                            "Persona_Name": pa.DictionaryArray.from_arrays(codes, names),
                            "Confidence": pa.array(confidences.astype(np.float32), mask=missing),
                        }
                    )
                )
                rows += len(labels)
                unusable += int(missing.sum())
                counts += np.bincount(labels[usable], minlength=personas.k)
                if progress:
                    progress(done, total)
        draft.replace(out)
    except (pa.ArrowInvalid, pa.ArrowKeyError, KeyError) as error:
        raise SegmentError(f"{source}: {error}") from None
    except OSError as error:
        raise SegmentError(f"{error.filename or source}: {error.strerror or error}") from None
    finally:
        draft.unlink(missing_ok=True)
    return Segmented(rows, unusable, tuple(int(count) for count in counts))


def features_of(batch: pa.RecordBatch) -> tuple[np.ndarray, np.ndarray]:
    """Feature matrix (n, 7) of a batch and which rows are usable (n,); the others hold harmless values."""
    matrix = np.empty((batch.num_rows, len(FEATURES)))
    usable = np.ones(batch.num_rows, dtype=bool)
    for place, name in enumerate(FEATURES):
        column = batch.column(COLUMNS[name])
        if name in CODES:
            values = _codes(column, CODES[name])
            good = values >= 0
        else:
            values = _figures(column)
            low, high = LIMITS[name]
            good = (values >= low) & (values <= high)  # NaN is neither
        usable &= good
        matrix[:, place] = np.where(good, values, 0.0)
    return matrix, usable


def _figures(column: pa.Array) -> np.ndarray:
    try:
        values = pc.cast(column, pa.float64())
    except pa.ArrowInvalid:
        # A word among the figures: only now is it worth to look at each.
        numeric = pc.match_substring_regex(column, r"^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$")
        values = pc.cast(pc.utf8_trim_whitespace(pc.if_else(numeric, column, None)), pa.float64())
    return values.to_numpy(zero_copy_only=False)


def _codes(column: pa.Array, codes: dict[str, int]) -> np.ndarray:
    encoded = column if pa.types.is_dictionary(column.type) else pc.dictionary_encode(column)
    lookup = np.array([codes.get(str(word).strip(), -1) for word in encoded.dictionary.to_pylist()] + [-1])
    indices = encoded.indices.fill_null(len(lookup) - 1).to_numpy(zero_copy_only=False)
    return lookup[indices]


@contextmanager
def _batches(source: Path) -> Iterator[tuple[Iterator[tuple[pa.RecordBatch, int]], int]]:
    """Record batches with how much is done, and the total: rows for Parquet, bytes for CSV."""
    if source.suffix == ".parquet":
        there = pq.read_schema(source).names
        missing = [column for column in READ if column not in there]
        if missing:
            raise SegmentError(f"{source} has no column {', '.join(missing)}; it needs {', '.join(READ)}")
        words = [COLUMNS[name] for name in CODES]
        with pq.ParquetFile(source, read_dictionary=words, pre_buffer=False) as table:

            def read() -> Iterator[tuple[pa.RecordBatch, int]]:
                done = 0
                for batch in table.iter_batches(BATCH_ROWS, columns=list(READ)):
                    done += batch.num_rows
                    yield batch, done

            yield read(), table.metadata.num_rows
    elif source.suffix == ".csv":
        # Figures are read as text and cast batch by batch: one bad value must not stop a table of millions.
        options = pacsv.ConvertOptions(
            include_columns=list(READ), column_types=dict.fromkeys(READ, pa.string()), strings_can_be_null=True
        )
        with source.open("rb") as raw:
            reader = pacsv.open_csv(raw, pacsv.ReadOptions(block_size=16 << 20), convert_options=options)

            def read() -> Iterator[tuple[pa.RecordBatch, int]]:
                for batch in reader:
                    yield batch, raw.tell()

            yield read(), source.stat().st_size
    else:
        raise SegmentError(f"{source} is neither .parquet nor .csv")


@contextmanager
def _writer(draft: Path, suffix: str) -> Iterator[Callable[[pa.RecordBatch], None]]:
    writer: Any = None

    def write(batch: pa.RecordBatch) -> None:
        nonlocal writer
        if suffix == ".csv":
            batch = batch.set_column(2, "Persona_Name", batch.column(2).cast(pa.string()))
        if writer is None:
            make = pacsv.CSVWriter if suffix == ".csv" else pq.ParquetWriter
            writer = make(str(draft), batch.schema)
        writer.write_batch(batch)

    if suffix not in (".parquet", ".csv"):
        raise SegmentError(f"the result cannot be written as {suffix or 'a file without ending'}; use .parquet or .csv")
    try:
        yield write
        if writer is None:
            raise SegmentError("the table has no rows")
    finally:
        if writer is not None:
            writer.close()
