"""What is run in one process, wherever tests run side by side."""

from __future__ import annotations

import pytest

from tests.kit.sharing import share_of


def test_what_shares_a_browser_runs_in_one_process(request: pytest.FixtureRequest) -> None:
    marked = [item for item in request.session.items if item.get_closest_marker("browser")]
    shares = {share_of(item.nodeid) for item in marked}
    assert len(shares) <= 2
    unmarked = {share_of(item.nodeid) for item in request.session.items if item not in marked}
    assert not shares & unmarked


@pytest.mark.parametrize(
    ("test", "share"),
    [
        ("tests/playground/test_story.py::test_it[en-sqlite]", "the chat playground"),
        ("tests/browser/test_board.py::test_it", "the browser"),
        ("tests/bot/cards/test_drawing.py::test_it[en]", "the browser"),
        ("tests/app/host/test_pages.py::test_it[a-b]", "tests/app/host/test_pages.py"),
        ("tests/bot/test_talk.py::test_it[sqlite]", "tests/bot/test_talk.py::test_it[sqlite]"),
        (
            "tests/bot/test_talk.py::test_it[postgresql-a\nb]",
            "tests/bot/test_talk.py::test_it[postgresql-a\nb]",
        ),
        ("tests/bot/test_talk.py::test_it[en-divided]", "tests/bot/test_talk.py::test_it[en-divided]"),
    ],
)
def test_a_test_with_a_kind_of_database_is_handed_out_by_itself(test: str, share: str) -> None:
    assert share_of(test) == share
