"""A person is erased: nothing of them is left in any answer, export or log, nor in the database's files."""

from __future__ import annotations

import asyncio
import io
import logging
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import psycopg
import pytest

from app.__main__ import main
from app.store.database import Database
from tabs.api.routes import DOCUMENT
from tests.contract.test_story import texts_of
from tests.kit.activities import TENANT
from tests.kit.books import check_books, read_books
from tests.kit.host import CRM, HostUnderTest, start_host
from tests.kit.patience import eventually

NAME = ("Quirinia", "Zwackelmann")
EMAILS = ("quirinia.z@blaumeise.example", "qz1971@nestbau.example", "qzprivat@gartenlaube.example")
CSV = (
    "Name;Firma;E-Mail;Telefon;Notiz;Strasse;Lieblingsfarbe\n"
    "Quirinia Zwackelmann;Nestbau GmbH;qzprivat@gartenlaube.example;+49 40 5550199;Schachfreundin;"
    "Krokodilgasse 7;Ultramarinblau\n"
    "Emil Feldmann;Feldbau AG;emil@feldbau.example;;Radfahrer;;\n"
)
PLANTED = (
    *(part.lower() for part in NAME), "Frau Zwackelmann", "Zwackelmann, Quirinia", "zwackelmannquirinia",
    *EMAILS, "qz1971", "qzprivat", "blaumeise.example",
    "+49 30 7775501", "030/777 55 01", "0307775501", "7775501", "+49 171 4449988", "4449988", "0171-4449988",
    "5550199", "+49 40 5550199",
    "Krokodilgasse", "Ultramarinblau", "Schachfreundin", "Amselpfad 12", "Amselpfad", "Dackelzüchterin",
    "Orchideenhaus", "Segelschein", "Chefin der Einkaufsabteilung",
    "Zitherkonzert", "Lavendelhonig", "Weihnachtsmarktbesuch", "Linkshänderin", "Zimtallergie",
    "Gänseblümchenbeet", "Posaunenchor", "Kupferstichkabinett", "Moosgummi", "Nachtigallenruf",
    "Teerosenzucht", "Wanderfalkenflug", "Xylophonstunde", "Yogalehrerin", "Zeppelinfahrt",
    "Rotkehlchenruf", "Pfauenfeder",
    "Quirinias", "Zwackelmanns", "QUIRINIA ZWACKELMANN", "quirinia-zwackelmann",
)  # fmt: skip
"""What is told of one person: parts of the name, addresses, numbers, a street, words of notes and cells."""


@pytest.fixture
async def told(database_url: str) -> AsyncIterator[HostUnderTest]:
    """A host at which much was told of somebody: lead 1 is hers, contact and opportunity came from it."""
    async with start_host(database_url) as host:
        await _tell(host)
        yield host


async def _made(host: HostUnderTest, path: str, **body: Any) -> int:
    answer = await host.api("POST", path, body)
    assert answer.status in (200, 201), answer
    return int(answer.body["number"])


