"""Agenda: what a member has to do, and which deals wait for somebody to do something."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from app.crm.clock import day_of, end_of, today
from app.crm.duties import Duty, MyWork, Neglected
from app.crm.mentions import mentioned
from app.crm.records import lines_of
from app.domain.activity import Activity
from app.domain.member import Member
from app.domain.pipeline import Stage, StageType
from app.domain.workdays import working_days
from app.store.agenda import Silent
from app.store.work import Work

MOST = 20
"""Lines of each list."""
MOST_UPCOMING = 6


def my_work(work: Work, actor: Member, limit: int = MOST) -> MyWork:
    """The actor's open activities that are overdue, due today and coming up (those without a day at the
    end); the actor's open opportunities without a next step; and those to which nothing has happened for
    longer than their stage allows. Working days are Monday to Friday at the workspace's place; a step that
    lies ahead pauses them, and they count from its day where nobody did it."""
    now, agenda = today(work), work.agenda
    yesterday = now - dt.timedelta(days=1)
    few = min(limit, MOST_UPCOMING)
    late = agenda.due(actor.id, None, yesterday, limit + 1)
    this_day = agenda.due(actor.id, yesterday, now, limit + 1)
    ahead = agenda.due(actor.id, now, None, few + 1)
    ahead += agenda.undated(actor.id, few + 1 - len(ahead))
    stages = _open_stages(work)
    lacking = agenda.without_step(actor.id, [stage.id for stage in stages], limit + 1)
    silent = _silent(work, actor, stages, now, limit + 1)
    lists: dict[str, Sequence[object]] = {
        "overdue": late,
        "due_today": this_day,
        "upcoming": ahead,
        "without_step": lacking,
        "stale": silent,
    }
    most = {name: few if name == "upcoming" else limit for name in lists}
    duties = _duties(work, [*late, *this_day, *ahead])
    deals = {hit.number: hit for hit in lines_of(work, [*lacking, *(one.opportunity for one in silent)])}
    return MyWork(
        today=now,
        overdue=tuple(duties[one.number] for one in late[:limit]),
        due_today=tuple(duties[one.number] for one in this_day[:limit]),
        upcoming=tuple(duties[one.number] for one in ahead[:few]),
        without_step=tuple(Neglected(hit=deals[deal.number]) for deal in lacking[:limit]),
        stale=tuple(
            Neglected(
                hit=deals[one.opportunity.number],
                days=working_days(_last_day(work, one), now),
                has_step=one.planned is not None,
            )
            for one in silent[:limit]
        ),
        cut=frozenset(name for name, found in lists.items() if len(found) > most[name]),
    )


def _open_stages(work: Work) -> list[Stage]:
    return [stage for line in work.pipelines.all() for stage in line.stages if stage.type is StageType.OPEN]


def _silent(work: Work, actor: Member, stages: Sequence[Stage], now: dt.date, limit: int) -> list[Silent]:
    days = {stage.id: day for stage in stages if (day := stage.stale_since(now)) is not None}
    since = {id_: (day, end_of(work, day)) for id_, day in days.items()}
    return work.agenda.silent(actor.id, since, now, limit)


def _last_day(work: Work, silent: Silent) -> dt.date:
    day = day_of(work, silent.since)
    return max(day, silent.planned) if silent.planned else day


def _duties(work: Work, found: Sequence[Activity]) -> dict[int, Duty]:
    subjects = mentioned(work, {activity.about for activity in found})
    return {one.number: Duty(activity=one, about=subjects.get(one.about)) for one in found}
