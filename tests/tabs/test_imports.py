"""Imports over HTTP: the dry run, the import, its repetition, its reversal, and files that are refused."""

from __future__ import annotations

import io
from typing import Any

import pytest

from app.domain.member import Actor
from app.sheets.encoding import LARGEST_FILE
from tests.tabs.conftest import Answer, Tab

CSV = (
    "Name;Firma;E-Mail;Telefon;Betrag;Branche\n"
    "Zoë Müller;Müller GmbH;zoe@mueller.example;030 1234567;1.200,50 €;Stahl\n"
    "Ben;;keine Adresse;;viel;\n"
    "Zoe Mueller;Müller;;;;\n"
    "Eva;Lind;AG;eva@lind.example;030 1;;x\n"
    "Summe;;;;1.200,50 €;\n"
)


async def post(tab: Tab, actor: Actor, query: str = "", content: str | bytes = CSV, **headers: str) -> Answer:
    sent = {"Content-Type": "text/csv", **{name.replace("_", "-"): value for name, value in headers.items()}}
    body = content if isinstance(content, bytes) else content.encode("cp1252")
    return await tab.call("POST", f"/imports{query}", actor, content=body, headers=sent)


async def leads(tab: Tab, actor: Actor) -> list[dict[str, Any]]:
    return (await tab.call("GET", "/leads", actor)).json["items"]  # type: ignore[no-any-return]


def counts(answer: Answer) -> dict[str, int]:
    return {name: answer.json[name] for name in ("rows", "created", "added", "skipped", "refused")}


async def test_a_dry_run_an_import_and_its_reversal(tab: Tab, alex: Actor) -> None:
    dry = await post(tab, alex, "?dry_run=true&file_name=messe.csv", Accept_Language="de")
    assert dry.status == 200
    expected = {"rows": 4, "created": 2, "added": 0, "skipped": 1, "refused": 1}
    assert (dry.json["id"], dry.json["state"], counts(dry)) == (None, "checked", expected)
    assert dry.json["unknown"] == ["Branche"]
    total, ben, zoe, eva = dry.json["notes"]
    assert (total["fate"], total["message"], dry.json["left_out"]) == (
        "left_out",
        "Zeile 6: nennt niemanden, weggelassen: Summe · 1.200,50 €",
        1,
    )
    assert (ben["fate"], set(ben["fields"])) == ("created", {"email", "amount"})
    assert ben["message"].startswith(
        "Zeile 3: E-Mail „keine Adresse“ steht in der Notiz. Das ist keine E-Mail-Adresse."
    )
    assert ben["kept"][1] | {"message": ""} == {
        "field": "amount",
        "title": "Betrag",
        "text": "viel",
        "message": "",
    }
    assert eva["message"] == (
        "Zeile 5: Sie hat 7 Zellen unter 6 Titeln, so dass ich nicht weiß, was wohin gehört: "
        "Eva · Lind · AG · eva@lind.example · 030 1 · x"
    )
    assert (zoe["like"], zoe["like_row"]) == (None, 2)
    assert zoe["message"] == "Zeile 4: wahrscheinlich dasselbe wie Zeile 2, Zoë Müller, übersprungen"
    assert await leads(tab, alex) == []
    done = await post(tab, alex, "?file_name=messe.csv")
    assert (done.status, done.json["state"], counts(done)) == (201, "done", expected)
    ben, lead = await leads(tab, alex)
    assert (ben["name"], ben["email"], ben["note"]) == ("Ben", "", "E-Mail: keine Adresse\nBetrag: viel")
    assert lead["amount"] == {"amount": "1200.50", "currency": "EUR"}
    assert (lead["phone"], lead["note"]) == ("+49 30 1234567", "Branche: Stahl")
    shown = await tab.call("GET", f"/imports/{done.json['id']}", alex)
    assert shown.json == done.json
    assert shown.json["notes"][2]["message"] == "Row 4: likely #1 Zoë Müller, skipped"
    reverted = await tab.call("POST", f"/imports/{done.json['id']}/revert", alex, {})
    assert (reverted.status, reverted.json["state"], reverted.json["kept"]) == (200, "reverted", [])
    assert await leads(tab, alex) == []


