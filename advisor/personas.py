"""Which kind of customer somebody is: the fitted segments, loaded once and asked in microseconds.

`python -m advisor.personas fit [TABLE]` fits them and writes models/personas.joblib.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import joblib
import numpy as np

from advisor.customers import LEVELS, SPENDING_HABITS, Customer, load
from settings import settings

# Changes whenever a file written by an older version can no longer be read.
SCHEMA = 1
FILE = "personas.joblib"

# What a customer is compared by, in the order of the feature matrix; levels count 0, 1, 2.
FEATURES = (
    "age",
    "income",
    "spending_habit",
    "risk_profile",
    "transactions",
    "sentiment_score",
    "engagement_level",
)
# Incomes and counts are skewed: ten thousand more means less to somebody who has a hundred thousand.
LOGARITHMIC = (FEATURES.index("income"), FEATURES.index("transactions"))
CODES: dict[str, dict[str, int]] = {
    "spending_habit": {name: code for code, name in enumerate(SPENDING_HABITS)},
    "risk_profile": {name: code for code, name in enumerate(LEVELS)},
    "engagement_level": {name: code for code, name in enumerate(LEVELS)},
}


class PersonasError(RuntimeError):
    """Personas that cannot be loaded or fitted; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Persona:
    """The segment a customer belongs to."""

    index: int
    name: str  # all four qualities, unique: "Hands-off, uneasy, cautious budgeters"
    description: str  # a sentence for the bank's staff
    said: str  # what may be said to the customer: "cautious budgeters"
    appetite: str  # cautious, balanced or growth-minded
    spending: str  # budgeters, steady spenders or free spenders
    touch: str  # hands-off, regular or hands-on
    mood: str  # uneasy, even-tempered or upbeat
    confidence: float  # 0 on the border to the next persona, 1 at the centre of this one

    def to_dict(self) -> dict[str, Any]:
        """The fields by name."""
        return asdict(self)


@dataclass(frozen=True)
class Segment:
    """One fitted segment, before anybody is assigned to it."""

    name: str
    description: str
    said: str
    appetite: str
    spending: str
    touch: str
    mood: str
    share: float  # of the customers it was fitted on


@dataclass(frozen=True)
class Choice:
    """What one number of segments scored when k was chosen."""

    k: int
    silhouette: float  # -1 to 1, higher is better separated
    stability: float  # median adjusted Rand index over resamples, 1: always the same segments


def feature_matrix(customers: Sequence[Customer]) -> np.ndarray:
    """Features of customers, float64 of shape (n, 7) in the order of FEATURES."""
    habit, risk, engagement = CODES["spending_habit"], CODES["risk_profile"], CODES["engagement_level"]
    return np.array(
        [
            (
                c.age,
                c.income,
                habit[c.spending_habit],
                risk[c.risk_profile],
                c.transactions,
                c.sentiment_score,
                engagement[c.engagement_level],
            )
            for c in customers
        ],
        dtype=float,
    ).reshape(-1, len(FEATURES))


