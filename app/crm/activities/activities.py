"""Activities: log what was done, plan what is next, and get it done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.crm.activities.views import Completed
from app.crm.clock import at_time, day_of, place, today
from app.crm.fields import check_fields
from app.crm.records import get_record, view
from app.crm.views import RecordView
from app.domain.activity import Activity, ActivityType, split_subject
from app.domain.delay import Aim, Delay
from app.domain.errors import Conflict, InvalidInput, NotFound
from app.domain.event import Kind
from app.domain.member import Member
from app.domain.opportunity import Opportunity, OpportunityStatus
from app.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityDraft:
    """What somebody tells of an activity. The first line of `text` is its name where none is given; `due_at`
    wins over `due`. `done_at` is when it took place: a moment, or a day of which no time is known; `owner` is
    the member who does it, None for whoever tells it; `beside` the contact or the organization that it is
    with, where it is told of their opportunity."""

    type: ActivityType
    name: str = ""
    text: str = ""
    due: dt.date | None = None
    due_at: dt.datetime | None = None
    done_at: dt.date | dt.datetime | None = None
    owner: int | None = None
    beside: int | None = None


def log_activity(work: Work, actor: Member, about: int, draft: ActivityDraft) -> RecordView:
    """Keeps an activity on a record, or on the one that another activity is about: a task or what lies ahead
    is open, all else is done: at the moment that is told for it, or else now. Raises NotFound, Forbidden,
    InvalidInput."""
    actor.must_write()
    if draft.owner is not None and work.members.find(draft.owner) is None:
        raise InvalidInput(owner="member_unknown")
    subject = get_record(work, about)
    about = subject.about if isinstance(subject, Activity) else subject.number
    name, text = (draft.name, draft.text) if draft.name.strip() else split_subject(draft.text)
    told = {"type": draft.type, "about": about, "name": name, "text": text}
    moment = {"due_at": draft.due_at} if draft.due_at else {"due": draft.due}
    done = draft.done_at or _gone_by(work, draft)
    past = {"done_at": done} if done else {}
    values = check_fields(work, Kind.ACTIVITY, {**told, **moment, **past})
    activity = Activity(number=work.number(), owner=draft.owner or actor.id, origin=draft.beside, **values)  # type: ignore[arg-type]
    work.record(activity.captured_at(today(work), work.now), actor)
    return view(work, work.activities.add(activity))


def capture_activity(work: Work, actor: Member, fields: Mapping[str, object]) -> RecordView:
    """`log_activity` for fields by name. Raises NotFound, Forbidden, InvalidInput."""
    values = check_fields(work, Kind.ACTIVITY, {"type": None, "about": None, **fields})
    about = values.pop("about")
    if day := values.pop("done_on", None):
        values["done_at"] = day
    assert isinstance(about, int)  # noqa: S101 - the check refuses all else
    return log_activity(work, actor, about, ActivityDraft(**values))  # type: ignore[arg-type]


def complete_activity(
    work: Work,
    actor: Member,
    number: int,
    version: int | None = None,
    outcome: str = "",
    done_at: dt.date | dt.datetime | None = None,
) -> Completed:
    """It is done, now or when it is told to have been, and what came of it is kept with it; of another
    record, its next step is. The answer says whether an open opportunity is now without a next step. Raises
    NotFound, Forbidden, Conflict, InvalidInput."""
    actor.must_write()
    activity = _step_of(work, number)
    activity.expect(version if activity.number == number else None)
    past = {"done_at": done_at} if done_at else {}
    told = check_fields(work, Kind.ACTIVITY, {**activity.with_outcome(outcome), **past})
    work.record(activity.do(**{"done_at": work.now, **told}), actor)
    done = view(work, work.activities.save(activity))
    return Completed(done=done, needs_step=_needs_step(work, activity.about))


def cancel_activity(work: Work, actor: Member, number: int, version: int | None = None) -> Completed:
    """It is called off; of another record, its next step is. The answer says whether an open opportunity is
    now without a next step. Raises NotFound, Forbidden, Conflict."""
    actor.must_write()
    activity = _step_of(work, number)
    activity.expect(version if activity.number == number else None)
    work.record(activity.cancel(work.now), actor)
    done = view(work, work.activities.save(activity))
    return Completed(done=done, needs_step=_needs_step(work, activity.about))


def reschedule_activity(
    work: Work,
    actor: Member,
    number: int,
    due: dt.date | None = None,
    due_at: dt.datetime | None = None,
    days: int = 0,
    version: int | None = None,
) -> RecordView:
    """Another day: the one given, or so many days later than it was due, counted from today where that is
    past; then the time of day stays. Of another record, its next step is moved. Raises NotFound, Forbidden,
    Conflict, InvalidInput."""
    actor.must_write()
    activity = _step_of(work, number)
    activity.expect(version if activity.number == number else None)
    if days:
        day = max(_day_of(work, activity), today(work)) + dt.timedelta(days=days)
        due, due_at = _kept_time(work, activity, day)
    return _replanned(work, actor, activity, due or today(work), due_at)


def postpone_activity(
    work: Work, actor: Member, number: int, to: Delay | Aim, version: int | None = None
) -> RecordView:
    """Another day or time, seen from when it was planned for, or from today where it has no day: what is not
    said stays as it was, the time of day as well as that it is for a whole day. Of another record, its next
    step is moved. Raises NotFound, Forbidden, Conflict (`no_time_of_day` where hours are added to a day),
    InvalidInput."""
    actor.must_write()
    activity = _step_of(work, number)
    activity.expect(version if activity.number == number else None)
    try:
        moment = _aimed(work, activity, to) if isinstance(to, Aim) else _delayed(work, activity, to)
    except (ValueError, OverflowError):
        raise InvalidInput(due="date_invalid") from None
    return _replanned(work, actor, activity, *moment)


def activities_of(work: Work, number: int) -> list[Activity]:
    """All activities about a record, oldest first, to be changed."""
    # Through the repository: it knows the words under which each is found already.
    return [work.activities.get(activity.number) for activity in work.agenda.of(number)]


def move_activities(work: Work, actor: Member, activities: Iterable[Activity], to_number: int) -> None:
    """These activities belong to another record from now on, each by an event of its own in the change that
    is under way: the lead became an opportunity, or two records one. Undo takes it back with the change."""
    for activity in activities:
        work.record(activity.move(to_number), actor)
        work.activities.save(activity)


def next_step(work: Work, number: int) -> Activity | None:
    """The earliest step ahead of a record: open, with a day, which may be past."""
    return work.agenda.next_steps([number]).get(number)


def _gone_by(work: Work, draft: ActivityDraft) -> dt.date | dt.datetime | None:
    """The moment or day that was given for what cannot be a plan any more: it took place then."""
    if draft.type is ActivityType.TASK:
        return None
    if draft.due_at is not None:
        return draft.due_at if draft.due_at < work.now else None
    return draft.due if draft.due and draft.due < today(work) else None


def _step_of(work: Work, number: int) -> Activity:
    """The activity with this number, or the next step of the record that has it."""
    record = get_record(work, number)
    if isinstance(record, Activity):
        return record
    step = next_step(work, number)
    if step is None:
        raise Conflict("no_next_step", kind=record.kind, number=number, current=record)
    return work.activities.get(step.number)


def _needs_step(work: Work, number: int) -> RecordView | None:
    try:
        record = get_record(work, number)
    except NotFound:
        return None
    if not isinstance(record, Opportunity) or record.status is not OpportunityStatus.OPEN:
        return None
    return None if next_step(work, number) else view(work, record)


def _replanned(
    work: Work, actor: Member, activity: Activity, due: dt.date, due_at: dt.datetime | None
) -> RecordView:
    checked = check_fields(work, Kind.ACTIVITY, {"due_at": due_at} if due_at else {"due": due})
    work.record(activity.reschedule(**checked), actor)  # type: ignore[arg-type]
    return view(work, work.activities.save(activity))


def _aimed(work: Work, activity: Activity, aim: Aim) -> tuple[dt.date, dt.datetime | None]:
    if aim.at is not None:
        return day_of(work, aim.at), aim.at
    day = aim.day or _day_of(work, activity)
    return _kept_time(work, activity, day) if aim.time is None else _at(work, day, aim.time)


def _delayed(work: Work, activity: Activity, delay: Delay) -> tuple[dt.date, dt.datetime | None]:
    due, due_at = _kept_time(work, activity, delay.day_after(_day_of(work, activity), work.workdays))
    if not delay.minutes:
        return due, due_at
    if due_at is None:
        raise Conflict("no_time_of_day", kind=activity.kind, number=activity.number, current=activity)
    due_at += dt.timedelta(minutes=delay.minutes)
    return day_of(work, due_at), due_at


def _day_of(work: Work, activity: Activity) -> dt.date:
    """The day of a plan at the place of the person who asks; today where it has no day."""
    return day_of(work, activity.due_at) if activity.due_at else activity.due or today(work)


def _kept_time(work: Work, activity: Activity, day: dt.date) -> tuple[dt.date, dt.datetime | None]:
    """Another day at the time that the activity has, if it has one."""
    if activity.due_at is None:
        return day, None
    return _at(work, day, activity.due_at.astimezone(place(work)).time())


def _at(work: Work, day: dt.date, time: dt.time) -> tuple[dt.date, dt.datetime]:
    moment = at_time(work, day, time)
    return day_of(work, moment), moment
