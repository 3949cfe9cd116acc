"""Contacts: people, captured by hand; conversion captures them too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from app.crm.duplicates import refuse_duplicate_contact
from app.crm.fields import check_fields
from app.crm.records import view
from app.crm.views import RecordView
from app.domain.contact import Contact
from app.domain.event import Kind
from app.domain.member import Member
from app.store.work import Work


def capture_contact(
    work: Work, actor: Member, fields: Mapping[str, object], *, unless_duplicate: bool = False
) -> RecordView:
    """Keeps a new contact. Raises InvalidInput, Forbidden, and with `unless_duplicate` Conflict
    (likely_duplicate) with `candidates` where the person is likely a contact already."""
    actor.must_write()
    values = check_contact(work, fields)
    if unless_duplicate:
        refuse_duplicate_contact(work, identifying(work, values))
    return view(work, open_contact(work, actor, values))


def check_contact(work: Work, fields: Mapping[str, object]) -> dict[str, object]:
    """The values of a new contact; raises InvalidInput."""
    return check_fields(work, Kind.CONTACT, {"name": "", **fields})


def identifying(work: Work, values: Mapping[str, object]) -> dict[str, object]:
    """The checked values of a contact, with the name of its organization as the company."""
    organization = cast("int | None", values.get("organization"))
    names = work.queries.names(Kind.ORGANIZATION, [organization] if organization else [])
    return {**values, "company": names.get(organization or 0, "")}


def open_contact(work: Work, actor: Member, values: Mapping[str, object]) -> Contact:
    """Adds a contact with checked values."""
    contact = Contact(number=work.number(), **values)  # type: ignore[arg-type]
    work.record(contact.captured("ContactCaptured"), actor)
    return work.contacts.add(contact)
