"""`python -m app serve | migrate | seed | doctor`."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from collections.abc import Callable, Sequence

from pydantic import ValidationError

from app.remedies import remedy
from app.settings import Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; returns the exit status."""
    parsed = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # Alembic tells its plugins and its context at every look, which helps nobody who runs a host.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        settings = _settings(parsed)
    except ValidationError as error:
        for problem in error.errors():
            name = ".".join(str(part) for part in problem["loc"])
            print(f"setting {name}: {problem['msg']}", file=sys.stderr)
        return 2
    command: Callable[[Settings, argparse.Namespace], int] = parsed.run
    return command(settings, parsed)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m app", description="Leadline, a CRM inside Microsoft Teams."
    )
    commands = parser.add_subparsers(required=True, metavar="serve | migrate | seed | doctor")
    serve = commands.add_parser("serve", help="run the host")
    serve.add_argument("--host", help="address to listen on (HOST)")
    serve.add_argument("--port", type=int, help="port to listen on (PORT)")
    serve.set_defaults(run=_serve)
    migrate = commands.add_parser("migrate", help="bring the database to the tables that this version needs")
    migrate.set_defaults(run=_migrate)
    seed = commands.add_parser("seed", help="fill the database with made-up records")
    seed.add_argument("--opportunities", type=int, default=500, metavar="N")
    seed.add_argument("--leads", type=int, metavar="N", help="0.7 for each opportunity unless given")
    seed.add_argument("--workspaces", type=int, default=1, metavar="N", help="among which all are divided")
    seed.set_defaults(run=_seed)
    doctor = commands.add_parser("doctor", help="check everything and say what to do about each problem")
    doctor.set_defaults(run=_doctor)
    return parser


def _settings(parsed: argparse.Namespace) -> Settings:
    given = {name: getattr(parsed, name, None) for name in ("host", "port")}
    return Settings(**{name: value for name, value in given.items() if value is not None})


def _serve(settings: Settings, _: argparse.Namespace) -> int:
    # Late: the other commands need neither the faces nor the network.
    from app.host import serve

    return asyncio.Runner(loop_factory=_loop_factory()).run(serve(settings))


def _migrate(settings: Settings, _: argparse.Namespace) -> int:
    from app.store.database import Database, Unreachable
    from app.store.schema import migrate, pending

    database = Database(settings.database_url)
    try:
        migrate(database)
        print(f"the database is at revision {pending(database)[0]}")
    except Unreachable as error:
        print(f"database_unreachable: {remedy('database_unreachable')} ({error})", file=sys.stderr)
        return 2
    finally:
        database.close()
    return 0


def _seed(settings: Settings, parsed: argparse.Namespace) -> int:
    from app.seed import seed

    return seed(settings, parsed.opportunities, parsed.workspaces, parsed.leads)


def _doctor(settings: Settings, _: argparse.Namespace) -> int:
    from app.doctor import examine

    return asyncio.run(examine(settings))


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    if sys.platform == "win32":
        return asyncio.new_event_loop
    import uvloop

    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory


if __name__ == "__main__":
    sys.exit(main())
