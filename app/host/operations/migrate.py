"""`migrate`: the tables that this version needs, or those of another revision."""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING

from app.faults import Fault
from app.host.configuration import Configuration

if TYPE_CHECKING:
    from app.store.database import Database

HELP = "bring the database to the tables that this version needs"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", metavar="REVISION", help="another revision than the newest; back as well")
    parser.add_argument("--yes", action="store_true", help="go back although something is lost")


def run(configuration: Configuration, given: argparse.Namespace) -> int:
    # Late, here and in the other commands: none has to load what it does not use.
    from app.store.engine.errors import TablesBusy
    from app.store.opening import opened
    from app.store.schema import RevisionUnknown, known_revisions, standing

    with opened(configuration.database_url, may_create=True) as database:
        found = standing(database)
        if found.current is not None and found.current not in known_revisions():
            return _stay(found.current, found.problem is None)
        revision = given.to or found.needed
        try:
            done = _go(database, found.current, revision, agreed=given.yes)
        except RevisionUnknown:
            print(f"no such revision: {revision}; there are {', '.join(known_revisions())}", file=sys.stderr)
            return 2
        except TablesBusy as error:
            raise Fault("tables_busy") from error
        if done:
            print(f"the database is at revision {standing(database).current or 'none'}")
        return 0 if done else 2


def _stay(current: str, works: bool) -> int:
    """The database is newer than this version, which cannot change it."""
    if not works:
        raise Fault("database_newer", f"revision {current}")
    print(f"the database is at revision {current}, which is newer and works with this version")
    return 0


def _go(database: Database, current: str | None, revision: str, *, agreed: bool) -> bool:
    from app.store.schema import RevisionUnknown, go_back, known_revisions, migrate

    order = ["base", *known_revisions()]
    if revision not in order:
        raise RevisionUnknown(revision)
    at, wanted = order.index(current or "base"), order.index(revision)
    if wanted >= at:
        _warn(order[at + 1 : wanted + 1])
        migrate(database, revision, _Teller(wanted - at))
        return True
    if not _may_go_back(database, str(current), revision, agreed):
        return False
    go_back(database, revision, _Teller(at - wanted))
    return True


def _warn(revisions: list[str]) -> None:
    from app.store.schema import reason_to_hold

    for revision in revisions:
        if reason := reason_to_hold(revision):
            print(f"{revision} keeps others from a table while it runs: {reason}", file=sys.stderr)


def _may_go_back(database: Database, current: str, revision: str, agreed: bool) -> bool:
    from app.store.losses import losses, meanings

    lost = [loss for loss in losses(database, current, revision) if loss.rows]
    for meaning in meanings(current, revision):
        print(meaning, file=sys.stderr)
    for loss in lost:
        print(f"lost: {loss.name}, in {loss.rows:,} rows", file=sys.stderr)
    if lost and not agreed:
        print("nothing was done: back up first, then give --yes as well", file=sys.stderr)
        return False
    return True


class _Teller:
    """Prints each step when it is done, and how long it took."""

    def __init__(self, steps: int) -> None:
        self._steps = steps
        self._done = 0
        self._began = time.monotonic()

    def __call__(self, line: str) -> None:
        self._done += 1
        now = time.monotonic()
        print(
            f"{self._done} of {self._steps}: {' '.join(line.split())} ({now - self._began:.1f} s)",
            file=sys.stderr,
        )
        self._began = now
