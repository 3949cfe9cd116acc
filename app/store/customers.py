"""Customers: reads over all that belongs to one organization or contact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from decimal import Decimal
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.domain.activity import Activity, ActivityType
from app.domain.event import Kind
from app.domain.matching import company_key, company_root
from app.domain.opportunity import Opportunity
from app.domain.organization import Organization
from app.store.mapping import ACTIVITIES, OPPORTUNITIES
from app.store.number_lists import given, some_numbers
from app.store.tables import activities, contacts, leads, opportunities, participations
from app.store.workspace_rows import WorkspaceRows

MOST_UNLINKED = 100
"""Open leads that are looked through for those of a company which they only name."""


class Sum(NamedTuple):
    """Opportunities in one state and currency ("" where they have no amount)."""

    status: str
    currency: str
    deals: int
    amount: Decimal


class Touch(NamedTuple):
    """How often a member was in touch with a customer, and when last."""

    member: int
    times: int
    last: dt.datetime


class Place(NamedTuple):
    """Where a page of what happened ended: when the last of it did, the number of its record, and the
    sequence of the event."""

    at: dt.datetime
    number: int
    sequence: int


class Customers(WorkspaceRows):
    """Reads of one workspace. What belongs to a customer is given by the numbers that `belonging` answers."""

    def belonging(self, organization: Organization) -> dict[int, Kind]:
        """An organization and its people, leads and opportunities, by number. Open leads that only name the
        company belong to it as well."""
        mine = self._of(contacts, contacts.c.organization == organization.number)
        people = mine.where(contacts.c.merged_into.is_(None))
        parts = [_labelled(people, Kind.CONTACT)]
        for kind, table in _DEALS.items():
            of_people = sa.and_(table.c.organization.is_(None), table.c.contact.in_(people))
            for condition in (table.c.organization == organization.number, of_people):
                parts.append(_labelled(self._of(table, condition), kind))
        found = {row.number: Kind(row.kind) for row in self._connection.execute(sa.union(*parts))}
        found |= dict.fromkeys(self._naming(organization.name), Kind.LEAD)
        return {organization.number: Kind.ORGANIZATION, **found}

    def belonging_to_contact(self, contact: int) -> dict[int, Kind]:
        """A contact, and the leads and opportunities in which it is the primary one or takes part."""
        mine = (self._mine(participations), participations.c.contact == contact)
        taking_part = sa.select(participations.c.number).where(*mine)
        parts = [
            _labelled(self._of(table, condition), kind)
            for kind, table in _DEALS.items()
            for condition in (table.c.contact == contact, table.c.number.in_(taking_part))
        ]
        found = {row.number: Kind(row.kind) for row in self._connection.execute(sa.union(*parts))}
        return {contact: Kind.CONTACT, **found}

    def sums(self, numbers: Collection[int]) -> list[Sum]:
        """Counts and sums of the opportunities among these records."""
        table = opportunities
        currency = sa.func.coalesce(table.c.currency, "").label("currency")
        counted = (
            sa.select(table.c.status, currency, sa.func.count().label("deals"))
            .add_columns(sa.func.sum(table.c.amount).label("amount"))
            .where(self._mine(table), table.c.number.in_(self._among()))
            .group_by(table.c.status, currency)
            .order_by(table.c.status, currency)
        )
        rows = self._connection.execute(counted, given(numbers))
        return [Sum(row.status, row.currency, row.deals, row.amount or Decimal(0)) for row in rows]

    def needing(self, numbers: Collection[int], limit: int) -> list[Opportunity]:
        """Opportunities among these records that tell what is needed, open ones first, then the newest."""
        table = opportunities
        is_closed = sa.case((table.c.status == "open", 0), else_=1)
        wanted = (
            sa.select(table)
            .where(self._mine(table), table.c.number.in_(self._among()))
            .where(table.c.need != "")
            .order_by(is_closed, table.c.number.desc())
            .limit(limit)
        )
        rows = self._connection.execute(wanted, given(numbers)).mappings()
        return [OPPORTUNITIES.revive(row) for row in rows]

    def shared_by(self, people: Collection[int], limit: int) -> list[int]:
        """The newest leads and opportunities in which some of these contacts take part."""
        mine = (self._mine(participations), participations.c.contact.in_(people))
        wanted = sa.select(participations.c.number).distinct().where(*mine)
        newest = wanted.order_by(participations.c.number.desc()).limit(limit)
        return list(self._connection.execute(newest).scalars())

    def touches(self, numbers: Collection[int]) -> list[Touch]:
        """Who was in touch with a customer, whoever was so last first. A note is no touch."""
        table = activities
        wanted = (
            sa.select(table.c.owner, sa.func.count().label("times"))
            .add_columns(sa.func.max(table.c.done_at, type_=table.c.done_at.type).label("last"))
            .where(*self._about(), table.c.done_at.is_not(None), ~table.c.cancelled)
            .where(table.c.type.in_([one.value for one in TOUCHING]), table.c.owner.is_not(None))
            .group_by(table.c.owner)
            .order_by(sa.literal_column("last").desc())
        )
        rows = self._connection.execute(wanted, given(numbers))
        return [Touch(row.owner, row.times, row.last) for row in rows]

    def next_step(self, numbers: Collection[int]) -> Activity | None:
        """The earliest step ahead with a customer."""
        planned = (activities.c.done_at.is_(None), activities.c.due.is_not(None))
        order = (activities.c.due, activities.c.due_at.is_(None), activities.c.due_at, activities.c.number)
        wanted = sa.select(activities).where(*self._about(), *planned).order_by(*order).limit(1)
        row = self._connection.execute(wanted, given(numbers)).mappings().first()
        return None if row is None else ACTIVITIES.revive(row)

    def interactions(
        self,
        numbers: Collection[int],
        limit: int,
        type_: ActivityType | None = None,
        owner: int | None = None,
    ) -> list[Activity]:
        """What was done with a customer, newest first; of one type, or by one member."""
        at = activities.c.done_at
        wanted = sa.select(activities.c.number).where(*self._about(), at.is_not(None), *_such(type_, owner))
        newest = wanted.order_by(at.desc(), activities.c.number.desc()).limit(limit)
        some = list(self._connection.execute(newest, given(numbers)).scalars())
        mine = (self._mine(activities), activities.c.number.in_(some))
        rows = self._connection.execute(sa.select(activities).where(*mine)).mappings() if some else ()
        found = {row["number"]: ACTIVITIES.revive(row) for row in rows}
        return [found[number] for number in some]

    def placed(
        self,
        numbers: Collection[int],
        limit: int,
        behind: Place | None = None,
        type_: ActivityType | None = None,
        owner: int | None = None,
    ) -> dict[int, dt.datetime]:
        """Activities with a customer by number, and when they took place; of what is open, when it was told.
        The newest first, behind a place; of one type, or of one member."""
        parts = []
        for at, is_such in (
            (activities.c.done_at, activities.c.done_at.is_not(None)),
            (activities.c.created_at, activities.c.done_at.is_(None)),
        ):
            some = sa.select(activities.c.number, at.label("at"))
            some = some.where(*self._about(), is_such, *_such(type_, owner))
            if behind is not None:
                same = sa.and_(at == behind.at, activities.c.number < behind.number)
                some = some.where(sa.or_(at < behind.at, same))
            newest = some.order_by(at.desc(), activities.c.number.desc()).limit(limit)
            parts.append(sa.select(newest.subquery()))
        both = sa.union_all(*parts).subquery()
        wanted = sa.select(both).order_by(both.c.at.desc(), both.c.number.desc()).limit(limit)
        return {row.number: row.at for row in self._connection.execute(wanted, given(numbers))}

    def _naming(self, company: str) -> list[int]:
        """Open leads of nobody's organization that name a company as this one is called."""
        root = company_root(company)
        if not root:
            return []
        named = sa.and_(leads.c.company_root == root, leads.c.organization.is_(None))
        wanted = self._of(leads, named).where(leads.c.status == "open", leads.c.merged_into.is_(None))
        some = wanted.add_columns(leads.c.company).order_by(leads.c.number.desc()).limit(MOST_UNLINKED)
        key = company_key(company)
        return [row.number for row in self._connection.execute(some) if company_key(row.company) == key]

    def _of(self, table: sa.Table, condition: sa.ColumnElement[bool]) -> sa.Select[Any]:
        return sa.select(table.c.number).where(self._mine(table), condition)

    def _about(self) -> tuple[sa.ColumnElement[bool], ...]:
        mine = self._mine(activities)
        return mine, activities.c.about.in_(self._among())

    def _among(self) -> Any:
        return some_numbers(self._connection)


TOUCHING = (ActivityType.CALL, ActivityType.EMAIL, ActivityType.MEETING)
"""Activities in which somebody talks to the customer."""
_DEALS = {Kind.LEAD: leads, Kind.OPPORTUNITY: opportunities}


def _labelled(numbers: sa.Select[Any], kind: Kind) -> sa.Select[Any]:
    return numbers.add_columns(sa.literal(kind.value).label("kind"))


def _such(type_: ActivityType | None, owner: int | None) -> list[sa.ColumnElement[bool]]:
    told = ((activities.c.type, type_ and type_.value), (activities.c.owner, owner))
    return [column == value for column, value in told if value is not None]
