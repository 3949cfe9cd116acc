"""`python -m app COMMAND`: the commands are in `app.host.operations`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from pydantic import ValidationError

from app.faults import Fault
from app.host.log_output import set_up
from app.host.operations import OPERATIONS, Operation
from app.host.remedies import tell
from app.host.settings import Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; returns the exit status."""
    given = _parser().parse_args(arguments)
    try:
        settings = _settings(given)
    except ValidationError as error:
        for problem in error.errors():
            print(f"setting {_variable(problem['loc'])}: {problem['msg']}", file=sys.stderr)
        return 2
    set_up(settings.log_format, settings.log_level)
    operation: Operation = given.operation
    try:
        return operation.run(settings, given)
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


def _settings(given: argparse.Namespace) -> Settings:
    named = {name: getattr(given, name, None) for name in ("host", "port")}
    return Settings(**{name: value for name, value in named.items() if value is not None})


def _variable(path: tuple[int | str, ...]) -> str:
    """The environment variable that a setting is read from."""
    name = str(path[0]) if path else ""
    return name.upper() if name in Settings.model_fields else name


if __name__ == "__main__":
    sys.exit(main())
