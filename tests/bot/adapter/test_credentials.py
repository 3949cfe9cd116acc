"""The bot's own token: from the right place, once, and in time."""

import asyncio
import threading
from typing import Any

import pytest

from bot.adapter import Anonymous, Credentials, Misconfigured, Undelivered, token_source
from bot.configuration import BotConfiguration
from tests.bot.adapter.conftest import Time
from tests.kit.activities import APP_ID, TENANT
from tests.kit.keys import serve
from tests.kit.login import Login


class Source:
    """Gives tokens in order; `refuse` and `hold` make it fail or wait. Runs in a worker thread."""

    def __init__(self) -> None:
        self.calls = 0
        self.threads: set[str] = set()
        self.failure: Exception | dict[str, Any] | None = None
        self.gate = threading.Event()
        self.gate.set()

    def __call__(self) -> dict[str, Any]:
        self.calls += 1
        self.threads.add(threading.current_thread().name)
        assert self.gate.wait(10)
        if isinstance(self.failure, Exception):
            raise self.failure
        return self.failure or {"access_token": f"token-{self.calls}", "expires_in": 3600}


@pytest.fixture
def source() -> Source:
    return Source()


async def test_many_turns_ask_once_and_not_in_the_loop(source: Source, time: Time) -> None:
    credentials = Credentials(source, clock=time)
    headers = await asyncio.gather(*(credentials.authorization() for _ in range(20)))
    assert set(headers) == {"Bearer token-1"}
    assert source.calls == 1
    assert threading.current_thread().name not in source.threads


async def test_the_token_is_renewed_in_the_background(source: Source, time: Time) -> None:
    credentials = Credentials(source, clock=time)
    await credentials.authorization()
    time.now = 3600 - 60
    source.gate.clear()
    assert await credentials.authorization() == "Bearer token-1"
    source.gate.set()
    # Past its end the old token is no longer good, so this waits for the renewal under way.
    time.now = 3601
    assert await credentials.authorization() == "Bearer token-2"
    assert source.calls == 2
    await credentials.close()


async def test_an_ended_token_is_never_used(source: Source, time: Time) -> None:
    credentials = Credentials(source, clock=time)
    await credentials.authorization()
    time.now = 3601
    assert await credentials.authorization() == "Bearer token-2"


async def test_a_refused_registration_says_so(
    source: Source, time: Time, caplog: pytest.LogCaptureFixture
) -> None:
    credentials = Credentials(source, clock=time)
    source.failure = {"error": "invalid_client", "error_description": "secret hint"}
    with pytest.raises(Misconfigured) as failed:
        await credentials.authorization()
    assert failed.value.code == "invalid_client"
    assert "secret hint" not in caplog.text


async def test_a_login_that_is_down_does_not_hurt_a_good_token(source: Source, time: Time) -> None:
    credentials = Credentials(source, clock=time)
    await credentials.authorization()
    time.now = 3600 - 60
    source.failure = OSError("no route")
    assert await credentials.authorization() == "Bearer token-1"
    await credentials.close()
    time.now = 3601
    with pytest.raises(Undelivered):
        await credentials.authorization()


@pytest.mark.parametrize(
    ("app_type", "tenant"), [("SingleTenant", TENANT), ("MultiTenant", "botframework.com")]
)
async def test_the_login_of_the_registration_is_asked(app_type: str, tenant: str) -> None:
    login = Login()
    async with serve(login.app()) as url:
        settings = BotConfiguration(
            app_id=APP_ID, app_password="s3cret", app_type=app_type, app_tenant_id=TENANT, login_url=url
        )
        source = token_source(settings)
        assert await source.authorization() == "Bearer outbound-1"
        assert await source.authorization() == "Bearer outbound-1"
    assert login.tenants == [tenant]
    (form,) = login.requests
    assert form["scope"] == "https://api.botframework.com/.default"
    assert (form["client_id"], form["grant_type"]) == (APP_ID, "client_credentials")


async def test_the_login_refuses() -> None:
    login = Login()
    login.refusal = "invalid_client"
    async with serve(login.app()) as url:
        settings = BotConfiguration(app_id=APP_ID, app_password="s3cret", app_tenant_id=TENANT, login_url=url)
        with pytest.raises(Misconfigured):
            await token_source(settings).authorization()


async def test_an_unregistered_bot_sends_no_token() -> None:
    source = token_source(BotConfiguration(dev=True))
    assert isinstance(source, Anonymous)
    assert await source.authorization() == ""


def test_a_managed_identity_needs_no_secret() -> None:
    settings = BotConfiguration(app_id=APP_ID, app_type="UserAssignedMSI", app_tenant_id=TENANT)
    assert isinstance(token_source(settings), Credentials)
