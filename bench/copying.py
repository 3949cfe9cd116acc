"""The move from SQLite to PostgreSQL: how long `python -m app copy` takes, and whether the API answers the
same afterwards.

The clock runs from the start of the command to its end: reading, writing, order in the files and the
comparison of every table. Then a host over each of the two answers every list to its last page.
"""

from __future__ import annotations

import hashlib
import resource
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import orjson

from bench.figures import Spread
from bench.goals import Goal, at_most
from bench.processes import Program, run_command
from bench.store.databases import POSTGRES, SQLITE, Databases, seed
from bench.store.hosts import Door, Reader, run_host
from bench.turns import name_tenant

RECORDS = 100_000
SECONDS = 60.0
LISTS = ("/leads", "/opportunities", "/contacts", "/organizations", "/members", "/board")
"""Everything in the API that lists records; those with pages are read to the end."""
_SHARE_OF_DEALS = 0.28
_RECORDS_OF_DEAL = 3


def measure_copy(databases: Databases, door: Door, records: int, rounds: int) -> tuple[str, list[Goal]]:
    """A report, and the goals in it."""
    deals = int(records * _SHARE_OF_DEALS)
    leads = records - deals * _RECORDS_OF_DEAL
    source = _fill(databases, deals, leads)
    seconds, own, target = [], [], ""
    for round_ in range(rounds):
        target = databases.fresh(POSTGRES, "copied")
        began, worked = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
        program = (sys.executable, "-m", "app", "copy", "--to", target)
        run_command(
            Program("copy", program, {"DATABASE_URL": source}), databases.folder, patience=1200, core=None
        )
        seconds.append(time.monotonic() - began)
        now = resource.getrusage(resource.RUSAGE_CHILDREN)
        own.append(now.ru_utime + now.ru_stime - worked.ru_utime - worked.ru_stime)
        print(f"copy {round_ + 1}: {seconds[-1]:.1f} s, {own[-1]:.1f} s of a processor", file=sys.stderr)
    pages, different = _compare(databases.folder, door, source, target)
    goals = [
        at_most(f"copy of {records:,} records", Spread.of(seconds), SECONDS, "s"),
        at_most("lists of the API that answer differently", Spread.of([len(different)]), 0, "lists"),
    ]
    return _report(records, (seconds, own), pages, different), goals


def _fill(databases: Databases, deals: int, leads: int) -> str:
    path = databases.folder / "to-copy.db"
    for old in databases.folder.glob("to-copy.db*"):
        old.unlink()
    url = f"sqlite:///{path}"
    seed(url, databases.folder, opportunities=deals, leads=leads, workspaces=1)
    return url


def _compare(folder: Path, door: Door, source: str, target: str) -> tuple[int, list[str]]:
    """How many pages were read, and the lists that are not the same on both sides."""
    answers: list[dict[str, str]] = []
    pages = 0
    # The source is read in a copy: a host writes down who comes.
    shutil.copy(source.removeprefix("sqlite:///"), folder / "to-compare.db")
    for kind, url in ((SQLITE, f"sqlite:///{folder / 'to-compare.db'}"), (POSTGRES, target)):
        with run_host(door, url, folder, f"host-{kind}") as address:
            reader = Reader(address, door.token(name_tenant(0), "reader"))
            answers.append({})
            for path in LISTS:
                digest = hashlib.sha256()
                for page in _pages(reader, path):
                    digest.update(page)
                    pages += 1
                answers[-1][path] = digest.hexdigest()
            reader.close()
    return pages, [path for path in LISTS if answers[0][path] != answers[1][path]]


def _pages(reader: Reader, path: str) -> Iterator[bytes]:
    cursor: str | None = ""
    while cursor is not None:
        page = orjson.loads(reader.get(f"{path}?limit=200{cursor}" if path != "/board" else path))
        yield orjson.dumps(_lasting(page), option=orjson.OPT_SORT_KEYS)
        cursor = f"&cursor={quote(page['next'])}" if page.get("next") else None


def _lasting(part: object) -> object:
    """Without cursors, which are of the database that gave them, and without who reads, who came just now."""
    if isinstance(part, dict):
        return {key: _lasting(value) for key, value in part.items() if key not in {"next", "cursor"}}
    return [_lasting(value) for value in part] if isinstance(part, list) else part


def _report(records: int, times: tuple[list[float], list[float]], pages: int, different: list[str]) -> str:
    found, own = Spread.of(times[0]), Spread.of(times[1])
    same = f"different: {', '.join(different)}" if different else "the same"
    return "\n".join(
        (
            "## Copy",
            "",
            f"| {records:,} records from SQLite to PostgreSQL | |",
            "|---|---|",
            f"| seconds, median (least, most) of {len(times[0])} | {found.median:.1f} ({found.low:.1f}, "
            f"{found.high:.1f}) |",
            f"| of them seconds of a processor, the database's own not counted | {own.median:.1f} |",
            f"| {len(LISTS)} lists of the API, {pages} pages | {same} |",
            "",
        )
    )
