"""Activities through the core, on both databases: log, plan, do, put off, and what is to be done."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from app.crm.activities.activities import (
    ActivityDraft,
    complete_activity,
    log_activity,
    next_step,
    reschedule_activity,
)
from app.crm.activities.agenda import my_work
from app.crm.conversion.conversion import qualify_lead
from app.crm.crm import Crm
from app.crm.history import timeline, undo_last
from app.crm.leads import LeadDraft, capture_lead
from app.crm.opportunities import capture_opportunity, win_opportunity
from app.crm.records import assign_record, edit_record, find_records, show_record
from app.crm.reopening import reopen_record
from app.domain.activity import Activity, ActivityType
from app.domain.errors import Conflict, InvalidInput, NotFound
from app.domain.member import Actor, Member
from app.domain.qualification import Qualification
from app.store.database import Database
from app.store.tables import activities, opportunities
from app.store.work import Work
from tests.kit.clocks import GERMAN_WORKDAYS
from tests.kit.tasks import plan_task

CALL = ActivityType.CALL


def here() -> dt.date:
    """Today where the workspaces of these tests are."""
    from zoneinfo import ZoneInfo

    return dt.datetime.now(ZoneInfo("Europe/Berlin")).date()


def in_days(days: int) -> dt.date:
    return here() + dt.timedelta(days=days)


async def deal(crm: Crm, actor: Actor, name: str = "Deal") -> int:
    return (await crm.write(actor, capture_opportunity, {"name": name})).record.number


async def planned(
    crm: Crm, actor: Actor, about: int, due: dt.date | None, text: str = "Call her"
) -> Activity:
    record = (await crm.write(actor, plan_task, about, text, due)).record
    assert isinstance(record, Activity)
    return record


async def test_a_task_becomes_the_next_step_and_then_is_done(crm: Crm, alex: Actor) -> None:
    number = await deal(crm, alex)
    later = await planned(crm, alex, number, in_days(9))
    sooner = await planned(crm, alex, number, in_days(2), "Send the offer\nwith both variants")
    assert (sooner.name, sooner.text) == ("Send the offer", "with both variants")
    view = await crm.read(alex, show_record, number)
    assert view.next_step == sooner
    assert [one.number for one in view.activities] == [sooner.number, later.number]
    completed = await crm.write(alex, complete_activity, number)
    assert completed.record.number == sooner.number
    assert completed.needs_step is None
    last = await crm.write(alex, complete_activity, later.number, later.version)
    assert last.needs_step is not None
    assert last.needs_step.record.number == number
    with pytest.raises(Conflict, match="activity_is_done"):
        await crm.write(alex, complete_activity, later.number)
    with pytest.raises(Conflict, match="no_next_step"):
        await crm.write(alex, complete_activity, number)


async def test_a_closed_deal_needs_no_next_step(crm: Crm, alex: Actor) -> None:
    number = await deal(crm, alex)
    step = await planned(crm, alex, number, in_days(2))
    await crm.write(alex, win_opportunity, number)
    assert (await crm.write(alex, complete_activity, step.number)).needs_step is None


async def test_the_earliest_step_is_the_next_one_and_a_time_goes_before_a_whole_day(
    crm: Crm, alex: Actor
) -> None:
    number = await deal(crm, alex)
    await planned(crm, alex, number, None)
    assert await crm.read(alex, _next, number) is None
    whole = await planned(crm, alex, number, in_days(3))
    at = dt.datetime.combine(in_days(3), dt.time(15), dt.UTC)
    draft = ActivityDraft(type=ActivityType.MEETING, text="Demo", due_at=at)
    timed = (await crm.write(alex, log_activity, number, draft)).record
    assert await crm.read(alex, _next, number) == timed
    await crm.write(alex, complete_activity, timed.number)
    assert await crm.read(alex, _next, number) == whole


def _next(work: Work, actor: Member, number: int) -> Activity | None:
    return next_step(work, number)


async def test_a_moment_has_the_day_of_the_workspace(crm: Crm, alex: Actor) -> None:
    number = await deal(crm, alex)
    night = dt.datetime(2031, 1, 14, 23, 30, tzinfo=dt.UTC)
    draft = ActivityDraft(type=CALL, due_at=night)
    record = (await crm.write(alex, log_activity, number, draft)).record
    assert isinstance(record, Activity)
    assert (record.due, record.due_at) == (dt.date(2031, 1, 15), night)
    moved = (await crm.write(alex, reschedule_activity, record.number, dt.date(2031, 2, 3))).record
    assert isinstance(moved, Activity)
    assert (moved.due, moved.due_at) == (dt.date(2031, 2, 3), None)


async def test_later_counts_from_the_day_or_from_today_and_keeps_the_time(crm: Crm, alex: Actor) -> None:
    number = await deal(crm, alex)
    late = await planned(crm, alex, number, in_days(-5))
    moved = (await crm.write(alex, reschedule_activity, late.number, days=1)).record
    assert isinstance(moved, Activity)
    assert moved.due == in_days(1)
    # The clocks go forward between these two days.
    at = dt.datetime(2031, 3, 28, 9, 0, tzinfo=dt.UTC)
    draft = ActivityDraft(type=ActivityType.MEETING, text="Demo", due_at=at)
    meeting = (await crm.write(alex, log_activity, number, draft)).record
    put_off = (await crm.write(alex, reschedule_activity, meeting.number, days=7)).record
    assert isinstance(put_off, Activity)
    assert (put_off.due, put_off.due_at) == (
        dt.date(2031, 4, 4),
        dt.datetime(2031, 4, 4, 8, 0, tzinfo=dt.UTC),
    )


async def test_what_cannot_be(crm: Crm, alex: Actor, kim: Actor) -> None:
    number = await deal(crm, alex)
    with pytest.raises(NotFound):
        await crm.write(alex, plan_task, 99, "Call")
    with pytest.raises(InvalidInput) as refused:
        await crm.write(alex, plan_task, number, "  ")
    assert set(refused.value.fields) == {"text"}
    task = await planned(crm, alex, number, None)
    with pytest.raises(Conflict, match="changed_meanwhile"):
        await crm.write(kim, complete_activity, task.number, version=7)
    with pytest.raises(InvalidInput):
        await crm.write(alex, edit_record, task.number, {"name": ""})


async def test_what_is_said_of_an_activity_belongs_to_its_record(crm: Crm, alex: Actor) -> None:
    number = await deal(crm, alex)
    task = await planned(crm, alex, number, None)
    note = (
        await crm.write(alex, log_activity, task.number, ActivityDraft(type=ActivityType.NOTE, text="No"))
    ).record
    assert isinstance(note, Activity)
    assert note.about == number


async def test_activities_are_edited_assigned_opened_again_and_undone(
    crm: Crm, alex: Actor, kim: Actor
) -> None:
    number = await deal(crm, alex)
    task = await planned(crm, alex, number, in_days(1))
    await crm.read(kim, my_work)
    await crm.write(alex, edit_record, task.number, {"name": "Write her", "type": ActivityType.EMAIL})
    await crm.write(alex, assign_record, task.number, 2)
    assert [duty.activity.number for duty in (await crm.read(kim, my_work)).upcoming] == [task.number]
    await crm.write(alex, complete_activity, task.number)
    await crm.write(alex, reopen_record, task.number)
    for _ in range(5):
        await crm.write(alex, undo_last)
    with pytest.raises(NotFound):
        await crm.read(alex, show_record, task.number)
    assert (await crm.read(alex, show_record, number)).activities == ()


async def test_what_somebody_was_told_is_found_behind_the_records_of_that_name(crm: Crm, alex: Actor) -> None:
    lead = (await crm.write(alex, capture_lead, LeadDraft(name="Sarah Meier"))).record.number
    task = await planned(crm, alex, lead, None, "Ask Sarah about Kubernetes\nand SAP")
    assert [hit.number for hit in (await crm.read(alex, find_records, "sarah")).hits] == [lead, task.number]
    assert [hit.number for hit in (await crm.read(alex, find_records, "kubern")).hits] == [task.number]
    assert [hit.number for hit in (await crm.read(alex, find_records, "sap")).hits] == [task.number]


async def test_the_day_of_a_member(crm: Crm, alex: Actor, kim: Actor) -> None:
    mine, other = await deal(crm, alex), await deal(crm, alex, "Other")
    theirs = await deal(crm, kim, "Theirs")
    late = await planned(crm, alex, mine, in_days(-2))
    now = await planned(crm, alex, mine, in_days(0))
    ahead = await planned(crm, alex, mine, in_days(30))
    someday = await planned(crm, alex, mine, None)
    await planned(crm, kim, mine, in_days(-1))
    day = await crm.read(alex, my_work)
    assert [duty.activity for duty in day.overdue] == [late]
    assert [duty.activity for duty in day.due_today] == [now]
    assert [duty.activity for duty in day.upcoming] == [ahead, someday]
    assert day.overdue[0].about is not None
    assert (day.overdue[0].about.number, day.overdue[0].about.name) == (mine, "Deal")
    assert [one.hit.number for one in day.without_step] == [other]
    assert [one.hit.number for one in (await crm.read(kim, my_work)).without_step] == [theirs]
    assert day.stale == ()
    short = await crm.read(alex, my_work, limit=1)
    assert short.cut == {"upcoming"}


async def test_a_deal_is_stale_after_working_days_without_activity_and_a_planned_step_pauses_it(
    crm: Crm, alex: Actor, database: Database
) -> None:
    quiet, noted, paused, passed = [
        await deal(crm, alex, name) for name in ("quiet", "noted", "paused", "passed")
    ]
    note = ActivityDraft(type=ActivityType.NOTE, text="Still interested")
    told = (await crm.write(alex, log_activity, noted, note)).record.number
    ahead = await planned(crm, alex, paused, in_days(1))
    gone = await planned(crm, alex, passed, in_days(-30))
    # The first stage allows ten working days: three weeks hold more, two weeks and a day do not.
    _age(database, opportunities, [quiet, noted, paused, passed], 21)
    _age(database, activities, [ahead.number, gone.number], 40)
    _age(database, activities, [told], 2)
    day = await crm.read(alex, my_work)
    assert [one.hit.name for one in day.stale] == ["quiet", "passed"]
    assert day.stale[0].days == GERMAN_WORKDAYS.between(in_days(-21), here())
    assert not day.stale[0].has_step
    assert day.stale[1].days == GERMAN_WORKDAYS.between(in_days(-21), here())
    assert day.stale[1].has_step
    await crm.write(alex, reschedule_activity, gone.number, in_days(-3))
    _age(database, activities, [gone.number], 40)
    assert [one.hit.name for one in (await crm.read(alex, my_work)).stale] == ["quiet"]
    await crm.write(alex, win_opportunity, quiet)
    _age(database, opportunities, [quiet], 60)
    assert (await crm.read(alex, my_work)).stale == ()


@pytest.mark.parametrize("days", range(13, 18))
async def test_stale_is_the_same_in_the_database_as_in_the_rule(
    crm: Crm, alex: Actor, database: Database, days: int
) -> None:
    number = await deal(crm, alex)
    _age(database, opportunities, [number], days)
    is_stale = GERMAN_WORKDAYS.between(in_days(-days), here()) > 10
    assert [one.hit.number for one in (await crm.read(alex, my_work)).stale] == [number] * is_stale


def _age(database: Database, table: sa.Table, numbers: list[int], days: int) -> None:
    """Makes rows as old as if nobody had touched them for so many days."""
    at = dt.datetime.combine(in_days(-days), dt.time(12), dt.UTC)
    with database.write() as connection:
        connection.execute(sa.update(table).where(table.c.number.in_(numbers)).values(updated_at=at))


async def test_a_timeline_tells_activities_in_their_place_and_keeps_them_after_a_conversion(
    crm: Crm, alex: Actor
) -> None:
    lead = (await crm.write(alex, capture_lead, LeadDraft(name="Sarah Meier", company="Acme"))).record.number
    note = ActivityDraft(type=ActivityType.NOTE, text="Met at the fair")
    told = (await crm.write(alex, log_activity, lead, note)).record.number
    await crm.write(alex, edit_record, lead, {"job_title": "CIO"})
    won = (await crm.write(alex, qualify_lead, lead, Qualification())).record.number
    assert [one.number for one in (await crm.read(alex, show_record, won)).activities] == [told]
    assert (await crm.read(alex, show_record, lead)).activities == ()
    for number in (lead, won):
        events = [entry.recorded.event for entry in await crm.read(alex, timeline, number)]
        assert [event.name for event in events if event.number == told] == ["ActivityMoved", "ActivityLogged"]
    names = [entry.recorded.event.name for entry in await crm.read(alex, timeline, lead)]
    assert names == ["ActivityMoved", "LeadQualified", "LeadEdited", "ActivityLogged", "LeadCaptured"]
    await crm.write(alex, undo_last)
    assert [one.number for one in (await crm.read(alex, show_record, lead)).activities] == [told]


@pytest.mark.parametrize(
    "moment",
    [
        {"due": dt.date(9999, 12, 31)},
        {"due": dt.date(1, 1, 1)},
        {"due_at": dt.datetime(9999, 12, 31, 23, 30, tzinfo=dt.UTC)},
        {"due_at": dt.datetime(1, 1, 1, tzinfo=dt.UTC)},
    ],
)
async def test_a_day_at_the_end_of_the_calendar_is_refused(
    crm: Crm, alex: Actor, moment: dict[str, dt.date]
) -> None:
    """It has no tomorrow, and none in other time zones."""
    lead = (await crm.write(alex, capture_lead, LeadDraft(name="Sarah Meier"))).record.number
    draft = ActivityDraft(type=ActivityType.TASK, text="call", **moment)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput) as refused:
        await crm.write(alex, log_activity, lead, draft)
    assert set(refused.value.fields) == set(moment)


async def test_a_change_of_nothing_is_no_sign_of_life(crm: Crm, alex: Actor) -> None:
    deal = (await crm.write(alex, capture_opportunity, {"name": "Deal"})).record
    assert deal.number == 1
    for use_case, value in ((edit_record, {"name": "Deal"}), (assign_record, 1)):
        after = (await crm.write(alex, use_case, 1, value)).record  # type: ignore[arg-type]
        assert (after.version, after.updated_at) == (1, deal.updated_at)


@pytest.mark.parametrize(
    ("before", "outcome", "after"),
    [
        ("Call her", "she wants two more seats", ("Call her", "she wants two more seats")),
        ("Call her\nabout seats", "two more\nby May", ("Call her", "about seats\ntwo more\nby May")),
        ("", "she wants two more seats\nby May", ("she wants two more seats", "by May")),
        ("Call her", "  ", ("Call her", "")),
    ],
)
async def test_what_came_of_a_step_is_kept_with_it_told_and_undone_as_one(
    crm: Crm, alex: Actor, before: str, outcome: str, after: tuple[str, str]
) -> None:
    number = await deal(crm, alex)
    draft = ActivityDraft(type=CALL, text=before, due=in_days(1))
    step = (await crm.write(alex, log_activity, number, draft)).record
    assert isinstance(step, Activity)
    planned_words = (step.name, step.text)
    done = (await crm.write(alex, complete_activity, number, outcome=outcome)).record
    assert isinstance(done, Activity)
    assert (done.name, done.text, done.is_open) == (*after, False)
    event = (await crm.read(alex, timeline, step.number))[0].recorded.event
    told = {"name": after[0], "text": after[1]}
    was = {"name": planned_words[0], "text": planned_words[1]}
    changed = {key: value for key, value in told.items() if value != was[key]}
    assert event.name == "ActivityDone"
    assert {key: value for key, value in event.after.items() if key in told} == changed
    assert len((await crm.read(alex, find_records, "seats")).hits) == ("seats" in f"{before} {outcome}")
    await crm.write(alex, undo_last)
    back = (await crm.read(alex, show_record, step.number)).record
    assert isinstance(back, Activity)
    assert (back.name, back.text, back.is_open) == (*planned_words, True)


async def test_an_outcome_that_cannot_be_kept_leaves_the_step_open(crm: Crm, alex: Actor) -> None:
    step = await planned(crm, alex, await deal(crm, alex), in_days(1))
    with pytest.raises(InvalidInput):
        await crm.write(alex, complete_activity, step.number, outcome="x" * 100_000)
    kept = (await crm.read(alex, show_record, step.number)).record
    assert isinstance(kept, Activity)
    assert kept.is_open
