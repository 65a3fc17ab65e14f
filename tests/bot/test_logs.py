"""What a customer said is in no error of the bot, for errors are logged."""

import asyncio

import pytest
from aiohttp import web
from rasa.utils.endpoints import ClientResponseError

from bot.action_endpoint import ActionServer

SAID = "my doctor costs me 812 dollars"


@pytest.mark.parametrize("status, quoted", [(500, False), (503, False), (400, True)])
def test_an_action_that_breaks_does_not_bring_the_conversation_into_the_log(status, quoted):
    """rasa-sdk sends the whole tracker back with an error; only where an action declines to run does Rasa read it."""

    async def broken(request: web.Request) -> web.Response:
        return web.json_response({"error": "broken", "request_body": await request.json()}, status=status)

    async def ask() -> str:
        app = web.Application()
        app.router.add_post("/webhook", broken)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        server = ActionServer()
        server.url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/webhook"
        try:
            await server.request(json={"tracker": {"latest_message": {"text": SAID}}})
        except ClientResponseError as error:
            return f"{error} {error!r} {error.text}"
        finally:
            await server._session.close()
            await runner.cleanup()
        return "no error"

    said = asyncio.run(ask())
    assert str(status) in said and (SAID in said) is quoted
