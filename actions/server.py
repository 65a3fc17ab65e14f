"""The action server: on loopback, by key, and ready only once its models are warm.

`.venv/brain/bin/python -m actions.server`; GET /health answers 503 until everything is loaded.
"""

from __future__ import annotations

import asyncio
import hmac
import importlib
import logging
import pkgutil
import time
import warnings
from collections.abc import Callable
from typing import Any

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from sanic import Request, Sanic, response
from sanic.response import HTTPResponse

import actions
from settings import settings
from trust import forgetting
from trust.tokens import service_key

logger = logging.getLogger("actions")


class Actions(ActionExecutor):
    """Runs our actions, none of which reads the domain: the bot need not send it with every call."""

    def update_and_return_domain(self, payload: dict[str, Any], action_name: str) -> dict[str, Any]:
        return {}


def executor() -> ActionExecutor:
    """All actions of this package."""
    made = Actions()
    for module in pkgutil.iter_modules(actions.__path__, "actions."):
        if module.name != __name__:
            importlib.import_module(module.name)
    made._register_all_actions()  # register_package would import this module a second time
    return made


def make_app() -> Sanic:
    """rasa-sdk's server with our key at the door and readiness at /health."""
    app = create_app(executor(), cors_origins=[])
    app.config.ACCESS_LOG = False
    app.ctx.warm = False
    expected = f"Bearer {service_key('actions')}"

    @app.on_request
    async def only_ours(request: Request) -> HTTPResponse | None:
        if request.path == "/health":
            return None if app.ctx.warm else response.json({"status": "loading"}, status=503)
        if not hmac.compare_digest(request.headers.get("Authorization", ""), expected):
            return response.json({"error": "Only Milepost's own bot may call actions."}, status=401)
        return None

    @app.after_server_start
    async def warm(app: Sanic) -> None:
        async def load() -> None:
            await asyncio.to_thread(warm_up)
            app.ctx.warm = True
            forgetting.start(_unlearn)

        app.add_task(load())

    return app


def warm_up() -> None:
    """Load what the first customer would otherwise wait for. What cannot be loaded is logged and done without."""
    for name, step in WARM_UPS.items():
        began = time.perf_counter()
        try:
            step()
        except Exception as error:
            logger.warning("%s is not available: %s", name, error)
        else:
            logger.info("%s ready after %.1f s", name, time.perf_counter() - began)


def _personas() -> None:
    from advisor import personas

    personas.current()


def _plans() -> None:
    from datetime import date

    from advisor import pictures
    from advisor.catalogue import current
    from advisor.customers import Customer
    from advisor.pictures import payloads
    from advisor.plans import Goal, make_plan

    plan = make_plan(Goal("house", 20_000, 36), Customer.guest(income=50_000.0), today=date.today())
    pictures.alt("roadmap", payloads.roadmap(plan))
    current()


def _writer() -> None:
    from knowledge.facts import Brief, Fact
    from knowledge.writing import write

    write(Brief("plan_done", (Fact("goal", "house", "name"),)))


def _knowledge() -> None:
    from knowledge.answers import answer

    answer("What is an emergency fund?")


def _explanations() -> None:
    from advisor import personas
    from advisor.customers import Customer
    from trust.why_persona import why_persona

    why_persona(Customer.guest(income=50_000.0), personas.current())


def _unlearn() -> None:
    from actions.advice import learner
    from store import recommendations

    learner().catch_up(recommendations)  # without the verdicts of whom it lost


def _database() -> None:
    from store.database import engine

    engine()


WARM_UPS: dict[str, Callable[[], None]] = {
    "database": _database,
    "plans": _plans,
    "personas": _personas,
    "writer": _writer,
    "knowledge": _knowledge,
    "explanations": _explanations,
}


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("sanic").setLevel(logging.WARNING)
    logging.getLogger("rasa_sdk").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", message="Your versions of rasa and rasa_sdk")  # tests/bot runs both
    make_app().run(host="127.0.0.1", port=settings.actions_port, single_process=True, motd=False, access_log=False)


if __name__ == "__main__":
    main()
