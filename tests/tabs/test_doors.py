"""One value is one at every door: what is typed in the chat, into a card, over the API (which the tab uses)
and in an imported file is kept as the same, and as what was meant."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.domain.event import Kind
from app.domain.member import Actor
from app.domain.money import Money
from app.domain.place import Place
from tabs.api import reads
from tests.bot.desk import Desk
from tests.conftest import ALEX, OTHER_TENANT, TENANT
from tests.tabs.conftest import Tab

Row = dict[str, str]

VALUES: list[Row] = [
    json.loads(line)
    for line in Path(__file__).with_name("values.jsonl").read_text(encoding="utf-8").splitlines()
]
FIELDS = {"phone": "phone", "amount": "amount", "email": "email", "title": "job_title", "name": "name"}
OF_LEADS = [row for row in VALUES if row["kind"] in FIELDS]
ZONES = {"US": "America/New_York"}
SHARE = 10
"""Of so many values one is tried on PostgreSQL."""
GIVEN = "Ann Tom Eva Udo Kai Ida Max Pia Ole Zoe".split()
SURNAMES = (
    "Hall Price Lind Kern Roth Moss Dunn Nagel Shaw Lowe Wolf Berg Falk Hirt Katz Otte Rau Vogt".split()
)


def name_of(at: int) -> str:
    """Somebody for each value: nobody is a duplicate of anybody else."""
    return f"{GIVEN[at % 10]}{chr(97 + at // 10)} {SURNAMES[at % 18]}{chr(97 + at // 18)}"


def company_of(at: int) -> str:
    return f"{SURNAMES[(at * 7) % 18]} {at} Ltd"


def place_of(row: Row) -> Place:
    zone = ZONES.get(row["country"], "Europe/Berlin")
    return Place(time_zone=zone, country=row["country"], locale=row["locale"])


class Doors:
    """Four workspaces that are paid in euros, one behind each door."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab
        self.desk = Desk(tab.crm)
        self.api = Actor(tenant_id=TENANT, user_id=ALEX, name="Ada")
        self.file = Actor(tenant_id=OTHER_TENANT, user_id=ALEX, name="Finn")

    async def say(self, text: str, row: Row, tenant: str, user: str = "alex") -> Any:
        """Writes a message from where a value is typed."""
        known: dict[str, Any] = {"tenant_id": tenant, "aad_object_id": user, "place": place_of(row)}
        return (await self.desk.hear(text, user, **known, locale=row["locale"]))[-1]

    async def found(self) -> None:
        for tenant, user in (("chat", "alex"), ("card", "alex"), (TENANT, ALEX), (OTHER_TENANT, ALEX)):
            await self.say("hello", {"country": "DE", "locale": "de-DE"}, tenant, user)

    async def stand(self, actor: Actor, row: Row) -> None:
        """Puts somebody where a value is typed, as the next thing they change in the chat would."""
        await self.tab.crm.write(replace(actor, place=place_of(row)), lambda _work, _member: None)

    async def kept(self, tenant: str, user: str, kind: Kind = Kind.LEAD) -> list[Any]:
        """All records of a kind, oldest first."""
        actor = Actor(tenant_id=tenant, user_id=user, name=user)
        views, rest = await self.tab.crm.read(actor, reads.page, kind, "", 200, None, {})
        assert rest is None
        return sorted((view.record for view in views), key=lambda record: record.number)


@pytest.fixture
async def doors(tab: Tab) -> Doors:
    made = Doors(tab)
    await made.found()
    return made


def plain(value: object) -> str:
    """A field of a record, or what a line of the table wants it to be, so that they can be compared."""
    if isinstance(value, Money):
        return f"{value.amount.normalize():f} {value.currency}"
    if isinstance(value, dict) and value["kind"] == "amount":
        amount, currency = value["is"].split()
        return plain(Money(Decimal(amount), currency))
    return str(value["is"] if isinstance(value, dict) else value)


