"""`restore`: a backup in the place of what the database holds."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from app.host.configuration import Configuration
from app.host.remedies import tell
from app.progress import Progress

HELP = "put a backup in the place of what the database holds"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--replace", action="store_true", help="although there is something that goes")


def run(configuration: Configuration, given: argparse.Namespace) -> int:
    from app.store.backups import check_backup, is_empty, is_in_use, restore
    from app.store.engine.errors import BackupFailed
    from app.store.opening import opened
    from app.store.schema import standing

    progress = Progress("restore")
    with opened(configuration.database_url, may_create=True) as database:
        try:
            check_backup(database, given.file)
            if is_in_use(database):
                raise BackupFailed("a host has the database open: stop all hosts first")
            if not given.replace and not is_empty(database):
                raise BackupFailed("the database holds records: back them up, then give --replace")
            restore(database, given.file, progress.reach)
        except BackupFailed as error:
            print(f"nothing was restored: {error}", file=sys.stderr)
            return 2
    progress.end()
    # Anew: what was opened before has seen other tables.
    with opened(configuration.database_url) as database:
        found = standing(database)
    print(f"restored: the database is at revision {found.current}")
    if found.problem:
        print(tell(found.problem), file=sys.stderr)
    return 0
