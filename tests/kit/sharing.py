"""How the tests of a run are handed out to its processes.

xdist's own groups get no hold of the id that pytest 9.2 gives to a test, and each one that is handed out by
itself takes the longer the more there are.
"""

from __future__ import annotations

import re

from xdist.scheduler import LoadScopeScheduling

_TOGETHER = {
    "tests/playground/": "the chat playground",
    "tests/browser/": "the browser",
    "tests/bot/cards/test_drawing.py": "the browser",
}
"""What shares something that takes long to start, by the beginning of its address."""
_HAS_DATABASE = re.compile(r"\[(?:.*-)?(?:sqlite|postgresql|divided)(?:-.*)?\]", re.DOTALL)


class Sharing(LoadScopeScheduling):  # type: ignore[misc]
    """Hands out at once what belongs together, the largest first."""

    def _split_scope(self, nodeid: str) -> str:
        return share_of(nodeid)


def share_of(test: str) -> str:
    """The name of what is run in one process together with this test: all that needs the browser, the rest of
    a file, or the test alone where it is run once for each kind of database."""
    for beginning, name in _TOGETHER.items():
        if test.startswith(beginning):
            return name
    return test if _HAS_DATABASE.search(test) else test.partition("::")[0]
