"""Trains the bot into models/rasa/<hash of what it is made of>.tar.gz, or says that it is up to date.

`.venv/bot/bin/python -m bot.train`
"""

from __future__ import annotations

import hashlib
import logging
import sys
from pathlib import Path

from bot import quiet
from settings import settings

ROOT = Path(__file__).resolve().parent.parent
INPUTS = ("config.yml", "domain.yml", "nlu/**/*.yml", "nlu/**/*.py", "bot/**/*.yml", "embedding/*.py")
KEPT = 2  # the model in use and the one before it


def fingerprint() -> str:
    """A hash of everything the model is made of: our files, Rasa's version and the sentence model."""
    from importlib.metadata import version

    digest = hashlib.sha256(version("rasa").encode())
    for pattern in INPUTS:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    minilm = settings.models / "minilm" / "model.onnx"
    digest.update(minilm.read_bytes() if minilm.exists() else b"")
    return digest.hexdigest()[:16]


def train(folder: Path) -> Path:
    """The model for the files as they are, trained if there is none yet. Raises RuntimeError if Rasa does."""
    name = fingerprint()
    target = folder / f"{name}.tar.gz"
    if target.exists():
        target.touch()  # the newest is the one that is served
        return target
    from rasa.model_training import train as rasa_train

    folder.mkdir(parents=True, exist_ok=True)
    result = rasa_train(
        domain=str(ROOT / "domain.yml"),
        config=str(ROOT / "config.yml"),
        training_files=[str(ROOT / "nlu"), str(ROOT / "bot")],
        output=str(folder),
        fixed_model_name=name,
        force_training=True,
    )
    if result.code != 0 or not target.exists():
        raise RuntimeError("Rasa did not make a model; its messages above say why.")
    for old in sorted(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
        old.unlink()
    return target


def main() -> int:
    quiet(logging.WARNING)
    sys.path.insert(0, str(ROOT))  # Rasa loads our components by name
    print(f"The bot is {train(settings.models / 'rasa')}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
