"""When activities took place, apart from when they were told, on both databases."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from app.crm.activities.activities import ActivityDraft, cancel_activity, complete_activity, log_activity
from app.crm.crm import Crm
from app.crm.history import timeline, undo_last
from app.crm.records import edit_record, show_record
from app.crm.reopening import reopen_record
from app.domain.activity import Activity, ActivityType
from app.domain.errors import Conflict, InvalidInput
from app.domain.member import Actor
from app.domain.place import Place
from tests.app.crm.test_agenda import MONDAY, at, deal, moment, numbers, work_on
from tests.kit.tasks import plan_task

NOW = moment(MONDAY, 9)
DAY = dt.timedelta(days=1)


async def told(
    crm: Crm,
    actor: Actor,
    about: int,
    done_at: dt.date | dt.datetime | None,
    text: str = "Talked",
    **more: Any,
) -> Activity:
    """A call that is told on Monday at nine in the morning (ten in Berlin)."""
    draft = ActivityDraft(type=ActivityType.CALL, text=text, done_at=done_at, **more)
    record = (await crm.write(actor, at(NOW, log_activity), about, draft)).record
    assert isinstance(record, Activity)
    return record


async def test_a_moment_is_kept_as_it_was_and_a_day_as_no_more_than_that(crm: Crm, alex: Actor) -> None:
    number = await deal(crm, alex)
    exact = moment(MONDAY - DAY, 14, 30)
    call = await told(crm, alex, number, exact)
    assert (call.done_at, call.done_on, call.created_at) == (exact, None, NOW)
    sunday = await told(crm, alex, number, MONDAY - DAY)
    assert (sunday.done_at, sunday.done_on) == (moment(MONDAY - DAY, 11), MONDAY - DAY), "noon in Berlin"
    today = await told(crm, alex, number, MONDAY)
    assert (today.done_at, today.done_on) == (NOW, MONDAY), "noon is still to come"
    plain = await told(crm, alex, number, None)
    assert (plain.done_at, plain.done_on) == (NOW, None)


async def test_clocks_and_days_are_those_of_who_tells_it(crm: Crm, alex: Actor) -> None:
    number = await deal(crm, alex)
    there = replace(alex, place=Place(time_zone="America/New_York"))
    call = await told(crm, there, number, moment(MONDAY - DAY, 15).replace(tzinfo=None))
    assert call.done_at == moment(MONDAY - DAY, 20)
    assert (await told(crm, there, number, MONDAY - DAY)).done_at == moment(MONDAY - DAY, 17)
    night = moment(MONDAY, 2)
    draft = ActivityDraft(type=ActivityType.CALL, done_at=MONDAY)
    with pytest.raises(InvalidInput) as refused:
        await crm.write(there, at(night, log_activity), number, draft)
    assert refused.value.fields["done_at"].code == "not_yet", "there it is still Sunday"


@pytest.mark.parametrize("ahead", [NOW + dt.timedelta(hours=1), MONDAY + DAY])
async def test_nothing_took_place_that_is_still_to_come(
    crm: Crm, alex: Actor, ahead: dt.date | dt.datetime
) -> None:
    number = await deal(crm, alex)
    with pytest.raises(InvalidInput) as refused:
        await told(crm, alex, number, ahead)
    assert {name: one.code for name, one in refused.value.fields.items()} == {"done_at": "not_yet"}
    call = await told(crm, alex, number, None)
    with pytest.raises(InvalidInput):
        await crm.write(alex, at(NOW, edit_record), call.number, {"done_at": ahead})
    slow_clock = await told(crm, alex, number, NOW + dt.timedelta(minutes=2))
    assert slow_clock.done_at == NOW, "clocks differ a little"


async def test_what_cannot_be_a_plan_any_more_took_place_then(crm: Crm, alex: Actor) -> None:
    number = await deal(crm, alex)
    assert (await told(crm, alex, number, None, due=MONDAY - DAY)).done_on == MONDAY - DAY
    hour_ago = NOW - dt.timedelta(hours=1)
    assert (await told(crm, alex, number, None, due_at=hour_ago)).done_at == hour_ago
    assert (await told(crm, alex, number, None, due=MONDAY)).is_open
    late = (await crm.write(alex, at(NOW, plan_task), number, "Write", MONDAY - DAY)).record
    assert late.is_open, "a task is late, and not done"


async def test_activities_stand_in_the_order_in_which_they_took_place(crm: Crm, alex: Actor) -> None:
    number = await deal(crm, alex)
    days = (MONDAY - 2 * DAY, None, MONDAY - 5 * DAY, moment(MONDAY - DAY, 20))
    calls = [(await told(crm, alex, number, day)).number for day in days]
    expected = [calls[1], calls[3], calls[0], calls[2]]
    shown = (await crm.read(alex, show_record, number)).activities
    assert [one.number for one in shown] == expected
    entries = [one for one in await crm.read(alex, timeline, number) if one.recorded.event.number != number]
    assert [one.recorded.event.number for one in entries] == expected
    told_later = [(one.happened_at, one.happened_on) for one in entries]
    assert told_later == [
        (None, None),
        (moment(MONDAY - DAY, 20), None),
        (moment(MONDAY - 2 * DAY, 11), MONDAY - 2 * DAY),
        (moment(MONDAY - 5 * DAY, 11), MONDAY - 5 * DAY),
    ]


async def test_a_timeline_is_turned_page_by_page_in_the_order_of_what_happened(crm: Crm, alex: Actor) -> None:
    number = await deal(crm, alex)
    for day in (3, 1, 2, 0, 3):
        await told(crm, alex, number, MONDAY - day * DAY)
    whole = [one.recorded.sequence for one in await crm.read(alex, timeline, number)]
    paged: list[int] = []
    while page := await crm.read(alex, timeline, number, 2, paged[-1] if paged else None):
        paged += [one.recorded.sequence for one in page]
    assert paged == whole
    assert len(set(whole)) == 6


async def test_a_step_that_is_opened_again_has_taken_place_when_it_was_done_last(
    crm: Crm, alex: Actor
) -> None:
    number = await deal(crm, alex, MONDAY - 9 * DAY)
    step = (await crm.write(alex, at(moment(MONDAY - 8 * DAY), plan_task), number, "Call", MONDAY)).record
    done = at(moment(MONDAY - 6 * DAY), complete_activity)
    await crm.write(alex, done, step.number)
    reopened = (await crm.write(alex, at(moment(MONDAY - 5 * DAY), reopen_record), step.number)).view.record
    assert (reopened.done_at, reopened.done_on) == (None, None)
    again = await crm.write(alex, at(NOW, complete_activity), step.number, done_at=MONDAY - 7 * DAY)
    assert again.record.done_on == MONDAY - 7 * DAY
    told = [one for one in await crm.read(alex, timeline, number) if one.recorded.event.number == step.number]
    assert [one.recorded.event.name for one in told] == [
        "ActivityReopened",
        "ActivityDone",
        "ActivityDone",
        "TaskPlanned",
    ]
    assert [one.happened_on for one in told] == [None, None, MONDAY - 7 * DAY, None]


async def test_a_correction_moves_it_and_undo_moves_it_back(crm: Crm, alex: Actor) -> None:
    number = await deal(crm, alex)
    call = await told(crm, alex, number, None)
    edited = (await crm.write(alex, at(NOW, edit_record), call.number, {"done_at": MONDAY - DAY})).record
    assert isinstance(edited, Activity)
    assert (edited.done_on, edited.version) == (MONDAY - DAY, 2)
    same = await crm.write(
        alex, at(NOW, edit_record), call.number, {"done_at": MONDAY - DAY, "name": "Talked"}
    )
    assert same.record.version == 2, "what is known already is no change"
    await crm.write(alex, undo_last, call.number, 2)
    back = (await crm.read(alex, show_record, call.number)).record
    assert isinstance(back, Activity)
    assert (back.done_at, back.done_on) == (NOW, None)


async def test_telling_when_it_was_does_what_was_planned_but_not_what_was_called_off(
    crm: Crm, alex: Actor
) -> None:
    number = await deal(crm, alex)
    step = (await crm.write(alex, at(NOW, plan_task), number, "Call", MONDAY + DAY)).record
    done = await crm.write(alex, at(NOW, edit_record), step.number, {"done_at": MONDAY - DAY})
    assert (done.record.status, (await crm.read(alex, show_record, number)).next_step) == ("done", None)
    last = (await crm.read(alex, timeline, step.number))[-1].recorded.event
    assert last.name == "ActivityDone", "it took place before it was planned here"
    other = (await crm.write(alex, at(NOW, plan_task), number, "Write", MONDAY + DAY)).record
    await crm.write(alex, at(NOW, cancel_activity), other.number)
    with pytest.raises(Conflict, match="activity_is_cancelled"):
        await crm.write(alex, at(NOW, edit_record), other.number, {"done_at": MONDAY - DAY})


async def test_a_deal_is_silent_since_the_last_talk_took_place(crm: Crm, alex: Actor) -> None:
    number = await deal(crm, alex, MONDAY - 14 * DAY, "negotiation")
    assert numbers((await work_on(crm, alex, MONDAY)).stale) == [number]
    await told(crm, alex, number, MONDAY - 10 * DAY)
    [line] = (await work_on(crm, alex, MONDAY)).stale
    assert line.days == 6, "working days since that Friday, told today"
    await told(crm, alex, number, MONDAY - 3 * DAY)
    assert (await work_on(crm, alex, MONDAY)).stale == ()
