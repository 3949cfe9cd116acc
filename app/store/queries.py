"""Reads that span tables: the board, lists, and the names around a record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from app.domain.event import Kind
from app.store.mapping import MAPPINGS
from app.store.tables import (
    contacts,
    leads,
    members,
    opportunities,
    organizations,
    participations,
    stage_totals,
)

_TABLES = {
    Kind.LEAD: leads,
    Kind.OPPORTUNITY: opportunities,
    Kind.CONTACT: contacts,
    Kind.ORGANIZATION: organizations,
}


@dataclass(frozen=True, slots=True)
class StageTotal:
    """Count and sum of one stage in one currency ("" where the opportunities have no amount)."""

    stage: int
    currency: str
    count: int
    amount: Decimal


class Queries:
    """Reads of one workspace."""

    def __init__(self, connection: sa.Connection, workspace_id: int) -> None:
        self._connection = connection
        self._workspace_id = workspace_id

    def kinds(self, numbers: Iterable[int]) -> dict[int, Kind]:
        """The kinds of these numbers; those that name nothing are missing."""
        wanted = list(numbers)
        parts = [
            sa.select(table.c.number, sa.literal(kind.value).label("kind")).where(
                table.c.workspace_id == self._workspace_id, table.c.number.in_(wanted)
            )
            for kind, table in _TABLES.items()
        ]
        found = self._connection.execute(sa.union_all(*parts)) if wanted else ()
        return {row.number: Kind(row.kind) for row in found}

    def totals(self) -> list[StageTotal]:
        """The counters of all stages."""
        mine = stage_totals.c.workspace_id == self._workspace_id
        found = self._connection.execute(sa.select(stage_totals).where(mine, stage_totals.c.count != 0))
        return [StageTotal(row.stage, row.currency, row._mapping["count"], row.amount) for row in found]

    def cards(self, stage_ids: Iterable[int], limit: int) -> list[Any]:
        """The newest opportunities of each stage with the names of organization, contact and owner."""
        wanted = list(stage_ids)
        if not wanted or not limit:
            return []
        values = {f"stage_{position}": stage for position, stage in enumerate(wanted)}
        values |= {"workspace": self._workspace_id, "most": limit}
        return list(self._connection.execute(_cards(len(wanted)), values))

    def names(self, kind: Kind, numbers: Iterable[int]) -> dict[int, str]:
        """Names of records of one kind by number."""
        table = _TABLES[kind]
        wanted = set(numbers)
        if not wanted:
            return {}
        mine = (table.c.workspace_id == self._workspace_id, table.c.number.in_(wanted))
        return {
            row.number: row.name
            for row in self._connection.execute(sa.select(table.c.number, table.c.name).where(*mine))
        }

    def pointing_to(self, kind: Kind, number: int) -> list[tuple[Kind, int]]:
        """Kinds and numbers of the records that point to a record, by kind and number."""
        parts = [
            sa.select(sa.literal(pointing.value).label("kind"), table.c.number).where(
                table.c.workspace_id == self._workspace_id, table.c[column] == number
            )
            for pointing, table in _TABLES.items()
            for column in _columns_to(table, _TABLES[kind])
        ]
        if kind is Kind.CONTACT:
            mine = (participations.c.workspace_id == self._workspace_id, participations.c.contact == number)
            parts.append(sa.select(participations.c.kind, participations.c.number).where(*mine))
        if not parts:
            return []
        found = sa.union(*parts).subquery()
        in_order = sa.select(found).order_by(found.c.kind, found.c.number)
        return [(Kind(row.kind), row.number) for row in self._connection.execute(in_order)]

    def deals_of(self, contact: int, limit: int) -> list[int]:
        """Numbers of the open leads and opportunities in which a contact is the primary one or takes part,
        newest first."""
        taking_part = sa.select(participations.c.number).where(
            participations.c.workspace_id == self._workspace_id, participations.c.contact == contact
        )
        parts = [
            sa.select(table.c.number).where(
                table.c.workspace_id == self._workspace_id, table.c.status == "open", condition
            )
            for table in (leads, opportunities)
            for condition in (table.c.contact == contact, table.c.number.in_(taking_part))
        ]
        found = sa.union(*parts).subquery()
        newest = sa.select(found.c.number).order_by(found.c.number.desc()).limit(limit)
        return list(self._connection.execute(newest).scalars())

    def page(
        self,
        kind: Kind,
        filters: Mapping[str, object],
        limit: int,
        before: int | None = None,
        numbers: Iterable[int] | None = None,
    ) -> list[Any]:
        """Records of a kind whose columns equal the filters, newest first, below the number `before`; none
        that went up in another one."""
        table = _TABLES[kind]
        wanted = sa.select(table).where(table.c.workspace_id == self._workspace_id)
        wanted = wanted.where(*(table.c[name] == value for name, value in filters.items()))
        if "merged_into" in table.c:
            wanted = wanted.where(table.c.merged_into.is_(None))
        if before is not None:
            wanted = wanted.where(table.c.number < before)
        if numbers is not None:
            wanted = wanted.where(table.c.number.in_(list(numbers)))
        found = self._connection.execute(wanted.order_by(table.c.number.desc()).limit(limit)).mappings()
        return [MAPPINGS[kind].revive(row) for row in found]


_CARD = sa.select(
    *(
        opportunities.c[name]
        for name in (
            "workspace_id",
            "number",
            "name",
            "version",
            "status",
            "stage",
            "organization",
            "contact",
            "amount",
            "currency",
            "close_date",
            "owner",
        )
    )
).subquery("card")


@lru_cache(maxsize=64)
def _cards(stages: int) -> sa.Select[Any]:
    # Building this statement takes longer than the database does: it is built once for each number of stages.
    parts = [
        sa.select(_CARD)
        .where(
            _CARD.c.workspace_id == sa.bindparam("workspace"), _CARD.c.stage == sa.bindparam(f"stage_{stage}")
        )
        .order_by(_CARD.c.number.desc())
        .limit(sa.bindparam("most", type_=sa.Integer))
        .subquery()
        for stage in range(stages)
    ]
    cards = sa.union_all(*(sa.select(part) for part in parts)).subquery("cards")
    names = (organizations.c.name.label("organization_name"), contacts.c.name.label("contact_name"))
    return (
        sa.select(cards, *names, members.c.name.label("owner_name"))
        .select_from(cards)
        .outerjoin(organizations, _same(organizations.c.number, cards, "organization"))
        .outerjoin(contacts, _same(contacts.c.number, cards, "contact"))
        .outerjoin(members, _same(members.c.id, cards, "owner"))
    )


def _columns_to(table: sa.Table, target: sa.Table) -> list[str]:
    keys = (key for key in table.foreign_key_constraints if key.referred_table is target)
    columns = [column for key in keys for column in key.column_keys if column != "workspace_id"]
    if table is leads and target is opportunities:
        # No foreign key: the opportunity points back to its lead, and one of two may enforce it.
        columns.append("opportunity")
    return [*columns, "merged_into"] if table is target and "merged_into" in table.c else columns


def _same(column: sa.ColumnElement[Any], cards: sa.Subquery, name: str) -> sa.ColumnElement[bool]:
    table = column.table
    return sa.and_(table.c.workspace_id == cards.c.workspace_id, column == cards.c[name])
