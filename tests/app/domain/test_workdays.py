"""Working days, against counting them one by one."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from app.domain.pipeline import Stage, StageType
from app.domain.workdays import day_before, working_days, working_days_ahead

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2050, 12, 31))


def counted(after: dt.date, until: dt.date) -> int:
    days = ((after + dt.timedelta(days=i)).weekday() for i in range(1, (until - after).days + 1))
    return sum(day < 5 for day in days)


@given(DAYS, st.integers(-10, 500))
def test_working_days_are_those_that_one_counts(after: dt.date, ahead: int) -> None:
    until = after + dt.timedelta(days=ahead)
    assert working_days(after, until) == counted(after, until)


@given(DAYS, st.integers(-300, 300).filter(bool))
def test_so_many_working_days_ahead_is_the_first_working_day_by_which_they_went_by(
    day: dt.date, count: int
) -> None:
    ahead = working_days_ahead(day, count)
    assert ahead.weekday() < 5
    if count > 0:
        assert counted(day, ahead) == count
    else:
        assert counted(ahead - dt.timedelta(days=1), day - dt.timedelta(days=1)) == -count


@given(DAYS, st.integers(0, 300))
def test_the_day_before_is_the_latest_after_which_so_many_went_by(until: dt.date, count: int) -> None:
    day = day_before(until, count)
    assert counted(day, until) >= count
    assert counted(day + dt.timedelta(days=1), until) < count or day >= until


@given(DAYS, DAYS, st.integers(1, 60))
def test_a_stage_is_stale_after_more_working_days_than_it_allows(
    touched: dt.date, today: dt.date, allowed: int
) -> None:
    stage = Stage(id=1, pipeline=1, key="a", type=StageType.OPEN, probability=10, stale_after=allowed)
    since = stage.stale_since(today)
    assert since is not None
    assert (touched <= since) == (counted(touched, today) > allowed)


def test_closed_stages_and_those_without_a_limit_are_never_stale() -> None:
    for type_, allowed in ((StageType.WON, 5), (StageType.LOST, 5), (StageType.OPEN, 0)):
        stage = Stage(id=1, pipeline=1, key="a", type=type_, probability=10, stale_after=allowed)
        assert stage.stale_since(dt.date(2026, 11, 24)) is None
