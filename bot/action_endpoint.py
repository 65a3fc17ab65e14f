"""How Rasa reaches the action server: with a key, over one kept connection, and without pretending when it is down."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import aiohttp
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from bot import turn
from settings import settings
from trust.tokens import service_key

logger = logging.getLogger(__name__)

SECONDS_TO_ANSWER = 60  # a plan with a written reply takes 1; more than this is a hang


class ActionServer(EndpointConfig):
    """The action server of `settings`, reached with the key that only our own processes can derive."""

    def __init__(self) -> None:
        super().__init__(
            url=f"{settings.actions_url}/webhook",
            headers={"Authorization": f"Bearer {service_key('actions')}"},
            enable_selective_domain=True,  # the domain is not sent with every call: no action of ours reads it
        )
        self._session: aiohttp.ClientSession | None = None

    async def request(self, method: str = "post", **kwargs: Any) -> Any:
        """Post one action call; the parsed reply.

        Raises what Rasa expects: aiohttp.ClientError for a connection, ClientResponseError for a status from 400.
        """
        if self._session is None or self._session.closed:
            # Rasa's own method opens a session and a connection for each call.
            self._session = aiohttp.ClientSession(
                headers=self.headers, timeout=aiohttp.ClientTimeout(total=SECONDS_TO_ANSWER, connect=3)
            )
        try:
            async with self._session.request(method, self.url, json=kwargs.get("json")) as response:
                if response.status >= 400:
                    if response.status == 400:  # an action that declines to run, which is a normal answer
                        raise ClientResponseError(response.status, response.reason, await response.read())
                    turn.fail("actions")
                    # Without its body: rasa-sdk repeats the whole conversation in it, and Rasa logs the error.
                    raise ClientResponseError(response.status, response.reason, "")
                return await response.json()
        except (aiohttp.ClientConnectionError, asyncio.TimeoutError) as error:
            turn.fail("actions")
            raise aiohttp.ClientConnectionError(str(error)) from error
