"""What commands about one tenant have in common: the argument that names it, and its workspace to work in."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.errors import DomainError
from app.domain.event import Source
from app.domain.member import Actor
from app.host.configuration import Configuration

if TYPE_CHECKING:
    from app.languages.reader import Reader
    from app.store.database import Database
    from app.store.work import Work


def add_tenant(parser: argparse.ArgumentParser) -> None:
    """Adds it to a command."""
    parser.add_argument("--tenant", required=True, metavar="ID", help="the tenant's id")


def operate(configuration: Configuration, given: argparse.Namespace, run: Callable[[Work], int]) -> int:
    """Runs something in a tenant's workspace as whoever runs the host, all of it or nothing; the exit status.
    Raises Fault."""
    from app.store.schema import opened_for_work

    with opened_for_work(configuration.database_url) as database:
        return operate_in(database, given, run)


def operate_in(database: Database, given: argparse.Namespace, run: Callable[[Work], int]) -> int:
    """`operate` in a database that is open."""
    from app.store.work import begin_operating

    actor = Actor(tenant_id=given.tenant, user_id="", source=Source.SYSTEM)
    try:
        with database.write() as connection:
            work = begin_operating(connection, actor)
            if work is None:
                return tell_no_workspace(given)
            status = run(work)
            work.finish(None)
            return status
    except DomainError as refused:
        _tell(refused, given)
        return 2


def tell_no_workspace(given: argparse.Namespace) -> int:
    """Says that the tenant has none; the exit status."""
    print(f"the tenant {given.tenant} has no workspace here", file=sys.stderr)
    return 2


def reader_in(work: Work, given: argparse.Namespace) -> Reader:
    """Whoever runs the command, in the language that was asked for, at the place of the workspace."""
    from app.languages.reader import Reader

    here = work.workspace
    return Reader(given.language, here.time_zone, here.currency, own=here.own_fields)


def _tell(refused: DomainError, given: argparse.Namespace) -> None:
    from app.languages.reader import Reader
    from app.languages.strings import LANGUAGES

    reader = Reader(getattr(given, "language", LANGUAGES[0]))
    key = f"error.{refused.code}"
    print(reader.t(key, **refused.details) if reader.has(key) else refused.code, file=sys.stderr)
    for field, problem in getattr(refused, "fields", {}).items():
        print(f"{field}: {problem.code}", file=sys.stderr)
