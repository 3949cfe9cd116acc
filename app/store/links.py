"""Links: tables of the people in the lists that records hold. They can be searched the other way round, which
a JSON column cannot."""

from __future__ import annotations

from collections.abc import Iterator, Set

import sqlalchemy as sa

from app.domain.deal import Deal
from app.domain.record import Record
from app.store.statements import Statement
from app.store.tables import followings, participations
from app.store.workspace_rows import WorkspaceRows

Link = tuple[str, int]
"""Column of the other side ("contact", "member") and its number or id."""


def links_of(record: Record) -> set[Link]:
    """Everybody whom a record's lists name."""
    if not isinstance(record, Deal):
        return set()
    contacts = {("contact", one.contact) for one in record.participants}
    return contacts | {("member", id_) for id_ in record.followers}


def link_rows(
    workspace_id: int, record: Record, known: Set[Link] = frozenset()
) -> Iterator[tuple[sa.Table, dict[str, object]]]:
    """The rows that tell the links of a record, besides those that are known, each with its table."""
    if not isinstance(record, Deal):
        return
    fixed: dict[str, object] = {"workspace_id": workspace_id, "number": record.number}
    for column, other in sorted(links_of(record) - known):
        yield _TABLES[column], {**fixed, column: other, "kind": record.kind.value}


class Links(WorkspaceRows):
    """The links of one workspace."""

    def add(self, record: Record) -> set[Link]:
        """Keeps the links of a new record; returns them."""
        return self.replace(record, set())

    def replace(self, record: Record, before: set[Link]) -> set[Link]:
        """Keeps the tables true after a change; `before` are the links that were stored. Returns the new
        ones."""
        after = links_of(record)
        for column, table in _TABLES.items():
            if gone := [other for name, other in before - after if name == column]:
                self._delete(table, record.number, table.c[column].in_(gone))
        for table, row in link_rows(self._workspace_id, record, before):
            _INSERTS[table].later(self._connection, row)
        return after

    def remove(self, *numbers: int) -> None:
        """Forgets records."""
        for table in _TABLES.values():
            mine = (self._mine(table), table.c.number.in_(numbers))
            self._connection.execute(sa.delete(table).where(*mine))

    def followed_by(self, member: int, limit: int, before: int | None = None) -> list[int]:
        """Numbers of the records that a member follows, newest first, below the number `before`."""
        wanted = (
            sa.select(followings.c.number)
            .where(self._mine(followings), followings.c.member == member)
            .order_by(followings.c.number.desc())
            .limit(limit)
        )
        if before is not None:
            wanted = wanted.where(followings.c.number < before)
        return list(self._connection.execute(wanted).scalars())

    def _delete(self, table: sa.Table, number: int, *conditions: sa.ColumnElement[bool]) -> None:
        mine = (self._mine(table), table.c.number == number)
        self._connection.execute(sa.delete(table).where(*mine, *conditions))


_TABLES = {"contact": participations, "member": followings}
_INSERTS = {table: Statement(sa.insert(table)) for table in _TABLES.values()}
