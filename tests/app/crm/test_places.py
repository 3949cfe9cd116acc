"""Where people are: what a workspace takes from its first person, and what follows each of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from app.crm.activities.activities import ActivityDraft, log_activity, postpone_activity
from app.crm.activities.agenda import my_work
from app.crm.contacts import capture_contact
from app.crm.conversion.conversion import qualify_lead
from app.crm.crm import Crm
from app.crm.duplicates.duplicates import duplicates_of
from app.crm.duplicates.similarity import Reason
from app.crm.imports.batches import run_import
from app.crm.imports.intake import File, begin_import, read_file
from app.crm.leads import LeadDraft, capture_lead
from app.crm.opportunities import capture_opportunity
from app.crm.people.members import me
from app.crm.records import assign_record, edit_record, find_records, show_record
from app.crm.views import RecordView
from app.domain.activity import Activity, ActivityType
from app.domain.delay import Delay
from app.domain.errors import Conflict, InvalidInput
from app.domain.imports import OnDuplicate
from app.domain.member import Actor, Member, Workspace
from app.domain.money import Money
from app.domain.place import Place
from app.domain.qualification import Qualification
from app.store.database import Database
from app.store.schema import go_back, migrate
from app.store.work import Work

LONDON = Place(time_zone="Europe/London", country="GB", locale="en-GB")
ZURICH = Place(time_zone="Europe/Zurich", country="CH", locale="de-CH")
VIENNA = Place(time_zone="Europe/Vienna", country="AT", locale="de-AT")
NEW_YORK = Place(time_zone="America/New_York", country="US", locale="en-US")
SYDNEY = Place(time_zone="Australia/Sydney", country="AU", locale="en-AU")


def there(actor: Actor, place: Place) -> Actor:
    return replace(actor, place=place)


def at(when: dt.datetime, use_case: Callable[..., Any]) -> Callable[..., Any]:
    """A use case as it is at another moment."""

    def run(work: Work, actor: Member, *args: Any, **more: Any) -> Any:
        work.now = when
        return use_case(work, actor, *args, **more)

    return run


def held(view: RecordView, field: str) -> Any:
    """What a field of a record holds."""
    return getattr(view.record, field)


def terms(workspace: Workspace) -> tuple[str, str, str]:
    return workspace.currency, workspace.time_zone, workspace.country


@pytest.mark.parametrize(
    ("place", "currency"),
    [(LONDON, "GBP"), (ZURICH, "CHF"), (NEW_YORK, "USD"), (VIENNA, "EUR"), (SYDNEY, "AUD")],
)
async def test_a_workspace_is_founded_where_its_first_person_is(
    crm: Crm, alex: Actor, kim: Actor, place: Place, currency: str
) -> None:
    first = await crm.read(there(alex, place), me)
    assert terms(first.workspace) == (currency, place.time_zone, place.country)
    second = await crm.read(there(kim, replace(place, time_zone="Asia/Tokyo", country="JP")), me)
    assert second.workspace == first.workspace
    assert (second.time_zone, second.country) == ("Asia/Tokyo", "JP")


async def test_where_nobody_knows_it_is_settled_by_who_writes_first(crm: Crm, alex: Actor) -> None:
    assert terms((await crm.read(alex, me)).workspace) == ("EUR", "Europe/Berlin", "")
    # Installed with nothing but a language: all of the place is known from the first message on.
    assert terms((await crm.write(there(alex, Place(country="GB")), me)).workspace)[2] == ""
    assert terms((await crm.write(there(alex, NEW_YORK), me)).workspace) == ("USD", "America/New_York", "US")
    assert terms((await crm.write(there(alex, LONDON), me)).workspace) == ("USD", "America/New_York", "US")


async def test_a_workspace_with_records_keeps_what_it_has(crm: Crm, alex: Actor) -> None:
    await crm.write(alex, capture_lead, LeadDraft(name="Ann", phone="030 1234567"))
    kept = await crm.write(there(alex, NEW_YORK), me)
    assert terms(kept.workspace) == ("EUR", "Europe/Berlin", "DE")


def test_workspaces_that_are_there_keep_their_country(bare_database_url: str) -> None:
    database = Database(bare_database_url)
    migrate(database, "0013")
    zones = {"Europe/Berlin": "DE", "Europe/Vienna": "AT", "Europe/London": "GB", "Asia/Tokyo": "DE"}
    insert = (
        "INSERT INTO workspaces"
        " (tenant_id, name, currency, time_zone, next_number, next_sequence, created_at)"
        " VALUES (:zone, '', 'EUR', :zone, 1, 1, '2026-11-23 10:00:00')"
    )
    with database.write() as connection:
        for zone in zones:
            connection.execute(sa.text(insert), {"zone": zone})
    migrate(database)
    with database.read() as connection:
        found = connection.execute(sa.text("SELECT time_zone, country FROM workspaces"))
        assert {row.time_zone: row.country for row in found} == zones
    go_back(database, "0013")
    migrate(database)
    database.close()


async def test_a_place_is_kept_when_it_changes_and_only_then(
    crm: Crm, database: Database, alex: Actor, kim: Actor
) -> None:
    await crm.write(there(alex, LONDON), me)
    changed: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if statement.startswith("UPDATE members"):
            changed.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        for place in (LONDON, Place(), Place(country="GB"), LONDON):
            await crm.write(there(alex, place), me)
        assert not changed
        moved = await crm.read(there(alex, SYDNEY), me)
        assert (moved.place, changed) == (SYDNEY, [])
        await crm.write(there(alex, SYDNEY), me)
        assert len(changed) == 1
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
    # The tab tells no place: it is the one that is kept.
    assert (await crm.read(alex, me)).place == SYDNEY
    assert (await crm.read(kim, me)).place == Place()


async def test_numbers_are_those_of_who_types_them(crm: Crm, alex: Actor, kim: Actor) -> None:
    london, zurich = there(alex, LONDON), there(kim, ZURICH)
    first = await crm.write(london, capture_lead, LeadDraft(name="Ann Hall", phone="020 7946 0123"))
    second = await crm.write(zurich, capture_lead, LeadDraft(name="Beat Frei", phone="043 333 22 11"))
    foreign = await crm.write(zurich, capture_lead, LeadDraft(name="Cy Dow", phone="020 7946 0999 x"))
    assert held(first, "phone") == "+44 20 7946 0123"
    assert held(second, "phone") == "+41 43 333 22 11"
    assert held(foreign, "phone") == "020 7946 0999 x"
    # By the API nobody says where they are: it is where they were.
    contact = await crm.write(kim, capture_contact, {"name": "Dora Eck", "phone": "079 123 45 67"})
    assert held(contact, "phone") == "+41 79 123 45 67"


async def test_a_number_that_was_not_touched_stays_as_it_is(crm: Crm, alex: Actor, kim: Actor) -> None:
    typed = await crm.write(there(alex, LONDON), capture_lead, LeadDraft(name="Ann", phone="030 1234567"))
    assert held(typed, "phone") == "030 1234567"
    changes = {"phone": "030 1234567", "job_title": "CFO"}
    edited = await crm.write(there(kim, ZURICH), edit_record, typed.record.number, changes)
    assert (held(edited, "phone"), held(edited, "job_title")) == ("030 1234567", "CFO")


async def test_text_without_digits_is_no_number(crm: Crm, alex: Actor) -> None:
    with pytest.raises(InvalidInput) as refused:
        await crm.write(alex, capture_lead, LeadDraft(name="Ann", phone="nope"))
    assert set(refused.value.fields) == {"phone"}


@pytest.mark.parametrize("british_first", [True, False])
async def test_the_same_number_typed_in_two_countries_is_found(
    crm: Crm, alex: Actor, kim: Actor, british_first: bool
) -> None:
    people = [there(alex, LONDON), there(kim, ZURICH)]
    first, second = people if british_first else reversed(people)
    known = await crm.write(first, capture_lead, LeadDraft(name="Ann Hall", phone="020 7946 0123"))
    number = known.record.number
    same = LeadDraft(name="Ann Hall", phone="020 7946 0123")
    with pytest.raises(Conflict) as refused:
        await crm.write(second, capture_lead, same, unless_duplicate=True)
    assert (refused.value.code, refused.value.details["number"]) == ("likely_duplicate", number)
    # Somebody else behind the same number is related, and found by nothing but the number.
    other = await crm.write(second, capture_lead, LeadDraft(name="Zoe Quint", phone="(020) 79460123"))
    related = await crm.read(second, duplicates_of, other.record.number)
    assert [(one.hit.number, one.reasons) for one in related] == [(number, (Reason.PHONE,))]
    nobody = await crm.write(second, capture_lead, LeadDraft(name="Yul Brand", phone="020 7946 0124"))
    assert await crm.read(second, duplicates_of, nobody.record.number) == []


async def test_a_file_has_the_numbers_of_who_imports_it(crm: Crm, alex: Actor, kim: Actor) -> None:
    await crm.write(there(alex, LONDON), me)
    rows = b"Name;Phone\n{0} Hall;020 7946 0123\n{0} Frei;043 333 22 11\n"
    for person, place, name, phones in (
        (alex, LONDON, b"Ann", ["+44 20 7946 0123", "043 333 22 11"]),
        (kim, ZURICH, b"Beat", ["020 7946 0123", "+41 43 333 22 11"]),
    ):
        actor = there(person, place)
        sheet = await crm.read(actor, read_file, File("", rows.replace(b"{0}", name), "en"))
        begun, _ = await crm.write(actor, begin_import, sheet, OnDuplicate.IMPORT)
        await run_import(partial(crm.write, person), begun.file.id)
        found = (await crm.read(actor, find_records, name.decode())).hits
        leads = [await crm.read(actor, show_record, hit.number) for hit in reversed(found)]
        assert [held(lead, "phone") for lead in leads] == phones


def bare(amount: int, assumed: str = "EUR") -> Money:
    return Money(Decimal(amount), assumed, is_assumed=True)


async def test_a_bare_amount_is_in_the_currency_of_its_record(crm: Crm, alex: Actor) -> None:
    pounds = {"name": "Larch", "amount": Money(Decimal(22_000), "GBP")}
    number = (await crm.write(alex, capture_opportunity, pounds)).record.number
    for changes, amount, budget in (
        ({"amount": bare(25_000)}, "25000 GBP", ""),
        ({"budget": bare(20_000)}, "25000 GBP", "20000 GBP"),
        ({"amount": Money(Decimal(1), "USD")}, "1 USD", "20000 GBP"),
        ({"amount": bare(2)}, "2 USD", "20000 GBP"),
        ({"amount": None, "budget": None}, "", ""),
        ({"amount": bare(3)}, "3 EUR", ""),
    ):
        view = await crm.write(alex, edit_record, number, changes)
        shown = [
            f"{one.amount:.0f} {one.currency}" if one else ""
            for one in (held(view, "amount"), held(view, "budget"))
        ]
        assert shown == [amount, budget]


async def test_a_bare_budget_is_in_the_currency_of_the_lead(crm: Crm, alex: Actor) -> None:
    lead = await crm.write(
        alex, capture_lead, LeadDraft(name="Ann", company="Larch", amount=Money(Decimal(9000), "CHF"))
    )
    view = await crm.write(alex, qualify_lead, lead.record.number, Qualification(budget=bare(8000)))
    assert held(view, "budget") == Money(Decimal(8000), "CHF")


async def test_an_amount_that_the_currency_cannot_hold_is_refused(crm: Crm, alex: Actor) -> None:
    yen = {"name": "Larch", "amount": Money(Decimal(22_000), "JPY")}
    number = (await crm.write(alex, capture_opportunity, yen)).record.number
    half = Money(Decimal("0.5"), "EUR", is_assumed=True)
    with pytest.raises(InvalidInput) as refused:
        await crm.write(alex, edit_record, number, {"amount": half})
    assert refused.value.fields["amount"].code == "amount_too_fine"


async def test_each_persons_day_is_that_where_they_are(crm: Crm, alex: Actor, kim: Actor) -> None:
    """At eight in the evening of the fifth in New York it is two in the night of the sixth in Zürich."""
    york, zurich = there(alex, NEW_YORK), there(kim, ZURICH)
    evening = dt.datetime(2030, 3, 6, 1, 0, tzinfo=dt.UTC)
    await crm.read(york, me)
    member = await crm.read(zurich, me)
    lead = (await crm.write(york, capture_lead, LeadDraft(name="Ann"))).record.number
    numbers = []
    for person, name in ((york, "theirs"), (zurich, "ours")):
        draft = ActivityDraft(type=ActivityType.TASK, name=name, due_at=evening)
        view = await crm.write(person, at(evening - dt.timedelta(days=2), log_activity), lead, draft)
        numbers.append(view.record.number)
    days = [held(await crm.read(york, show_record, number), "due") for number in numbers]
    assert days == [dt.date(2030, 3, 5), dt.date(2030, 3, 6)]
    assert await _parts(crm, york, evening - dt.timedelta(hours=3)) == {"theirs": "due_today"}
    assert await _parts(crm, york, evening + dt.timedelta(hours=3)) == {"theirs": "due_today"}
    assert await _parts(crm, york, evening + dt.timedelta(hours=9)) == {"theirs": "overdue"}
    # Whoever takes it over has it on their own day.
    await crm.write(york, assign_record, numbers[0], member.id)
    for hours, part in ((-3, "upcoming"), (0, "due_today"), (9, "due_today"), (23, "overdue")):
        parts = await _parts(crm, zurich, evening + dt.timedelta(hours=hours))
        assert parts == {"theirs": part, "ours": part}


async def _parts(crm: Crm, actor: Actor, when: dt.datetime) -> dict[str, str]:
    """The part of the actor's work in which each activity is, by its name."""
    work = await crm.read(actor, at(when, my_work))
    return {
        duty.activity.name: part
        for part in ("overdue", "due_today", "upcoming")
        for duty in getattr(work, part)
    }


