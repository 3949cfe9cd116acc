"""Retention: lists the closed leads on which nothing has happened for longer than the workspace keeps them.
It erases none."""

from __future__ import annotations

import calendar
import datetime as dt

from app.crm.cursors import position
from app.crm.records import lines_of
from app.crm.views import Found
from app.domain.errors import Conflict
from app.domain.lead import Lead
from app.domain.member import Member
from app.store.work import Work


def expired_leads(work: Work, actor: Member, limit: int = 20, cursor: str | None = None) -> Found:
    """A page of leads whose time is over, newest first. Raises Conflict where the workspace keeps all."""
    if not work.workspace.retention_months:
        raise Conflict("retention_off")
    leads, following = page_of_expired(work, limit, cursor)
    return Found(hits=tuple(lines_of(work, leads)), cursor=following)


def page_of_expired(work: Work, limit: int, cursor: str | None = None) -> tuple[list[Lead], str | None]:
    """Leads whose time is over, newest first, and the cursor of the next page; none where the workspace keeps
    all. Raises InvalidInput on a cursor that is none."""
    months, before = work.workspace.retention_months, position(cursor)
    if not months:
        return [], None
    found = work.queries.silent_leads(months_before(work.now, months), limit + 1, before)
    return found[:limit], str(found[limit - 1].number) if len(found) > limit else None


def months_before(moment: dt.datetime, months: int) -> dt.datetime:
    """The same day so many months ago, or the last day of that month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)
