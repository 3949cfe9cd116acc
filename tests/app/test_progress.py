"""A long command says how far it is: on a terminal in one line, in a log now and then, at the end always."""

from __future__ import annotations

import io

import pytest

from app import progress
from app.progress import Progress


class Terminal(io.StringIO):
    """What a person looks at."""

    def isatty(self) -> bool:
        return True


def test_a_log_gets_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    log = io.StringIO()
    shown = Progress("copied", 200, log)
    shown.advance(50)
    assert log.getvalue() == ""
    monkeypatch.setattr(progress, "EVERY_IN_A_LOG", 0.0)
    shown.advance(50)
    shown.advance(100)
    shown.end()
    assert [line.partition(",")[0] for line in log.getvalue().splitlines()] == [
        "copied: 50 % (100 of 200",
        "copied: 100 % (200 of 200",
        "copied: 100 % (200 of 200",
    ]


def test_a_terminal_gets_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "EVERY", 0.0)
    terminal = Terminal()
    shown = Progress("backup", stream=terminal)
    shown.reach(1, 4)
    shown.reach(4, 4)
    shown.end()
    assert terminal.getvalue().count("\n") == 1
    assert terminal.getvalue().count("\r") == 3
    assert "backup: 25 % (1 of 4" in terminal.getvalue()


def test_where_nobody_knows_how_much_there_is_it_only_counts() -> None:
    log = io.StringIO()
    shown = Progress("rows", stream=log)
    shown.advance(1234)
    shown.end()
    assert log.getvalue().startswith("rows: (1,234, ")
