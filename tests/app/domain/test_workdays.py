"""Working days, against counting them one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.pipeline import Stage, StageType
from app.domain.workdays import MONDAY_TO_FRIDAY, MOST_AHEAD, WEEKDAYS, Workdays

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2050, 12, 31))


def free_on(yearly: frozenset[tuple[int, int]]) -> Callable[[int], frozenset[dt.date]]:
    return lambda year: frozenset(dt.date(year, month, day) for month, day in yearly)


WEEKS = st.builds(
    Workdays,
    st.frozensets(st.sampled_from(WEEKDAYS), min_size=1),
    st.frozensets(st.tuples(st.integers(1, 12), st.integers(1, 28)), max_size=30).map(free_on),
)


def counted(workdays: Workdays, after: dt.date, until: dt.date) -> int:
    days = (after + dt.timedelta(days=i) for i in range(1, (until - after).days + 1))
    return sum(workdays.has(day) for day in days)


def test_nobody_works_on_days_that_are_free() -> None:
    week = Workdays(frozenset({"mon", "thu"}), free_on(frozenset({(12, 24)})))
    # 24 December 2026 is a Thursday.
    worked = [day for day in range(21, 32) if week.has(dt.date(2026, 12, day))]
    assert worked == [21, 28, 31]
    assert week.ahead(dt.date(2026, 12, 21), 1) == dt.date(2026, 12, 28)


@given(WEEKS, DAYS, st.integers(-10, 500))
def test_working_days_are_those_that_one_counts(week: Workdays, after: dt.date, ahead: int) -> None:
    until = after + dt.timedelta(days=ahead)
    assert week.between(after, until) == counted(week, after, until)


@given(WEEKS, DAYS, st.integers(-60, 60))
def test_so_many_working_days_ahead_is_the_first_by_which_they_went_by(
    week: Workdays, day: dt.date, count: int
) -> None:
    ahead = week.ahead(day, count)
    assert week.has(ahead)
    if count > 0:
        assert counted(week, day, ahead) == count
    elif count < 0:
        assert counted(week, ahead - dt.timedelta(days=1), day - dt.timedelta(days=1)) == -count
    else:
        assert counted(week, day - dt.timedelta(days=1), ahead) == 1


@given(WEEKS, DAYS, st.integers(0, 60))
def test_the_day_before_is_the_latest_after_which_so_many_went_by(
    week: Workdays, until: dt.date, count: int
) -> None:
    day = week.before(until, count)
    assert counted(week, day, until) >= count
    assert counted(week, day + dt.timedelta(days=1), until) < count or day >= until


@pytest.mark.parametrize("count", [MOST_AHEAD + 1, -MOST_AHEAD - 1, 10**30])
def test_nobody_counts_centuries(count: int) -> None:
    with pytest.raises(OverflowError):
        MONDAY_TO_FRIDAY.ahead(dt.date(2026, 12, 24), count)


def test_the_calendar_has_a_beginning_and_an_end() -> None:
    assert MONDAY_TO_FRIDAY.before(dt.date(1, 1, 3), 30) == dt.date.min
    with pytest.raises(ValueError, match="year"):
        MONDAY_TO_FRIDAY.ahead(dt.date(9999, 12, 1), 300)


@given(WEEKS, DAYS, DAYS, st.integers(1, 60))
def test_a_stage_is_stale_after_more_working_days_than_it_allows(
    week: Workdays, touched: dt.date, today: dt.date, allowed: int
) -> None:
    stage = Stage(id=1, pipeline=1, key="a", type=StageType.OPEN, probability=10, stale_after=allowed)
    since = stage.stale_since(today, week)
    assert since is not None
    assert (touched <= since) == (counted(week, touched, today) > allowed)


def test_closed_stages_and_those_without_a_limit_are_never_stale() -> None:
    for type_, allowed in ((StageType.WON, 5), (StageType.LOST, 5), (StageType.OPEN, 0)):
        stage = Stage(id=1, pipeline=1, key="a", type=type_, probability=10, stale_after=allowed)
        assert stage.stale_since(dt.date(2026, 11, 24), MONDAY_TO_FRIDAY) is None
