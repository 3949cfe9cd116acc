"""`version`: which release this is, and which tables it needs."""

from __future__ import annotations

import argparse
import platform

from app.host.configuration import Configuration
from app.version import VERSION

HELP = "say which release this is"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Takes none."""


def run(_: Configuration, __: argparse.Namespace) -> int:
    from app.store.schema import newest_revision

    print(f"Leadline {VERSION}")
    print(f"tables of revision {newest_revision()}, Python {platform.python_version()}")
    return 0
