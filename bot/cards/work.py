"""What somebody has to do: overdue, today, next; and the deals that wait for somebody to do something."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from app.crm.duties import Duty, MyWork, Neglected
from app.languages.reader import Reader
from bot.cards import layout
from bot.cards.activity import activity_name, activity_title, due_of
from bot.cards.elements import ActionSet, Card, Part

_MOST_DONE, _MOST_PLANNED = 4, 2
"""Buttons on rows; a card has six."""
_SHOWN = 8
_SHOWN_AHEAD = 3
_ROOM = 5_200
_ROOM_AHEAD = 2_200


def work_card(reader: Reader, work: MyWork, notice: str = "") -> Card:
    """The day of the member who asks. A tap on a row shows its record; the first rows can be done right
    here."""
    title = reader.t("card.work.title")
    if work.is_empty:
        return _nothing(reader, title, notice)
    done, planned = iter(range(_MOST_DONE)), iter(range(_MOST_PLANNED))
    # A deal that is stale as well is told once.
    stale = {one.hit.number for one in work.stale}
    lacking = [one for one in work.without_step if one.hit.number not in stale]
    body = [
        layout.band(title, reader.date(work.today)),
        layout.noticed(notice),
        *_duties(reader, "overdue", work.overdue, work.today, done),
        *_duties(reader, "due_today", work.due_today, work.today, done),
        *_deals(reader, "without_step", lacking, planned),
        *_deals(reader, "stale", work.stale, planned),
        *_duties(reader, "upcoming", work.upcoming[:_SHOWN_AHEAD], work.today, iter(()), _ROOM_AHEAD),
        layout.quiet(reader.t("card.work.more"), 300, separator=True) if work.cut else None,
    ]
    return layout.card(reader, title, body)


def work_part_card(reader: Reader, work: MyWork, group: str) -> Card:
    """One group of it alone, "overdue" or "stale": also where that is empty."""
    title = reader.t(f"card.work.{group}")
    if group == "stale":
        rows = _deals(reader, group, work.stale, iter(range(_MOST_PLANNED)))
    else:
        rows = _duties(reader, group, work.overdue, work.today, iter(range(_MOST_DONE)))
    body = [
        layout.band(title, reader.date(work.today)),
        # The title says already what the heading of the group says.
        *rows[1:],
        None if rows else layout.told(reader.t(f"card.work.none_{group}")),
        layout.quiet(reader.t("card.work.more"), 300, separator=True) if group in work.cut else None,
    ]
    all_of_it = layout.button(reader.t("button.my_work"), "command.run", text=reader.t("command.work.name"))
    return layout.card(reader, title, body, [all_of_it])


def _duties(
    reader: Reader,
    group: str,
    duties: Sequence[Duty],
    today: dt.date,
    buttons: Iterator[int],
    room: int = _ROOM,
) -> list[Part]:
    rows = [_duty(reader, duty, today, next(buttons, None) is not None) for duty in duties[:_SHOWN]]
    return _group(reader, group, rows, len(duties), room)


def _deals(reader: Reader, group: str, deals: Sequence[Neglected], buttons: Iterator[int]) -> list[Part]:
    rows = [_deal(reader, deal, next(buttons, None) is not None) for deal in deals[:_SHOWN]]
    return _group(reader, group, rows, len(deals), _ROOM)


def _group(reader: Reader, group: str, rows: Sequence[Part], count: int, room: int) -> list[Part]:
    if not rows:
        return []
    shown = layout.fitting(rows, room)
    missing = count - len(shown)
    rest = layout.quiet(reader.t("card.list_more", count=missing)) if missing else None
    return layout.parts(layout.subheading(reader.t(f"card.work.{group}")), *shown, rest)


def _duty(reader: Reader, duty: Duty, today: dt.date, with_button: bool) -> Part:
    activity = duty.activity
    name = activity_name(reader, activity)
    late = activity.due is not None and activity.due < today
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
