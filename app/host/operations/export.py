"""`export`: everything of a workspace as files."""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from app.host.configuration import Configuration
from app.host.operations.tenants import add_tenant, operate_in, tell_no_workspace
from app.private import make_file, make_folder
from app.progress import Progress

if TYPE_CHECKING:
    from app.store.work import Work

HELP = "write everything of a workspace as CSV and JSON"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""Signs with which a spreadsheet takes a cell for a formula."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_tenant(parser)
    parser.add_argument("folder", type=Path, metavar="FOLDER")


def run(configuration: Configuration, given: argparse.Namespace) -> int:
    from app.store import portable
    from app.store.schema import opened_for_work

    def note(work: Work) -> int:
        work.audit.note("WorkspaceExported", work.now, None)
        return 0

    with opened_for_work(configuration.database_url) as database:
        found = portable.find_workspace(database, given.tenant)
        if found is None:
            return tell_no_workspace(given)
        try:
            make_folder(given.folder)
            for name in portable.table_names():
                progress = Progress(name, portable.count_rows(database, name, found[0]))
                rows = portable.rows_of(database, name, found[0])
                _write_table(given.folder / name, portable.column_names(name), rows, progress)
        except OSError as error:
            print(f"not everything was exported: {error}", file=sys.stderr)
            return 2
        return operate_in(database, given, note)


def _write_table(path: Path, columns: list[str], rows: Iterator[dict[str, Any]], progress: Progress) -> None:
    """A table as CSV, and as JSON with one row a line between brackets."""
    with (
        make_file(path.with_suffix(".csv")).open("w", encoding="utf-8-sig", newline="") as table,
        make_file(path.with_suffix(".json")).open("wb") as document,
    ):
        writer = csv.writer(table)
        writer.writerow(columns)
        document.write(b"[")
        for row in rows:
            writer.writerow([cell(row[column]) for column in columns])
            document.write((b",\n" if progress.done else b"\n") + orjson.dumps(row, default=_plain))
            progress.advance()
        document.write(b"\n]\n")
    progress.end()


def cell(value: object) -> str:
    """A value in a cell of a CSV file that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, dict | list):
        return orjson.dumps(value, default=_plain).decode()
    if isinstance(value, dt.datetime):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)