async def by_chat(doors: Doors, rows: Sequence[Row]) -> list[Any]:
    for at, row in enumerate(rows):
        name = row["typed"] if row["kind"] == "name" else name_of(at)
        typed = [] if row["kind"] == "name" else [row["typed"]]
        await doors.say(f"new lead {', '.join([name, *typed, company_of(at)])}", row, "chat")
    return await doors.kept("chat", "alex")


def at_card(row: Row) -> dict[str, Any]:
    """Who presses a button of a card where a value is typed."""
    return {"tenant_id": "card", "place": place_of(row), "locale": row["locale"]}


async def by_card(doors: Doors, rows: Sequence[Row]) -> list[Any]:
    for at, row in enumerate(rows):
        form = await doors.say("new lead", row, "card")
        values = {"name": name_of(at), "company": company_of(at), FIELDS[row["kind"]]: row["typed"]}
        data = {**form.inputs, **form.buttons["lead.capture"], **values}
        shown = await doors.desk.press("lead.capture", data, **at_card(row))
        assert not shown.inputs, (row["typed"], shown.text)
    return await doors.kept("card", "alex")


async def by_api(doors: Doors, rows: Sequence[Row]) -> list[Any]:
    for at, row in enumerate(rows):
        await doors.stand(doors.api, row)
        values = {"name": name_of(at), "company": company_of(at), FIELDS[row["kind"]]: row["typed"]}
        headers = {"Accept-Language": row["locale"]}
        answer = await doors.tab.call("POST", "/leads", doors.api, values, headers=headers)
        assert answer.status == 201, (row, answer.content)
    return await doors.kept(TENANT, ALEX)


async def by_import(doors: Doors, rows: Sequence[Row]) -> list[Any]:
    """A file for each place from which values are typed, with a column for each kind."""
    columns = ["name", "company", *(field for field in FIELDS.values() if field != "name")]
    titles = ["Name", "Company", "Phone", "Amount", "Email", "Job title"]
    for _, of_place in groupby(enumerate(rows), key=lambda one: (one[1]["country"], one[1]["locale"])):
        file, last = io.StringIO(), {}
        writer = csv.writer(file)
        writer.writerow(titles)
        for at, row in of_place:
            values = {"name": name_of(at), "company": company_of(at), FIELDS[row["kind"]]: row["typed"]}
            writer.writerow([values.get(column, "") for column in columns])
            last = row
        await doors.stand(doors.file, last)
        headers = {"Content-Type": "text/csv", "Accept-Language": last["locale"]}
        content = file.getvalue().encode()
        path = "/imports?duplicates=import"
        answer = await doors.tab.call("POST", path, doors.file, content=content, headers=headers)
        assert (answer.status, answer.json["refused"]) == (201, 0), answer.content
    return await doors.kept(OTHER_TENANT, ALEX)


async def test_a_value_of_a_lead_is_one_at_every_door(doors: Doors, database_url: str) -> None:
    rows = OF_LEADS if database_url.startswith("sqlite") else OF_LEADS[::SHARE]
    for door in (by_chat, by_card, by_api, by_import):
        leads = await door(doors, rows)
        assert len(leads) == len(rows), door.__name__
        got = [plain(getattr(lead, FIELDS[row["kind"]])) for lead, row in zip(leads, rows, strict=True)]
        wrong = [(row["typed"], said) for row, said in zip(rows, got, strict=True) if said != plain(row)]
        assert not wrong, door.__name__