async def test_the_same_file_is_imported_once_and_the_same_request_even_after_it_was_reverted(
    tab: Tab, alex: Actor
) -> None:
    first = await post(tab, alex, Idempotency_Key="a")
    again = await post(tab, alex, Idempotency_Key="a")
    assert (again.status, again.json["id"]) == (200, first.json["id"])
    again = await post(tab, alex, "?duplicates=import", CSV.encode(), Idempotency_Key="b")
    assert (again.status, again.json["id"]) == (200, first.json["id"])
    other = await post(tab, alex, "?duplicates=import", CSV.encode(), Idempotency_Key="a")
    assert (other.status, other.json["code"]) == (422, "key_reused")
    known = await post(tab, alex, "?dry_run=true")
    assert (known.json["id"], known.json["state"]) == (first.json["id"], "done")
    assert len(await leads(tab, alex)) == 2
    await tab.call("POST", f"/imports/{first.json['id']}/revert", alex, {})
    again = await post(tab, alex, Idempotency_Key="a")
    assert (again.status, again.json["state"]) == (200, "reverted")
    assert await leads(tab, alex) == []
    anew = await post(tab, alex, "?duplicates=import", Idempotency_Key="c")
    assert (anew.status, anew.json["created"]) == (201, 3)
    page = await tab.call("GET", "/imports?limit=1", alex)
    assert [one["id"] for one in page.json["items"]] == [anew.json["id"]]
    rest = await tab.call("GET", f"/imports?cursor={page.json['next']}", alex)
    assert [one["id"] for one in rest.json["items"]] == [first.json["id"]]


async def test_what_was_touched_is_kept_and_named(tab: Tab, alex: Actor) -> None:
    done = await post(tab, alex, content="Name,Need\nAnn,\nBen,\n")
    await tab.call("PATCH", "/leads/2", alex, {"need": "a tool"})
    reverted = await tab.call("POST", f"/imports/{done.json['id']}/revert", alex)
    assert reverted.json["kept"] == [{"number": 2, "name": "Ben"}]


async def test_other_tenants_know_nothing_of_it(tab: Tab, alex: Actor, stranger: Actor) -> None:
    done = await post(tab, alex)
    for method, path in (("GET", ""), ("POST", "/revert")):
        answer = await tab.call(method, f"/imports/{done.json['id']}{path}", stranger)
        assert (answer.status, answer.json["code"]) == (404, "import_unknown")
    assert (await tab.call("GET", "/imports", stranger)).json["items"] == []
    assert (await post(tab, stranger)).status == 201
    assert len(await leads(tab, alex)) == 2


@pytest.mark.parametrize(
    ("content", "media", "status", "code"),
    [
        (b"", "text/csv", 422, "file"),
        (b"Email\na@b.example\n", "text/csv", 422, "file"),
        (b"PK\x03\x04...", "application/vnd.ms-excel", 422, "file"),
        (b"Name\nAnn\n", "application/json", 415, "file_type_refused"),
    ],
)
async def test_a_file_that_is_none_is_refused(
    lone_tab: Tab, alex: Actor, content: bytes, media: str, status: int, code: str
) -> None:
    for query in ("", "?dry_run=true"):
        answer = await post(lone_tab, alex, query, content, Content_Type=media)
        assert answer.status == status
        assert code in (answer.json["code"], *answer.json.get("fields", ()))


async def test_a_file_that_is_too_large_is_refused_before_it_is_read(lone_tab: Tab, alex: Actor) -> None:
    headers = {"Authorization": lone_tab.bearer(alex), "Content-Type": "text/csv"}
    large = io.BytesIO(b"Name\n" + b"A" * LARGEST_FILE)
    async with lone_tab.session.post(
        f"{lone_tab.url}/api/v1/imports", data=large, headers=headers
    ) as response:
        assert (response.status, (await response.json())["code"]) == (413, "file_too_large")


async def test_parameters_are_checked(lone_tab: Tab, alex: Actor) -> None:
    for query, name in (("?dry_run=yes", "dry_run"), ("?duplicates=merge", "duplicates"), ("?x=1", "x")):
        answer = await post(lone_tab, alex, query)
        assert (answer.status, set(answer.json["fields"])) == (422, {name})
