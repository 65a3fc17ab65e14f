"""Makes a process forget whom another one erased: erasure is a transaction, what is in memory is not part of it."""

from __future__ import annotations

import functools
import logging
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from store import database

EVERY_SECONDS = 60
GROWING = 16  # entries; a cache that may hold more grows with what people say, a smaller one holds models and files
ROOMS = ("actions", "advisor", "knowledge", "trust", "web")

_Cache = type(functools.lru_cache(lambda: None))
logger = logging.getLogger(__name__)


def caches() -> list[Any]:
    """The caches of this process that grow with what people say and see."""
    return [
        value
        for name, module in list(sys.modules.items())
        if name.partition(".")[0] in ROOMS
        for value in list(vars(module).values())
        if isinstance(value, _Cache) and (value.cache_parameters()["maxsize"] or 0) > GROWING
    ]


def forget() -> None:
    """Empty those caches. They are not told apart by person; what others need is worked out again."""
    for cache in caches():
        cache.cache_clear()


def start(and_then: Callable[[], object] = lambda: None) -> None:
    """Look once a minute whether anybody was erased; then forget, and do what this process knows besides."""
    threading.Thread(target=_watch, args=(and_then,), name="forgetting", daemon=True).start()


def _watch(and_then: Callable[[], object]) -> None:
    pause = threading.Event()
    looked = database.now()
    while True:
        pause.wait(EVERY_SECONDS)
        try:
            before, looked = looked, database.now()
            if database.erased_since(before - timedelta(seconds=1)):
                forget()
                and_then()
        except Exception as error:
            looked = before
            logger.error("nobody was forgotten: %s", type(error).__name__)
