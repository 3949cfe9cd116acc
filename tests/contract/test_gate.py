"""Who is let in, who is not, and that a refusal does no work and tells no secrets."""

import asyncio
import dataclasses
import time
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from bot.configuration import BotConfiguration
from bot.inbound import Inbound
from tests.contract.conftest import SECRET, BotUnderTest, Clock
from tests.kit.activities import (
    APP_ID,
    FOREIGN_TENANT,
    TENANT,
    card_action,
    installation,
    members_added,
    message,
)
from tests.kit.connector import RecordingConnector
from tests.kit.keys import bot_claims, private_key

TEXT = "strictly confidential remark"
Spoil = Callable[[BotUnderTest], str]


async def test_a_good_message_reaches_the_handler_and_is_answered(
    bot: BotUnderTest, connector: RecordingConnector
) -> None:
    assert await bot.post(message(bot.service_url, "hello")) == (200, None)
    assert [turn.text for turn in bot.turns] == ["hello"]
    assert connector.activities[0]["text"] == "Echo: hello"
    assert connector.requests[0].headers["Authorization"] == "Bearer outbound-token-4711"


async def test_a_token_a_little_out_of_time_is_good(bot: BotUnderTest) -> None:
    now = int(time.time())
    assert (await bot.post(message(bot.service_url), token=bot.token(exp=now - 200)))[0] == 200
    assert (await bot.post(message(bot.service_url), token=bot.token(nbf=now + 200)))[0] == 200


def _now(seconds: int) -> int:
    return int(time.time()) + seconds


def _sign(bot: BotUnderTest, **how: Any) -> str:
    return bot.ring.sign(bot_claims(bot.settings.app_id, bot.service_url), **how)


def _swap(token: str, other: str) -> str:
    return ".".join([*token.split(".")[:2], other.split(".")[2]])


def _own_outbound(bot: BotUnderTest) -> str:
    """What Entra ID gives a multi-tenant bot for its calls: signed by a good key, but not said to us."""
    app_id = bot.settings.app_id
    issuer = "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"
    return bot.token(iss=issuer, aud="https://api.botframework.com", appid=app_id, ver="1.0", serviceurl=None)


TOKENS: dict[str, tuple[int, Spoil]] = {
    "no token": (401, lambda _: ""),
    "garbage": (401, lambda _: "garbage"),
    "three dots": (401, lambda _: "a.b.c"),
    "another scheme": (401, lambda bot: "Basic " + bot.token()),
    "expired": (401, lambda bot: bot.token(exp=_now(-400))),
    "not yet valid": (401, lambda bot: bot.token(nbf=_now(400))),
    "foreign audience": (401, lambda bot: bot.token(aud="00000000-0000-0000-0000-0000000000ff")),
    "audience missing": (401, lambda bot: bot.token(aud=None)),
    "foreign issuer": (401, lambda bot: bot.token(iss="https://api.botframework.com.evil.example")),
    "issuer missing": (401, lambda bot: bot.token(iss=None)),
    "issuer is a list": (401, lambda bot: bot.token(iss=["https://api.botframework.com"])),
    "expiry missing": (401, lambda bot: bot.token(exp=None)),
    "expiry is a text": (401, lambda bot: bot.token(exp="tomorrow")),
    "expiry is endless": (401, lambda bot: bot.token(exp=10**400)),
    "signature cut off": (401, lambda bot: bot.token().rpartition(".")[0] + "."),
    "signature of another token": (401, lambda bot: _swap(bot.token(), bot.token(jti="other"))),
    "foreign key under our name": (401, lambda bot: _sign(bot, key=private_key("forged"))),
    "unsigned (alg none)": (401, lambda bot: _sign(bot, alg="none")),
    "HS256 with the public key": (401, lambda bot: _sign(bot, alg="HS256")),
    "RS512": (401, lambda bot: _sign(bot, alg="RS512")),
    "unknown key": (401, lambda bot: bot.token("unpublished")),
    "key not named": (401, lambda bot: _sign(bot, headers={"kid": ""})),
    "emulator": (
        401,
        lambda bot: bot.token(iss="https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"),
    ),
    "skill": (
        401,
        lambda bot: bot.token(iss=f"https://login.microsoftonline.com/{TENANT}/v2.0", azp="x", ver="2.0"),
    ),
    "the bot's own outbound token": (401, _own_outbound),
    "serviceUrl of another service": (
        403,
        lambda bot: bot.token(serviceurl="https://smba.trafficmanager.net/emea/"),
    ),
    "serviceUrl not signed": (403, lambda bot: bot.token(serviceurl=None)),
}


