"""`doctor`: everything that is wrong, each with what to do about it."""

from __future__ import annotations

import argparse
import asyncio

from app.host.configuration import Configuration

HELP = "check everything and say what to do about each problem"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--at-start",
        action="store_true",
        help="tell of what may pass by itself, but do not fail because of it",
    )


def run(configuration: Configuration, given: argparse.Namespace) -> int:
    from app.host.doctor import examine

    return asyncio.run(examine(configuration, at_start=given.at_start))
