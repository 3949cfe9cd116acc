"""`delete-workspace`: everything of a workspace goes."""

from __future__ import annotations

import argparse
import sys

from app.host.configuration import Configuration
from app.host.operations.tenants import add_tenant, tell_no_workspace
from app.progress import Progress

HELP = "take everything of a workspace away"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_tenant(parser)
    named = "the name of the workspace, or the tenant's id where it has none"
    parser.add_argument("--confirm", required=True, metavar="NAME", help=named)


def run(configuration: Configuration, given: argparse.Namespace) -> int:
    from app.store import portable
    from app.store.schema import opened_for_work

    with opened_for_work(configuration.database_url) as database:
        half = portable.find_half_removed(database, given.tenant)
        found = half or portable.find_workspace(database, given.tenant)
        if found is None:
            return tell_no_workspace(given)
        if half is not None:
            print("a workspace of this tenant was half deleted: this goes on with it", file=sys.stderr)
        if given.confirm != (found[1] or given.tenant):
            print("nothing was changed: --confirm is not the name of the workspace", file=sys.stderr)
            return 2
        portable.remove_workspace(database, given.tenant, found[0], Progress)
    print("deleted; run compact to rewrite the files as well")
    return 0