async def _tell(host: HostUnderTest) -> None:
    lead = await _made(
        host,
        "/leads",
        name="Quirinia Zwackelmann",
        company="Nestbau GmbH",
        job_title="Chefin der Einkaufsabteilung",
        email=EMAILS[0],
        phone="030/777 55 01",
        note="Amselpfad 12, Dackelzüchterin, Linkshänderin",
        need="Projektplanung",
        amount={"amount": "48000", "currency": "EUR"},
    )
    assert lead == 1
    await host.api("PATCH", "/leads/1", {"email": EMAILS[1], "note": "Orchideenhaus, Segelschein"})
    await host.api("PATCH", "/leads/1", {"phone": "+49 171 4449988", "note": "Moosgummi"})
    for text in (
        "Zitherkonzert am Freitag",
        "mag Lavendelhonig",
        "Posaunenchor, Rotkehlchenruf, Pfauenfeder",
    ):
        await _made(host, "/activities", type="note", about=1, text=text)
    await host.say("note 1 Weihnachtsmarktbesuch geplant, Zimtallergie")
    await host.say("call 1 Gänseblümchenbeet besprochen")
    qualified = await host.api("POST", "/leads/1/qualify", {"opportunity_name": "Projektwerkzeug Nestbau"})
    assert qualified.status == 200, qualified
    deal = qualified.body["number"]
    await _made(host, "/activities", type="task", about=deal, text="Frau Zwackelmann anrufen: 0171-4449988")
    await host.api("PATCH", f"/opportunities/{deal}", {"need": "Rosenholz, sagt QUIRINIA ZWACKELMANN"})
    contact = (await host.api("GET", "/leads/1")).body["contact"]["number"]
    await host.api("PATCH", f"/contacts/{contact}", {"job_title": "Kupferstichkabinett"})
    await host.api("PATCH", f"/contacts/{contact}", {"job_title": "Yogalehrerin"})
    emil = {"name": "Emil Feldmann", "company": "Feldbau AG", "note": "kennt Quirinias Haus"}
    other = await _made(host, "/leads", **emil)
    for text in (
        "Zwackelmann, Quirinia hat ihn empfohlen",
        "erreichbar über 0307775501 und qz1971@nestbau.example",
        "Linkedin: /in/quirinia-zwackelmann, Konto zwackelmannquirinia",
        "die Zwackelmanns kommen mit",
    ):
        await _made(host, "/activities", type="note", about=other, text=text)
    # Captured twice, merged; captured by mistake, taken away; changed, taken back.
    twin = await _made(host, "/leads", name="Quirinia Zwackelmann", company="Nestbau", note="Teerosenzucht")
    merged = await host.api("POST", f"/leads/{lead}/merge", {"with": twin})
    assert merged.status == 200, merged
    gone = await _made(host, "/leads", name="Q. Zwackelmann", email=EMAILS[0], note="Wanderfalkenflug")
    await host.say(f"delete {gone}")
    assert (await host.api("POST", "/undo", {"remove": True})).status == 200
    await host.api("PATCH", "/leads/1", {"note": "Nachtigallenruf, Xylophonstunde, Zeppelinfahrt"})
    await host.api("POST", "/undo", {"remove": True})
    url = f"{host.url}/api/v1/imports?file_name=zwackelmann.csv"
    headers = {"Authorization": f"Bearer {host.tab_token(TENANT, _alex())}", "Content-Type": "text/csv"}
    async with host.session.post(url, data=CSV.encode(), headers=headers) as answer:
        assert answer.status == 201, await answer.text()
    for text in ("find Quirinia", "find qz1971@nestbau.example", "find 0307775501"):
        await host.say(text)
    # What was looked for is kept as well, a moment later.
    await eventually(lambda: host.app[CRM].load().unsaved == 0)