@pytest.mark.parametrize(
    ("place", "day", "longer"),
    [
        (NEW_YORK, "2030-03-09", -1),
        (NEW_YORK, "2030-11-02", 1),
        (ZURICH, "2030-03-30", -1),
        (ZURICH, "2030-10-26", 1),
        (SYDNEY, "2030-04-06", 1),
        (SYDNEY, "2030-10-05", -1),
    ],
)
async def test_a_delay_keeps_the_time_of_day_where_clocks_are_changed(
    crm: Crm, alex: Actor, kim: Actor, place: Place, day: str, longer: int
) -> None:
    await crm.read(there(kim, VIENNA), me)
    actor, zone = there(alex, place), ZoneInfo(place.time_zone)
    nine = dt.datetime.fromisoformat(f"{day}T21:00").replace(tzinfo=zone)
    lead = (await crm.write(actor, capture_lead, LeadDraft(name="Ann"))).record.number
    draft = ActivityDraft(type=ActivityType.CALL, due_at=nine)
    number = (await crm.write(actor, log_activity, lead, draft)).record.number
    moved = (await crm.write(actor, postpone_activity, number, Delay(days=1))).record
    assert isinstance(moved, Activity)
    assert moved.due == nine.date() + dt.timedelta(days=1)
    assert moved.due_at == nine.astimezone(dt.UTC) + dt.timedelta(hours=24 + longer)
