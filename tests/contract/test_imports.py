"""A file is attached in the personal chat: fetched, offered, imported and taken back, over HTTP, each message
and press delivered twice; the API tells the same."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.test_story import button_data, texts_of, verbs_of
from tests.kit import activities
from tests.kit.activities import FOREIGN_TENANT
from tests.kit.host import HostUnderTest

pytestmark = pytest.mark.divided

CSV = (
    "Name;Firma;E-Mail;Telefon;Branche\r\n"
    "Zoë Müller;Müller GmbH;zoe@mueller.example;030 1234567;Stahl\r\n"
    "Ben;;keine;;\r\n"
).encode("cp1252")


def attached(host: HostUnderTest, url: str, **options: Any) -> dict[str, Any]:
    content = {"downloadUrl": url, "uniqueId": "1150D938-8870-4044-9F2C-5BBDEBA70C9D", "fileType": "csv"}
    file = {
        "contentType": "application/vnd.microsoft.teams.file.download.info",
        "contentUrl": url.replace("/download", "/personal/alex/leads.csv").partition("?")[0],
        "name": "leads.csv",
        "content": content,
    }
    return activities.message(host.service_url, None, attachments=[file], **options)


async def leads(host: HostUnderTest) -> list[dict[str, Any]]:
    return (await host.api("GET", "/leads")).body["items"]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("locale", "words", "done"),
    [
        (
            "en-US",
            ("Import leads.csv", "Nothing is saved yet", "Row 3: E-Mail “keine” is in the note."),
            "Imported by",
        ),
        (
            "de-DE",
            (
                "leads.csv importieren",
                "Noch ist nichts gespeichert",
                "Zeile 3: E-Mail „keine“ steht in der Notiz.",
            ),
            "Importiert von",
        ),
    ],
)
async def test_an_attached_file(host: HostUnderTest, locale: str, words: tuple[str, ...], done: str) -> None:
    host.connector.answer_next(200, body=CSV, path="/download", times=2)
    url = f"{host.service_url}download?tempauth=secret"
    card = await host.posted(attached(host, url, locale=locale), times=2)
    assert all(word in texts_of(card) for word in words), texts_of(card)
    fetched = [sent for sent in host.connector.requests if sent.path.startswith("/download")]
    assert all("Authorization" not in sent.headers for sent in fetched)
    assert await leads(host) == []
    shown = await host.press("import.run", button_data(card, "import.run"), times=2, locale=locale)
    assert done in texts_of(shown)
    ben, lead = await leads(host)
    assert (ben["email"], ben["note"]) == ("", "E-Mail: keine")
    expected = ("Zoë Müller", "Müller GmbH", "zoe@mueller.example", "+49 30 1234567")
    assert (lead["name"], lead["company"], lead["email"], lead["phone"]) == expected
    [told] = (await host.api("GET", "/imports")).body["items"]
    assert (told["file_name"], told["state"], told["created"], told["refused"]) == ("leads.csv", "done", 2, 0)
    gone = await host.press("import.revert", button_data(shown, "import.revert"), times=2, locale=locale)
    assert "import.run" not in verbs_of(gone)
    assert await leads(host) == []


async def test_a_file_elsewhere_is_not_asked_for(host: HostUnderTest) -> None:
    card = await host.posted(attached(host, "https://evil.example/leads.csv"))
    assert "attached here in Teams" in texts_of(card)


async def test_a_table_is_pasted_that_is_longer_than_any_other_message(host: HostUnderTest) -> None:
    rows = "\n".join(f"Person{n} Of{n}\tFirm{n}\tp@firm{n}.example" for n in range(300))
    card = await host.say(f"import\nName\tCompany\tEmail\n{rows}", times=2)
    assert "300" in texts_of(card)
    await host.press("import.run", button_data(card, "import.run"), times=2)
    [told] = (await host.api("GET", "/imports")).body["items"]
    assert (told["state"], told["created"]) == ("done", 300)


async def test_other_tenants_cannot_decide(host: HostUnderTest) -> None:
    card = await host.say("import Name\nAnn")
    for verb in ("import.run", "import.show", "import.revert"):
        shown = await host.press(verb, button_data(card, "import.run"), tenant=FOREIGN_TENANT)
        assert "Ann" not in texts_of(shown)
    await host.press("import.drop", button_data(card, "import.drop"), tenant=FOREIGN_TENANT)
    assert await leads(host) == []
    await host.press("import.run", button_data(card, "import.run"))
    assert len(await leads(host)) == 1
