"""`compact`: the files of the database without what was taken away."""

from __future__ import annotations

import argparse

from app.host.configuration import Configuration

HELP = "rewrite the database files without what was taken away"


def add_arguments(_: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(configuration: Configuration, _: argparse.Namespace) -> int:
    from app.store.opening import opened

    with opened(configuration.database_url) as database:
        database.compact()
    print("the database files were rewritten")
    return 0
