"""What an administrator runs: `python -m app COMMAND`, a module for each command.

A module has `HELP`, a line for the list of commands; `add_arguments`, where it takes any; and `run`, which
gets the configuration and what was given. `run` returns the exit status: 0 done, 1 a problem was found,
2 refused.
"""

from __future__ import annotations

import argparse
from typing import Protocol

from app.host.configuration import Configuration
from app.host.operations import (
    audit,
    backup,
    compact,
    copying,
    doctor,
    export,
    migrate,
    owner,
    person,
    removal,
    restore,
    seed,
    serve,
    version,
)


class Operation(Protocol):
    """A module of this folder."""

    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, configuration: Configuration, given: argparse.Namespace) -> int: ...


OPERATIONS: dict[str, Operation] = {
    "serve": serve,
    "migrate": migrate,
    "seed": seed,
    "doctor": doctor,
    "owner": owner,
    "backup": backup,
    "restore": restore,
    "copy": copying,
    "person": person,
    "audit": audit,
    "export": export,
    "delete-workspace": removal,
    "compact": compact,
    "version": version,
}
"""Every command by its name, in the order in which they are listed."""
