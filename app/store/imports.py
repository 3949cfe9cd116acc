"""Imports of one workspace, each with its rows in portions of one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import sqlalchemy as sa

from app.domain.imports import DECIDED, Import, ImportState, OnDuplicate, RowNote
from app.store.tables import import_portions, imports
from app.store.workspace_rows import WorkspaceRows

_COUNTS = ("rows", "created", "added", "skipped", "refused")


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """Some rows. `first` and `last` are the sequences of the events that they led to, None where there are
    none (yet)."""

    position: int
    rows: list[Any] | None
    first: int | None = None
    last: int | None = None
    told: tuple[RowNote, ...] = ()


class Imports(WorkspaceRows):
    """The imports of one workspace."""

    def find(self, id_: int) -> Import | None:
        """The import with this id."""
        return self._first(imports.c.id == id_)

    def of_digest(self, digest: str, *states: ImportState) -> Import | None:
        """The newest import of a file in one of these states."""
        return self._first(imports.c.digest == digest, imports.c.state.in_([one.value for one in states]))

    def of_sequence(self, sequence: int) -> Import | None:
        """The import that led to an event."""
        of = import_portions.c
        wanted = sa.select(of.import_id).where(
            self._mine(import_portions), of.first_sequence <= sequence, of.last_sequence >= sequence
        )
        id_ = self._connection.execute(wanted).scalar()
        return None if id_ is None else self.find(id_)

    def page(self, limit: int, before: int | None = None) -> list[Import]:
        """Imports that somebody decided on, newest first, below the id `before`."""
        wanted = [self._mine(imports), imports.c.state.in_([state.value for state in DECIDED])]
        if before is not None:
            wanted.append(imports.c.id < before)
        found = sa.select(imports).where(*wanted).order_by(imports.c.id.desc()).limit(limit)
        return [_revive(row) for row in self._connection.execute(found).mappings()]

    def add(self, new: Import, portions: Iterable[Sequence[Any]]) -> Import:
        """Stores a new import with its rows; gives it the next id."""
        new = replace(new, id=self._next_id(imports))
        fixed = {"id": new.id, "member": new.member, "at": new.at, "digest": new.digest}
        told = {"file_name": new.file_name, "columns": [list(one) for one in new.columns]}
        row = {"workspace_id": self._workspace_id, **fixed, **told, **_changing(new)}
        self._connection.execute(sa.insert(imports), row)
        rows = [
            {"workspace_id": self._workspace_id, "import_id": new.id, "position": position, "rows": some}
            for position, some in enumerate(portions)
        ]
        self._connection.execute(sa.insert(import_portions), rows)
        return new

    def save(self, changed: Import) -> Import:
        """Stores state, choice and counts."""
        mine = (self._mine(imports), imports.c.id == changed.id)
        self._connection.execute(sa.update(imports).where(*mine).values(_changing(changed)))
        return changed

    def drop(self, offered: Import) -> None:
        """Forgets the rows of an import that nobody wants. Its id is never given again: there is a card."""
        self._connection.execute(sa.delete(import_portions).where(*self._of(offered.id)))
        self.save(replace(offered, state=ImportState.DROPPED))

    def offers_before(self, at: dt.datetime) -> list[Import]:
        """Imports that were offered before a moment, and of which nothing became."""
        wanted = (self._mine(imports), imports.c.state == ImportState.OFFERED.value, imports.c.at < at)
        found = self._connection.execute(sa.select(imports).where(*wanted)).mappings()
        return [_revive(row) for row in found]

    def waiting(self, id_: int) -> Portion | None:
        """The next portion whose rows are not in yet."""
        wanted = sa.select(import_portions).where(*self._of(id_), import_portions.c.rows.is_not(None))
        row = self._connection.execute(wanted.order_by(import_portions.c.position).limit(1)).first()
        return None if row is None else _portion(row)

    def portions(self, id_: int) -> list[Portion]:
        """All portions without their rows, last first."""
        columns = [one for one in import_portions.c if one.name not in {"rows", "workspace_id", "import_id"}]
        wanted = sa.select(*columns, sa.null().label("rows")).where(*self._of(id_))
        found = self._connection.execute(wanted.order_by(import_portions.c.position.desc()))
        return [_portion(row) for row in found]

    def save_portion(self, id_: int, portion: Portion) -> None:
        """Stores what became of a portion; its rows are kept no longer than needed."""
        told = [note.plain() for note in portion.told]
        values = {"rows": portion.rows, "first_sequence": portion.first, "last_sequence": portion.last}
        this = (*self._of(id_), import_portions.c.position == portion.position)
        self._connection.execute(sa.update(import_portions).where(*this).values(**values, told=told or None))

    def forget_rows(self, id_: int) -> None:
        """Drops the rows that are not in yet: they are not to come."""
        self._connection.execute(sa.update(import_portions).where(*self._of(id_)).values(rows=None))

    def _first(self, *conditions: sa.ColumnElement[bool]) -> Import | None:
        wanted = sa.select(imports).where(self._mine(imports), *conditions)
        newest = wanted.order_by(imports.c.id.desc()).limit(1)
        row = self._connection.execute(newest).mappings().first()
        return None if row is None else _revive(row)

    def _of(self, id_: int) -> tuple[sa.ColumnElement[bool], ...]:
        return self._mine(import_portions), import_portions.c.import_id == id_


def _changing(one: Import) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in _COUNTS}
    return {**values, "state": one.state.value, "duplicates": one.duplicates.value}


def _revive(row: Any) -> Import:
    told = {one.name: row[one.name] for one in fields(Import)}
    told |= {"state": ImportState(told["state"]), "duplicates": OnDuplicate(told["duplicates"])}
    return Import(**{**told, "columns": tuple((title, field) for title, field in told["columns"])})


def _portion(row: Any) -> Portion:
    told = tuple(RowNote.read(note) for note in row.told or ())
    return Portion(
        position=row.position, rows=row.rows, first=row.first_sequence, last=row.last_sequence, told=told
    )
