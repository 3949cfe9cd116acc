"""The clock: days begin and end where the one is who asks. Only what counts for all who work together, such
as how long a deal is silent, goes by the days of the workspace."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.store.work import Work


def today(work: Work) -> dt.date:
    """The date where the one is who asks."""
    return day_of(work, work.now)


def day_of(work: Work, moment: dt.datetime) -> dt.date:
    """The date that a moment has there."""
    return moment.astimezone(place(work)).date()


def end_of(work: Work, day: dt.date) -> dt.datetime:
    """The moment at which a day ends there and the next begins, in UTC."""
    return at_time(work, day + dt.timedelta(days=1), dt.time())


def at_time(work: Work, day: dt.date, time: dt.time) -> dt.datetime:
    """The moment of a day and a time of day there, in UTC."""
    return dt.datetime.combine(day, time, place(work)).astimezone(dt.UTC)


def place(work: Work) -> dt.tzinfo:
    """The time zone there."""
    return _zone(work.place.time_zone)


def office_today(work: Work) -> dt.date:
    """The date where the workspace is."""
    return office_day_of(work, work.now)


def office_day_of(work: Work, moment: dt.datetime) -> dt.date:
    """The date that a moment has where the workspace is."""
    return moment.astimezone(_zone(work.workspace.time_zone)).date()


def office_end_of(work: Work, day: dt.date) -> dt.datetime:
    """The moment at which a day ends where the workspace is and the next begins, in UTC."""
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), _zone(work.workspace.time_zone))
    return midnight.astimezone(dt.UTC)


def _zone(name: str) -> dt.tzinfo:
    # UTC where this machine does not know the zone.
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return dt.UTC