# What the log says of those that more than one rule would stop.
CODES = {
    "expired": "token_expired",
    "not yet valid": "token_not_yet_valid",
    "foreign audience": "audience_foreign",
    "foreign issuer": "issuer_foreign",
    "foreign key under our name": "signature_wrong",
    "unsigned (alg none)": "algorithm_refused",
    "HS256 with the public key": "algorithm_refused",
    "RS512": "algorithm_refused",
    "unknown key": "key_unknown",
    "serviceUrl missing": "service_url_missing",
    "another channel": "channel_foreign",
    "tenant missing": "tenant_missing",
    "foreign tenant": "tenant_foreign",
    "person missing": "person_missing",
}


@pytest.mark.parametrize("keys_are_known", [False, True])
@pytest.mark.parametrize("name", TOKENS)
async def test_a_bad_token_is_refused(
    bot: BotUnderTest,
    connector: RecordingConnector,
    caplog: pytest.LogCaptureFixture,
    name: str,
    keys_are_known: bool,
) -> None:
    if keys_are_known:
        await bot.adapter.gate.identify(f"Bearer {bot.token(jti='earlier')}")
    status, spoil = TOKENS[name]
    token = spoil(bot)
    answered, body = await bot.post(message(bot.service_url, TEXT), token=token)
    assert answered == status
    assert set(body) == {"code"}
    assert CODES.get(name, "") in caplog.text
    _assert_nothing_done(bot, connector, caplog, token)


Change = Callable[[dict[str, Any]], dict[str, Any]]
ACTIVITIES: dict[str, tuple[int, Change]] = {
    "another channel": (403, lambda body: {**body, "channelId": "webchat"}),
    "channel missing": (403, lambda body: _without(body, "channelId")),
    "serviceUrl missing": (403, lambda body: _without(body, "serviceUrl")),
    "serviceUrl empty": (403, lambda body: {**body, "serviceUrl": ""}),
    "foreign tenant": (403, lambda body: {**body, "channelData": {"tenant": {"id": FOREIGN_TENANT}}}),
    "tenant missing": (403, lambda body: {**body, "channelData": {}}),
    "no channel data": (403, lambda body: _without(body, "channelData")),
    "person missing": (403, lambda body: {**body, "from": {"id": "29:x"}}),
    "no sender": (403, lambda body: _without(body, "from")),
    "no type": (400, lambda body: _without(body, "type")),
    "no conversation": (400, lambda body: _without(body, "conversation")),
    "text is a number": (400, lambda body: {**body, "text": 7}),
    "tenant is a list": (400, lambda body: {**body, "channelData": {"tenant": [TENANT]}}),
    "serviceUrl is an object": (400, lambda body: {**body, "serviceUrl": {"url": body["serviceUrl"]}}),
    "members are texts": (400, lambda body: {**body, "membersAdded": ["29:x"]}),
}


def _without(body: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key != name}


