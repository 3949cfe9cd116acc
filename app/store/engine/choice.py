"""Choice: which engine a connection or an address belongs to."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlalchemy as sa

    from app.store.engine.engine import Engine


def engine_of(connection: sa.Connection) -> Engine:
    """The engine at the other end of a connection."""
    return engine_named(connection.dialect.name)


def engine_at(url: sa.URL) -> Engine:
    """The engine at an address."""
    return engine_named(url.get_backend_name())


@cache
def engine_named(name: str) -> Engine:
    """The engine that SQLAlchemy calls so."""
    # Late: who runs on SQLite needs no driver of PostgreSQL, and who reads an address needs neither.
    if name == "sqlite":
        from app.store.engine.sqlite import Sqlite

        return Sqlite()
    if find_spec(f"{__package__}.pipeline"):
        pipelined: Engine = import_module(f"{__package__}.pipeline").PipelinedPostgres()
        return pipelined
    from app.store.engine.postgres import Postgres

    return Postgres()
