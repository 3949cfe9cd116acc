"""Repositories: records of one workspace by number, with their search words, links and counters kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from app.domain.errors import Conflict, NotFound
from app.domain.event import Kind
from app.domain.fields import long_fields
from app.domain.opportunity import Opportunity
from app.domain.own import HELD
from app.domain.record import Record
from app.store.links import Links, links_of
from app.store.mapping import RecordMapping
from app.store.search.words import WordIndex, entries_of
from app.store.statements import Statement
from app.store.tables import stage_totals
from app.store.workspace_rows import WorkspaceRows

R = TypeVar("R", bound=Record)

Totals = dict[tuple[int, str], tuple[int, Decimal]]
"""Counts and sums by stage and currency ("" where there is no amount)."""


class Repository(WorkspaceRows, Generic[R]):
    """The records of one kind. `get` raises NotFound, `find` may return None; both answer a number that went
    up in another one with that one, so that old numbers go on to work."""

    def __init__(
        self,
        connection: sa.Connection,
        workspace_id: int,
        now: dt.datetime,
        mapping: RecordMapping[R],
        index: WordIndex,
    ) -> None:
        super().__init__(connection, workspace_id)
        self._now = now
        self._mapping = mapping
        self._table = mapping.table
        self._index = index
        self._links = Links(connection, workspace_id)
        self._stored_rows: dict[int, dict[str, Any]] = {}

    def get(self, number: int) -> R:
        """The record; raises NotFound where this workspace has none of this kind with the number."""
        record = self.find(number)
        if record is None:
            raise NotFound(number=number, kind=self._mapping.kind)
        return record

    def find(self, number: int) -> R | None:
        """The record, or None."""
        found = self.find_itself(number)
        seen = {number}
        while (into := _into(found)) is not None and into not in seen:
            seen.add(into)
            found = self.find_itself(into)
        return found

    def get_itself(self, number: int) -> R:
        """The record with this very number, even where it went up in another one; raises NotFound."""
        found = self.find_itself(number)
        if found is None:
            raise NotFound(number=number, kind=self._mapping.kind)
        return found

    def find_itself(self, number: int) -> R | None:
        """The record with this very number, even where it went up in another one; or None."""
        return self._stored(number)

    def first(self, column: str, value: str) -> R | None:
        """The oldest record whose column has this value and that did not go up in another one; an empty value
        finds nothing."""
        if not value:
            return None
        keys = {"of_workspace": self._workspace_id, "of_value": value}
        row = _first_with(self._table, column).first(self._connection, keys)
        return None if row is None else self.find_itself(row[0])

    def add(self, record: R) -> R:
        """Stores a new record."""
        self._mapping.insert.later(self._connection, self._new_row(record))
        self._index.add(record)
        self._links.add(record)
        return record

    def add_all(self, records: Sequence[R]) -> None:
        """Stores new records, each part of all of them at once."""
        self._mapping.insert.later_many(self._connection, list(map(self._new_row, records)))
        self._index.add_all(records)
        for record in records:
            self._links.add(record)

    def _new_row(self, record: R) -> dict[str, object]:
        record.created_at = record.created_at or self._now
        record.updated_at = self._now
        row = self._stored_rows[record.number] = self._mapping.row(self._workspace_id, record)
        return row

    def save(self, record: R) -> R:
        """Stores a changed record. The workspace is locked, so nobody else can have changed it."""
        record.updated_at = self._now
        row, stored = self._mapping.row(self._workspace_id, record), self._stored_rows.get(record.number)
        # What stays is left out: an index is written anew for every column that is named.
        changed = {
            name: value
            for name, value in row.items()
            if name not in _FIXED and (stored is None or stored[name] != value)
        }
        keys = {"of_workspace": self._workspace_id, "of_number": record.number}
        if changed:
            self._mapping.update.later(self._connection, {**changed, **keys})
        self._stored_rows[record.number] = row
        if not _SPELLED.isdisjoint(changed):
            self._index.replace(record, entries_of(self._mapping.revive(stored)) if stored else set())
        if not _LINKED.isdisjoint(changed):
            self._links.replace(record, links_of(self._mapping.revive(stored)) if stored else set())
        return record

    def remove(self, record: R) -> None:
        """Takes a record away; raises Conflict where another record still points to it."""
        mine = (self._mine(self._table), self._table.c.number == record.number)
        try:
            with self._connection.begin_nested():
                self._connection.execute(sa.delete(self._table).where(*mine))
        except sa.exc.IntegrityError:
            raise Conflict("still_used", number=record.number, kind=record.kind, current=record) from None
        self._index.remove(record.number)
        self._links.remove(record.number)

    def remove_many(self, numbers: Iterable[int]) -> None:
        """Takes records away to which nothing points."""
        gone = list(numbers)
        mine = (self._mine(self._table), self._table.c.number.in_(gone))
        self._connection.execute(sa.delete(self._table).where(*mine))
        self._index.remove(*gone)
        self._links.remove(*gone)

    def _stored(self, number: int) -> R | None:
        keys = {"of_workspace": self._workspace_id, "of_number": number}
        rows = self._mapping.by_number.translated(self._connection, keys)
        if not rows:
            return None
        row = self._stored_rows[number] = self._mapping.named(rows[0])
        return self._mapping.revive(row)


class Opportunities(Repository[Opportunity]):
    """Opportunities; every change keeps count and sum of its stage true in the same transaction."""

    def add(self, record: Opportunity) -> Opportunity:
        self._count(record.stage, record, 1)
        return super().add(record)

    def save(self, record: Opportunity) -> Opportunity:
        stored = self._stored_rows.get(record.number)
        before = self._stored(record.number) if stored is None else self._mapping.revive(stored)
        if before is not None and (before.stage, before.amount) != (record.stage, record.amount):
            self._count(before.stage, before, -1)
            self._count(record.stage, record, 1)
        return super().save(record)

    def remove(self, record: Opportunity) -> None:
        super().remove(record)
        self._count(record.stage, record, -1)

    def count(self, totals: Totals) -> None:
        """Counts opportunities that were added in bulk."""
        for (stage, currency), (count, amount) in totals.items():
            values = {"stage": stage, "currency": currency, "count": count, "amount": amount}
            _COUNT.later(self._connection, {"workspace_id": self._workspace_id, **values})

    def _count(self, stage: int, record: Opportunity, sign: int) -> None:
        money = record.amount
        _COUNT.later(
            self._connection,
            {
                "workspace_id": self._workspace_id,
                "stage": stage,
                "currency": money.currency if money else "",
                "count": sign,
                "amount": sign * money.amount if money else Decimal(0),
            },
        )


def totals_of(added: Iterable[Opportunity]) -> Totals:
    """What opportunities add to the counters of their stages."""
    totals: Totals = {}
    for record in added:
        key = (record.stage, record.amount.currency if record.amount else "")
        count, amount = totals.get(key, (0, Decimal(0)))
        totals[key] = count + 1, amount + (record.amount.amount if record.amount else 0)
    return totals


def _into(record: Record | None) -> int | None:
    """The number of the record that this one went up in."""
    return getattr(record, "merged_into", None)


@lru_cache
def _first_with(table: sa.Table, column: str) -> Statement:
    """The number of the oldest record with a value, of those that did not go up in another one."""
    wanted = [
        table.c.workspace_id == sa.bindparam("of_workspace", type_=table.c.workspace_id.type),
        table.c[column] == sa.bindparam("of_value", type_=table.c[column].type),
    ]
    if "merged_into" in table.c:
        wanted.append(table.c.merged_into.is_(None))
    # Both written out: SQLite takes no limit without an offset, and `Statement` binds only what it is given.
    oldest = sa.select(table.c.number).where(*wanted).order_by(table.c.number)
    return Statement(oldest.limit(sa.literal_column("1")).offset(sa.literal_column("0")))


_FIXED = frozenset({"workspace_id", "number", "created_at"})
_SPELLED = frozenset({"name", "company", "email", "phone", "domain", "merged_into", "answers", HELD}).union(
    *map(long_fields, Kind)
)
"""The columns that the words of records are taken from."""
_LINKED = frozenset({"participants", "followers"})
"""Those that links are taken from."""

_COUNT = Statement(
    sa.text(
        "INSERT INTO stage_totals (workspace_id, stage, currency, count, amount)"
        " VALUES (:workspace_id, :stage, :currency, :count, :amount)"
        " ON CONFLICT (workspace_id, stage, currency) DO UPDATE SET"
        " count = stage_totals.count + excluded.count, amount = stage_totals.amount + excluded.amount"
    ).bindparams(sa.bindparam("amount", type_=stage_totals.c.amount.type)),
    changes="stage_totals",
)
