"""A small workspace whose names collide, and how it is put back to what it was after each message.

Two people are called Meier; Price, Sommer and Stein are also common words, and so are parts of the company
"Send Logistics" and of the deal "Closing month promo": a message that holds such a word names nobody yet.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from app.crm.activities.activities import ActivityDraft, log_activity
from app.crm.contacts import capture_contact
from app.crm.conversion.conversion import qualify_lead
from app.crm.crm import Crm
from app.crm.leads import LeadDraft, capture_lead, disqualify_lead
from app.crm.opportunities import capture_opportunity, lose_opportunity
from app.crm.organizations import capture_organization
from app.crm.people.members import me
from app.domain.activity import ActivityType
from app.domain.event import Kind
from app.domain.matching import fold
from app.domain.member import Actor
from app.domain.money import Money
from app.domain.qualification import Qualification
from app.store.database import Database
from app.store.mapping import MAPPINGS
from app.store.tables import (
    choices,
    conversations,
    counters,
    directory,
    members,
    memories,
    metadata,
    pipelines,
    stages,
    workspaces,
)
from tests.kit.books import Books, read_books

TENANT = "tenant"
ALEX = Actor(tenant_id=TENANT, user_id="alex", name="Alex")
MEGAN = Actor(tenant_id=TENANT, user_id="megan", name="Megan Bowen")
RECORDS = {mapping.table.name: kind for kind, mapping in MAPPINGS.items()}
"""The tables of records, and what they hold."""
_OPEN_LEADS = {
    "Anna Meier": "Ruby GmbH",
    "Jonas Meier": "Kranz AG",
    "Tom Price": "Albion Ltd",
    "Nina Sommer": "Stein Bau GmbH",
    "Carla Ruiz": "Send Logistics",
}
Fields = Mapping[int, Mapping[str, Any]]
_MARKS = re.compile(r"[^\w]+")


@dataclass(frozen=True)
class Folk:
    """A record: its number and kind, what it is called, its company, and whether it is still open."""

    number: int
    kind: Kind
    name: str
    company: str = ""
    is_open: bool = True
    related: frozenset[int] = frozenset()
    """Records that change with it: its activities, and what a lead became."""
    parties: frozenset[int] = frozenset()
    """The contact and the organization of a deal."""

    @property
    def words(self) -> frozenset[str]:
        """The folded words by which it may be named."""
        return frozenset(words_of(f"{self.name} {self.company}"))


@dataclass
class SmallWorld:
    """A workspace with some records in it. `pristine` is all that its tables hold at first."""

    crm: Crm
    database: Database
    folk: dict[int, Folk] = field(default_factory=dict, repr=False)
    pristine: Books = field(default_factory=dict, repr=False)

    def state(self) -> Mapping[int, tuple[str, int]]:
        """The kind and the version of each record, and the newest event under 0."""
        with self.database.pool.connect() as connection:
            found = {
                number: (name, version)
                for name in RECORDS
                for number, version in connection.execute(_VERSIONS[name])
            }
            last = connection.execute(sa.select(counters.c.next_sequence)).scalar_one()
        return {0: ("event", last), **found}

    def fields(self) -> Fields:
        """All fields of all records, by number."""
        with self.database.pool.connect() as connection:
            return {
                row["number"]: dict(row)
                for name in RECORDS
                for row in connection.execute(_FIELDS[name]).mappings()
            }

    def restore(self) -> None:
        """Makes all tables of records and of what happened to them hold what they held at first."""
        tables = [table for table in metadata.sorted_tables if table not in _PLACES]
        (workspace,), (counted,) = (self.pristine[table.name].values() for table in (workspaces, counters))
        with self.database.pool.begin() as connection:
            # First, as every change does: it waits here for one that is not finished.
            connection.execute(sa.update(counters).values(**counted))
            connection.execute(sa.update(workspaces).values(**workspace))
            for table in reversed(tables):
                connection.execute(sa.delete(table))
            for table in tables:
                rows = list(self.pristine[table.name].values())
                if rows:
                    connection.execute(sa.insert(table), rows)

    def named(self, name: str) -> list[Folk]:
        """The records that bear all words of a name."""
        words = set(words_of(name))
        return [one for one in self.folk.values() if words and words <= one.words]

    def with_deals(self, *numbers: int) -> frozenset[int]:
        """Records and the deals of those of them that are contacts or organizations."""
        deals = [one.number for one in self.folk.values() if not one.parties.isdisjoint(numbers)]
        return frozenset((*numbers, *deals))

    def circle(self, *numbers: int) -> frozenset[int]:
        """Records and all that may change with them."""
        related = [self.folk[number].related for number in numbers if number in self.folk]
        return frozenset(numbers).union(*related)


async def build_world(crm: Crm, database: Database) -> SmallWorld:
    """Fills an empty database."""
    await crm.read(ALEX, me)
    await crm.read(MEGAN, me)
    numbers = await _fill_leads(crm)
    await _fill_deals(crm)
    soon = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=3)
    for about, type_, text in (
        (numbers["Carla Ruiz"], ActivityType.CALL, "Discuss the tariffs"),
        (numbers["Closing month promo"], ActivityType.TASK, "Prepare the vouchers"),
        (numbers["Anna Meier"], ActivityType.MEETING, "Visit the workshop"),
    ):
        await crm.write(ALEX, log_activity, about, ActivityDraft(type=type_, text=text, due=soon))
    world = SmallWorld(crm, database)
    world.pristine = read_books(database, TENANT)
    world.folk = _folk_in(world.pristine)
    return world


async def _fill_leads(crm: Crm) -> dict[str, int]:
    numbers = {}
    for name, company in _OPEN_LEADS.items():
        numbers[name] = (
            await crm.write(ALEX, capture_lead, LeadDraft(name=name, company=company))
        ).record.number
    stein = await crm.write(ALEX, capture_lead, LeadDraft(name="Viktor Stein", company="Oakfield"))
    await crm.write(ALEX, disqualify_lead, stein.record.number, "no_budget", "")
    sarah = LeadDraft(name="Sarah Brandt", company="Tech Innovators")
    lead = await crm.write(ALEX, capture_lead, sarah)
    answers = Qualification(opportunity_name="Innovators licence", need="a project tool")
    await crm.write(ALEX, qualify_lead, lead.record.number, answers)
    promo = await crm.write(ALEX, capture_opportunity, {"name": "Closing month promo"})
    return numbers | {"Closing month promo": promo.record.number}


async def _fill_deals(crm: Crm) -> None:
    kestrel = await crm.write(ALEX, capture_organization, {"name": "Kestrel Works"})
    shaw = await crm.write(ALEX, capture_contact, {"name": "Peter Shaw"}, "Kestrel Works")
    parties = {"organization": kestrel.record.number, "contact": shaw.record.number}
    money = {"amount": Money(Decimal(20000), "EUR")}
    await crm.write(ALEX, capture_opportunity, {"name": "Kestrel rollout", **parties, **money})
    await crm.write(ALEX, capture_opportunity, {"name": "Albion renewal"})
    pilot = await crm.write(ALEX, capture_opportunity, {"name": "Harbor pilot"})
    await crm.write(ALEX, lose_opportunity, pilot.record.number, "price", "")


def words_of(text: str) -> list[str]:
    """The folded words of a text."""
    return [word for word in _MARKS.split(fold(text)) if word]


def _folk_in(books: Books) -> dict[int, Folk]:
    rows = {row["number"]: (kind, row) for name, kind in RECORDS.items() for row in books[name].values()}
    related: dict[int, set[int]] = {number: set() for number in rows}
    for number, (kind, row) in rows.items():
        if kind is Kind.LEAD:
            related[number] |= {row[part] for part in ("opportunity", "contact", "organization") if row[part]}
    about = {row["number"]: row["about"] for kind, row in rows.values() if kind is Kind.ACTIVITY}
    deals = {number: row for number, (kind, row) in rows.items() if kind is Kind.OPPORTUNITY}
    for activity, number in about.items():
        # What is told of an activity is kept on what it is about.
        related[activity].add(number)
        related[number].add(activity)
        for part in ("lead", "contact", "organization"):
            if number in deals and deals[number][part]:
                related[deals[number][part]].add(activity)
    return {
        number: Folk(
            number,
            kind,
            row["name"],
            _company(kind, row, rows),
            row.get("status", "open") == "open" and not row.get("done_at"),
            frozenset(related[number]),
            frozenset(row[part] for part in ("contact", "organization") if kind in _DEALS and row[part]),
        )
        for number, (kind, row) in sorted(rows.items())
    }


def _company(kind: Kind, row: Mapping[str, Any], rows: Mapping[int, tuple[Kind, Any]]) -> str:
    if kind is Kind.LEAD:
        return str(row["company"] or "")
    organization = row.get("organization")
    return str(rows[organization][1]["name"]) if organization else ""


_DEALS = frozenset({Kind.OPPORTUNITY})
_PLACES = frozenset(
    {choices, conversations, counters, directory, members, memories, pipelines, stages, workspaces}
)
_FIELDS = {name: sa.select(metadata.tables[name]) for name in RECORDS}
_VERSIONS = {
    name: sa.select(metadata.tables[name].c.number, metadata.tables[name].c.version) for name in RECORDS
}
