"""The clock: a day begins and ends at the place of the person who asks. The workspace says which days are
working days, see `Work.workdays`."""

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
    # UTC where this machine does not know the zone.
    try:
        return ZoneInfo(work.place.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return dt.UTC
