"""Activities: the form that logs or plans one, what a card shows of it, and lines that mention it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from app.crm.views import RecordView, Ref
from app.domain.activity import Activity, ActivityType
from app.languages.reader import Reader, zone
from bot.cards import layout
from bot.cards.elements import ActionExecute, Card, Part
from bot.cards.form import Fields, FormState, fit
from bot.cards.literal import shorten

SHOWN = 3
"""Lines of activities below a record, besides its next step."""

_AT_ONCE = dt.timedelta(minutes=1)
"""What is told within this was told when it took place."""
_STYLES = {"done": "good", "planned": "accent", "cancelled": "warning"}


def activity_form(reader: Reader, subject: RecordView, form: FormState) -> Card:
    """Something that was done or is to be done about a record; verb activity.log."""
    record = subject.record

    def build(fields: Fields) -> Card:
        type_ = type_name(reader, _type_of(fields.value("type")))
        title = reader.t("form.activity_new", type=type_, number=record.number)
        body = [*fields.top(title), layout.name(record.name), *_inputs(fields)]
        save = fields.submit(reader.t("button.save"), "activity.log", number=record.number)
        return layout.card(reader, title, body, [save, fields.back(record.number)])

    return fit(Fields(reader, form, {"type": ActivityType.NOTE.value}), build, ("text",))


def activity_edit_form(reader: Reader, view: RecordView, form: FormState) -> Card:
    """What was told of an activity, to correct it; verb activity.edit."""
    activity = activity_of(view)

    def build(fields: Fields) -> Card:
        type_ = type_name(reader, activity.type)
        title = reader.t("form.activity_edit", type=type_, number=activity.number)
        is_done = activity.status == "done"
        body = [*fields.top(title), *_inputs(fields, done=is_done), *fields.kept()]
        seen = {"number": activity.number, "version": activity.version}
        save = fields.submit(reader.t("button.save"), "activity.edit", **seen)
        return layout.card(reader, title, body, [save, fields.back(activity.number)])

    return fit(Fields(reader, form, _stored(reader, activity)), build, ("text",))


def next_step_form(reader: Reader, done: RecordView, subject: RecordView, form: FormState) -> Card:
    """The last step of an open deal is done: what is the next one? Verb activity.log."""
    record = subject.record

    def build(fields: Fields) -> Card:
        title = reader.t("form.next_step")
        said = reader.t("reply.activity.needs_step", number=record.number, name=shorten(record.name, 80))
        body = [layout.band(title), layout.noticed(said), *_inputs(fields)]
        save = fields.submit(reader.t("button.save"), "activity.log", number=record.number)
        seen = {"number": done.record.number, "version": done.record.version}
        undo = layout.aside(reader.t("button.undo"), "undo", **seen)
        back = layout.aside(
            reader.t("button.show_record", number=record.number), "record.show", number=record.number
        )
        return layout.card(reader, title, body, [save, back, undo])

    return fit(Fields(reader, form, {"type": ActivityType.TASK.value}), build, ("text",))


def activity_lines(reader: Reader, view: RecordView) -> list[Part | None]:
    """What is known of an activity."""
    activity = activity_of(view)
    about = f"#{view.about.number} {view.about.name}" if view.about else ""
    values = {
        "about": about,
        "beside": f"#{view.beside.number} {view.beside.name}" if view.beside else "",
        "due": due_of(reader, activity, view.today),
        "cancelled_at" if activity.cancelled else "done_at": done_of(reader, activity),
        "owner": view.owner.name if view.owner else "",
    }
    return [
        *layout.facts((reader.t(f"field.{field}"), value) for field, value in values.items()),
        *layout.prose(reader.t("field.text"), activity.text),
    ]


def activity_buttons(reader: Reader, view: RecordView) -> list[ActionExecute]:
    """What can be done with an activity."""
    activity = activity_of(view)
    seen = {"number": activity.number, "version": activity.version}
    edit = layout.button(reader.t("button.edit"), "activity.edit.open", number=activity.number)
    show = layout.button(
        reader.t("button.open_record", number=activity.about), "record.show", number=activity.about
    )
    if not activity.is_open:
        return [show, edit, layout.button(reader.t("button.reopen"), "record.reopen", **seen)]
    return [
        layout.button(reader.t("button.done"), "activity.done", **seen),
        layout.button(reader.t("button.day_later"), "activity.later", days=1, **seen),
        layout.button(reader.t("button.week_later"), "activity.later", days=7, **seen),
        show,
        edit,
    ]


def step_and_activities(reader: Reader, view: RecordView) -> list[Part]:
    """The next step of a record, and its newest activities; a tap on one shows it."""
    step = view.next_step
    others = [one for one in view.activities if step is None or one.number != step.number]
    rows = [activity_row(reader, one, view.today) for one in others[:SHOWN]]
    return [
        *(
            [layout.subheading(reader.t("card.next_step")), activity_row(reader, step, view.today)]
            if step
            else []
        ),
        *([layout.subheading(reader.t("card.activities")), *rows] if rows else []),
    ]


def activity_title(reader: Reader, activity: Activity) -> str:
    """ "Call #17"."""
    return f"{type_name(reader, activity.type)} #{activity.number}"


def activity_badge(reader: Reader, activity: Activity) -> tuple[str, str]:
    """How it stands, and in which style that is shown."""
    state = "planned" if activity.is_planned else activity.status
    return reader.t(f"status.{state}"), _STYLES.get(state, "emphasis")


def activity_name(reader: Reader, activity: Activity) -> str:
    """What it is called; a call without words is a call."""
    return activity.name or type_name(reader, activity.type)


def type_name(reader: Reader, type_: ActivityType) -> str:
    """The type in words: "Call"."""
    return reader.t(f"activity.{type_.value}")


def due_of(reader: Reader, activity: Activity, today: dt.date | None) -> str:
    """When it is due, as people say it; nothing where no day was given."""
    if activity.due is None:
        return ""
    due = due_day(reader, activity) or activity.due
    day = day_name(reader, due, today)
    if activity.due_at is not None:
        day = reader.t("card.due.at", day=day, time=reader.time(activity.due_at))
    late = activity.is_open and today is not None and due < today
    return reader.t("card.due.overdue", day=day) if late else day


def due_day(reader: Reader, activity: Activity) -> dt.date | None:
    """The day on which it is due: a moment is on the day that it has where the reader is."""
    return reader.day_of(activity.due_at) if activity.due_at else activity.due


def plan_remark(reader: Reader, activity: Activity, about: Ref | None, today: dt.date) -> str:
    """What tells a planned activity from others: when it is due, and what it is about."""
    where = f"#{about.number} {shorten(about.name, 60)}".strip() if about else ""
    return layout.joined(due_of(reader, activity, today), where)


def day_name(reader: Reader, day: dt.date, today: dt.date | None) -> str:
    """A day: "tomorrow" or its date."""
    names = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    name = names.get((day - today).days) if today else None
    return reader.t(f"card.due.{name}") if name else reader.date(day)


def activity_of(view: RecordView) -> Activity:
    """The activity of a view that holds one."""
    assert isinstance(view.record, Activity)  # noqa: S101 - chosen by type
    return view.record


def activity_row(
    reader: Reader, activity: Activity, today: dt.date | None, about: Mapping[int, Ref] | None = None
) -> Part:
    """One line that mentions an activity, and what it is `about` where that is not plain; a tap shows it."""
    subject = (about or {}).get(activity.about)
    name = activity_name(reader, activity)
    when = due_of(reader, activity, today)
    if not activity.is_open:
        when = reader.date(_done_day(reader, activity))
    due = due_day(reader, activity)
    late = activity.is_open and due is not None and today is not None and due < today
    called_off = reader.t("status.cancelled") if activity.cancelled else ""
    left = layout.parts(
        layout.line(
            layout.run(
                name,
                100,
                weight=None if activity.done_at else "bolder",
                strikethrough=activity.cancelled or None,
            )
        ),
        layout.line(
            layout.run(
                layout.joined(
                    activity_title(reader, activity),
                    when,
                    called_off,
                    shorten(subject.name, 60) if subject else "",
                ),
                240,
                is_subtle=None if late else True,
                color="attention" if late else None,
            ),
            spacing="none",
        ),
    )
    title = f"{activity_title(reader, activity)} {name}"
    return layout.columns(left, [], select_action=layout.opening(title, activity.number), spacing="small")


def done_of(reader: Reader, activity: Activity) -> str:
    """When it was done or called off."""
    return taken_place(reader, activity.done_at, activity.done_on) if activity.done_at else ""


def taken_place(reader: Reader, at: dt.datetime, day: dt.date | None) -> str:
    """When something took place: the day alone where no time is known."""
    return reader.moment(at) if day is None else reader.date(day)


def _done_day(reader: Reader, activity: Activity) -> dt.date | None:
    return activity.done_on or (reader.day_of(activity.done_at) if activity.done_at else None)


def was_told_later(activity: Activity) -> bool:
    """Whether it took place at another time than it was told."""
    if activity.done_at is None or activity.created_at is None:
        return False
    return activity.done_on is not None or abs(activity.done_at - activity.created_at) > _AT_ONCE


def _inputs(fields: Fields, *, done: bool = True) -> Sequence[Part]:
    """The inputs of an activity, those for when it took place included where it can be `done`."""
    reader = fields.reader
    past = [*fields.date("done"), *fields.time("done_time")] if done else []
    hints = ("form.hint.done", "form.hint.due") if done else ("form.hint.due",)
    types = [(type_.value, type_name(reader, type_)) for type_ in ActivityType]
    return [
        *fields.choice("type", types, required=True),
        *fields.text("text", reader.t("form.hint.activity")),
        *past,
        *fields.date("due"),
        *fields.time("time"),
        *layout.parts(layout.quiet(" ".join(map(reader.t, hints)), 300, spacing="small")),
    ]


def _type_of(value: str) -> ActivityType:
    return ActivityType(value) if value in set(ActivityType) else ActivityType.NOTE


def _stored(reader: Reader, activity: Activity) -> dict[str, str]:
    place = zone(reader.time_zone)
    at = activity.due_at.astimezone(place) if activity.due_at else None
    done = activity.done_at.astimezone(place) if activity.done_at and not activity.cancelled else None
    return {
        "type": activity.type.value,
        "text": "\n".join(part for part in (activity.name, activity.text) if part),
        "due": due.isoformat() if (due := due_day(reader, activity)) else "",
        "time": at.strftime("%H:%M") if at else "",
        "done": str(activity.done_on or done.date()) if done else "",
        "done_time": done.strftime("%H:%M") if done and activity.done_on is None else "",
    }