async def test_a_day_of_what_was_done_is_one_at_every_door(doors: Doors) -> None:
    rows = [row for row in VALUES if row["kind"] == "past"]
    for tenant, user in (("chat", "alex"), ("card", "alex")):
        await doors.say("new lead Ann Hall, Ruby Ltd", rows[0], tenant, user)
    lead = await doors.tab.post("/leads", doors.api, {"name": "Ann Hall"}, 201)
    wrong = []
    for at, row in enumerate(rows):
        await doors.say(f"call with #1 {row['typed']}: talked", row, "chat")
        form = await doors.desk.press("activity.new", {"number": 1, "type": "call"}, **at_card(row))
        data = {**form.inputs, **form.buttons["activity.log"], "text": "talked", "done": row["typed"]}
        await doors.desk.press("activity.log", data, **at_card(row))
        await doors.stand(doors.api, row)
        told = {"type": "call", "about": lead["number"], "name": "talked", "done_at": row["typed"]}
        headers = {"Accept-Language": row["locale"]}
        await doors.tab.call("POST", "/activities", doors.api, told, headers=headers)
        await doors.stand(doors.file, row)
        content = f'Name,Last contact\nEda {name_of(at)},"{row["typed"]}"\n'.encode()
        headers |= {"Content-Type": "text/csv"}
        await doors.tab.call("POST", "/imports", doors.file, content=content, headers=headers)
        for tenant, user in (("chat", "alex"), ("card", "alex"), (TENANT, ALEX), (OTHER_TENANT, ALEX)):
            kept = await doors.kept(tenant, user, Kind.ACTIVITY)
            day = str(kept[-1].done_on) if len(kept) == at + 1 else "nothing"
            if day != row["is"]:
                wrong.append((tenant, row["locale"], row["typed"], day))
    assert not wrong


async def test_a_day_is_one_in_the_chat_on_a_card_and_over_the_api(doors: Doors) -> None:
    rows = [row for row in VALUES if row["kind"] == "day"]
    wrong = []
    for at, row in enumerate(rows):
        await doors.say(f"new deal Larch {at}", row, "chat")
        await doors.say(f"set close date to {row['typed']}", row, "chat")
        form = await doors.say("new opportunity", row, "card")
        data = {**form.inputs, **form.buttons["opportunity.capture"], "name": f"Larch {at}"}
        await doors.desk.press("opportunity.capture", {**data, "close_date": row["typed"]}, **at_card(row))
        await doors.stand(doors.api, row)
        deal = {"name": f"Larch {at}", "close_date": row["typed"]}
        headers = {"Accept-Language": row["locale"]}
        await doors.tab.call("POST", "/opportunities", doors.api, deal, headers=headers)
        for tenant, user in (("chat", "alex"), ("card", "alex"), (TENANT, ALEX)):
            newest = (await doors.kept(tenant, user, Kind.OPPORTUNITY))[-1]
            if str(newest.close_date) != row["is"]:
                wrong.append((tenant, row["locale"], row["typed"], newest.close_date))
    assert not wrong


async def test_a_moment_is_one_of_the_clocks_where_it_is_said(doors: Doors) -> None:
    rows = [row for row in VALUES if row["kind"] == "moment"]
    await doors.say("new lead Ann Hall, Ruby Ltd", rows[0], "chat")
    lead = await doors.tab.post("/leads", doors.api, {"name": "Ann Hall"}, 201)
    wrong = []
    for row in rows:
        zone = ZoneInfo(ZONES.get(row["country"], "Europe/Berlin"))
        at = dt.datetime.fromisoformat(row["is"]).replace(tzinfo=zone)
        await doors.say(f"task #1: send the offer {row['typed']}", row, "chat")
        newest = (await doors.kept("chat", "alex", Kind.ACTIVITY))[-1]
        if newest.due_at != at:
            wrong.append((row["typed"], newest.due_at))
        await doors.stand(doors.api, row)
        for told in (at.isoformat(), row["typed"]):
            task = {"type": "task", "about": lead["number"], "name": "send", "due_at": told}
            headers = {"Accept-Language": row["locale"]}
            answer = await doors.tab.call("POST", "/activities", doors.api, task, headers=headers)
            if answer.status != 201 or dt.datetime.fromisoformat(answer.json["due_at"]) != at:
                wrong.append((told, answer.json))
    assert not wrong


def test_the_table_is_large_and_every_line_is_another() -> None:
    assert len(VALUES) >= 200
    assert len({(row["typed"], row["country"], row["locale"], row["kind"]) for row in VALUES}) == len(VALUES)
    assert len({row["country"] for row in VALUES if row["kind"] == "phone"}) == 20
    assert len({row["is"].split()[1] for row in VALUES if row["kind"] == "amount"}) >= 15
