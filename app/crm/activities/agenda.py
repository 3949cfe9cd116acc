"""Agenda: what a member has to do, and which deals wait for somebody to do something."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from app.crm.activities.views import APART, PARTS, Duty, MyWork, Neglected
from app.crm.clock import day_of, end_of, today
from app.crm.cursors import position
from app.crm.record_names import refs_to
from app.crm.records import lines_of
from app.domain.activity import Activity
from app.domain.errors import InvalidInput
from app.domain.member import Member
from app.domain.pipeline import Stage, StageType
from app.store.agenda import DayEnd, Position, Silent
from app.store.work import Work

MOST = 20
"""Lines of each list."""
MOST_UPCOMING = 6
DUTIES = ("overdue", "due_today", "upcoming")
"""The parts that are activities."""


def my_work(work: Work, actor: Member, limit: int = MOST) -> MyWork:
    """The actor's open activities that are overdue, due today and coming up (those without a day at the
    end); the actor's open opportunities without a next step; and those to which nothing has happened for
    longer than their stage allows. Days are those where the actor is, working days those of the
    workspace; a step that lies ahead pauses them, and they count from its day where nobody did it."""
    most = {part: min(limit, MOST_UPCOMING) if part == "upcoming" else limit for part in PARTS}
    return _told(work, actor, {part: _read(work, actor, part, most[part] + 1) for part in PARTS}, most)


def part_of_work(work: Work, actor: Member, part: str, behind: str = "", limit: int = MOST) -> MyWork:
    """One of the lists of `my_work` alone, those of its lines that are `behind` a position. Raises
    InvalidInput."""
    return _told(work, actor, {part: _read(work, actor, part, limit + 1, behind)}, {part: limit})


def _read(work: Work, actor: Member, part: str, limit: int, behind: str = "") -> list[Any]:
    """The records of a part: activities, opportunities or silent ones."""
    agenda, now = work.agenda, today(work)
    if part == "without_step":
        stages = [stage.id for stage in _open_stages(work)]
        return agenda.without_step(actor.id, stages, limit, position(behind or None))
    if part == "stale":
        return _silent(work, actor, limit, behind=position(behind or "0") or 0)
    day, number = _planned_at(behind)
    yesterday, tonight = (DayEnd(one, end_of(work, one)) for one in (now - dt.timedelta(days=1), now))
    after, until = {
        "overdue": (None, yesterday),
        "due_today": (yesterday, tonight),
        "upcoming": (tonight, None),
    }[part]
    found = [] if number and day is None else agenda.due(actor.id, after, until, limit, day)
    if part == "upcoming":
        found += agenda.undated(actor.id, limit - len(found), None if day else number)
    return found


def _planned_at(behind: str) -> tuple[Position | None, int | None]:
    """The position in a text, and its number; a position is nothing where it has no day."""
    if not behind:
        return None, None
    try:
        due, due_at, number = behind.split(APART)
        place = position(number)
        assert place is not None  # noqa: S101 - only no text is no position
        if not due:
            return None, place
        moment = dt.datetime.fromisoformat(due_at) if due_at else None
        return Position(dt.date.fromisoformat(due), moment, place), place
    except ValueError:
        raise InvalidInput(cursor="cursor_invalid") from None


def _told(work: Work, actor: Member, lists: Mapping[str, list[Any]], most: Mapping[str, int]) -> MyWork:
    cut = frozenset(part for part, found in lists.items() if len(found) > most[part])
    shown = {part: lists.get(part, [])[: most.get(part, 0)] for part in PARTS}
    lacking, silent = shown["without_step"], shown["stale"]
    duties = _duties(work, [one for part in DUTIES for one in shown[part]])
    deals = {hit.number: hit for hit in lines_of(work, [*lacking, *(one.opportunity for one in silent)])}
    stale = {one.opportunity.number for one in silent}
    if lacking and ("stale" not in lists or "stale" in cut):
        among = _silent(work, actor, len(lacking), among=[deal.number for deal in lacking])
        stale = {one.opportunity.number for one in among}
    return MyWork(
        today=today(work),
        **{part: tuple(duties[one.number] for one in shown[part]) for part in DUTIES},
        without_step=tuple(
            Neglected(hit=deals[deal.number], is_stale=deal.number in stale) for deal in lacking
        ),
        stale=tuple(
            Neglected(
                hit=deals[one.opportunity.number],
                days=work.workdays.between(_last_day(work, one), today(work)),
                has_step=one.planned is not None,
            )
            for one in silent
        ),
        cut=cut,
    )


def _open_stages(work: Work) -> list[Stage]:
    return [stage for line in work.pipelines.all() for stage in line.stages if stage.type is StageType.OPEN]


def _silent(
    work: Work, actor: Member, limit: int, *, behind: int = 0, among: Sequence[int] | None = None
) -> list[Silent]:
    now, workdays = today(work), work.workdays
    ends = {stage.id: stage.stale_since(now, workdays) for stage in _open_stages(work)}
    since = {id_: (day, end_of(work, day)) for id_, day in ends.items() if day is not None}
    return work.agenda.silent(actor.id, since, now, limit, behind=behind, among=among)


def _last_day(work: Work, silent: Silent) -> dt.date:
    day = day_of(work, silent.since)
    return max(day, silent.planned) if silent.planned else day


def _duties(work: Work, found: Sequence[Activity]) -> dict[int, Duty]:
    subjects = refs_to(work, {activity.about for activity in found})
    return {one.number: Duty(activity=one, about=subjects.get(one.about)) for one in found}
