"""Trains and serves the peer with Rasa's own training, channel, tracker store and action endpoint (Python 3.10).

`python -m bench.stock.bot MODEL PORT` trains MODEL if it is not there, then serves it.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from bot import quiet
from settings import settings
from trust.tokens import service_key

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = Path(__file__).resolve().parent


def train(model: Path) -> None:
    """Train the peer on our intents and rules."""
    from rasa.model_training import train as rasa_train

    rasa_train(
        domain=str(ROOT / "domain.yml"),
        config=str(HERE / "config.yml"),
        training_files=[str(ROOT / "nlu"), str(ROOT / "bot"), str(HERE / "stories.yml")],
        output=str(model.parent),
        fixed_model_name=model.name.removesuffix(".tar.gz"),
        force_training=True,
    )


def serve(model: Path, port: int) -> None:
    """Serve it as `rasa run` would."""
    from rasa.core.run import serve_application
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.endpoints import EndpointConfig

    endpoints = AvailableEndpoints(
        action=EndpointConfig(
            f"{settings.actions_url}/webhook", headers={"Authorization": f"Bearer {service_key('actions')}"}
        )
    )
    serve_application(
        model_path=str(model),
        credentials=str(HERE / "credentials.yml"),
        interface="127.0.0.1",
        port=port,
        endpoints=endpoints,
        enable_api=False,
    )


if __name__ == "__main__":
    quiet(logging.ERROR)
    sys.path.insert(0, str(ROOT))
    path = Path(sys.argv[1])
    if not path.exists():
        train(path)
    serve(path, int(sys.argv[2]))
