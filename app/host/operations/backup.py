"""`backup`: the whole database in one file, while the hosts work."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from app.host.configuration import Configuration
from app.private import make_folder
from app.progress import Progress

HELP = "write the whole database to a file, while the hosts work"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--replace", action="store_true", help="overwrite a file that is there")


def run(configuration: Configuration, given: argparse.Namespace) -> int:
    from app.store.backups import back_up
    from app.store.engine.errors import BackupFailed
    from app.store.opening import opened

    if given.file.exists() and not given.replace:
        print(f"{given.file} is there already: choose another name, or give --replace", file=sys.stderr)
        return 2
    progress = Progress("backup")
    with opened(configuration.database_url) as database:
        try:
            make_folder(given.file.parent)
            back_up(database, given.file, progress.reach)
        except (BackupFailed, OSError) as error:
            print(f"there is no backup: {error}", file=sys.stderr)
            return 2
    progress.end()
    print(f"{given.file}: {given.file.stat().st_size:,} bytes")
    return 0
