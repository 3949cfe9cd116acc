"""Portable: everything of one workspace, table by table, to be exported or deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa

from app.progress import Progress
from app.store.database import Database
from app.store.tables import directory, metadata, workspaces

PORTION = 5_000
"""Rows that are read or taken away at once: others write in between."""
_GONE = "deleted"
"""What stands before the id and the tenant of a workspace that is being taken away: the tenant may have found
a new one meanwhile, and that may be taken away as well."""


def find_workspace(database: Database, tenant_id: str) -> tuple[int, str] | None:
    """The id and the name of a tenant's workspace."""
    return _find(database, workspaces.c.tenant_id == tenant_id)


def find_half_removed(database: Database, tenant_id: str) -> tuple[int, str] | None:
    """The same of one of the tenant's that was half taken away."""
    id_ = sa.cast(workspaces.c.id, sa.Text)
    mark = sa.literal(f"{_GONE}:").concat(id_).concat(f":{tenant_id}")
    return _find(database, workspaces.c.tenant_id == mark)


def table_names() -> list[str]:
    """All tables that hold something of a workspace, those that others point to first."""
    return [table.name for table in metadata.sorted_tables]


def column_names(name: str) -> list[str]:
    """The columns of a table without the workspace."""
    return [column.name for column in metadata.tables[name].c if column.name != "workspace_id"]


def count_rows(database: Database, name: str, workspace_id: int) -> int:
    """How many rows of a workspace a table holds."""
    table = metadata.tables[name]
    wanted = sa.select(sa.func.count()).select_from(table).where(_mine(table, workspace_id))
    with database.read() as connection:
        return int(connection.execute(wanted).scalar_one())


def rows_of(database: Database, name: str, workspace_id: int) -> Iterator[dict[str, Any]]:
    """All rows of a workspace in a table, in the order of its key, with what its columns stand for. On
    PostgreSQL each portion is as of when it was read."""
    table = metadata.tables[name]
    keys = [column for column in table.primary_key if column.name != "workspace_id"]
    last: tuple[Any, ...] | None = None
    while True:
        wanted = sa.select(table).where(_mine(table, workspace_id)).order_by(*keys).limit(PORTION)
        if last is not None:
            wanted = wanted.where(sa.tuple_(*keys) > sa.tuple_(*map(sa.literal, last)))
        with database.read() as connection:
            rows = connection.execute(wanted).mappings().all()
        for row in rows:
            yield {str(name): value for name, value in row.items() if name != "workspace_id"}
        if len(rows) < PORTION or not keys:
            return
        last = tuple(rows[-1][key.name] for key in keys)


def remove_workspace(
    database: Database, tenant_id: str, workspace_id: int, begin: Callable[[str, int], Progress]
) -> None:
    """Takes everything of a workspace away, in portions; of each table the progress is begun with its name
    and its rows. From the first one on its tenant has none: whoever
    writes founds a new one. What breaks off goes on when it is begun again."""
    with database.write() as connection:
        for table in _LAST:
            gone = sa.update(table).where(_mine(table, workspace_id))
            connection.execute(gone.values(tenant_id=f"{_GONE}:{workspace_id}:{tenant_id}"))
    for table in reversed(metadata.sorted_tables):
        if table in _LAST:
            continue
        progress = begin(table.name, count_rows(database, table.name, workspace_id))
        removed = PORTION
        while removed == PORTION:
            with database.write() as connection:
                removed = _remove_some(connection, table, workspace_id)
            progress.advance(removed)
        progress.end()
    with database.write() as connection:
        for table in _LAST:
            connection.execute(sa.delete(table).where(_mine(table, workspace_id)))


_LAST = (workspaces, directory)
"""What goes together, in the end: by it the rest is found."""


def _find(database: Database, wanted: sa.ColumnElement[bool]) -> tuple[int, str] | None:
    found = sa.select(workspaces.c.id, workspaces.c.name).where(wanted).order_by(workspaces.c.id)
    with database.read() as connection:
        row = connection.execute(found).first()
    return None if row is None else (row.id, row.name)


def _remove_some(connection: sa.Connection, table: sa.Table, workspace_id: int) -> int:
    keys = [column for column in table.primary_key if column.name != "workspace_id"]
    mine = _mine(table, workspace_id)
    if not keys:
        return int(connection.execute(sa.delete(table).where(mine)).rowcount)
    some = sa.select(*keys).where(mine).order_by(*keys).limit(PORTION)
    last = connection.execute(some).all()
    if not last:
        return 0
    upto = sa.tuple_(*keys) <= sa.tuple_(*map(sa.literal, tuple(last[-1])))
    connection.execute(sa.delete(table).where(mine, upto))
    return len(last)


def _mine(table: sa.Table, workspace_id: int) -> sa.ColumnElement[bool]:
    return (table.c.id if table is workspaces else table.c.workspace_id) == workspace_id