def _alex() -> str:
    from tests.kit.activities import ALEX

    return str(ALEX["aadObjectId"])


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The same database, beside the host."""
    opened = Database(database_url)
    yield opened
    opened.close()


async def test_nothing_is_left_of_an_erased_person(
    told: HostUnderTest,
    database: Database,
    database_url: str,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    assert len(PLANTED) >= 50
    before = read_books(database, TENANT)
    assert _found(repr(before)) >= set(NAME_PARTS), "nothing was planted"
    held = (await told.say("edit 1 name=Quirinia"), await told.press("record.edit.open", {"number": 1}))
    assert held[1]

    plan = (await told.api("GET", "/leads/1/erasure")).body
    reasons = {one["reason"] for one in plan["findings"]}
    assert reasons >= {"own", "about", "mention", "gone", "import", "lists"}
    erased = await told.api("POST", "/leads/1/erase", {"all": True})
    assert (erased.status, erased.body["state"]) == (200, "done"), erased

    await _nothing_comes_back(told)
    answers = [text async for text in _answers(told)]
    assert _found("\n".join(answers)) == set()
    for kept in ("Nestbau", "Emil", "Rosenholz", "Projektwerkzeug"):
        assert kept in "\n".join(answers), kept
    assert _found(caplog.text) == set()

    after = read_books(database, TENANT)
    check_books(after)
    assert _found(repr(after)) == set()
    _counts_stay(before, after)
    assert _found(_exports(database_url, tmp_path / "exports")) == set()


async def test_the_files_hold_nothing_of_them_once_they_are_compacted(
    database_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start_host(database_url) as host:
        await _tell(host)
        assert (await host.api("POST", "/leads/1/erase", {"all": True})).status == 200
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("LEADLINE_ENV", "dev")
    assert await asyncio.to_thread(main, ["compact"]) == 0
    capsys.readouterr()
    found = {path.name: left for path in _files(database_url) if (left := _found_in(path.read_bytes()))}
    assert found == {}


NAME_PARTS = tuple(part.lower() for part in NAME)


def _found(text: str) -> set[str]:
    low = text.lower()
    return {one for one in PLANTED if one.lower() in low}


def _found_in(content: bytes) -> set[str]:
    low = content.lower()
    return {one for one in PLANTED if one.lower().encode() in low or one.encode() in content}


async def _nothing_comes_back(host: HostUnderTest) -> None:
    """Not by undo, not by a form that was open, not by what was held."""
    for _ in range(30):
        undone = await host.api("POST", "/undo", {"remove": True})
        assert _found(str(undone.body)) == set()
        if undone.status != 200:
            break
    late = {"number": 1, "version": 3, "form": "held", "name": "Quirinia Zwackelmann", "email": EMAILS[0]}
    for verb in ("record.edit", "lead.qualify"):
        assert _found(texts_of(await host.press(verb, {**late, "form": verb}))) == set()
    refused = await host.api("PATCH", "/leads/1", {"name": "Quirinia Zwackelmann"})
    assert (refused.status, refused.body["code"]) == (409, "person_erased")
    assert _found(str(refused.body)) == set()


async def _answers(host: HostUnderTest) -> AsyncIterator[str]:
    """What every route that reads answers, and what the chat says."""
    last = max(read["number"] for read in (await host.api("GET", "/activities")).body["items"])
    for path, operations in DOCUMENT["paths"].items():
        if "get" not in operations or path in ("/live", "/openapi.json", "/dev-token"):
            continue
        for number in range(1, last + 1) if "{" in path else (0,):
            yield await _read(host, re.sub(r"\{\w+\}", str(number), path))
    for question in ("Nestbau", "Feldbau"):
        for kind in ("leads", "contacts", "organizations", "opportunities", "activities"):
            yield str((await host.api("GET", f"/{kind}?q={question}&limit=200")).body)
    for number in range(1, last + 1):
        yield texts_of(await host.say(f"show {number}"))
    for text in (
        "list all leads",
        "pipeline",
        "find Nestbau",
        "my work",
        "audit",
        "more",
        "erasures",
        "show it",
    ):
        yield texts_of(await host.say(text))
    for number in (1, 2, 3):
        yield texts_of(await host.say(f"zeige {number}", locale="de-DE"))


async def _read(host: HostUnderTest, path: str) -> str:
    headers = {"Authorization": f"Bearer {host.tab_token(TENANT, _alex())}"}
    async with host.session.get(f"{host.url}/api/v1{path}", headers=headers) as answer:
        return await answer.text()


def _counts_stay(before: dict[str, Any], after: dict[str, Any]) -> None:
    """Every record, amount and counter is as it was; only events were added."""
    for name in ("leads", "contacts", "organizations", "opportunities", "activities", "imports", "members"):
        assert before[name].keys() == after[name].keys(), name
    assert before["stage_totals"] == after["stage_totals"]
    for name in ("leads", "opportunities"):
        for key, row in before[name].items():
            for field in ("amount", "currency", "status", "owner", "organization", "source"):
                assert after[name][key].get(field) == row.get(field)
    assert len(after["events"]) > len(before["events"])


def _exports(database_url: str, folder: Path) -> str:
    """Everything that the command line hands over."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", database_url)
        patch.setenv("LEADLINE_ENV", "dev")
        said = io.StringIO()
        with redirect_stdout(said):
            assert main(["export", "--tenant", TENANT, str(folder / "all")]) == 0
            person = ["--tenant", TENANT, "--record", "1"]
            assert main(["person", "show", *person]) == 0
            assert main(["person", "export", *person, "--out", str(folder / "person")]) == 0
            assert main(["audit", "--tenant", TENANT]) == 0
    files = (path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.*")) if path.is_file())
    return "\n".join([said.getvalue(), *files])


def _files(database_url: str) -> Iterator[Path]:
    """The files that hold the database. PostgreSQL's log of changes is none of them: it is used anew."""
    if database_url.startswith("sqlite"):
        path = Path(database_url.removeprefix("sqlite:///"))
        yield from path.parent.glob(f"{path.name}*")
        return
    with psycopg.connect(database_url, autocommit=True) as connection:
        row = connection.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database"
            " WHERE datname = current_database()"
        ).fetchone()
    assert row is not None
    found = [path for path in Path(row[0], "base", str(row[1])).iterdir() if path.is_file()]
    assert len(found) > 100
    yield from found
