"""Buttons of activities: log, plan, do, put off, correct; and what else can be done with a record."""

from __future__ import annotations

import datetime as dt

from app.crm.activities.activities import (
    ActivityDraft,
    cancel_activity,
    complete_activity,
    log_activity,
    postpone_activity,
    reschedule_activity,
)
from app.crm.activities.views import Completed
from app.crm.records import edit_record, show_record
from app.crm.views import RecordView
from app.dates.clock import Doubt
from app.dates.moments import When, explain
from app.domain.activity import Activity, ActivityType, split_subject
from app.domain.delay import Aim, Delay
from app.domain.errors import InvalidInput
from app.languages.reader import zone
from bot.cards import Card, done_of, due_of, more_card, next_step_form, record_card, was_told_later
from bot.cards.literal import shorten
from bot.forms.agenda import draw_work
from bot.forms.drawings import draw_activity, draw_activity_edit, new_form
from bot.parsing.dates.postponing import Shift
from bot.parsing.typed import Typed
from bot.registry import registry
from bot.submission import whole_number
from bot.turn import Submission, Turn

NEXT_STEP_IN = 7
"""Days ahead that the form for the next step suggests."""
_MOST_DAYS = 999
"""Days by which a button may put something off."""


@registry.form("record.more")
async def open_more(turn: Turn, given: Submission) -> Card:
    """What else can be done?"""
    return more_card(turn.reader, await turn.read(show_record, given.number or 0))


@registry.form("activity.new")
async def open_activity(turn: Turn, given: Submission) -> Card:
    """The form, of the type of the button."""
    return await draw_activity(turn, given.number, new_form(given.values))


@registry.form("activity.log", again=draw_activity)
async def log(turn: Turn, given: Submission) -> Card:
    """Keeps the activity of the form."""
    typed = Typed(given.values, turn.reader)
    due, due_at = _moment_of(turn, typed)
    draft = ActivityDraft(
        type=_type_of(typed), text=typed.text("text"), due=due, due_at=due_at, done_at=_done_of(turn, typed)
    )
    typed.check()
    try:
        return kept_card(turn, await turn.write(log_activity, given.number or 0, draft))
    except InvalidInput as refused:
        raise _at_inputs(refused) from None


@registry.form("activity.edit.open")
async def open_edit(turn: Turn, given: Submission) -> Card:
    """The form with the activity's fields."""
    return await draw_activity_edit(turn, given.number, new_form())


@registry.form("activity.edit", again=draw_activity_edit, renamed={"name.required": "required"})
async def edit(turn: Turn, given: Submission) -> Card:
    """Saves the fields of the form."""
    typed = Typed(given.values, turn.reader)
    name, text = split_subject(typed.text("text"))
    due, due_at = _moment_of(turn, typed)
    moment = {"due_at": due_at} if due_at else {"due": due}
    done = _done_of(turn, typed)
    past = {"done_at": done} if done else {}
    changes = {"type": _type_of(typed), "name": name, "text": text, **moment, **past}
    typed.check()
    try:
        view = await turn.write(edit_record, given.number or 0, changes, given.version)
    except InvalidInput as refused:
        raise _at_inputs(refused) from None
    return record_card(turn.reader, view, turn.t("reply.saved"))


@registry.form("activity.done")
async def do(turn: Turn, given: Submission) -> Card:
    """It is done; where a deal is left without a next step, asks for one. From the card of what there is to
    do it leads back there."""
    completed = await turn.write(complete_activity, given.number or 0, given.version)
    if completed.needs_step is None and given.values.get("from") == "work":
        return await draw_work(turn, turn.t("reply.activity.done"))
    return done_card(turn, completed)


@registry.form("activity.cancel")
async def call_off(turn: Turn, given: Submission) -> Card:
    """It does not take place."""
    return cancelled_card(turn, await turn.write(cancel_activity, given.number or 0, given.version))


@registry.form("activity.later")
async def put_off(turn: Turn, given: Submission) -> Card:
    """So many days later."""
    days = whole_number(given.values.get("days")) or 1
    wanted = days if days <= _MOST_DAYS else 1
    view = await turn.write(reschedule_activity, given.number or 0, days=wanted, version=given.version)
    return rescheduled_card(turn, view)


def kept_card(turn: Turn, view: RecordView, doubts: str = "") -> Card:
    """An activity that was just told, and what became of it; `doubts` say what else may have been meant."""
    activity = view.record
    assert isinstance(activity, Activity)  # noqa: S101 - what the core answers
    due = due_of(turn.reader, activity, view.today)
    if not activity.is_open:
        then = done_of(turn.reader, activity) if was_told_later(activity) else ""
        notice = turn.t("reply.activity.logged_then" if then else "reply.activity.logged", moment=then)
    elif due:
        notice = turn.t("reply.activity.planned", due=due)
    else:
        notice = turn.t("reply.activity.task")
    return record_card(turn.reader, view, f"{notice} {doubts}".strip())


