"""`seed`: made-up records."""

from __future__ import annotations

import argparse

from app.host.configuration import Configuration

HELP = "fill the database with made-up records"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--opportunities", type=int, default=500, metavar="N")
    parser.add_argument("--leads", type=int, metavar="N", help="0.7 for each opportunity unless given")
    parser.add_argument("--workspaces", type=int, default=1, metavar="N", help="among which all are divided")


def run(configuration: Configuration, given: argparse.Namespace) -> int:
    from app.host.seeding.seed import seed

    return seed(configuration, given.opportunities, given.workspaces, given.leads)
