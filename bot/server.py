"""Starts Rasa with the newest trained model, on loopback, with our channel and no other door.

`.venv/bot/bin/python -m bot.server`
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from bot import quiet
from bot.train import fingerprint
from settings import settings

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_ANSWER = 120


def newest_model(folder: Path | None = None) -> Path:
    """The model trained last. Raises FileNotFoundError saying how to train one."""
    folder = folder or settings.models / "rasa"
    models = sorted(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not models:
        raise FileNotFoundError(f"There is no trained model in {folder}: run `make train` first.")
    return models[-1]


def endpoints():
    """endpoints.yml, with the action server on the port and by the key of the settings."""
    from rasa.core.utils import AvailableEndpoints

    from bot.action_endpoint import ActionServer

    read = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    read.action = ActionServer()
    return read


def serve(model: Path) -> None:
    """Run until told to stop."""
    from rasa.core.run import serve_application

    from bot import cheaper_turns

    cheaper_turns.apply()
    serve_application(
        model_path=str(model),
        credentials=str(ROOT / "credentials.yml"),
        interface="127.0.0.1",
        port=settings.bot_port,
        endpoints=endpoints(),
        enable_api=False,  # the API shows any conversation to anyone who asks
        response_timeout=SECONDS_TO_ANSWER,
    )


def main() -> int:
    quiet(logging.WARNING)
    sys.path.insert(0, str(ROOT))  # Rasa loads our channel, components and tracker store by name
    try:
        model = newest_model()
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 1
    if model.name.split(".")[0] != fingerprint():
        print("The model was trained from other files than there are now. Run `make train`.", file=sys.stderr)
    serve(model)
    return 0


if __name__ == "__main__":
    sys.exit(main())
