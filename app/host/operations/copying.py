"""`copy`: everything to another database of any kind, SQLite to PostgreSQL above all."""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING

from app.faults import Fault
from app.host.configuration import Configuration
from app.progress import Progress

if TYPE_CHECKING:
    from app.store.database import Database

HELP = "copy everything to another database, and prove that it arrived"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--to",
        required=True,
        metavar="URL",
        help="the other DATABASE_URL; it must be empty, or not there yet",
    )


def run(configuration: Configuration, given: argparse.Namespace) -> int:
    from app.store.backups import is_empty
    from app.store.opening import opened
    from app.store.schema import migrate, standing
    from app.store.transfer import TransferFailed

    began = time.monotonic()
    with opened(configuration.database_url) as source, opened(given.to, may_create=True) as target:
        found = standing(source)
        if found.current != found.needed:
            raise Fault(found.problem or "database_newer", f"the source is at revision {found.current}")
        if not is_empty(target):
            print("nothing was copied: the other database holds records", file=sys.stderr)
            return 2
        migrate(target)
        try:
            copied = _copy(source, target)
        except TransferFailed as error:
            print(f"nothing was copied: {error}", file=sys.stderr)
            return 1
    print(f"{copied:,} rows copied and compared in {time.monotonic() - began:.1f} s")
    print("now set DATABASE_URL to the other address and start the host")
    return 0


def _copy(source: Database, target: Database) -> int:
    from app.store.transfer import TransferFailed, count_rows, differences, mark, sums_of, transfer

    before, total = mark(source), count_rows(source)
    progress = Progress("copied", total)
    sent = transfer(source, target, progress.advance)
    progress.end()
    progress = Progress("compared", total)
    wrong = differences(sent, sums_of(target, progress.advance))
    progress.end()
    if wrong:
        raise TransferFailed(f"not the same on both sides: {'; '.join(wrong)}: empty the other database")
    for entry in sent:
        if entry.mended:
            print(f"{entry.table}: NUL was left out of {entry.mended} rows", file=sys.stderr)
    if mark(source) != before:
        raise TransferFailed("the source was written to meanwhile: stop the host and copy again")
    return sum(entry.rows for entry in sent)
