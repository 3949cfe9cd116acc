"""Forms in a group: what somebody typed is theirs, whoever was first."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.test_story import texts_of
from tests.kit.activities import ALEX, GROUP, MEGAN, TENANT
from tests.kit.host import HostUnderTest

HERE = {"id": GROUP, "conversationType": "groupChat", "isGroup": True, "tenantId": TENANT}
AGAIN = {"en-US": "sent before with something else in it", "de-DE": "schon einmal mit anderem Inhalt"}


async def _press(
    host: HostUnderTest, who: dict[str, str], verb: str, data: dict[str, Any], **more: Any
) -> Any:
    return await host.press(verb, data, user=who, conversation=HERE, **more)


async def _leads(host: HostUnderTest) -> list[str]:
    return [lead["name"] for lead in (await host.api("GET", "/leads")).body["items"]]


async def test_two_people_send_the_same_form(host: HostUnderTest) -> None:
    alex = {"form": "F", "name": "Lead of Alex", "company": "Alpha"}
    megan = {"form": "F", "name": "Lead of Megan", "company": "Beta", "email": "m@beta.example"}
    assert "Lead of Alex" in texts_of(await _press(host, ALEX, "lead.capture", alex))
    assert "Lead of Megan" in texts_of(await _press(host, MEGAN, "lead.capture", megan))
    # Whoever presses twice gets their own again, and makes no other.
    assert "Lead of Alex" in texts_of(await _press(host, ALEX, "lead.capture", alex, times=3))
    assert "Lead of Megan" in texts_of(await _press(host, MEGAN, "lead.capture", megan, times=3))
    assert await _leads(host) == ["Lead of Megan", "Lead of Alex"]
    owners = [lead["owner"]["name"] for lead in (await host.api("GET", "/leads")).body["items"]]
    assert owners == ["Megan Bowen", "Alex Wilber"]


async def test_two_people_edit_one_record(host: HostUnderTest) -> None:
    await host.say("new lead Sarah Meier, Tech Innovators")
    alex = {
        "form": "E",
        "number": 1,
        "version": 1,
        "name": "Sarah Meier",
        "company": "Tech",
        "phone": "030 1",
    }
    megan = {**alex, "email": "sarah@tech.example", "phone": "030 2345678"}
    await _press(host, ALEX, "record.edit", alex)
    late = await _press(host, MEGAN, "record.edit", megan)
    told = texts_of(late)
    assert "sarah@tech.example" in told
    assert "030 2345678" in told
    assert "Alex Wilber" in told


@pytest.mark.parametrize("locale", AGAIN)
async def test_one_person_sends_a_form_again_with_something_else(host: HostUnderTest, locale: str) -> None:
    first = {"form": "F", "name": "Ann Bell", "company": "Bell"}
    await _press(host, ALEX, "lead.capture", first, locale=locale)
    second = {**first, "name": "Ben Cole", "company": "Cole", "note": "at the fair"}
    again = await _press(host, ALEX, "lead.capture", second, locale=locale)
    assert AGAIN[locale] in texts_of(again)
    typed = {part["id"]: part.get("value") for part in _inputs(again)}
    assert (typed["name"], typed["note"]) == ("Ben Cole", "at the fair")
    assert await _leads(host) == ["Ann Bell"]
    (send,) = [action for action in _actions(again) if action["verb"] == "lead.capture"]
    assert send["data"]["form"] != "F"
    saved = await _press(host, ALEX, "lead.capture", {**second, **send["data"]}, locale=locale)
    assert "Ben Cole" in texts_of(saved)
    assert await _leads(host) == ["Ben Cole", "Ann Bell"]


def _inputs(part: Any) -> list[dict[str, Any]]:
    if isinstance(part, list):
        return [found for one in part for found in _inputs(one)]
    if not isinstance(part, dict):
        return []
    own = [part] if str(part.get("type")).startswith("Input.") else []
    return own + [found for value in part.values() for found in _inputs(value)]


def _actions(part: Any) -> list[dict[str, Any]]:
    if isinstance(part, list):
        return [found for one in part for found in _actions(one)]
    if not isinstance(part, dict):
        return []
    own = [part] if part.get("type") == "Action.Execute" else []
    return own + [found for value in part.values() for found in _actions(value)]
