"""`python -m app COMMAND`: the commands are in `app.host.operations`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from pydantic import ValidationError

from app.faults import Fault
from app.host.configuration import Configuration
from app.host.log_output import set_up
from app.host.operations import OPERATIONS, Operation
from app.host.remedies import tell


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; returns the exit status."""
    given = _parser().parse_args(arguments)
    try:
        configuration = _configuration(given)
    except ValidationError as error:
        for problem in error.errors():
            print(f"setting {_variable(problem['loc'])}: {problem['msg']}", file=sys.stderr)
        return 2
    set_up(configuration.log_format, configuration.log_level)
    operation: Operation = given.operation
    try:
        return operation.run(configuration, given)
    except Fault as fault:
        print(tell(fault.code, fault.seen), file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m app", description="Leadline, a CRM inside Microsoft Teams."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, operation in OPERATIONS.items():
        command = commands.add_parser(name, help=operation.HELP)
        operation.add_arguments(command)
        command.set_defaults(operation=operation)
    return parser


def _configuration(given: argparse.Namespace) -> Configuration:
    named = {name: getattr(given, name, None) for name in ("host", "port")}
    return Configuration(**{name: value for name, value in named.items() if value is not None})


def _variable(path: tuple[int | str, ...]) -> str:
    """The environment variable that a setting is read from."""
    name = str(path[0]) if path else ""
    return name.upper() if name in Configuration.model_fields else name


if __name__ == "__main__":
    sys.exit(main())
