"""`python -m web.server`: serves the web over waitress."""

from __future__ import annotations

import logging

from waitress import serve

from settings import settings
from trust import forgetting, retention
from web.app import create_app

# Every open event stream holds one thread for the length of a turn.
THREADS = 32


def main() -> None:
    """Serve until the process is told to stop."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    app = create_app()
    retention.start()
    forgetting.start()
    serve(app, host=settings.host, port=settings.web_port, threads=THREADS, ident="milepost")


if __name__ == "__main__":
    main()
