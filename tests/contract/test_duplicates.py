"""A likely duplicate is shown before it is saved, over HTTP and in both languages; the person decides."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.test_story import button_data, texts_of, verbs_of
from tests.kit import activities
from tests.kit.activities import FOREIGN_TENANT
from tests.kit.host import HostUnderTest

FIRST = "new lead Sarah Meier, Tech Innovators Inc., sarah@techinnovators.example"
AGAIN = {
    "en-US": "new lead Sara Meier, IT manager, Tech Innovators, +49 30 1234567, 12k",
    "de-DE": "neuer Lead Sara Meier, IT-Leiterin, Tech Innovators, +49 30 1234567, 12.000 €",
}
WORDS = {
    "en-US": ("Nothing is saved yet", "Open #1", "Add to #1", "Save anyway", "same company"),
    "de-DE": (
        "Noch ist nichts gespeichert",
        "#1 öffnen",
        "Zu #1 ergänzen",
        "Trotzdem speichern",
        "gleiche Firma",
    ),
}
both_languages = pytest.mark.parametrize("locale", ["en-US", "de-DE"])


async def leads(host: HostUnderTest) -> list[dict[str, Any]]:
    return (await host.api("GET", "/leads")).body["items"]  # type: ignore[no-any-return]


async def asked(host: HostUnderTest, locale: str) -> dict[str, Any]:
    """The card that a second line about the same person gets; each line is delivered twice."""
    await host.say(FIRST, times=2)
    card = await host.say(AGAIN[locale], times=2, locale=locale)
    shown = texts_of(card)
    assert all(word in shown for word in WORDS[locale]), shown
    assert {"record.show", "lead.add", "lead.capture", "lead.new"} <= verbs_of(card)
    assert len(await leads(host)) == 1
    return card


@both_languages
async def test_open_it(host: HostUnderTest, locale: str) -> None:
    card = await asked(host, locale)
    shown = await host.press("record.show", button_data(card, "record.show"), locale=locale)
    assert "sarah@techinnovators.example" in texts_of(shown)
    assert len(await leads(host)) == 1


@both_languages
async def test_add_to_it(host: HostUnderTest, locale: str) -> None:
    card = await asked(host, locale)
    data = button_data(card, "lead.add")
    shown = await host.press("lead.add", data, times=2, locale=locale)
    assert "Sarah Meier" in texts_of(shown)
    (lead,) = await leads(host)
    lead = (await host.api("GET", "/leads/1")).body
    assert (lead["name"], lead["company"]) == ("Sarah Meier", "Tech Innovators Inc.")
    assert lead["phone"] == "+49 30 1234567"
    assert lead["amount"] == {"amount": "12000.00", "currency": "EUR"}
    # The card's other button is still in somebody's chat: it shows what was done, and saves nothing.
    late = await host.press("lead.capture", button_data(card, "lead.capture"), locale=locale)
    assert "Sarah Meier" in texts_of(late)
    assert len(await leads(host)) == 1


@both_languages
async def test_save_anyway(host: HostUnderTest, locale: str) -> None:
    card = await asked(host, locale)
    data = button_data(card, "lead.capture")
    shown = await host.press("lead.capture", data, times=2, locale=locale)
    assert "Sara Meier" in texts_of(shown)
    assert [lead["name"] for lead in await leads(host)] == ["Sara Meier", "Sarah Meier"]


@both_languages
async def test_the_form_asks_too_and_keeps_what_was_typed(host: HostUnderTest, locale: str) -> None:
    await host.say(FIRST)
    form = await host.say("new", locale=locale)
    typed = {"name": "Sarah Meier", "company": "Tech Innovators", "note": "Met again\nin Hamburg"}
    pressed = button_data(form, "lead.capture") | typed
    card = await host.press("lead.capture", pressed, times=2, locale=locale)
    assert WORDS[locale][0] in texts_of(card)
    assert len(await leads(host)) == 1
    save = button_data(card, "lead.capture")
    assert typed.items() <= save.items()
    assert save["form"] == pressed["form"]
    changed = await host.press("lead.new", button_data(card, "lead.new"), locale=locale)
    assert "Sarah Meier" in str(changed)
    assert "Met again\\nin Hamburg" in str(changed)
    await host.press("lead.capture", save, times=2, locale=locale)
    assert len(await leads(host)) == 2
    # The first press, delivered once more, finds its form carried out.
    await host.press("lead.capture", pressed, locale=locale)
    assert len(await leads(host)) == 2


async def test_a_message_repeated_after_it_was_saved_anyway_says_nothing(host: HostUnderTest) -> None:
    await host.say(FIRST)
    message = activities.message(host.service_url, AGAIN["en-US"], locale="en-US")
    card = await host.posted(message)
    await host.press("lead.capture", button_data(card, "lead.capture"))
    assert await host.posted(message) == {}
    assert len(await leads(host)) == 2


async def test_other_tenants_are_not_told(host: HostUnderTest) -> None:
    await host.say(FIRST)
    card = await host.say(FIRST, tenant=FOREIGN_TENANT)
    assert "lead.qualify.open" in verbs_of(card)
    assert "lead.add" not in verbs_of(card)
