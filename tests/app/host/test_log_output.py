"""Logs: a line an event, as text or JSON; a flood is a few lines; and nothing of anybody in them."""

from __future__ import annotations

import io
import json
import logging

import pytest

from app.host.configuration import Configuration
from app.host.log_output import FIRST_QUIET, LONGEST_QUIET, TRACE_EVERY, QuietHandler, formatter
from app.logs import TURNS, place_of

log = logging.getLogger("leadline.test")


class Lines:
    """What a handler writes, and its clock."""

    def __init__(self, form: str = "json") -> None:
        self.stream = io.StringIO()
        self.now = 1000.0
        self.handler = QuietHandler(self.stream, lambda: self.now, sums_up=False)
        self.handler.setFormatter(formatter(form))

    def tell(self, level: int, text: str, *args: object, name: str = "leadline.test", **more: object) -> None:
        error = more.pop("error", None)
        info = (type(error), error, error.__traceback__) if isinstance(error, Exception) else None
        record = logging.LogRecord(name, level, __file__, 1, text, args, info)
        record.__dict__.update(more)
        self.handler.handle(record)

    def all(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]


def failure() -> Exception:
    try:
        raise ConnectionError("the database is away")
    except ConnectionError as error:
        return error


def test_a_line_of_json_has_what_belongs_to_it_and_nothing_else() -> None:
    lines = Lines()
    lines.tell(logging.INFO, "turn", name=TURNS, tenant="t", reference="r", ms=1.5, said="new lead Sarah")
    (line,) = lines.all()
    assert line.pop("time")
    assert line == {
        "event": "turn",
        "level": "info",
        "logger": TURNS,
        "tenant": "t",
        "reference": "r",
        "ms": 1.5,
    }


def test_a_line_of_text_has_the_same() -> None:
    lines = Lines("text")
    lines.tell(logging.WARNING, "kept %d", 3, tenant="t")
    assert lines.stream.getvalue().rstrip().endswith("WARNING leadline.test: kept 3 tenant=t")


def test_a_failure_is_told_with_its_trace_and_where_it_was() -> None:
    lines = Lines()
    error = failure()
    lines.tell(logging.ERROR, "a turn failed, reference %s", "4711", error=error)
    (line,) = lines.all()
    assert "Traceback" in str(line["exception"])
    assert line["error"] == place_of(error)
    assert str(line["error"]).startswith("ConnectionError in test_log_output.py:")


def test_an_outage_costs_a_line_a_second_at_most() -> None:
    lines, seconds, each = Lines(), 120, 50
    for _ in range(seconds):
        for number in range(each):
            lines.tell(logging.ERROR, "a turn failed, reference %s", number, error=failure())
            lines.tell(logging.WARNING, "an answer could not be kept", error=failure())
            lines.now += 1.0 / each
    assert len(lines.all()) <= seconds / 4
    traces = [line for line in lines.all() if "exception" in line]
    assert len(traces) <= 2 * (1 + seconds / TRACE_EVERY)
    assert len(lines.stream.getvalue()) < 200 * seconds
    told = sum(1 + int(str(line.get("repeated", 0))) for line in lines.all())
    assert told > 0.6 * 2 * each * seconds


def test_what_was_left_out_is_summed_up() -> None:
    lines = Lines()
    for _ in range(10):
        lines.tell(logging.ERROR, "broken %s", "glass")
    (kind,) = lines.handler._kinds.values()
    lines.now += FIRST_QUIET
    lines.handler.sum_up(kind)
    assert [line.get("repeated") for line in lines.all()] == [None, 9]
    assert kind.quiet <= LONGEST_QUIET


def test_different_failures_do_not_hide_each_other() -> None:
    lines = Lines()
    for text in ("one", "two", "one", "two"):
        lines.tell(logging.ERROR, "%s", text)
    assert [line["event"] for line in lines.all()] == ["one", "two"]


def test_no_turn_is_left_out() -> None:
    lines = Lines()
    for _ in range(30):
        lines.tell(logging.WARNING, "turn", name=TURNS)
    assert len(lines.all()) == 30


def test_a_flood_is_summed_up_when_it_is_over() -> None:
    stream = io.StringIO()
    handler = QuietHandler(stream)
    handler.setFormatter(formatter("json"))
    handler.handle(logging.LogRecord("x", logging.ERROR, __file__, 1, "broken", (), None))
    handler.handle(logging.LogRecord("x", logging.ERROR, __file__, 1, "broken", (), None))
    (kind,) = handler._kinds.values()
    kind.quiet_until = float("-inf")
    handler.sum_up(kind)
    assert [json.loads(line).get("repeated") for line in stream.getvalue().splitlines()] == [None, 1]


def test_a_request_that_cannot_be_read_is_a_line_without_what_it_asked_for() -> None:
    from aiohttp.http_exceptions import BadStatusLine

    try:
        raise BadStatusLine("GET /find?q=Sarah")
    except BadStatusLine as error:
        lines = Lines()
        lines.tell(logging.ERROR, "Error handling request from %s", "::1", name="aiohttp.server", error=error)
    (line,) = lines.all()
    assert (line["event"], line["level"]) == ("a request could not be read: BadStatusLine", "warning")
    assert "Sarah" not in lines.stream.getvalue()


def test_the_settings_are_read_in_any_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_FORMAT", "JSON")
    monkeypatch.setenv("LOG_LEVEL", "warning")
    settings = Configuration()
    assert (settings.log_format, settings.log_level) == ("json", "WARNING")
