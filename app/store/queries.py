"""Reads that span tables: the board, lists, and the names around a record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from app.domain.event import Kind
from app.domain.lead import LeadStatus
from app.domain.opportunity import OpportunityStatus
from app.domain.own import HELD, is_own
from app.domain.recognition import ERASED
from app.store.engine.choice import engine_of
from app.store.mapping import MAPPINGS
from app.store.statements import Statement
from app.store.tables import (
    activities,
    contacts,
    leads,
    opportunities,
    organizations,
    participations,
)
from app.store.workspace_rows import WorkspaceRows

_TABLES = {
    Kind.LEAD: leads,
    Kind.OPPORTUNITY: opportunities,
    Kind.CONTACT: contacts,
    Kind.ORGANIZATION: organizations,
    Kind.ACTIVITY: activities,
}


_STATES: Mapping[Kind, tuple[str, ...]] = {
    Kind.LEAD: tuple(state.value for state in LeadStatus),
    Kind.OPPORTUNITY: tuple(state.value for state in OpportunityStatus),
}


def _this(table: sa.Table) -> tuple[sa.ColumnElement[bool], ...]:
    of = sa.bindparam("of_workspace", type_=table.c.workspace_id.type)
    return table.c.workspace_id == of, table.c.number == sa.bindparam("of_number", type_=table.c.number.type)


_FEW = 2
"""Names that are asked for one by one, with a statement that is compiled."""
_NAMES = {
    kind: Statement(sa.select(table.c.number, table.c.name).where(*_this(table)))
    for kind, table in _TABLES.items()
}
_KIND = Statement(
    sa.union_all(
        *(
            sa.select(table.c.number, sa.literal_column(f"'{kind.value}'").label("kind")).where(*_this(table))
            for kind, table in _TABLES.items()
        )
    )
)


class Queries(WorkspaceRows):
    """Reads of one workspace."""

    def kinds(self, numbers: Iterable[int]) -> dict[int, Kind]:
        """The kinds of these numbers; those that name nothing are missing."""
        wanted = list(numbers)
        if len(wanted) == 1:
            values = {"of_workspace": self._workspace_id, "of_number": wanted[0]}
            return {number: Kind(kind) for number, kind in _KIND.all(self._connection, values)}
        parts = [
            sa.select(table.c.number, sa.literal(kind.value).label("kind")).where(
                self._mine(table), table.c.number.in_(wanted)
            )
            for kind, table in _TABLES.items()
        ]
        found = self._connection.execute(sa.union_all(*parts)) if wanted else ()
        return {row.number: Kind(row.kind) for row in found}

    def deals_by_status(self, organization: int) -> dict[str, int]:
        """How many opportunities of an organization there are in each status."""
        mine = (
            self._mine(opportunities),
            opportunities.c.organization == organization,
        )
        counted = sa.select(opportunities.c.status, sa.func.count().label("deals")).where(*mine)
        found = self._connection.execute(counted.group_by(opportunities.c.status))
        return {row.status: row.deals for row in found}

    def names(self, kind: Kind, numbers: Iterable[int]) -> dict[int, str]:
        """Names of records of one kind by number."""
        table = _TABLES[kind]
        wanted = set(numbers)
        if len(wanted) <= _FEW:
            values = [{"of_workspace": self._workspace_id, "of_number": number} for number in wanted]
            rows = [_NAMES[kind].first(self._connection, one) for one in values]
            return {row[0]: row[1] for row in rows if row is not None}
        mine = (self._mine(table), table.c.number.in_(wanted))
        return {
            row.number: row.name
            for row in self._connection.execute(sa.select(table.c.number, table.c.name).where(*mine))
        }

    def pointing_to(self, kind: Kind, number: int) -> list[tuple[Kind, int]]:
        """Kinds and numbers of the records that point to a record, by kind and number."""
        parts = [
            sa.select(sa.literal(pointing.value).label("kind"), table.c.number).where(
                self._mine(table), table.c[column] == number
            )
            for pointing, table in _TABLES.items()
            for column in _columns_to(table, _TABLES[kind])
        ]
        if kind is Kind.CONTACT:
            mine = (self._mine(participations), participations.c.contact == number)
            parts.append(sa.select(participations.c.kind, participations.c.number).where(*mine))
        if not parts:
            return []
        found = sa.union(*parts).subquery()
        in_order = sa.select(found).order_by(found.c.kind, found.c.number)
        return [(Kind(row.kind), row.number) for row in self._connection.execute(in_order)]

    def pointed_at(self, kind: Kind, numbers: Iterable[int], but: Iterable[int] = ()) -> set[int]:
        """Which of these records of a kind others point to by a field of theirs, `but` for some."""
        wanted, others = list(numbers), list(but)
        parts = [
            sa.select(table.c[column]).where(
                self._mine(table),
                table.c[column].in_(wanted),
                table.c.number.not_in(others),
            )
            for table in _TABLES.values()
            for column in _columns_to(table, _TABLES[kind])
        ]
        return set(self._connection.execute(sa.union(*parts)).scalars()) if parts and wanted else set()

    def open_opportunities(self, companies: Iterable[int], people: Iterable[int], limit: int) -> list[Any]:
        """Open opportunities of some organizations or contacts, newest first."""
        parts = [
            sa.select(opportunities.c.number).where(
                self._mine(opportunities),
                opportunities.c[name].in_(wanted),
                opportunities.c.status == "open",
            )
            for name, numbers in (("organization", companies), ("contact", people))
            if (wanted := list(numbers))
        ]
        if not parts:
            return []
        some = sa.union(*parts).subquery()
        newest = sa.select(some.c.number).order_by(some.c.number.desc()).limit(limit)
        return self.page(Kind.OPPORTUNITY, {}, limit, None, self._connection.execute(newest).scalars())

    def deals_of(self, contact: int, limit: int) -> list[int]:
        """Numbers of the open leads and opportunities in which a contact is the primary one or takes part,
        newest first."""
        taking_part = sa.select(participations.c.number).where(
            self._mine(participations), participations.c.contact == contact
        )
        parts = [
            sa.select(table.c.number).where(self._mine(table), table.c.status == "open", condition)
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
        that went up in another one. What is "open" is not done yet."""
        table = _TABLES[kind]
        wanted = sa.select(table).where(self._mine(table))
        wanted = wanted.where(*(self._is(table, name, value) for name, value in filters.items()))
        if "merged_into" in table.c:
            wanted = wanted.where(table.c.merged_into.is_(None))
        if before is not None:
            wanted = wanted.where(table.c.number < before)
        if numbers is not None:
            wanted = wanted.where(table.c.number.in_(list(numbers)))
        if "owner" in filters and "status" not in filters and kind in _STATES:
            wanted = _of_each_state(table, wanted, _STATES[kind], limit)
        else:
            wanted = wanted.order_by(table.c.number.desc()).limit(limit)
        return [MAPPINGS[kind].revive(row) for row in self._connection.execute(wanted).mappings()]

    def _is(self, table: sa.Table, name: str, value: object) -> sa.ColumnElement[bool]:
        if name == "open":
            return table.c.done_at.is_(None) if value else table.c.done_at.is_not(None)
        if is_own(name):
            return engine_of(self._connection).has_value(table.c[HELD], name, value)
        return table.c[name] == value

    def silent_leads(self, since: dt.datetime, limit: int, before: int | None = None) -> list[Any]:
        """Closed leads on which nothing has happened since a moment: disqualified ones, and those whose
        opportunity is closed. Newest first, below the number `before`; no erased ones, and none that went up
        in another."""
        deal = opportunities.alias("deal")
        is_of = sa.or_(activities.c.about == leads.c.number, activities.c.about == leads.c.opportunity)
        heard = sa.exists().where(
            activities.c.workspace_id == leads.c.workspace_id,
            is_of,
            sa.or_(
                activities.c.done_at.is_(None), activities.c.done_at > since, activities.c.updated_at > since
            ),
        )
        goes_on = sa.exists().where(
            deal.c.workspace_id == leads.c.workspace_id,
            deal.c.number == leads.c.opportunity,
            sa.or_(deal.c.status == "open", deal.c.updated_at > since),
        )
        wanted = [
            self._mine(leads),
            leads.c.status != LeadStatus.OPEN.value,
            leads.c.updated_at <= since,
            leads.c.merged_into.is_(None),
            leads.c.name != ERASED,
            ~heard,
            ~goes_on,
        ]
        if before is not None:
            wanted.append(leads.c.number < before)
        found = sa.select(leads).where(*wanted).order_by(leads.c.number.desc()).limit(limit)
        return [MAPPINGS[Kind.LEAD].revive(row) for row in self._connection.execute(found).mappings()]


def _of_each_state(
    table: sa.Table, wanted: sa.Select[Any], states: Iterable[str], limit: int
) -> sa.Select[Any]:
    """The newest of the newest in each state: so the index by owner and state serves for all states."""
    newest = (
        wanted.where(table.c.status == state).order_by(table.c.number.desc()).limit(limit).subquery()
        for state in states
    )
    every = sa.union_all(*(sa.select(one) for one in newest)).subquery()
    return sa.select(every).order_by(every.c.number.desc()).limit(limit)


def _columns_to(table: sa.Table, target: sa.Table) -> list[str]:
    if table is activities:
        return [] if target is activities else ["about"]
    keys = (key for key in table.foreign_key_constraints if key.referred_table is target)
    columns = [column for key in keys for column in key.column_keys if column != "workspace_id"]
    if table is leads and target is opportunities:
        # No foreign key: the opportunity points back to its lead, and one of two may enforce it.
        columns.append("opportunity")
    return [*columns, "merged_into"] if table is target and "merged_into" in table.c else columns