def done_card(turn: Turn, completed: Completed) -> Card:
    """An activity that was just done, or the question what comes next."""
    if completed.needs_step is None:
        return record_card(turn.reader, completed.done, turn.t("reply.activity.done"))
    day = turn.reader.today() + dt.timedelta(days=NEXT_STEP_IN)
    form = new_form({"type": ActivityType.TASK.value, "due": day.isoformat()})
    return next_step_form(turn.reader, completed.done, completed.needs_step, form)


def cancelled_card(turn: Turn, cancelled: Completed) -> Card:
    """An activity that was just called off, and which deal is left without a next step by that."""
    notice = turn.t("reply.activity.cancelled")
    if cancelled.needs_step is not None:
        record = cancelled.needs_step.record
        named = {"number": record.number, "name": shorten(record.name, 80)}
        notice = turn.t("reply.activity.cancelled_needs_step", **named)
    return record_card(turn.reader, cancelled.done, notice)


async def postpone_to(turn: Turn, step: int, to: Shift) -> Card:
    """Gives an activity, or the next step of another record, another day or time; raises NotFound, Conflict,
    InvalidInput."""
    aim = to if isinstance(to, Delay) else _aim_of(to)
    view = await turn.write(postpone_activity, step, aim)
    return rescheduled_card(turn, view, _doubts(turn, view, to))


def when_card(turn: Turn, view: RecordView) -> Card:
    """An activity, and the question when it is to be instead."""
    return record_card(turn.reader, view, turn.t("reply.plan.when", number=view.record.number))


def _aim_of(when: When) -> Aim:
    """What was said of a day and a time, and no more: the rest stays as it was planned."""
    if when.any_day:
        return Aim(time=when.time)
    return Aim(at=when.at) if when.at else Aim(day=when.date)


def _doubts(turn: Turn, view: RecordView, to: Shift) -> str:
    """The sentences about what else may have been meant, said of the moment that it has become."""
    activity = view.record
    assert isinstance(activity, Activity)  # noqa: S101 - what the core answers
    assert activity.due  # noqa: S101 - it has just been given a day
    doubts: tuple[Doubt, ...] = () if isinstance(to, Delay) else to.doubts
    told: list[Doubt] = [doubt for doubt in doubts if doubt != Doubt.PAST]
    if activity.is_overdue(view.today or turn.reader.today(), dt.datetime.now(dt.UTC)):
        told.append(Doubt.PAST)
    return explain(When(activity.due, at=activity.due_at, doubts=tuple(told)), turn.reader)


def rescheduled_card(turn: Turn, view: RecordView, doubts: str = "") -> Card:
    """An activity with another day; `doubts` say which other one may have been meant."""
    assert isinstance(view.record, Activity)  # noqa: S101 - what the core answers
    due = due_of(turn.reader, view.record, view.today)
    notice = turn.t("reply.activity.rescheduled", due=due)
    return record_card(turn.reader, view, f"{notice} {doubts}".strip())


_INPUTS = {"name": "text", "due_at": "due", "done_at": "done"}


def _at_inputs(refused: InvalidInput) -> InvalidInput:
    """The core knows a first line and what follows it, and a moment; the form has one input for all words,
    and of a moment the day is what can be wrong."""
    return InvalidInput(**{_INPUTS.get(name, name): said for name, said in refused.fields.items()})


def _done_of(turn: Turn, typed: Typed) -> dt.date | dt.datetime | None:
    """When it took place by a form: a moment, or a day where no time was given; a time alone is one of today.
    What cannot be read is noted as a problem of the form."""
    day, time = typed.past("done"), typed.time("done_time")
    if time is None:
        return day
    return dt.datetime.combine(day or turn.reader.today(), time, zone(turn.reader.time_zone))


def _type_of(typed: Typed) -> ActivityType:
    return typed.option("type", ActivityType) or ActivityType.NOTE


def _moment_of(turn: Turn, typed: Typed) -> tuple[dt.date | None, dt.datetime | None]:
    """The day of a form, and the moment where a time was given; a time alone is one of today."""
    day, time = typed.date("due"), typed.time("time")
    if time is None:
        return day, None
    place = zone(turn.reader.time_zone)
    # Not in UTC yet: at the ends of the calendar there is none.
    return day, dt.datetime.combine(day or turn.reader.today(), time, place)
