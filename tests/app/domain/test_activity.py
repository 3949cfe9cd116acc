"""What an activity may be, and when it is done."""

from __future__ import annotations

import datetime as dt

import pytest

from app.domain.activity import Activity, ActivityType, split_subject
from app.domain.errors import Conflict, InvalidInput

NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
TODAY = NOW.date()


def activity(type_: ActivityType, due: dt.date | None = None, **values: object) -> Activity:
    return Activity(number=7, type=type_, about=1, name="Demo", due=due, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize("type_", ActivityType)
def test_what_is_no_task_is_done_when_it_is_told_unless_it_lies_ahead(type_: ActivityType) -> None:
    for due, ahead in ((None, False), (TODAY - dt.timedelta(1), False), (TODAY, True)):
        told = activity(type_, due)
        event = told.captured_at(TODAY, NOW)
        assert told.is_open == (ahead or type_ is ActivityType.TASK)
        task = "TaskPlanned" if type_ is ActivityType.TASK else "ActivityPlanned"
        assert event.name == (task if told.is_open else "ActivityLogged")


def test_a_time_of_day_that_is_past_today_is_no_plan() -> None:
    hour = dt.timedelta(hours=1)
    assert (
        activity(ActivityType.MEETING, TODAY, due_at=NOW + hour).captured_at(TODAY, NOW).name
        == "ActivityPlanned"
    )
    assert (
        activity(ActivityType.MEETING, TODAY, due_at=NOW - hour).captured_at(TODAY, NOW).name
        == "ActivityLogged"
    )


def test_a_note_needs_words_and_a_call_does_not() -> None:
    for type_ in (ActivityType.NOTE, ActivityType.TASK):
        with pytest.raises(InvalidInput) as refused:
            Activity(number=1, type=type_, about=1).captured_at(TODAY, NOW)
        assert set(refused.value.fields) == {"text"}
    assert Activity(number=1, type=ActivityType.CALL, about=1).captured_at(TODAY, NOW).creates


def test_only_what_is_open_is_done_or_put_off_and_only_what_is_done_is_opened_again() -> None:
    task = activity(ActivityType.TASK, TODAY)
    with pytest.raises(Conflict, match="activity_is_open"):
        task.reopen()
    assert task.do(NOW).after == {"done_at": NOW.isoformat()}
    with pytest.raises(Conflict, match="activity_is_done"):
        task.do(NOW)
    with pytest.raises(Conflict, match="activity_is_done"):
        task.reschedule(TODAY)
    assert task.reopen().after == {"done_at": None}
    assert task.is_open


def test_what_is_overdue() -> None:
    late = activity(ActivityType.TASK, TODAY - dt.timedelta(1))
    assert late.is_overdue(TODAY, NOW)
    assert not activity(ActivityType.TASK, TODAY).is_overdue(TODAY, NOW)
    assert activity(ActivityType.TASK, TODAY, due_at=NOW - dt.timedelta(1)).is_overdue(TODAY, NOW)
    late.do(NOW)
    assert not late.is_overdue(TODAY, NOW)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Call her", ("Call her", "")),
        ("  Call   her \n\nabout\nthe demo ", ("Call her", "about\nthe demo")),
        ("word " * 60, (("word " * 39).strip() + "…", ("word " * 60).strip())),
        ("x" * 300, ("x" * 199 + "…", "x" * 300)),
        ("", ("", "")),
    ],
)
def test_the_first_line_is_what_it_is_called(words: str, expected: tuple[str, str]) -> None:
    assert split_subject(words) == expected
    assert len(split_subject(words)[0]) <= 200
