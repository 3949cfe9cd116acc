"""What somebody has to do: overdue, today, next; and the deals that wait for somebody to do something."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from app.crm.activities.views import PARTS, Duty, MyWork, Neglected
from app.languages.reader import Reader
from bot.cards import layout
from bot.cards.activity import activity_name, activity_title, due_day, due_of
from bot.cards.elements import ActionExecute, ActionSet, Card, Part

Rest = Mapping[str, str]
"""Where the parts of the work go on of which a card does not show all; see MyWork.rest."""

_MOST_DONE, _MOST_PLANNED = 3, 2
"""Buttons on rows; a card has six, and one may lead to more."""
_SHOWN = 8
_SHOWN_AHEAD = 3
_ROOM = 5_200
_ROOM_AHEAD = 2_200


def _no_more(_rest: Rest) -> None:
    """Nobody pages through it."""


def work_card(
    reader: Reader, work: MyWork, notice: str = "", more: Callable[[Rest], ActionExecute | None] = _no_more
) -> Card:
    """The day of the member who asks. A tap on a row shows its record; the first rows can be done right
    here. `more` leads to what is not shown."""
    title = reader.t("card.work.title")
    if work.is_empty:
        more({})
        return _nothing(reader, title, notice)
    groups = _groups(reader, work)
    rest = more(work.rest({part: one.shown for part, one in groups.items()}))
    body = [
        layout.band(title, reader.date(work.today)),
        layout.noticed(notice),
        *(part for one in groups.values() for part in one.parts),
        layout.going_on(reader, rest),
    ]
    return layout.card(reader, title, body, [rest] if rest else [])


def work_part_card(
    reader: Reader, work: MyWork, part: str, more: Callable[[Rest], ActionExecute | None] = _no_more
) -> Card:
    """One part of it alone, such as "overdue" or "stale": also where that is empty."""
    title = reader.t(f"card.work.{part}")
    group = _groups(reader, work, part)[part]
    rest = more(work.rest({part: group.shown}))
    body = [
        layout.band(title, reader.date(work.today)),
        # The title says already what the heading of the group says.
        *group.parts[1:],
        None if group.parts else layout.told(reader.t(f"card.work.none_{part}")),
        layout.going_on(reader, rest),
    ]
    all_of_it = layout.button(reader.t("button.my_work"), "command.run", text=reader.t("command.work.name"))
    return layout.card(reader, title, body, [*([rest] if rest else []), all_of_it])


class _Group(NamedTuple):
    """The parts of a card that tell a part of the work, and how many of its lines they show."""

    parts: list[Part]
    shown: int


def _groups(reader: Reader, work: MyWork, only: str = "") -> dict[str, _Group]:
    """All parts of the work, or the `only` one, in the order of a card; one alone has all the room."""
    done, planned = iter(range(_MOST_DONE)), iter(range(_MOST_PLANNED))
    buttons = {"overdue": done, "due_today": done, "without_step": planned, "stale": planned}
    groups = {}
    for part in (only,) if only else PARTS:
        lines = work.lacking if part == "without_step" else getattr(work, part)
        room = layout.ROOM_FOR_ROWS if only else _ROOM
        if part == "upcoming" and not only:
            lines, room = lines[:_SHOWN_AHEAD], _ROOM_AHEAD
        groups[part] = _group(reader, part, lines, room, work.today, buttons.get(part, iter(())))
    return groups


def _group(
    reader: Reader,
    part: str,
    lines: Sequence[Duty] | Sequence[Neglected],
    room: int,
    today: dt.date,
    buttons: Iterator[int],
) -> _Group:
    rows = [
        _duty(reader, one, today, next(buttons, None) is not None)
        if isinstance(one, Duty)
        else _deal(reader, one, next(buttons, None) is not None)
        for one in lines[:_SHOWN]
    ]
    if not rows:
        return _Group([], 0)
    # One line at least, however long it is: who asks for more must come to an end.
    shown = layout.fitting(rows, room) or rows[:1]
    missing = len(lines) - len(shown)
    rest = layout.quiet(reader.t("card.list_more", count=missing)) if missing else None
    return _Group(layout.parts(layout.subheading(reader.t(f"card.work.{part}")), *shown, rest), len(shown))


def _duty(reader: Reader, duty: Duty, today: dt.date, with_button: bool) -> Part:
    activity = duty.activity
    name = activity_name(reader, activity)
    due = due_day(reader, activity)
    late = due is not None and due < today
    about = f"#{duty.about.number} {duty.about.name}" if duty.about else ""
    left = layout.parts(
        layout.line(layout.run(name, 80, weight="bolder", color="accent")),
        layout.quiet(layout.joined(activity_title(reader, activity), about), 180, spacing="none"),
        layout.line(
            layout.run(due_of(reader, activity, today), 80, color="attention" if late else None),
            spacing="none",
        )
        if activity.due
        else None,
    )
    right: list[Part] = []
    if with_button:
        seen = {"number": activity.number, "version": activity.version, "from": "work"}
        right = [ActionSet(actions=[layout.button(reader.t("button.done"), "activity.done", **seen)])]
    return layout.row(
        left, right, layout.opening(f"{activity_title(reader, activity)} {name}", activity.number)
    )


def _deal(reader: Reader, deal: Neglected, with_button: bool) -> Part:
    hit = deal.hit
    title = layout.kind_and_number(reader, hit.kind, hit.number)
    name = hit.name or reader.t("card.unnamed")
    stage = reader.stage(hit.stage) if hit.stage else ""
    silence = reader.t("card.work.silent", count=deal.days) if deal.days else ""
    left = layout.parts(
        layout.line(layout.run(name, 80, weight="bolder", color="accent")),
        layout.quiet(layout.joined(title, stage, reader.money(hit.amount)), 180, spacing="none"),
        layout.line(layout.run(silence, 80, color="attention"), spacing="none") if silence else None,
    )
    right: list[Part] = []
    if with_button and not deal.has_step:
        plan = layout.button(reader.t("button.plan"), "activity.new", number=hit.number, type="task")
        right = [ActionSet(actions=[plan])]
    return layout.row(left, right, layout.opening(f"{title} {name}", hit.number))


def _nothing(reader: Reader, title: str, notice: str) -> Card:
    body = [
        layout.band(title),
        layout.noticed(notice),
        layout.told(reader.t("card.work.nothing")),
        layout.quiet(reader.t("card.work.hint"), 300, spacing="small"),
    ]
    actions = [
        layout.button(reader.t("button.new_lead"), "lead.new"),
        layout.button(reader.t("button.pipeline"), "command.run", text=reader.t("command.pipeline.name")),
    ]
    return layout.card(reader, title, body, actions)
