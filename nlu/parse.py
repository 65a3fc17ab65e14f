"""The trained model without Rasa around it: what a message means, half a second after the start.

`python -m nlu.parse < utterances.txt` prints one JSON object a line; `./milepost parse` calls it.
"""

from __future__ import annotations

import json
import sys
import tarfile
import tempfile
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import yaml

from embedding.minilm import MiniLM
from nlu.entities.extract import extract
from nlu.entities.spans import Entity
from nlu.intent_model import IntentModel, Weighting
from nlu.masking import masked
from nlu.sentiment import Sentiment, read_sentiment
from nlu.spelling import Speller
from settings import settings

FALLBACK = "nlu_fallback"
_FILES = ("intents.npz", "words.json", "letters.json", "by_heart.json", "subject.json")


@dataclass(frozen=True)
class Understood:
    """One message; `intent` is nlu_fallback where the likeliest one is not likely enough."""

    text: str
    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]
    entities: tuple[Entity, ...]
    sentiment: Sentiment

    def to_dict(self) -> dict[str, Any]:
        """As `./milepost parse` prints it: the value of a figure is a number, and its companions stand beside it."""
        return {
            "text": self.text,
            "intent": self.intent,
            "confidence": round(self.confidence, 4),
            "entities": [_flat(entity, self.text) for entity in self.entities],
            "sentiment": asdict(self.sentiment),
        }


class Understanding:
    """Raises FileNotFoundError, saying what to run, if nothing was trained yet."""

    def __init__(self, archive: Path | None = None) -> None:
        archive = archive or newest()
        pipeline = {c["name"].rsplit(".", 1)[-1]: c for c in yaml.safe_load(_config().read_text("utf-8"))["pipeline"]}
        chosen = pipeline["SentenceIntentClassifier"]
        fallback = pipeline["FallbackClassifier"]
        self._threshold, self._margin = fallback["threshold"], fallback["ambiguity_threshold"]
        weighting = Weighting(**{name: value for name, value in chosen.items() if name != "name"})
        with tempfile.TemporaryDirectory() as folder:
            _unpack(archive, Path(folder))
            self._model = IntentModel.load(Path(folder), weighting)
            self._speller = Speller(json.loads((Path(folder) / "subject.json").read_text(encoding="utf-8")))
        self._minilm = MiniLM(settings.models / "minilm")

    def parse(self, text: str) -> Understood:
        """What the bot understands; the same as Rasa's own parse of the same model (tests/nlu holds this)."""
        corrected = self._speller.corrected(text)
        likely = self._model.probabilities(corrected, self._minilm.encode(masked(corrected)))
        order = np.argsort(-likely)
        ranking = tuple((self._model.intents[i], float(likely[i])) for i in order[:10])
        (first, confidence), (_, second) = ranking[:2]
        unsure = confidence < self._threshold or confidence - second < self._margin
        return Understood(
            text,
            FALLBACK if unsure else first,
            confidence,
            ranking,
            tuple(extract(text, today=date.today(), currency=settings.currency)),
            read_sentiment(text),
        )


def _flat(entity: Entity, text: str) -> dict[str, Any]:
    said: dict[str, Any] = {"entity": entity.kind, "text": text[entity.start : entity.end]}
    said |= {"start": entity.start, "end": entity.end}
    if not isinstance(entity.value, dict):
        return {**said, "value": entity.value}
    value = dict(entity.value)
    main = next(name for name in ("value", "date", "age", "months") if name in value)
    unit = {"duration": {"unit": "month"}}.get(entity.kind, {})
    return {**said, "value": value.pop(main), **unit, **{k: v for k, v in value.items() if v is not None}}


def _config() -> Path:
    return settings.root / "config.yml"


def newest() -> Path:
    """The archive the bot serves. Raises FileNotFoundError if nothing was trained."""
    folder = settings.models / "rasa"
    archives = sorted(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not archives:
        raise FileNotFoundError(f"No trained model in {folder}: run `make train` first.")
    return archives[-1]


def _unpack(archive: Path, folder: Path) -> None:
    with tarfile.open(archive) as tar:
        for member in tar.getmembers():
            name = PurePosixPath(member.name).name
            if name in _FILES:
                (folder / name).write_bytes(tar.extractfile(member).read())
    if not all((folder / name).exists() for name in _FILES):
        raise FileNotFoundError(f"{archive.name} was trained by an older version: run `make train`.")


def main() -> int:
    try:
        understanding = Understanding()
    except FileNotFoundError as error:
        print(f"milepost parse: {error}", file=sys.stderr)
        return 1
    for line in sys.stdin:
        if text := line.strip():
            print(json.dumps(understanding.parse(text).to_dict(), ensure_ascii=False), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
