"""Reading what people write: amounts, days and times as the person who asks means them, at their place."""

from __future__ import annotations

import datetime as dt

from app.crm.clock import today
from app.dates.days import read_date
from app.dates.happened import read_past as read_told
from app.dates.moments import read_when
from app.domain.money import Money
from app.languages.amounts import read_money as read_typed
from app.languages.reader import Reader, puts_day_first
from app.languages.written import Written
from app.store.work import Work


def read_money(work: Work, written: Written) -> Money | None:
    """The amount, nothing for an empty text. Raises InvalidInput."""
    return read_typed(written.text, _reader(work, written.language))


def read_day(work: Work, written: Written) -> dt.date | None:
    """The day; one without a year lies ahead. None where it is none."""
    return read_date(written.text, _reader(work, written.language).dialect, today(work))


def read_moment(work: Work, written: Written) -> dt.datetime | None:
    """The moment; None where it is none, or a day of which no time is told."""
    when = read_when(written.text, _reader(work, written.language), work.now)
    return when.at if when else None


def read_past(work: Work, written: Written) -> dt.date | dt.datetime | None:
    """The day or the moment at which something took place, without a zone where that of the place is meant;
    None where it is none."""
    return read_told(written.text, _reader(work, written.language), work.now)


def _reader(work: Work, language: str) -> Reader:
    here = work.place
    return Reader(
        language,
        here.time_zone,
        work.workspace.currency,
        here.country,
        day_first=puts_day_first(language, here.locale, here.country),
        workdays=work.workdays,
    )
