"""Records to rows and back. Money takes two columns; keys for matching are derived from the fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from operator import attrgetter
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from app.domain.activity import Activity
from app.domain.contact import Contact
from app.domain.event import Kind
from app.domain.fields import FIELDS, Type, names_of
from app.domain.lead import Lead, LeadStatus
from app.domain.matching import company_key, company_root, email_key, name_root, phone_key
from app.domain.money import Money
from app.domain.opportunity import Opportunity, OpportunityStatus
from app.domain.organization import Organization
from app.domain.own import HELD
from app.domain.record import Record, parsers, plain
from app.store import tables
from app.store.statements import Statement

R = TypeVar("R", bound=Record)

_CURRENCY = {
    name: "currency" if name == "amount" else f"{name}_currency"
    for kind in FIELDS
    for name in names_of(kind, Type.MONEY)
}
_JSON = frozenset({"participants", "followers", "answers", "conversion", "absorbed"})
_ENUMS: dict[str, Callable[[Any], object]] = {
    name: field.options for fields_ in FIELDS.values() for name, field in fields_.items() if field.options
}


class RecordMapping(Generic[R]):
    """How one kind of record lies in its table."""

    def __init__(
        self,
        record: type[R],
        table: sa.Table,
        enums: Mapping[str, Callable[[Any], object]] | None = None,
        derived: Callable[[R], dict[str, object]] | None = None,
    ) -> None:
        self.record = record
        self.kind = record.kind
        self.table = table
        # Made once: a statement that is built anew is also hashed anew, on every call.
        one = (
            table.c.workspace_id == sa.bindparam("of_workspace"),
            table.c.number == sa.bindparam("of_number"),
        )
        self.insert = Statement(sa.insert(table))
        self.update = Statement(sa.update(table).where(*one))
        self.by_number = Statement(sa.select(table).where(*one))
        self._columns = tuple(table.c.keys())
        names = [field.name for field in fields(record) if field.name in table.c]
        self._money = tuple(name for name in names if name in _CURRENCY)
        self._enums = {n: e for n, e in {**_ENUMS, **(enums or {})}.items() if n in names}
        self._json = {name: read for name, read in parsers(record).items() if name in _JSON}
        if HELD in names:
            self._json[HELD] = dict
        kept = {*self._money, *self._enums, *self._json}
        self._plain = tuple(name for name in names if name not in kept)
        self._pick = attrgetter(*self._plain)
        self._derived = derived

    def row(self, workspace_id: int, record: R) -> dict[str, object]:
        """The column values of a record."""
        row: dict[str, object] = dict(zip(self._plain, self._pick(record), strict=True))
        row["workspace_id"] = workspace_id
        for name in self._enums:
            row[name] = getattr(record, name)
        for name in self._json:
            row[name] = plain(getattr(record, name)) or None
        for name in self._money:
            money = getattr(record, name)
            row[name] = money and money.amount
            row[_CURRENCY[name]] = money and money.currency
        if self._derived:
            row |= self._derived(record)
        return row

    def named(self, row: tuple[Any, ...]) -> dict[str, Any]:
        """A row of `by_number` with the names of its columns."""
        return dict(zip(self._columns, row, strict=True))

    def revive(self, row: Mapping[Any, Any]) -> R:
        """The record of a row."""
        values = {name: row[name] for name in self._plain}
        for name, enum in self._enums.items():
            values[name] = None if row[name] is None else enum(row[name])
        for name, read in self._json.items():
            if row[name]:
                values[name] = read(row[name])
        for name in self._money:
            amount = row[name]
            values[name] = None if amount is None else Money(amount, row[_CURRENCY[name]])
        return self.record(**values)


def _lead_keys(lead: Lead) -> dict[str, object]:
    if lead.merged_into is not None:
        return dict.fromkeys(("email_key", "phone_key", "name_root", "company_root"))
    person = lead.name if lead.names_a_person else ""
    return {
        "email_key": email_key(lead.email) or None,
        "phone_key": phone_key(lead.phone) or None,
        "name_root": name_root(person) or None,
        "company_root": company_root(lead.company) or None,
    }


def _contact_keys(contact: Contact) -> dict[str, object]:
    if contact.merged_into is not None:
        return {"email_key": "", "phone_key": "", "name_root": None}
    return {
        "email_key": email_key(contact.email),
        "phone_key": phone_key(contact.phone),
        "name_root": name_root(contact.name) or None,
    }


def _organization_keys(organization: Organization) -> dict[str, object]:
    return {"company_key": "" if organization.merged_into is not None else company_key(organization.name)}


LEADS = RecordMapping(Lead, tables.leads, {"status": LeadStatus}, _lead_keys)
OPPORTUNITIES = RecordMapping(Opportunity, tables.opportunities, {"status": OpportunityStatus})
ORGANIZATIONS = RecordMapping(Organization, tables.organizations, derived=_organization_keys)
CONTACTS = RecordMapping(Contact, tables.contacts, derived=_contact_keys)
ACTIVITIES = RecordMapping(Activity, tables.activities)

MAPPINGS: dict[Kind, RecordMapping[Any]] = {
    mapping.kind: mapping for mapping in (LEADS, OPPORTUNITIES, ORGANIZATIONS, CONTACTS, ACTIVITIES)
}