@dataclass(frozen=True)
class Personas:
    """The fitted segments with what is needed to trust and repeat them."""

    pipeline: Any  # the fitted scikit-learn Pipeline
    segments: tuple[Segment, ...]
    choices: tuple[Choice, ...]  # every k that was tried
    reference: np.ndarray  # (rows, 7) sample of the customers fitted on, for the drift report
    rows: int
    data_hash: str  # SHA-256 of the feature matrix
    version: str
    _mean: np.ndarray = field(init=False, repr=False)
    _inverse_scale: np.ndarray = field(init=False, repr=False)
    _centres: np.ndarray = field(init=False, repr=False)  # (k, 7), scaled

    def __post_init__(self) -> None:
        scaler, kmeans = self.pipeline["scale"], self.pipeline["cluster"]
        object.__setattr__(self, "_mean", scaler.mean_)
        object.__setattr__(self, "_inverse_scale", 1 / scaler.scale_)
        object.__setattr__(self, "_centres", kmeans.cluster_centers_)

    @property
    def k(self) -> int:
        """How many personas there are."""
        return len(self.segments)

    def distances(self, matrix: np.ndarray) -> np.ndarray:
        """Distance to every centre in scaled features, (n, k): what the pipeline computes, without its overhead."""
        scaled = np.array(matrix, dtype=float)
        scaled[:, LOGARITHMIC] = np.log1p(scaled[:, LOGARITHMIC])
        scaled -= self._mean
        scaled *= self._inverse_scale
        squared = (
            np.einsum("ij,ij->i", scaled, scaled)[:, None]
            - 2 * scaled @ self._centres.T
            + np.einsum("ij,ij->i", self._centres, self._centres)
        )
        return np.sqrt(np.maximum(squared, 0, out=squared), out=squared)

    def label(self, matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Persona numbers (n,) int and confidences (n,) in [0, 1] of a feature matrix (n, 7)."""
        distances = self.distances(matrix)
        labels = distances.argmin(axis=1)
        two = np.partition(distances, 1, axis=1)
        return labels, 1 - two[:, 0] / np.maximum(two[:, 1], 1e-12)

    def assign(self, customer: Customer) -> Persona:
        """The persona of one customer."""
        labels, confidences = self.label(feature_matrix([customer]))
        return self.persona(int(labels[0]), float(confidences[0]))

    def persona(self, index: int, confidence: float = 1.0) -> Persona:
        """The persona of this number."""
        segment = self.segments[index]
        return Persona(
            index,
            segment.name,
            segment.description,
            segment.said,
            segment.appetite,
            segment.spending,
            segment.touch,
            segment.mood,
            confidence,
        )

    def save(self, path: Path | None = None) -> Path:
        """Write the personas so that a running process sees either the old or the new ones; the path."""
        path = path or settings.models / FILE
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        document = {
            "schema": SCHEMA,
            "features": FEATURES,
            "pipeline": self.pipeline,
            "segments": [asdict(segment) for segment in self.segments],
            "choices": [asdict(choice) for choice in self.choices],
            "reference": self.reference,
            "rows": self.rows,
            "data_hash": self.data_hash,
            "version": self.version,
        }
        joblib.dump(document, draft)
        draft.replace(path)
        return path

    @classmethod
    def load(cls, path: Path | None = None) -> Personas:
        """Personas written by `save`. Raises PersonasError if there are none or they are of another schema."""
        path = path or settings.models / FILE
        if not path.exists():
            raise PersonasError(f"there are no personas at {path}; `python -m advisor.personas fit` makes them")
        try:
            document = joblib.load(path)
        except Exception as error:  # whatever is in a file that joblib did not write
            raise PersonasError(f"{path} holds no personas ({type(error).__name__})") from None
        if document.get("schema") != SCHEMA or document.get("features") != FEATURES:
            raise PersonasError(
                f"{path} was written by another version of Milepost; `python -m advisor.personas fit` makes it anew"
            )
        return cls(
            pipeline=document["pipeline"],
            segments=tuple(Segment(**values) for values in document["segments"]),
            choices=tuple(Choice(**values) for values in document["choices"]),
            reference=document["reference"],
            rows=document["rows"],
            data_hash=document["data_hash"],
            version=document["version"],
        )


_loaded: dict[Path, tuple[tuple[int, int], Personas]] = {}


def current(path: Path | None = None) -> Personas:
    """The personas in force: read again as soon as the file changes, so that a refit needs no restart.

    Raises PersonasError like `Personas.load`.
    """
    path = path or settings.models / FILE
    try:
        status = path.stat()
    except FileNotFoundError:
        return Personas.load(path)  # says what to do
    stamp = (status.st_mtime_ns, status.st_ino)
    if path not in _loaded or _loaded[path][0] != stamp:
        _loaded[path] = (stamp, Personas.load(path))
    return _loaded[path][1]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m advisor.personas", description=__doc__)
    commands = parser.add_subparsers(required=True)
    fitting = commands.add_parser("fit", help="fit personas on a table and put them in force")
    fitting.add_argument("table", type=Path, nargs="?", default=settings.root / "data" / "customers.csv")
    fitting.add_argument("--out", type=Path, default=None, help=f"where to write (default: {settings.models / FILE})")
    options = parser.parse_args(arguments)

    from advisor.persona_fit import fit  # scikit-learn takes a second to import; nobody who only assigns needs it

    loaded = load(options.table)
    for bad in loaded.bad_rows:
        print(f"{options.table}: {bad}; left out", file=sys.stderr)
    personas = fit(loaded.customers)
    path = personas.save(options.out)
    for choice in personas.choices:
        chosen = "  <- chosen" if choice.k == personas.k else ""
        print(f"k={choice.k}  silhouette {choice.silhouette:.3f}  stability {choice.stability:.3f}{chosen}")
    for index, segment in enumerate(personas.segments):
        print(f"{index}  {segment.share:5.1%}  {segment.name}: {segment.description}")
    print(f"version {personas.version}, {personas.rows} customers, written to {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
