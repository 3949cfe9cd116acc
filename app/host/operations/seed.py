"""`seed`: made-up records."""

from __future__ import annotations

import argparse

from app.host.settings import Settings

HELP = "fill the database with made-up records"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--opportunities", type=int, default=500, metavar="N")
    parser.add_argument("--leads", type=int, metavar="N", help="0.7 for each opportunity unless given")
    parser.add_argument("--workspaces", type=int, default=1, metavar="N", help="among which all are divided")


def run(settings: Settings, given: argparse.Namespace) -> int:
    from app.host.seeding.seed import seed

    return seed(settings, given.opportunities, given.workspaces, given.leads)
