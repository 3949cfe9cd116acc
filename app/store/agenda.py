"""Agenda: reads over activities. What is due when, what comes next, and which deals nobody looks after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.domain.activity import Activity, ActivityType
from app.domain.opportunity import Opportunity, OpportunityStatus
from app.store.mapping import ACTIVITIES, OPPORTUNITIES
from app.store.statements import Statement
from app.store.tables import activities, opportunities
from app.store.workspace_rows import WorkspaceRows


class Position(NamedTuple):
    """Where a page of what is planned ended: the day, the moment and the number of its last line."""

    due: dt.date
    due_at: dt.datetime | None
    number: int


class DayEnd(NamedTuple):
    """A day, and the moment at which it ends where somebody is."""

    day: dt.date
    moment: dt.datetime


class Silent(NamedTuple):
    """An opportunity to which nothing has happened since `since`; `planned` is the last day of a step that
    has gone by undone."""

    opportunity: Opportunity
    since: dt.datetime
    planned: dt.date | None


class Agenda(WorkspaceRows):
    """Reads of one workspace."""

    def around(self, number: int, newest: int) -> tuple[Activity | None, list[Activity]]:
        """The next step of a record, and its newest activities, by when they took place."""
        values = {"workspace": self._workspace_id, "about": number}
        # Most records have none, and this is asked whenever one is shown.
        if _ANY.first(self._connection, values) is None:
            return None, []
        rows = self._connection.execute(_around(newest), values).mappings()
        step: Activity | None = None
        found: list[Activity] = []
        for row in rows:
            if row["part"] == 0:
                step = ACTIVITIES.revive(row)
            else:
                found.append(ACTIVITIES.revive(row))
        return step, found

    def next_steps(self, numbers: Collection[int]) -> dict[int, Activity]:
        """The earliest step ahead of each of these records, by its number."""
        if not numbers:
            return {}
        wanted = (
            sa.select(activities)
            .where(*self._planned(), activities.c.about.in_(sorted(set(numbers))))
            .order_by(*_BY_DAY)
        )
        steps: dict[int, Activity] = {}
        for row in self._connection.execute(wanted).mappings():
            steps.setdefault(row["about"], ACTIVITIES.revive(row))
        return steps

    def of(self, number: int) -> list[Activity]:
        """All activities about a record, oldest first."""
        values = {"workspace": self._workspace_id, "about": number}
        if _ANY.first(self._connection, values) is None:
            return []
        wanted = self._all().where(activities.c.about == number).order_by(activities.c.number)
        return self._activities(wanted)

    def numbers_of(self, number: int) -> list[int]:
        """The numbers of the activities that are or were about a record."""
        either = [
            sa.select(activities.c.number).where(self._mine(activities), activities.c[column] == number)
            for column in ("about", "origin")
        ]
        return sorted(row.number for row in self._connection.execute(sa.union(*either)))

    def due(
        self,
        owner: int,
        after: DayEnd | None,
        until: DayEnd | None,
        limit: int,
        behind: Position | None = None,
    ) -> list[Activity]:
        """The open ones of a member that are due after a day, until and with another, the earliest first;
        those `behind` a position. Of what has a time the moment counts: whoever planned it may have been
        where it was another day."""
        wanted = self._all().where(*self._planned(), activities.c.owner == owner)
        day, moment = activities.c.due, activities.c.due_at
        # The days around let the index find them.
        if after is not None:
            later = sa.case((moment.is_(None), day > after.day), else_=moment >= after.moment)
            wanted = wanted.where(day >= after.day - _APART, later)
        if until is not None:
            earlier = sa.case((moment.is_(None), day <= until.day), else_=moment < until.moment)
            wanted = wanted.where(day <= until.day + _APART, earlier)
        if behind is not None:
            wanted = wanted.where(activities.c.due >= behind.due, _is_behind(behind))
        return self._activities(wanted.order_by(*_BY_DAY).limit(limit))

    def planned(
        self,
        type_: ActivityType | None,
        *,
        about: Collection[int] | None = None,
        owner: int | None = None,
        limit: int,
    ) -> list[Activity]:
        """The open ones about these records, those without a day at the end; or those that a member has
        planned for a day. The earliest first."""
        wanted = self._all().where(activities.c.done_at.is_(None))
        if about is not None:
            wanted = wanted.where(activities.c.about.in_(sorted(about)))
        else:
            wanted = wanted.where(activities.c.owner == owner, activities.c.due.is_not(None))
        if type_ is not None:
            wanted = wanted.where(activities.c.type == type_.value)
        return self._activities(wanted.order_by(activities.c.due.is_(None), *_BY_DAY).limit(limit))

    def undated(self, owner: int, limit: int, before: int | None = None) -> list[Activity]:
        """The open ones of a member that have no day, the newest first; those `before` a number."""
        wanted = self._all().where(
            activities.c.owner == owner, activities.c.done_at.is_(None), activities.c.due.is_(None)
        )
        if before is not None:
            wanted = wanted.where(activities.c.number < before)
        return self._activities(wanted.order_by(activities.c.number.desc()).limit(limit))

    def without_step(
        self, owner: int, stages: Iterable[int], limit: int, before: int | None = None
    ) -> list[Opportunity]:
        """Opportunities of a member in these stages that have no step ahead, the newest first; those `before`
        a number."""
        planned = sa.exists().where(*self._planned(), activities.c.about == opportunities.c.number)
        wanted = self._deals(owner, stages).where(~planned).order_by(opportunities.c.number.desc())
        if before is not None:
            wanted = wanted.where(opportunities.c.number < before)
        return [OPPORTUNITIES.revive(row) for row in self._connection.execute(wanted.limit(limit)).mappings()]

    def silent(
        self,
        owner: int,
        since: Mapping[int, tuple[dt.date, dt.datetime]],
        today: dt.date,
        limit: int,
        *,
        behind: int = 0,
        among: Collection[int] | None = None,
    ) -> list[Silent]:
        """Opportunities of a member to which nothing has happened for too long, the oldest first; those
        `behind` a number, or `among` some. `since` says by stage the last day on which something may have
        happened, and the moment at which that day ends: what was done counts from when it took place. A step
        planned for a later day pauses this."""
        if not since or (among is not None and not among):
            return []
        day = sa.case(*((opportunities.c.stage == id_, sa.literal(d)) for id_, (d, _) in since.items()))
        end = sa.case(*((opportunities.c.stage == id_, _moment(at)) for id_, (_, at) in since.items()))
        about = self._about()
        alive = sa.exists().where(
            *about,
            sa.or_(
                end <= _TOUCHED,
                sa.and_(activities.c.done_at.is_(None), activities.c.due > day),
            ),
        )
        wanted = (
            self._deals(owner, since)
            .where(opportunities.c.updated_at < end, ~alive, opportunities.c.number > behind)
            .order_by(opportunities.c.number)
            .limit(limit)
            .add_columns(
                sa.select(sa.func.max(_TOUCHED)).where(*about).scalar_subquery().label("last"),
                sa.select(sa.func.max(activities.c.due))
                .where(*about, activities.c.done_at.is_(None), activities.c.due <= today)
                .scalar_subquery()
                .label("planned"),
            )
        )
        if among is not None:
            wanted = wanted.where(opportunities.c.number.in_(sorted(among)))
        return [_silent(row) for row in self._connection.execute(wanted).mappings()]

    def _all(self) -> sa.Select[Any]:
        return sa.select(activities).where(self._mine(activities))

    def _planned(self) -> tuple[sa.ColumnElement[bool], ...]:
        return (
            self._mine(activities),
            activities.c.done_at.is_(None),
            activities.c.due.is_not(None),
        )

    def _about(self) -> tuple[sa.ColumnElement[bool], ...]:
        return (
            self._mine(activities),
            activities.c.about == opportunities.c.number,
        )

    def _deals(self, owner: int, stages: Iterable[int]) -> sa.Select[Any]:
        return sa.select(opportunities).where(
            self._mine(opportunities),
            opportunities.c.owner == owner,
            # What is in an open stage is open: said so that the index by owner and state is of use.
            opportunities.c.status == OpportunityStatus.OPEN.value,
            opportunities.c.stage.in_(sorted(stages)),
        )

    def _activities(self, wanted: sa.Select[Any]) -> list[Activity]:
        return [ACTIVITIES.revive(row) for row in self._connection.execute(wanted).mappings()]


_HAPPENED = sa.func.coalesce(activities.c.done_at, activities.c.created_at, type_=activities.c.done_at.type)
"""When something took place; of what is open, when it was told."""
_TOUCHED = sa.func.coalesce(activities.c.done_at, activities.c.updated_at, type_=activities.c.done_at.type)
"""When something was last done about it: what is done is a sign of life of the day on which it was."""

# A step with a time of day goes before those of the whole day; numbers are the order in which they were told.
_APART = dt.timedelta(days=2)
"""Dates around the world at one moment differ by no more."""
_BY_DAY: Sequence[sa.ColumnElement[Any]] = (
    activities.c.due,
    activities.c.due_at.is_(None),
    activities.c.due_at,
    activities.c.number,
)


def _is_behind(position: Position) -> sa.ColumnElement[bool]:
    """What _BY_DAY puts behind a position."""
    same_day, later = activities.c.due == position.due, activities.c.number > position.number
    if position.due_at is None:
        return sa.or_(
            activities.c.due > position.due, sa.and_(same_day, activities.c.due_at.is_(None), later)
        )
    at = sa.literal(position.due_at, activities.c.due_at.type)
    later_that_day = sa.or_(
        activities.c.due_at.is_(None), activities.c.due_at > at, sa.and_(activities.c.due_at == at, later)
    )
    return sa.or_(activities.c.due > position.due, sa.and_(same_day, later_that_day))


_ANY = Statement(
    sa.select(activities.c.number)
    .where(
        activities.c.workspace_id == sa.bindparam("workspace", type_=activities.c.workspace_id.type),
        activities.c.about == sa.bindparam("about", type_=activities.c.about.type),
    )
    .limit(sa.literal_column("1"))
    .offset(sa.literal_column("0"))
)


@cache
def _around(newest: int) -> sa.Select[Any]:
    # Built once: building it takes longer than the database does.
    about = (
        activities.c.workspace_id == sa.bindparam("workspace"),
        activities.c.about == sa.bindparam("about"),
    )
    planned = (activities.c.done_at.is_(None), activities.c.due.is_not(None))
    step = sa.select(activities, sa.literal_column("0").label("part")).where(*about, *planned)
    last = sa.select(activities, sa.literal_column("1").label("part")).where(*about)
    parts = (
        step.order_by(*_BY_DAY).limit(1).subquery(),
        last.order_by(_HAPPENED.desc(), activities.c.number.desc()).limit(newest).subquery(),
    )
    both = sa.union_all(*(sa.select(part) for part in parts)).subquery()
    happened = sa.func.coalesce(both.c.done_at, both.c.created_at)
    return sa.select(both).order_by(happened.desc(), both.c.number.desc())


def _moment(at: dt.datetime) -> sa.ColumnElement[dt.datetime]:
    return sa.literal(at, opportunities.c.updated_at.type)


def _silent(row: Mapping[Any, Any]) -> Silent:
    since = max(at for at in (row["updated_at"], row["last"]) if at is not None)
    return Silent(OPPORTUNITIES.revive(row), since, row["planned"])