@pytest.mark.parametrize("name", ACTIVITIES)
async def test_a_bad_activity_is_refused(
    bot: BotUnderTest, connector: RecordingConnector, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    status, change = ACTIVITIES[name]
    assert (await bot.post(change(message(bot.service_url, TEXT))))[0] == status
    assert CODES.get(name, "") in caplog.text
    _assert_nothing_done(bot, connector, caplog, bot.token())


async def test_an_unendorsed_key_may_not_speak_for_teams(
    bot: BotUnderTest, connector: RecordingConnector, caplog: pytest.LogCaptureFixture
) -> None:
    bot.ring.add("webchat-key", endorsements=("webchat", "directline"))
    token = bot.token("webchat-key")
    assert (await bot.post(message(bot.service_url, TEXT), token=token))[0] == 403
    _assert_nothing_done(bot, connector, caplog, token)


FOREIGN_ADDRESSES = [
    "https://evil.example/",
    "https://smba.trafficmanager.net.evil.example/",
    "https://evilbotframework.com/",
    "https://smba.trafficmanager.net@evil.example/",
    "https://evil.example\\@smba.trafficmanager.net/",
    "https://evil.example/?smba.trafficmanager.net",
    "https://evil.example#smba.trafficmanager.net",
    "https://smba.trafficmanager.net:8443/",
    "https://smba.trafficmanager.net./",
    "http://smba.trafficmanager.net/emea/",
    "ftp://smba.trafficmanager.net/",
    "//smba.trafficmanager.net/",
    "smba.trafficmanager.net",
    "http://127.0.0.1:1/",
    "http://localhost/",
    "http://[::1]:56150/_connector",
    "http://169.254.169.254/",
    "https://smba.trafficmanager.net/\n",
    "https://*.botframework.com/",
]


@pytest.mark.parametrize("address", FOREIGN_ADDRESSES)
async def test_a_foreign_service_url_is_refused_even_when_signed(
    bot: BotUnderTest, connector: RecordingConnector, caplog: pytest.LogCaptureFixture, address: str
) -> None:
    token = bot.token(serviceurl=address)
    # What is no address at all is malformed.
    expected = 400 if "\n" in address else 403
    assert (await bot.post(message(address, TEXT), token=token))[0] == expected
    _assert_nothing_done(bot, connector, caplog, token)


CONTENT_TYPES = {
    "application/json": 200,
    "application/json; charset=utf-8": 200,
    "Application/JSON": 200,
    "text/plain": 415,
    "application/x-www-form-urlencoded": 415,
    "application/jsonp": 415,
    "text/plain; application/json": 415,
    "nonsense": 415,
}


@pytest.mark.parametrize("content_type", CONTENT_TYPES)
async def test_the_content_type_must_be_json(bot: BotUnderTest, content_type: str) -> None:
    status, _ = await bot.post(message(bot.service_url), headers={"Content-Type": content_type})
    assert status == CONTENT_TYPES[content_type]


BODIES: dict[str, tuple[int, bytes]] = {
    "empty": (400, b""),
    "no JSON": (400, b"{"),
    "an array": (400, b"[]"),
    "a text": (400, b'"message"'),
    "null": (400, b"null"),
    "not UTF-8": (400, b'{"type": "\xff"}'),
    "NaN": (400, b'{"type": NaN}'),
    "deeply nested": (400, b"[" * 100_000),
    "too large": (413, b'{"type": "' + b"x" * (256 * 1024) + b'"}'),
}


@pytest.mark.parametrize("name", BODIES)
async def test_a_malformed_or_oversized_body_is_refused(
    bot: BotUnderTest, connector: RecordingConnector, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    status, body = BODIES[name]
    assert (await bot.post(body))[0] == status
    _assert_nothing_done(bot, connector, caplog, bot.token())


async def test_a_body_that_grows_when_unpacked_is_refused(bot: BotUnderTest) -> None:
    bomb = zlib.compress(b'{"type": "' + b"x" * 5_000_000 + b'"}')
    assert len(bomb) < 10_000
    assert (await bot.post(bomb, headers={"Content-Encoding": "deflate"}))[0] == 413
    assert (await bot.post(b"no gzip at all", headers={"Content-Encoding": "gzip"}))[0] == 400
    assert bot.turns == []


async def test_a_body_announced_as_too_large_is_not_waited_for(bot: BotUnderTest) -> None:
    host, port = bot.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    head = (
        "POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9999999"
    )
    writer.write(f"{head}\r\n\r\n".encode())
    async with asyncio.timeout(60):
        assert b" 413 " in await reader.readline()
    writer.close()
    await writer.wait_closed()


async def test_a_chunked_body_is_counted(bot: BotUnderTest) -> None:
    async def chunks() -> Any:
        for _ in range(10):
            yield b"x" * 64 * 1024

    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {bot.token()}"}
    async with bot.session.post(f"{bot.url}/api/messages", data=chunks(), headers=headers) as response:
        assert response.status == 413


async def test_updates_need_no_person_but_actions_do(bot: BotUnderTest) -> None:
    stranger = {"id": "29:x", "name": "?"}
    assert (await bot.post(members_added(bot.service_url, user=stranger)))[0] == 200
    assert (await bot.post(installation(bot.service_url, user=stranger)))[0] == 200
    assert (await bot.post(card_action(bot.service_url, "lead.qualify", user=stranger)))[0] == 403
    assert [turn.kind for turn in bot.turns] == ["conversationUpdate", "installationUpdate"]


class TestAllowedTenants:
    @pytest.fixture
    def settings(self, settings: BotConfiguration) -> BotConfiguration:
        return dataclasses.replace(settings, allowed_tenants=frozenset({FOREIGN_TENANT.upper()}))

    async def test_the_list_replaces_the_tenant_of_the_registration(self, bot: BotUnderTest) -> None:
        assert (await bot.post(message(bot.service_url, tenant=FOREIGN_TENANT)))[0] == 200
        assert (await bot.post(message(bot.service_url, tenant=TENANT)))[0] == 403


class TestKeys:
    async def test_a_rotation_is_noticed_at_once(self, bot: BotUnderTest) -> None:
        assert (await bot.post(message(bot.service_url)))[0] == 200
        old = bot.token(jti="old")
        bot.ring.rotate("key-2")
        assert (await bot.post(message(bot.service_url)))[0] == 200
        assert (await bot.post(message(bot.service_url), token=old))[0] == 401

    async def test_old_and_new_key_are_good_while_both_are_published(self, bot: BotUnderTest) -> None:
        assert (await bot.post(message(bot.service_url)))[0] == 200
        bot.ring.add("key-2")
        for kid in ("key-2", "key-1"):
            assert (await bot.post(message(bot.service_url), token=bot.token(kid)))[0] == 200
        assert bot.ring.reads == 2

    async def test_invented_keys_cannot_make_us_ask_again_and_again(
        self, bot: BotUnderTest, clock: Clock
    ) -> None:
        assert (await bot.post(message(bot.service_url)))[0] == 200
        for attempt in range(5):
            token = bot.token(f"invented-{attempt % 2}", jti=str(attempt))
            assert (await bot.post(message(bot.service_url), token=token))[0] == 401
        assert bot.ring.reads == 2
        bot.ring.rotate("key-2")
        assert (await bot.post(message(bot.service_url)))[0] == 401
        clock.now += 3601
        assert (await bot.post(message(bot.service_url)))[0] == 200
        assert bot.ring.reads == 3

    async def test_without_keys_nobody_is_let_in_until_they_can_be_read(
        self, bot: BotUnderTest, clock: Clock
    ) -> None:
        bot.ring.is_down = True
        # Nothing is wrong with the token: Teams may come again.
        headers = {"Authorization": f"Bearer {bot.token()}"}
        async with bot.session.post(
            f"{bot.url}/api/messages", json=message(bot.service_url), headers=headers
        ) as response:
            assert (response.status, response.headers["Retry-After"]) == (503, "10")
        bot.ring.is_down = False
        clock.now += 11
        assert (await bot.post(message(bot.service_url)))[0] == 200

    async def test_known_keys_stay_good_while_the_endpoint_is_down(
        self, bot: BotUnderTest, clock: Clock
    ) -> None:
        assert (await bot.post(message(bot.service_url)))[0] == 200
        bot.ring.is_down = True
        clock.now += 30 * 3600
        assert (await bot.post(message(bot.service_url), token=bot.token(jti="new")))[0] == 200


class TestDevelopment:
    @pytest.fixture
    def settings(self) -> BotConfiguration:
        return BotConfiguration(dev=True)

    async def test_this_machine_needs_no_token(self, bot: BotUnderTest) -> None:
        assert (await bot.post(message(bot.service_url, tenant="any"), token=""))[0] == 200

    @pytest.mark.parametrize("header", ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host"])
    async def test_a_tunnel_is_not_this_machine(self, bot: BotUnderTest, header: str) -> None:
        headers = {header: "203.0.113.7"}
        assert (await bot.post(message(bot.service_url), token="", headers=headers))[0] == 401
        assert bot.turns == []

    async def test_another_host_name_is_not_this_machine(self, bot: BotUnderTest) -> None:
        headers = {"Host": "leadline.example"}
        assert (await bot.post(message(bot.service_url), token="", headers=headers))[0] == 401

    @pytest.mark.parametrize("audience", [APP_ID, ""])
    async def test_a_token_that_is_for_nobody_is_refused(self, bot: BotUnderTest, audience: str) -> None:
        assert (await bot.post(message(bot.service_url), token=bot.token(aud=audience)))[0] == 401

    async def test_the_rest_of_the_rules_holds(self, bot: BotUnderTest) -> None:
        for body in (
            message("https://evil.example/"),
            message(bot.service_url, channelId="emulator"),
            message(bot.service_url, channelData={}),
        ):
            assert (await bot.post(body, token=""))[0] == 403


class TestRegisteredDevelopment:
    @pytest.fixture
    def settings(self, settings: BotConfiguration) -> BotConfiguration:
        return dataclasses.replace(settings, dev=True)

    async def test_a_registered_bot_wants_a_token_also_in_development(self, bot: BotUnderTest) -> None:
        assert (await bot.post(message(bot.service_url), token=""))[0] == 401
        assert (await bot.post(message(bot.service_url)))[0] == 200


def _assert_nothing_done(
    bot: BotUnderTest, connector: RecordingConnector, caplog: pytest.LogCaptureFixture, token: str
) -> None:
    none: list[Inbound] = []
    assert bot.turns == none
    assert connector.requests == []
    assert [record.name for record in caplog.records if record.name.startswith("bot")] == ["bot.gate"]
    for secret in (TEXT, SECRET, "outbound-token", *filter(None, token.split("."))):
        assert len(secret) < 8 or secret not in caplog.text
