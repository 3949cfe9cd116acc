"""Postponing: from when it was planned for, and what may be meant by "the call"."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from app.crm.activities.activities import ActivityDraft, complete_activity, log_activity, postpone_activity
from app.crm.activities.plans import plans_about, plans_of
from app.crm.contacts import capture_contact
from app.crm.conversion.conversion import qualify_lead
from app.crm.crm import Crm
from app.crm.history import undo_last
from app.crm.leads import LeadDraft, capture_lead
from app.crm.opportunities import capture_opportunity
from app.crm.records import show_record
from app.domain.activity import Activity, ActivityType
from app.domain.delay import Aim, Delay
from app.domain.errors import Conflict, InvalidInput, NotFound
from app.domain.member import Actor
from app.domain.qualification import Qualification

BERLIN = ZoneInfo("Europe/Berlin")
FRIDAY = dt.date(2031, 3, 28)
CALL, MEETING, TASK = ActivityType.CALL, ActivityType.MEETING, ActivityType.TASK


def berlin(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), BERLIN).astimezone(dt.UTC)


async def deal(crm: Crm, actor: Actor, name: str = "Deal", **fields: object) -> int:
    return (await crm.write(actor, capture_opportunity, {"name": name, **fields})).record.number


async def plan(
    crm: Crm, actor: Actor, about: int, moment: dt.datetime | dt.date | None, type_: ActivityType = CALL
) -> int:
    is_timed = isinstance(moment, dt.datetime)
    draft = ActivityDraft(
        type=type_,
        text="It" if type_ is TASK else "",
        due_at=moment if is_timed else None,  # type: ignore[arg-type]
        due=None if is_timed else moment,
    )
    return (await crm.write(actor, log_activity, about, draft)).record.number


async def postponed(crm: Crm, actor: Actor, number: int, to: Delay | Aim) -> tuple[object, object]:
    record = (await crm.write(actor, postpone_activity, number, to)).record
    assert isinstance(record, Activity)
    return record.due, record.due_at


@pytest.mark.parametrize(
    ("to", "day", "time"),
    [
        # The clocks go forward on Sunday, March 30: the time on the wall stays.
        (Delay(days=7), dt.date(2031, 4, 4), (14, 30)),
        (Delay(days=-1), dt.date(2031, 3, 27), (14, 30)),
        (Delay(working_days=1), dt.date(2031, 3, 31), (14, 30)),
        (Delay(working_days=-5), dt.date(2031, 3, 21), (14, 30)),
        (Delay(months=11), dt.date(2032, 2, 28), (14, 30)),
        (Delay(minutes=60), FRIDAY, (15, 30)),
        (Delay(minutes=-30), FRIDAY, (14, 0)),
        (Delay(minutes=600), dt.date(2031, 3, 29), (0, 30)),
        (Aim(day=dt.date(2031, 5, 2)), dt.date(2031, 5, 2), (14, 30)),
        (Aim(time=dt.time(9)), FRIDAY, (9, 0)),
        (Aim(at=berlin(dt.date(2031, 5, 2), 8)), dt.date(2031, 5, 2), (8, 0)),
    ],
)
async def test_what_has_a_time_moves_from_its_own_moment_and_keeps_what_is_not_said(
    crm: Crm, alex: Actor, to: Delay | Aim, day: dt.date, time: tuple[int, int]
) -> None:
    number = await plan(crm, alex, await deal(crm, alex), berlin(FRIDAY, 14, 30))
    assert await postponed(crm, alex, number, to) == (day, berlin(day, *time))
    await crm.write(alex, undo_last)
    record = (await crm.read(alex, show_record, number)).record
    assert isinstance(record, Activity)
    assert (record.due, record.due_at) == (FRIDAY, berlin(FRIDAY, 14, 30))


@pytest.mark.parametrize(
    ("to", "moved"),
    [
        (Delay(days=2), (dt.date(2031, 3, 30), None)),
        (Delay(working_days=2), (dt.date(2031, 4, 1), None)),
        (Aim(day=dt.date(2031, 5, 2)), (dt.date(2031, 5, 2), None)),
        (Aim(time=dt.time(9)), (FRIDAY, berlin(FRIDAY, 9))),
    ],
)
async def test_what_is_for_a_whole_day_stays_so_until_a_time_is_said(
    crm: Crm, alex: Actor, to: Delay | Aim, moved: tuple[object, object]
) -> None:
    assert await postponed(crm, alex, await plan(crm, alex, await deal(crm, alex), FRIDAY), to) == moved


async def test_an_overdue_one_counts_from_its_own_day_as_well(crm: Crm, alex: Actor) -> None:
    long_ago = dt.date(2020, 5, 4)
    number = await plan(crm, alex, await deal(crm, alex), long_ago, TASK)
    assert await postponed(crm, alex, number, Delay(days=7)) == (dt.date(2020, 5, 11), None)


async def test_without_a_day_it_counts_from_today(crm: Crm, alex: Actor) -> None:
    number = await plan(crm, alex, await deal(crm, alex), None, TASK)
    due, due_at = await postponed(crm, alex, number, Delay(days=7))
    today = dt.datetime.now(BERLIN).date()
    assert due in (today + dt.timedelta(days=7), today + dt.timedelta(days=6))
    assert due_at is None


async def test_a_record_stands_for_its_next_step(crm: Crm, alex: Actor) -> None:
    number = await deal(crm, alex)
    await plan(crm, alex, number, FRIDAY + dt.timedelta(days=3))
    first = await plan(crm, alex, number, FRIDAY)
    assert (await crm.write(alex, postpone_activity, number, Delay(days=1))).record.number == first


async def test_what_cannot_be_postponed(crm: Crm, alex: Actor, kim: Actor) -> None:
    number = await deal(crm, alex)
    with pytest.raises(Conflict, match="no_next_step"):
        await crm.write(alex, postpone_activity, number, Delay(days=1))
    with pytest.raises(NotFound):
        await crm.write(alex, postpone_activity, 99, Delay(days=1))
    step = await plan(crm, alex, number, FRIDAY)
    with pytest.raises(Conflict, match="no_time_of_day"):
        await crm.write(alex, postpone_activity, step, Delay(minutes=60))
    with pytest.raises(Conflict, match="changed_meanwhile"):
        await crm.write(kim, postpone_activity, step, Delay(days=1), 7)
    for far in (Delay(months=999 * 12), Delay(months=-999 * 12 * 3)):
        with pytest.raises(InvalidInput) as refused:
            await crm.write(alex, postpone_activity, step, far)
        assert set(refused.value.fields) == {"due"}
    await crm.write(alex, complete_activity, step)
    with pytest.raises(Conflict, match="activity_is_done"):
        await crm.write(alex, postpone_activity, step, Delay(days=1))


async def numbers(crm: Crm, actor: Actor, about: list[int], type_: ActivityType | None = None) -> list[int]:
    return [one.activity.number for one in await crm.read(actor, plans_about, about, type_)]


async def test_what_is_planned_about_a_record_by_day_and_by_kind(crm: Crm, alex: Actor) -> None:
    number, other = await deal(crm, alex), await deal(crm, alex, "Other")
    undated = await plan(crm, alex, number, None, TASK)
    later = await plan(crm, alex, number, berlin(FRIDAY, 15))
    sooner = await plan(crm, alex, number, berlin(FRIDAY, 9), MEETING)
    done = await plan(crm, alex, number, FRIDAY)
    await crm.write(alex, complete_activity, done)
    elsewhere = await plan(crm, alex, other, FRIDAY)
    assert await numbers(crm, alex, [number]) == [sooner, later, undated]
    assert await numbers(crm, alex, [number], CALL) == [later]
    assert await numbers(crm, alex, [number, other], CALL) == [later, elsewhere]
    assert await numbers(crm, alex, [later]) == [later]
    assert await numbers(crm, alex, [later], MEETING) == [sooner], "it is no meeting, but its deal has one"
    assert await numbers(crm, alex, [done]) == [sooner, later, undated]
    assert await numbers(crm, alex, [99]) == []
    assert len(await crm.read(alex, plans_about, [number], None, 2)) == 2
    told = (await crm.read(alex, plans_about, [sooner]))[0]
    assert told.about is not None
    assert (told.about.number, told.hit.number, told.hit.activity) == (number, sooner, MEETING)


async def test_a_contact_a_company_and_a_qualified_lead_stand_for_their_deals(crm: Crm, alex: Actor) -> None:
    lead = (await crm.write(alex, capture_lead, LeadDraft(name="Sarah Meier", company="Acme"))).record.number
    view = await crm.write(alex, qualify_lead, lead, Qualification())
    assert view.organization is not None
    assert view.contact is not None
    step = await plan(crm, alex, view.record.number, FRIDAY)
    for number in (lead, view.organization.number, view.contact.number):
        assert await numbers(crm, alex, [number]) == [step]
    stranger = (await crm.write(alex, capture_contact, {"name": "Tom"}, "")).record.number
    assert await numbers(crm, alex, [stranger]) == []


async def test_what_whoever_asks_has_planned(crm: Crm, alex: Actor, kim: Actor) -> None:
    number = await deal(crm, alex)
    await plan(crm, kim, number, FRIDAY)
    await plan(crm, alex, number, None, TASK)
    later, sooner = await plan(crm, alex, number, FRIDAY), await plan(crm, alex, number, FRIDAY, MEETING)
    first = await plan(crm, alex, number, FRIDAY - dt.timedelta(days=1), MEETING)
    found = await crm.read(alex, plans_of)
    assert [one.activity.number for one in found] == [first, later, sooner]
    assert [one.activity.number for one in await crm.read(alex, plans_of, MEETING, 1)] == [first]
