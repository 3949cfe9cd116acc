"""Days and times of activities: one of them is filled from the other."""

from __future__ import annotations

import datetime as dt

from app.crm.clock import at_time, day_of, today
from app.store.work import Work

_NOON = dt.time(12)
"""Stands for a day of which no time is known: it is the same day in most places."""


def with_moments(work: Work, values: dict[str, object]) -> dict[str, object]:
    """The checked values of an activity, with the day of each moment and a moment of each day."""
    return _with_day(work, _with_day_done(work, values))


def _with_day_done(work: Work, values: dict[str, object]) -> dict[str, object]:
    """A day on which something took place gets a moment in the order of things: now where it is today, else
    noon. A moment needs no day besides."""
    done = values.get("done_at")
    if done is None or isinstance(done, dt.datetime):
        return {**values, "done_on": None} if done else values
    assert isinstance(done, dt.date)  # noqa: S101 - as it was checked
    at = work.now if done == today(work) else at_time(work, done, _NOON)
    return {**values, "done_at": at, "done_on": done}


def _with_day(work: Work, values: dict[str, object]) -> dict[str, object]:
    """A moment gives its day at the place of the person who tells it; a day alone gives no moment."""
    moment = values.get("due_at")
    if isinstance(moment, dt.datetime):
        return {**values, "due": day_of(work, moment)}
    return {**values, "due_at": None} if "due" in values else values
