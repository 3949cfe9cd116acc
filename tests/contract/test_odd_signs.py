"""NUL, halves of surrogate pairs and what nobody sees: in every field, at every door, on both databases."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from app.host.main import CRM
from tabs.api.answers.host import EventStream
from tabs.api.routes import ROUTES
from tests.app.domain.test_identity import INVISIBLE
from tests.contract.test_story import texts_of
from tests.kit import activities
from tests.kit.activities import ALEX, APP_ID, BOT, TENANT, mention
from tests.kit.host import HostUnderTest
from tests.kit.keys import bot_claims
from tests.kit.roles import VERBS, furnish

ODD = ("\0", "nul\0in", "\x1b[31m", "\u202eturned", "\u2028", "\ufffe")
_WHO_AND_WHERE = ("id", "from", "conversation", "recipient")
HALF = b"\\ud800"
"""Half of a pair, as JSON can write it and no text can hold it."""
CRASHED = ("Something went wrong", "something went wrong", "That did not work")


def _bodies(host: HostUnderTest) -> list[dict[str, Any]]:
    url = host.service_url
    file = {
        "contentType": "application/vnd.microsoft.teams.file.download.info",
        "contentUrl": "https://contoso-my.sharepoint.com/a.csv",
        "name": "a.csv",
        "content": {"downloadUrl": "https://contoso-my.sharepoint.com/a", "fileType": "csv"},
    }
    megan = mention({"id": "29:x", "name": "Megan"})
    return [
        activities.message(url, "new lead Ann Bell, Bell", entities=[mention(BOT), {"type": "clientInfo"}]),
        activities.message(url, "assign 1 to <at>Megan</at>", entities=[megan]),
        activities.message(url, None, attachments=[file]),
        activities.channel_message(url, "show 1"),
        activities.card_action(url, "lead.capture", {"form": "F", "name": "Ann", "note": "x", "number": 1}),
        activities.members_added(url),
        activities.installation(url),
    ]


def _spoiled(body: Any, odd: str) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """The body with something odd at each place where a text is."""
    for path in _texts(body):
        spoiled = copy.deepcopy(body)
        place = spoiled
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = odd if odd != "nul\0in" else f"{place[path[-1]]}{odd}"
        yield path, spoiled


def _texts(value: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    own = [before] if isinstance(value, str) else []
    return own + [path for key, child in inner for path in _texts(child, (*before, key))]


async def _deliver(host: HostUnderTest, content: bytes, service_url: str) -> tuple[int, bytes]:
    token = host.ring.sign(bot_claims(APP_ID, service_url))
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    async with host.session.post(f"{host.url}/api/messages", data=content, headers=headers) as response:
        return response.status, await response.read()


@pytest.mark.parametrize("odd", ODD, ids=ascii)
async def test_every_field_of_an_activity(host: HostUnderTest, odd: str) -> None:
    await furnish(host)
    for body in _bodies(host):
        for path, spoiled in _spoiled(body, odd):
            status, answer = await _deliver(host, orjson.dumps(spoiled), host.service_url)
            assert status in (200, 400, 403, 501), (path, status)
            assert not any(crash in answer.decode() for crash in CRASHED), path
            is_id = path[-1] in ("id", "aadObjectId") and path[0] in (
                "id",
                "from",
                "conversation",
                "recipient",
            )
            if is_id and "\0" in odd:
                assert status == 400, path
    await _all_is_well(host)


async def test_half_a_pair_in_every_field_of_an_activity(host: HostUnderTest) -> None:
    for body in _bodies(host):
        for path, spoiled in _spoiled(body, "HALF"):
            content = orjson.dumps(spoiled).replace(b"HALF", HALF)
            assert (await _deliver(host, content, host.service_url))[0] == 400, path
    await _all_is_well(host)


async def test_every_verb_of_a_card(host: HostUnderTest) -> None:
    await furnish(host)
    names = (
        "name",
        "company",
        "text",
        "note",
        "owner",
        "reason",
        "stage",
        "currency",
        "lines",
        "role",
        "answer",
    )
    for verb in VERBS:
        for odd in ODD:
            for number in (1, odd):
                data = {**dict.fromkeys(names, odd), "number": number, "form": odd, "version": odd}
                card = await host.press(verb, data)
                assert not any(crash in texts_of(card) for crash in CRASHED), (verb, odd)
    await _all_is_well(host)


async def test_every_field_of_every_route(host: HostUnderTest) -> None:
    await furnish(host)
    odds, keys = itertools.cycle(ODD), itertools.count()
    token = host.tab_token(TENANT, ALEX["aadObjectId"])
    for route in ROUTES:
        if route.told == EventStream:
            continue
        path = route.path.replace("{number}", "1").replace("{id}", "1")
        for name in (*(route.body or ()), *route.query):
            odd = next(odds)
            for content in (orjson.dumps({name: odd}), b'{"%s": "x%s"}' % (name.encode(), HALF)):
                for key in ({}, {"Idempotency-Key": str(next(keys))}):
                    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", **key}
                    query = f"?{name}=%00%ED%A0%80%FF" if name in route.query else ""
                    url = f"{host.url}/api/v1{path}{query}"
                    sent = content if route.writes else None
                    async with host.session.request(route.method, url, data=sent, headers=headers) as answer:
                        assert answer.status < 500, (route.path, name, await answer.text())
    await _all_is_well(host)


async def test_one_odd_turn_holds_no_other_back(host: HostUnderTest) -> None:
    """What was answered is saved, whatever came in between."""
    await host.say("help")
    for spoiled in (
        activities.message(host.service_url, "help", id="nul\0id"),
        activities.message(host.service_url, "help", conversation={"id": "a:nul\0", "tenantId": TENANT}),
    ):
        assert [answer.status for answer in await host.post(spoiled)] == [400]
    await _all_is_well(host)


async def test_a_name_that_nobody_sees_is_none(host: HostUnderTest) -> None:
    assert (await host.api("POST", "/leads", {"name": "Ann"})).status == 201
    for place, name in enumerate(INVISIBLE):
        # No JSON holds half a pair; it is refused as such.
        if name != "\ud800":
            await _expect_no_name(host, name, str(place))
    assert [lead["name"] for lead in (await host.api("GET", "/leads")).body["items"]] == ["Ann"]


async def _expect_no_name(host: HostUnderTest, name: str, form: str) -> None:
    for path, body in (
        ("/leads", {"name": name}),
        ("/contacts", {"name": name}),
        ("/organizations", {"name": name}),
        ("/leads", {"name": name, "company": name}),
    ):
        answer = await host.api("POST", path, body)
        assert (answer.status, "name" in answer.body["fields"]) == (422, True), (path, name)
    assert (await host.api("PATCH", "/leads/1", {"name": name})).status == 422, name
    captured = await host.press("lead.capture", {"form": f"F{form}", "name": name, "company": name})
    assert "#2" not in texts_of(captured), name
    pressed = {"form": f"E{form}", "number": 1, "version": 1, "name": name}
    edited = await host.press("record.edit", pressed)
    assert "Ann" in texts_of(edited) or "name" in texts_of(edited).lower(), name
    await host.say(f"new lead {name}")
    content = f"name,company\n{name},\n".encode()
    headers = {
        "Authorization": f"Bearer {host.tab_token(TENANT, ALEX['aadObjectId'])}",
        "Content-Type": "text/csv",
    }
    url = f"{host.url}/api/v1/imports"
    async with host.session.post(url, data=content, headers=headers) as imported:
        assert imported.status in (201, 422), name


async def test_what_turns_text_around_is_taken_out(host: HostUnderTest) -> None:
    kept = await host.api("POST", "/leads", {"name": "\u202eevil\u2069", "note": "a\u202eb"})
    assert (kept.body["name"], kept.body["note"]) == ("evil", "ab")
    await host.say("new lead Anna \u202eBell\u202c, Bell GmbH")
    await host.press("lead.capture", {"form": "F", "name": "\u2066Cora\u2069 Dell"})
    names = [lead["name"] for lead in (await host.api("GET", "/leads")).body["items"]]
    assert names == ["Cora Dell", "Anna Bell", "evil"]


async def _all_is_well(host: HostUnderTest) -> None:
    """Nothing waits to be saved, and the next one is answered."""
    await host.say("help")
    crm = host.app[CRM]
    await crm._turn_memory.save()
    assert all(pad.is_empty() for pad in crm._turn_memory._pads.values())
    assert (await host.api("GET", "/me")).status == 200
