"""What a member has to do, and which deals wait: against an oracle that counts days one by one."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.crm.activities.activities import ActivityDraft, complete_activity, log_activity, reschedule_activity
from app.crm.activities.agenda import MOST, my_work
from app.crm.activities.views import MyWork
from app.crm.crm import Crm
from app.crm.leads import LeadDraft, capture_lead
from app.crm.opportunities import capture_opportunity, lose_opportunity, move_opportunity
from app.crm.people.members import me
from app.crm.pipeline import change_stage, show_pipeline
from app.crm.records import assign_record, find_records, show_record
from app.domain.activity import ActivityType
from app.domain.errors import Conflict, DomainError, InvalidInput, NotFound
from app.domain.member import Actor, Member
from app.store.work import Work
from tests.kit.clocks import GERMAN_WORKDAYS
from tests.kit.tasks import plan_task

MONDAY = dt.date(2030, 3, 4)
ALLOWED = {"qualified": 10, "meeting": 10, "proposal": 7, "negotiation": 5}
_tenants = itertools.count(1)


def moment(day: dt.date, hour: int = 12, minute: int = 0) -> dt.datetime:
    """At noon the date is the same in Berlin, where these workspaces are."""
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=dt.UTC)


def at(when: dt.datetime, use_case: Callable[..., Any]) -> Callable[..., Any]:
    """A use case as it is at another moment."""

    def run(work: Work, actor: Member, *args: Any, **more: Any) -> Any:
        work.now = when
        return use_case(work, actor, *args, **more)

    return run


async def deal(crm: Crm, actor: Actor, day: dt.date = MONDAY, stage: str = "qualified") -> int:
    number = (await crm.write(actor, at(moment(day), capture_opportunity), {"name": "Deal"})).record.number
    if stage != "qualified":
        await crm.write(actor, at(moment(day), move_opportunity), number, stage)
    return int(number)


async def work_on(crm: Crm, actor: Actor, day: dt.date, **more: int) -> MyWork:
    found: MyWork = await crm.read(actor, at(moment(day), my_work), **more)
    return found


def numbers(lines: Sequence[Any]) -> list[int]:
    return [line.hit.number if hasattr(line, "hit") else line.activity.number for line in lines]


def counted(after: dt.date, until: dt.date) -> int:
    """Working days, one after the other."""
    days = (after + dt.timedelta(days=one) for one in range(1, (until - after).days + 1))
    return sum(GERMAN_WORKDAYS.has(day) for day in days)


@dataclass(frozen=True)
class Happening:
    """An activity on a deal: told so many days after the deal was opened; a step that is due so many days
    later still, where it is one, and done or not."""

    after: int
    due_in: int | None
    is_done: bool


HAPPENING = st.builds(
    Happening,
    after=st.integers(0, 30),
    due_in=st.none() | st.integers(0, 20),
    is_done=st.booleans(),
)


@settings(max_examples=20)
@given(
    deals=st.lists(
        st.tuples(st.sampled_from(sorted(ALLOWED)), st.integers(0, 13), st.lists(HAPPENING, max_size=3)),
        min_size=1,
        max_size=3,
    ),
    looked=st.lists(st.integers(0, 60), min_size=1, max_size=4),
)
async def test_stale_deals_are_those_of_the_oracle(
    crm: Crm, deals: list[tuple[str, int, list[Happening]]], looked: list[int]
) -> None:
    actor = Actor(tenant_id=f"agenda {next(_tenants)}", user_id="alex", name="Alex")
    known: dict[int, tuple[str, list[dt.date], list[dt.date]]] = {}
    for stage, start, happenings in deals:
        opened = MONDAY + dt.timedelta(days=start)
        number = await deal(crm, actor, opened, stage)
        signs, planned = [opened], []
        for one in happenings:
            told = opened + dt.timedelta(days=one.after)
            due = None if one.due_in is None else told + dt.timedelta(days=one.due_in)
            await _happen(crm, actor, number, told, due, one.is_done)
            signs.append(told)
            if due is not None and not one.is_done:
                planned.append(due)
        known[number] = (stage, signs, planned)
    last = max(sign for _, signs, _ in known.values() for sign in signs)
    for days in looked:
        today = last + dt.timedelta(days=days)
        found = await work_on(crm, actor, today)
        expected = {number: silent for number, told in known.items() if (silent := _silent(today, *told))}
        assert {line.hit.number: line.days for line in found.stale} == expected
        lacking = {number for number, (_, _, planned) in known.items() if not planned}
        assert set(numbers(found.without_step)) == lacking


async def _happen(
    crm: Crm, actor: Actor, number: int, told: dt.date, due: dt.date | None, is_done: bool
) -> None:
    type_ = ActivityType.NOTE if due is None else ActivityType.TASK
    draft = ActivityDraft(type=type_, text="Talked", due=due)
    view = await crm.write(actor, at(moment(told), log_activity), number, draft)
    if due is not None and is_done:
        await crm.write(actor, at(moment(told, 13), complete_activity), view.record.number)


def _silent(today: dt.date, stage: str, signs: list[dt.date], planned: list[dt.date]) -> int:
    """For how many working days nothing has happened, where that is too long; a step ahead pauses this."""
    if any(day > today for day in planned):
        return 0
    days = counted(max(*signs, *planned, dt.date.min), today)
    return days if days > ALLOWED[stage] else 0


@pytest.mark.parametrize(("day", "is_stale"), [("2030-03-11", False), ("2030-03-12", True)])
async def test_silence_begins_with_the_day_of_the_place_where_the_people_are(
    crm: Crm, alex: Actor, day: str, is_stale: bool
) -> None:
    """23:30 in London is half past midnight in Berlin: the next day, a Tuesday as the deal was opened on a
    Monday; five working days later is a Tuesday again."""
    number = await deal(crm, alex, MONDAY - dt.timedelta(days=7))
    late = moment(MONDAY - dt.timedelta(days=1), 23, 30)
    await crm.write(alex, at(late, move_opportunity), number, "negotiation")
    found = await work_on(crm, alex, dt.date.fromisoformat(day))
    assert (numbers(found.stale) == [number]) is is_stale


async def test_a_step_ahead_pauses_silence_and_its_day_counts_where_nobody_did_it(
    crm: Crm, alex: Actor
) -> None:
    number = await deal(crm, alex, MONDAY, "negotiation")
    silent = MONDAY + dt.timedelta(days=8)
    assert numbers((await work_on(crm, alex, silent)).stale) == [number]
    planned = MONDAY + dt.timedelta(days=21)
    await crm.write(alex, at(moment(MONDAY), plan_task), number, "Call", planned)
    assert (await work_on(crm, alex, silent)).stale == ()
    assert (await work_on(crm, alex, planned)).stale == ()
    assert (await work_on(crm, alex, planned + dt.timedelta(days=7))).stale == ()
    [late] = (await work_on(crm, alex, planned + dt.timedelta(days=8))).stale
    assert (late.hit.number, late.days, late.has_step) == (number, 6, True)


async def test_days_without_activity_are_set_by_stage_and_zero_means_never(crm: Crm, alex: Actor) -> None:
    number = await deal(crm, alex)
    stage = (await crm.read(alex, show_pipeline)).keyed("qualified")
    later = MONDAY + dt.timedelta(days=4)
    assert (await work_on(crm, alex, later)).stale == ()
    await crm.write(alex, change_stage, stage.id, {"stale_after": 3})
    assert [(line.hit.number, line.days) for line in (await work_on(crm, alex, later)).stale] == [(number, 4)]
    await crm.write(alex, change_stage, stage.id, {"stale_after": 0})
    assert (await work_on(crm, alex, MONDAY + dt.timedelta(days=900))).stale == ()


async def test_my_work_is_sorted_by_day_and_time_and_by_whose_it_is(
    crm: Crm, alex: Actor, kim: Actor
) -> None:
    number = await deal(crm, alex)
    due = {"overdue": -1, "due_today": 0, "upcoming": 3}
    planned: dict[str, list[int]] = {}
    for name, days in due.items():
        day = MONDAY + dt.timedelta(days=days)
        late = await crm.write(alex, at(moment(MONDAY), plan_task), number, "Write", day)
        early = await crm.write(
            alex, at(moment(MONDAY), plan_task), number, "Call", due_at=moment(day, 13, 30)
        )
        planned[name] = [early.record.number, late.record.number]
    undated = (await crm.write(alex, plan_task, number, "Some day")).record.number
    others = (await crm.write(kim, at(moment(MONDAY), plan_task), number, "Hers", MONDAY)).record.number
    found = await work_on(crm, alex, MONDAY)
    assert numbers(found.overdue) == planned["overdue"]
    assert numbers(found.due_today) == planned["due_today"]
    assert numbers(found.upcoming) == [*planned["upcoming"], undated]
    assert [duty.about.number for duty in found.overdue if duty.about] == [number, number]
    assert (found.without_step, found.cut) == ((), frozenset())
    assert numbers((await work_on(crm, kim, MONDAY)).due_today) == [others]
    colleague = (await crm.write(kim, me)).id
    await crm.write(alex, assign_record, planned["overdue"][0], colleague)
    assert numbers((await work_on(crm, kim, MONDAY)).overdue) == planned["overdue"][:1]
    assert numbers((await work_on(crm, alex, MONDAY)).overdue) == planned["overdue"][1:]


async def test_what_is_done_or_closed_is_no_work(crm: Crm, alex: Actor) -> None:
    number = await deal(crm, alex)
    task = (await crm.write(alex, plan_task, number, "Call", MONDAY)).record.number
    assert numbers((await work_on(crm, alex, MONDAY)).due_today) == [task]
    await crm.write(alex, complete_activity, task)
    found = await work_on(crm, alex, MONDAY)
    assert (found.due_today, numbers(found.without_step)) == ((), [number])
    await crm.write(alex, lose_opportunity, number, "price")
    assert (await work_on(crm, alex, MONDAY + dt.timedelta(days=90))).is_empty


async def test_long_lists_are_cut_and_say_so(crm: Crm, alex: Actor) -> None:
    for _ in range(3):
        number = await deal(crm, alex)
    for days in (1, 2, 3):
        await crm.write(alex, plan_task, number, "Call", MONDAY - dt.timedelta(days=days))
    found = await work_on(crm, alex, MONDAY, limit=2)
    assert (len(found.overdue), len(found.without_step)) == (2, 2)
    assert found.cut == {"overdue"}
    assert MOST > 2


async def test_the_last_step_that_is_done_asks_for_the_next_one(crm: Crm, alex: Actor) -> None:
    number = await deal(crm, alex)
    first = (await crm.write(alex, plan_task, number, "Call", MONDAY)).record.number
    second = (await crm.write(alex, plan_task, number, "Write", MONDAY + dt.timedelta(days=1))).record.number
    done = await crm.write(alex, complete_activity, number)
    assert (done.record.number, done.needs_step) == (first, None)
    done = await crm.write(alex, complete_activity, number)
    assert done.record.number == second
    assert done.needs_step is not None
    assert done.needs_step.record.number == number
    with pytest.raises(Conflict, match="no_next_step"):
        await crm.write(alex, complete_activity, number)
    lead = (await crm.write(alex, capture_lead, LeadDraft(name="Ann"))).record.number
    task = (await crm.write(alex, plan_task, lead, "Call", MONDAY)).record.number
    assert (await crm.write(alex, complete_activity, task)).needs_step is None


@pytest.mark.parametrize(
    ("type_", "due", "is_open"),
    [
        (ActivityType.NOTE, None, False),
        (ActivityType.CALL, None, False),
        (ActivityType.CALL, MONDAY - dt.timedelta(days=1), False),
        (ActivityType.CALL, MONDAY, True),
        (ActivityType.MEETING, MONDAY + dt.timedelta(days=1), True),
        (ActivityType.TASK, None, True),
        (ActivityType.TASK, MONDAY - dt.timedelta(days=1), True),
    ],
)
async def test_what_lies_ahead_and_every_task_is_open(
    crm: Crm, alex: Actor, type_: ActivityType, due: dt.date | None, is_open: bool
) -> None:
    number = await deal(crm, alex)
    draft = ActivityDraft(type=type_, text="Talk", due=due)
    view = await crm.write(alex, at(moment(MONDAY), log_activity), number, draft)
    assert view.record.is_open is is_open


async def test_a_day_later_keeps_the_time_across_a_change_of_clocks(crm: Crm, alex: Actor) -> None:
    number = await deal(crm, alex)
    saturday = dt.date(2030, 3, 30)
    nine = dt.datetime(2030, 3, 30, 8, 0, tzinfo=dt.UTC)  # 9:00 in Berlin, still in winter time
    task = (await crm.write(alex, at(moment(MONDAY), plan_task), number, "Call", due_at=nine)).record
    moved = await crm.write(alex, at(moment(saturday), reschedule_activity), task.number, days=1)
    assert moved.record.due == dt.date(2030, 3, 31)
    assert moved.record.due_at == dt.datetime(2030, 3, 31, 7, 0, tzinfo=dt.UTC)
    overdue = moment(dt.date(2030, 4, 10))
    again = await crm.write(alex, at(overdue, reschedule_activity), task.number, days=1)
    assert again.record.due == dt.date(2030, 4, 11), "counted from today where its day is past"


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (ActivityDraft(type=ActivityType.NOTE), "text"),
        (ActivityDraft(type=ActivityType.TASK, text="  \n "), "text"),
        (ActivityDraft(type=ActivityType.CALL, text="x" * 20_000), "text"),
    ],
)
async def test_what_says_nothing_or_too_much_is_refused(
    crm: Crm, alex: Actor, draft: ActivityDraft, field: str
) -> None:
    number = await deal(crm, alex)
    with pytest.raises(InvalidInput) as refused:
        await crm.write(alex, log_activity, number, draft)
    assert list(refused.value.fields) == [field]


async def test_other_tenants_see_and_touch_nothing(crm: Crm, alex: Actor, stranger: Actor) -> None:
    number = await deal(crm, alex)
    task = (await crm.write(alex, plan_task, number, "Geheimprojekt", MONDAY)).record.number
    before = await crm.read(alex, show_record, task)
    draft = ActivityDraft(type=ActivityType.NOTE, text="Mine")
    for use_case, args in (
        (show_record, (task,)),
        (log_activity, (number, draft)),
        (complete_activity, (task,)),
        (complete_activity, (number,)),
        (reschedule_activity, (task, MONDAY)),
        (assign_record, (task, 1)),
    ):
        with pytest.raises(DomainError) as refused:
            await crm.write(stranger, use_case, *args)
        assert isinstance(refused.value, NotFound)
    assert (await work_on(crm, stranger, MONDAY)).is_empty
    assert (await crm.read(stranger, find_records, "Geheimprojekt")).hits == ()
    assert await crm.read(alex, show_record, task) == before
    # The same numbers of their own: what they do there is not seen here.
    own = await deal(crm, stranger)
    await crm.write(stranger, plan_task, own, "Theirs", MONDAY)
    assert own == number
    assert numbers((await work_on(crm, alex, MONDAY)).due_today) == [task]
    [theirs] = (await work_on(crm, stranger, MONDAY)).due_today
    assert theirs.activity.name == "Theirs"
