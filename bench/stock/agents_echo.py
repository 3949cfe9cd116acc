"""Echo on the Microsoft 365 Agents SDK, set up as in the vendor's samples. Tokens are not checked."""

import os

from aiohttp import web
from microsoft_agents.hosting.aiohttp import CloudAdapter
from microsoft_agents.hosting.core import ActivityHandler, RestChannelServiceClientFactory, TurnContext

from bench.watchdog import watch


class EchoBot(ActivityHandler):
    async def on_message_activity(self, turn_context: TurnContext):
        await turn_context.send_activity(f"Echo: {turn_context.activity.text}")


ADAPTER = CloudAdapter(channel_service_client_factory=RestChannelServiceClientFactory(None))
BOT = EchoBot()


async def messages(request: web.Request) -> web.Response:
    return await ADAPTER.process(request, BOT)


async def ready(_request: web.Request) -> web.Response:
    return web.Response()


async def start_watchdog(_app: web.Application) -> None:
    await watch()


app = web.Application()
app.router.add_post("/api/messages", messages)
app.router.add_get("/readyz", ready)
app.on_startup.append(start_watchdog)

if __name__ == "__main__":
    web.run_app(app, host="127.0.0.1", port=int(os.environ["PORT"]), access_log=None, print=None)
