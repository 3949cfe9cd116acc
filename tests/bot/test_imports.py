"""Importing at the desk: rows are pasted or a file is attached, the card tells what would become of them, and
its buttons do it, go on with it, drop it and take it back."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from app.crm.crm import Crm
from app.crm.imports.intake import PORTION
from app.crm.records import edit_record, list_records
from app.domain.errors import InvalidInput
from app.domain.event import Kind
from app.domain.member import Actor
from app.sheets.encoding import LARGEST_FILE
from bot.chat import Chat
from bot.forms import imports
from bot.inbound import SharedFile
from tests.bot.desk import Desk, Outbox, Shown

ROWS = "Name\tCompany\tEmail\tIndustry\nAnn Roe\tAcme\tann@acme.example\tSteel\n\t\tnowhere\tIron\n"
PASTED = f"import\n{ROWS}"
ZEILEN = "importieren Name; Firma; Betrag\nZoë Müller; Müller GmbH; 1.200,50 €\nZoe Mueller; Müller; \n"
ALEX = Actor(tenant_id="tenant", user_id="alex", name="Alex")


async def leads(crm: Crm) -> list[str]:
    return sorted(hit.name for hit in (await crm.read(ALEX, list_records, Kind.LEAD, limit=200)).hits)


async def press(desk: Desk, card: Shown, verb: str, **more: Any) -> Shown:
    return await desk.press(verb, card.buttons[verb] | more)


async def test_pasted_rows_are_told_imported_and_taken_back(desk: Desk, crm: Crm) -> None:
    card = await desk.say(PASTED)
    for said in ("Nothing is saved yet", "New leads", "With errors", "Industry"):
        assert said in card.text
    assert "Row 3: It tells neither a name nor a company nor an email address: nowhere · Iron" in card.text
    assert await leads(crm) == []
    done = await press(desk, card, "import.run")
    assert "Imported by Alex" in done.text
    assert await leads(crm) == ["Ann Roe"]
    # Both buttons of the first card are still in the chat.
    assert "Imported by Alex" in (await press(desk, card, "import.run")).text
    await press(desk, card, "import.drop")
    assert await leads(crm) == ["Ann Roe"]
    gone = await press(desk, done, "import.revert")
    assert "All of it is taken back." in gone.text
    assert await leads(crm) == []


async def test_duplicates_are_shown_and_the_person_chooses_in_german(desk: Desk, crm: Crm) -> None:
    card = await desk.say(ZEILEN, locale="de-DE")
    assert "Zeile 3: wahrscheinlich dasselbe wie Zeile 2, Zoë Müller, übersprungen" in card.text
    assert card.inputs == {"duplicates": "skip"}
    done = await desk.press(
        "import.run", card.buttons["import.run"] | {"duplicates": "import"}, locale="de-DE"
    )
    assert "Importiert von Alex" in done.text
    assert await leads(crm) == ["Zoe Mueller", "Zoë Müller"]
    again = await desk.say(ZEILEN, locale="de-DE")
    assert "Importiert von Alex" in again.text
    assert "import.run" not in again.buttons


async def test_what_was_touched_stays_and_can_be_opened(desk: Desk, crm: Crm) -> None:
    done = await press(desk, await desk.say("import Name, Need\nAnn,\nBen,"), "import.run")
    await crm.write(ALEX, edit_record, 2, {"need": "a tool"})
    gone = await press(desk, done, "import.revert")
    assert "All is taken back but one lead" in gone.text
    assert "#2 Ben" in gone.text
    assert gone.buttons["record.show"] == {"number": 2}
    assert await leads(crm) == ["Ben"]


async def test_undo_behind_an_import_offers_to_take_all_of_it_back(desk: Desk, crm: Crm) -> None:
    await press(desk, await desk.say("import Name\nAnn\nBen"), "import.run")
    for text, locale in (("undo", "en-US"), ("undo the import", "en-US"), ("import rückgängig", "de-DE")):
        card = await desk.say(text, locale=locale)
        assert set(card.buttons) >= {"import.revert"}
    assert "Deine letzte Änderung war ein Import." in card.text
    assert await leads(crm) == ["Ann", "Ben"]
    # The record's own button takes back that one.
    shown = await desk.say("show 2")
    assert "Ben" in shown.text
    await desk.press("undo", {"number": 2, "version": 1})
    assert await leads(crm) == ["Ann"]
    await press(desk, card, "import.revert")
    assert await leads(crm) == []


async def test_an_offer_is_dropped(desk: Desk, crm: Crm) -> None:
    card = await desk.say(PASTED)
    assert "Nothing was imported." in (await press(desk, card, "import.drop")).text
    late = await press(desk, card, "import.run")
    assert "Nothing was imported." in late.text
    assert await leads(crm) == []


async def test_a_long_import_says_how_far_it_is_and_goes_on(
    desk: Desk, crm: Crm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "PATIENCE", 0.0)
    rows = "\n".join(f"Person{n} Of{n}; Firm{n}; p@firm{n}.example" for n in range(2 * PORTION + 1))
    card = await desk.say(f"import Name; Company; Email\n{rows}")
    for done in (PORTION, 2 * PORTION):
        card = await press(desk, card, "import.run")
        assert f"{done} of {2 * PORTION + 1} rows are done" in card.text
    card = await press(desk, card, "import.run")
    assert "Imported by Alex" in card.text


async def test_two_presses_at_once_import_once(desk: Desk, crm: Crm) -> None:
    card = await desk.say(PASTED)
    both = await asyncio.gather(*(press(desk, card, "import.run") for _ in range(2)))
    assert both[0].text == both[1].text
    assert await leads(crm) == ["Ann Roe"]


async def test_a_repeated_message_gets_no_second_card(desk: Desk) -> None:
    assert len(await desk.hear(PASTED, activity_id="same")) == 1
    assert await desk.hear(PASTED, activity_id="same") == []


async def test_without_rows_it_says_how(desk: Desk) -> None:
    for text, locale, said in (("import", "en-US", "attach a CSV"), ("importieren", "de-DE", "CSV-Datei")):
        assert said in (await desk.say(text, locale=locale)).text


async def test_a_table_that_is_none_is_refused_with_a_way_out(desk: Desk) -> None:
    card = await desk.say("import the leads of the fair")
    assert "no column with a name or a company" in card.text
    assert card.buttons


async def test_the_first_column_may_have_no_title(desk: Desk, crm: Crm) -> None:
    card = await desk.say("import\n\tName\tCompany\n1\tAnn Roe\tAcme")
    await press(desk, card, "import.run")
    assert await leads(crm) == ["Ann Roe"]


async def test_cells_that_teams_made_a_table_of_are_told_apart(desk: Desk, crm: Crm) -> None:
    markup = (
        "<p>import</p><table><tbody><tr><td>Name</td><td>Firma</td></tr>"
        "<tr><td><p>Zoë&nbsp;Müller</p></td><td>A &amp; B GmbH</td></tr></tbody></table>"
    )
    card = await desk.say("import NameFirmaZoë MüllerA & B GmbH", markup=markup)
    await press(desk, card, "import.run")
    assert await leads(crm) == ["Zoë Müller"]


class Storage:
    """Where attached files are, by address."""

    def __init__(self, **files: bytes) -> None:
        self.files = files
        self.limits: list[int] = []

    async def fetch(self, file: SharedFile, limit: int) -> bytes:
        self.limits.append(limit)
        if file.url not in self.files:
            raise InvalidInput(file="file_unavailable")
        return self.files[file.url]


async def test_an_attached_file_is_offered_with_its_name(desk: Desk, crm: Crm) -> None:
    storage = Storage(url=ROWS.encode("utf-16"))
    desk.chat = Chat(crm, fetch=storage.fetch)
    for text in ("", "import"):
        card = await desk.say(text, files=(SharedFile("leads.csv", "url"),))
        assert "Import leads.csv" in card.text
    assert storage.limits == [LARGEST_FILE] * 2
    await press(desk, card, "import.run")
    assert await leads(crm) == ["Ann Roe"]
    other = await desk.say("help", files=(SharedFile("leads.csv", "url"),))
    assert "import.run" not in other.buttons
    assert len(storage.limits) == 2


@pytest.mark.parametrize(
    ("url", "said"),
    [("workbook", "Save it as CSV first"), ("nowhere", "Please attach it again")],
)
async def test_a_file_that_cannot_be_read_is_told(desk: Desk, crm: Crm, url: str, said: str) -> None:
    desk.chat = Chat(crm, fetch=Storage(workbook=b"PK\x03\x04").fetch)
    assert said in (await desk.say("", files=(SharedFile("leads.xlsx", url),))).text
    # Without storage there is nothing to read from.
    desk.chat = Chat(crm)
    assert "Please attach it again" in (await desk.say("", files=(SharedFile("leads.xlsx", url),))).text


async def test_a_refused_card_is_not_lost(desk: Desk) -> None:
    box = Outbox()
    card = await desk.say(PASTED, outbox=box)
    missing = await desk.press("import.run", {"import": 99})
    assert "There is no such import any more." in missing.text
    for wrong in ({}, {"import": "x"}, {"import": str(2**70)}):
        assert "There is no such import any more." in (await desk.press("import.show", wrong)).text
    shown = await desk.press("import.show", card.buttons["import.run"])
    assert "Nothing is saved yet" in shown.text


async def test_a_vcard_is_taken_attached_or_pasted_whatever_its_pictures(desk: Desk, crm: Crm) -> None:
    picture = "\n ".join(["QUFB" * 18] * 200)
    card = f"BEGIN:VCARD\nFN:Ella Thorn\nADR:;;Domstr. 1;Köln;;50667;D\nPHOTO;ENCODING=b:{picture}\nEND:VCARD"
    assert "Ella Thorn" in (await desk.say(f"new lead {card}")).text
    assert await leads(crm) == ["Ella Thorn"]
    desk.chat = Chat(crm, fetch=Storage(url=card.replace("Ella", "Otto").encode()).fetch)
    preview = await desk.say("new lead", files=(SharedFile("card.vcf", "url"),))
    await press(desk, preview, "import.run")
    assert await leads(crm) == ["Ella Thorn", "Otto Thorn"]
