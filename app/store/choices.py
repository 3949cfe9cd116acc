"""Choices: the entries of the lists of one workspace."""

from __future__ import annotations

import sqlalchemy as sa

from app.domain.pipeline import DEFAULT_CHOICES, ListEntry
from app.store.statements import Statement
from app.store.tables import choices
from app.store.workspace_rows import WorkspaceRows

_CHOICE = Statement(
    sa.select(choices.c.key).where(
        choices.c.workspace_id == sa.bindparam("of_workspace", type_=choices.c.workspace_id.type),
        choices.c.list == sa.bindparam("of_list", type_=sa.Text),
        choices.c.key == sa.bindparam("of_key", type_=sa.Text),
    )
)


class Choices(WorkspaceRows):
    """The lists of one workspace."""

    def __init__(self, connection: sa.Connection, workspace_id: int) -> None:
        super().__init__(connection, workspace_id)
        self._there: dict[tuple[str, str], bool] = {}

    def all(self) -> list[ListEntry]:
        """All entries of all lists, in order."""
        mine = self._mine(choices)
        wanted = sa.select(choices).where(mine).order_by(choices.c.list, choices.c.position)
        return [ListEntry(row.list, row.key, row.name) for row in self._connection.execute(wanted)]

    def has(self, name: str, key: str) -> bool:
        """Whether a list has an entry with this key."""
        if (name, key) not in self._there:
            values = {"of_workspace": self._workspace_id, "of_list": name, "of_key": key}
            self._there[name, key] = _CHOICE.first(self._connection, values) is not None
        return self._there[name, key]


def add_first_choices(connection: sa.Connection, workspace_id: int) -> None:
    """Gives a new workspace its lists."""
    entries = [
        {"workspace_id": workspace_id, "list": name, "key": key, "name": "", "position": position}
        for name, keys in DEFAULT_CHOICES.items()
        for position, key in enumerate(keys, start=1)
    ]
    connection.execute(sa.insert(choices), entries)
