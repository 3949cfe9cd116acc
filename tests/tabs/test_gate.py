"""Who is let in: every token that must be refused, and the developer's door."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jwt
import jwt.api_jwt
import pytest
from aiohttp import web

from app.crm.records import show_record
from app.domain.member import Actor
from tabs.api.gate import NEW_KEYS
from tests.conftest import ALEX, KIM, OTHER_TENANT, TENANT
from tests.kit.keys import KeyRing, bot_claims, private_key, serve
from tests.tabs.conftest import APP_ID, PLAYGROUND, PUBLIC_URL, Hosts, Tab, sso_claims

ME = Actor(tenant_id=TENANT, user_id=ALEX, name="Alex Wilber")
NOBODY = "c0ffee00-0000-4000-8000-00000000beef"
OTHER_ISSUER = f"https://login.microsoftonline.com/{OTHER_TENANT}/v2.0"
Forge = Callable[[Tab], str]


@dataclass(frozen=True)
class From:
    """Seconds from the moment at which the test runs: cases are made long before."""

    seconds: int


def _now(seconds: int) -> int:
    return int(time.time()) + seconds


def _timed(changes: dict[str, Any]) -> dict[str, Any]:
    return {n: _now(value.seconds) if isinstance(value, From) else value for n, value in changes.items()}


def _claims(**changes: Any) -> Forge:
    return lambda tab: tab.token(ME, **_timed(changes))


def _signed(**how: Any) -> Forge:
    return lambda tab: tab.rings[TENANT].sign(sso_claims(ME), **how)


REFUSED: dict[str, Forge] = {
    "no token at all": lambda _: "garbage",
    "three empty parts": lambda _: "..",
    "expired": _claims(exp=From(-400), nbf=From(-4000)),
    "not yet valid": _claims(nbf=From(400)),
    "without an expiry": _claims(exp=None),
    "expiry that is no time": _claims(exp="soon"),
    "foreign audience": _claims(aud="00000003-0000-0000-c000-000000000000"),
    "App ID URI of another host": _claims(aud=f"api://evil.example/{APP_ID}"),
    "without an audience": _claims(aud=None),
    "foreign issuer": _claims(iss="https://evil.example/v2.0"),
    "issuer for everybody": _claims(iss="https://login.microsoftonline.com/common/v2.0"),
    "issuer that only begins well": _claims(iss=f"https://login.microsoftonline.com/{TENANT}/v2.0/x"),
    "issuer that is a list": _claims(iss=[f"https://login.microsoftonline.com/{TENANT}/v2.0"]),
    "issuer of another tenant": _claims(iss=OTHER_ISSUER),
    "tenant that its issuer is not": lambda tab: tab.rings[OTHER_TENANT].sign(
        sso_claims(ME, iss=OTHER_ISSUER)
    ),
    "another tenant's key": lambda tab: tab.rings[OTHER_TENANT].sign(sso_claims(ME)),
    "another tenant's key under our key id": _signed(key=private_key(f"key of {OTHER_TENANT}")),
    "without a tenant": _claims(tid=None),
    "tenant that is a path": _claims(tid="../common"),
    "tenant that is a number": _claims(tid=7),
    "unsigned": _signed(alg="none"),
    "keyed with the public key": _signed(alg="HS256"),
    "unknown key": _signed(kid="nobody's key"),
    "without a key id": lambda _: jwt.encode(sso_claims(ME), private_key(f"key of {TENANT}"), "RS256"),
    "app only": _claims(idtyp="app"),
    "roles without a scope": _claims(scp=None, roles=["Everything.All"]),
    "without a scope": _claims(scp=None),
    "another scope": _claims(scp="User.Read"),
    "scope that only begins well": _claims(scp="access_as_user_but_not_really"),
    "scope that is a list": _claims(scp=["access_as_user"]),
    "foreign client": _claims(azp=NOBODY),
    "foreign client in a token of version 1": _claims(azp=None, appid=NOBODY),
    "foreign client behind a good one": _claims(azp=NOBODY, appid="5e3ce6c0-2b1f-4285-8d4b-75ee78787346"),
    "without a client": _claims(azp=None),
    "without a person": _claims(oid=None),
    "person that is none": _claims(oid="alex@contoso.example"),
    "a token of the bot": lambda tab: tab.rings[TENANT].sign(
        bot_claims(APP_ID, "https://smba.trafficmanager.net/emea/")
    ),
    "a token of the bot with a tenant": lambda tab: tab.rings[TENANT].sign(
        bot_claims(APP_ID, "https://smba.trafficmanager.net/emea/", tid=TENANT)
    ),
}


@pytest.mark.parametrize("forge", REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("known", [False, True], ids=["unknown keys", "known keys"])
async def test_a_wrong_token_is_refused(
    lone_tab: Tab, caplog: pytest.LogCaptureFixture, forge: Forge, known: bool
) -> None:
    if known:
        await lone_tab.get("/me", ME)
    token = forge(lone_tab)
    answer = await lone_tab.call("GET", "/me", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status, answer.json["code"]) == (401, "token_refused")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="leadline", error="invalid_token"'
    for secret in token.split("."):
        assert len(secret) < 8 or secret not in caplog.text


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic YTpi", "bearer\t", "Token abc"])
async def test_without_a_token_nobody_gets_in(lone_tab: Tab, header: str) -> None:
    headers = {"Authorization": header} if header else {}
    answer = await lone_tab.call("GET", "/board", headers=headers)
    assert (answer.status, answer.json["code"]) == (401, "token_missing")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="leadline"'


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"aud": f"api://{APP_ID}"},
        {"aud": f"api://leadline.example/{APP_ID}"},
        {"aud": f"api://leadline.example/botid-{APP_ID}"},
        {
            "iss": f"https://sts.windows.net/{TENANT}/",
            "azp": None,
            "appid": "1fec8e78-bce4-4aaf-ab1b-5451cc387264",
        },
        {"scp": "User.Read access_as_user"},
        {"exp": From(-200)},
        {"nbf": From(200)},
        {"roles": ["Sales"]},
    ],
    ids=str,
)
async def test_a_good_token_gets_in(lone_tab: Tab, changes: dict[str, Any]) -> None:
    token = lone_tab.token(ME, **_timed(changes))
    answer = await lone_tab.call("GET", "/me", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status, answer.json["member"]["name"]) == (200, "Alex Wilber")


async def test_a_person_is_the_tenant_and_the_object_id_and_no_name(lone_tab: Tab) -> None:
    await lone_tab.get("/me", ME)
    other = lone_tab.token(ME, oid=KIM, preferred_username="alex@contoso.example", name="Alex Wilber")
    answer = await lone_tab.call("GET", "/me", headers={"Authorization": f"Bearer {other}"})
    assert answer.json["member"]["id"] == 2
    odd = lone_tab.token(ME, name="A\x00\ud800lex" + "x" * 500)
    answer = await lone_tab.call("GET", "/me", headers={"Authorization": f"Bearer {odd}"})
    assert (answer.status, answer.json["member"]["id"]) == (200, 1)


async def test_a_foreign_tenant_is_refused_and_its_keys_are_never_asked_for(lone_hosts: Hosts) -> None:
    tab = await lone_hosts.start(allowed_tenants=frozenset({TENANT.upper()}))
    stranger = Actor(tenant_id=OTHER_TENANT, user_id=ALEX, name="Robin Kline")
    answer = await tab.call("GET", "/me", stranger)
    assert (answer.status, answer.json["code"]) == (403, "tenant_foreign")
    assert tab.rings[OTHER_TENANT].reads == 0
    await tab.get("/me", ME)
    assert tab.rings[TENANT].reads == 1


async def test_a_host_for_everybody_takes_each_tenant_by_its_own_keys(lone_hosts: Hosts) -> None:
    tab = await lone_hosts.start(allowed_tenants=frozenset({"*"}))
    stranger = Actor(tenant_id=OTHER_TENANT, user_id=ALEX, name="Robin Kline")
    assert (await tab.get("/me", stranger))["member"]["name"] == "Robin Kline"
    forged = tab.rings[TENANT].sign(sso_claims(stranger))
    answer = await tab.call("GET", "/me", headers={"Authorization": f"Bearer {forged}"})
    assert answer.status == 401


async def test_invented_tenants_are_not_asked_for_their_keys_all_the_time(lone_hosts: Hosts) -> None:
    asked: list[str] = []

    async def keys(request: web.Request) -> web.Response:
        tenant = request.match_info["tenant"]
        asked.append(tenant)
        raise web.HTTPTemporaryRedirect(f"/{tenant}/keys")

    published = web.Application()
    published.router.add_get("/{tenant}/keys", keys)
    async with serve(published) as url:
        tab = await lone_hosts.start(allowed_tenants=frozenset({"*"}), keys_url=f"{url}/{{tenant}}/keys")
        await _knock(tab, 150)
    assert NEW_KEYS.burst <= len(asked) <= NEW_KEYS.burst + 20


async def test_a_crowd_of_invented_tenants_is_in_nobodys_way(lone_hosts: Hosts) -> None:
    tab = await lone_hosts.start(allowed_tenants=frozenset({"*"}))
    await tab.get("/me", ME)
    await _knock(tab, 150)
    # Those who are known are let in all the while, and their keys are still read anew.
    tab.rings[TENANT].rotate("next key")
    answer = await tab.call("GET", "/me", headers={"Authorization": f"Bearer {tab.token(ME)}"})
    assert answer.status == 200


async def _knock(tab: Tab, times: int) -> None:
    """Comes with good-looking tokens of tenants that do not exist."""
    for number in range(times):
        tenant = f"c0ffee00-0000-4000-8000-{number:012}"
        forged = tab.rings[OTHER_TENANT].sign(
            sso_claims(ME, tid=tenant, iss=f"https://login.microsoftonline.com/{tenant}/v2.0")
        )
        answer = await tab.call("GET", "/me", headers={"Authorization": f"Bearer {forged}"})
        assert (answer.status, answer.json["code"]) == (503, "keys_unavailable")


GUESTS: dict[str, dict[str, Any]] = {
    "acct": {"acct": 1},
    "acct as a text": {"acct": "1"},
    "acct of another kind": {"acct": 2},
    "idp of another tenant": {"idp": f"https://sts.windows.net/{OTHER_TENANT}/"},
    "idp of consumers": {"idp": "live.com"},
    "idp that is none": {"idp": []},
    "a guest's account": {"preferred_username": "kim_fabrikam.example#EXT#@contoso.example"},
    "a guest's account in a token of version 1": {"upn": "kim_fabrikam.example#ext#@contoso.example"},
}


@pytest.mark.parametrize("claims", GUESTS.values(), ids=GUESTS)
async def test_a_guest_is_told_so(lone_tab: Tab, claims: dict[str, Any]) -> None:
    headers = {"Authorization": f"Bearer {lone_tab.token(ME, **claims)}"}
    for method, path in (("GET", "/me"), ("GET", "/live"), ("POST", "/leads")):
        answer = await lone_tab.call(method, path, headers=headers)
        assert (answer.status, answer.json["code"]) == (403, "guests_refused")


@pytest.mark.parametrize(
    "claims",
    [
        {"acct": 0},
        {"acct": "0"},
        {"idp": f"https://sts.windows.net/{TENANT.upper()}/"},
        {"idp": f"https://login.microsoftonline.com/{TENANT}/v2.0"},
        {"preferred_username": "ext@contoso.example"},
    ],
    ids=str,
)
async def test_a_member_is_no_guest(lone_tab: Tab, claims: dict[str, Any]) -> None:
    headers = {"Authorization": f"Bearer {lone_tab.token(ME, **claims)}"}
    assert (await lone_tab.call("GET", "/me", headers=headers)).status == 200


async def test_a_token_is_checked_once_and_not_believed_longer_than_it_lasts(
    lone_tab: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    await lone_tab.get("/me", ME)
    lone_tab.rings[TENANT].is_down = True
    await lone_tab.get("/me", ME)
    assert lone_tab.rings[TENANT].reads == 1

    short = lone_tab.token(ME, exp=_now(-270))
    header = {"Authorization": f"Bearer {short}"}
    assert (await lone_tab.call("GET", "/me", headers=header)).status == 200
    later = time.time() + 60
    monkeypatch.setattr(time, "time", lambda: later)

    class Later(jwt.api_jwt.datetime):  # type: ignore[name-defined, misc]
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return cls.fromtimestamp(later, tz)

    monkeypatch.setattr(jwt.api_jwt, "datetime", Later)
    assert (await lone_tab.call("GET", "/me", headers=header)).status == 401


async def test_keys_that_cannot_be_had_are_our_failure_and_not_the_callers(lone_tab: Tab) -> None:
    lone_tab.rings[TENANT].is_down = True
    answer = await lone_tab.call("GET", "/me", ME)
    assert (answer.status, answer.json["code"]) == (503, "keys_unavailable")
    assert answer.headers["Retry-After"] == "10"


async def test_without_a_registration_no_token_is_good(lone_hosts: Hosts) -> None:
    tab = await lone_hosts.start(app_id="", public_url="")
    assert (await tab.call("GET", "/me", ME)).status == 401
    assert tab.rings[TENANT].reads == 0


DEV: dict[str, Any] = {
    "dev": True,
    "app_id": "",
    "dev_tenant_id": PLAYGROUND[0],
    "dev_user_id": PLAYGROUND[1],
    "dev_user_name": "Alex Wilber",
}


async def test_a_developer_signs_in_as_the_person_in_the_playground(lone_hosts: Hosts) -> None:
    tab = await lone_hosts.start(**DEV)
    token = (await tab.call("GET", "/dev-token")).json["token"]
    assert (await tab.call("GET", "/dev-token")).json["token"] == token
    header = {"Authorization": f"Bearer {token}"}
    lead = await tab.call("POST", "/leads", None, {"name": "Sarah"}, headers=header)
    assert (lead.status, lead.json["owner"]["name"]) == (201, "Alex Wilber")
    chatted = Actor(tenant_id=PLAYGROUND[0], user_id=PLAYGROUND[1], name="Alex Wilber")
    assert (await tab.crm.read(chatted, show_record, 1)).record.name == "Sarah"

    other = await lone_hosts.start(**DEV)
    assert (await other.call("GET", "/dev-token")).json["token"] != token
    assert (await other.call("GET", "/me", headers=header)).status == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "leadline.example"},
        {"Host": "localhost.evil.example:3978"},
        {"Host": "127.0.0.1.nip.io"},
        {"Host": "[::1].evil.example"},
        {"X-Forwarded-For": "127.0.0.1"},
        {"X-Forwarded-Host": "localhost"},
        {"Forwarded": "for=127.0.0.1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
async def test_the_developers_door_opens_only_from_this_machine(
    lone_hosts: Hosts, headers: dict[str, str]
) -> None:
    tab = await lone_hosts.start(**DEV)
    token = (await tab.call("GET", "/dev-token")).json["token"]
    answer = await tab.call("GET", "/dev-token", headers=headers)
    assert (answer.status, answer.json["code"]) == (404, "path_unknown")
    assert token.encode() not in answer.content
    # Neither does what it gave help anybody else.
    used = await tab.call("GET", "/me", headers={"Authorization": f"Bearer {token}", **headers})
    assert used.status == 401


@pytest.mark.parametrize("host", ["localhost", "localhost:3978", "127.0.0.1:3978", "[::1]", "[::1]:3978"])
async def test_every_name_of_this_machine_will_do(lone_hosts: Hosts, host: str) -> None:
    tab = await lone_hosts.start(**DEV)
    assert (await tab.call("GET", "/dev-token", headers={"Host": host})).status == 200


async def test_in_production_there_is_no_developers_door(lone_tab: Tab) -> None:
    answer = await lone_tab.call("GET", "/dev-token")
    assert answer.status == 404
    assert PUBLIC_URL.encode() not in answer.content


async def test_rotated_keys_are_noticed(lone_tab: Tab) -> None:
    ring: KeyRing = lone_tab.rings[TENANT]
    await lone_tab.get("/me", ME)
    ring.rotate("next key")
    token = lone_tab.token(ME)
    answer = await lone_tab.call("GET", "/me", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status, ring.reads) == (200, 2)
