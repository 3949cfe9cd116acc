"""Contacts: people, captured by hand; conversion captures them too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from app.crm.duplicates.duplicates import refuse_duplicate_contact
from app.crm.fields import check_fields
from app.crm.organizations import find_organization, open_organization
from app.crm.records import view
from app.crm.views import RecordView
from app.domain.contact import Contact
from app.domain.event import Kind
from app.domain.matching import company_domain
from app.domain.member import Member
from app.domain.record import held
from app.store.work import Work


def capture_contact(
    work: Work,
    actor: Member,
    fields: Mapping[str, object],
    company: str = "",
    *,
    unless_duplicate: bool = False,
) -> RecordView:
    """Keeps a new contact. A `company` is the organization of that name, which is kept too where there is
    none. Raises InvalidInput, Forbidden, and with `unless_duplicate` Conflict (likely_duplicate) with
    `candidates` where the person is likely a contact or an open lead already."""
    actor.must_write()
    return view(work, open_contact(work, actor, fields, company, unless_duplicate=unless_duplicate))


def open_contact(
    work: Work,
    actor: Member,
    fields: Mapping[str, object],
    company: str = "",
    *,
    unless_duplicate: bool = False,
    leads: bool = True,
) -> Contact:
    """Adds a contact as `capture_contact` does; open `leads` count as duplicates, or do not."""
    known = find_organization(work, company, company_domain(str(fields.get("email") or "")))
    here = {"organization": known.number} if known and not fields.get("organization") else {}
    values = check_fields(work, Kind.CONTACT, {"name": "", **fields, **here})
    if unless_duplicate:
        refuse_duplicate_contact(work, _identifying(work, values, company), leads=leads)
    if company and values.get("organization") is None:
        domain = company_domain(str(values.get("email") or ""))
        values["organization"] = open_organization(work, actor, {"name": company, "domain": domain}).number
    contact = Contact(number=work.number(), **held(values))  # type: ignore[arg-type]
    work.record(contact.captured("ContactCaptured"), actor)
    return work.contacts.add(contact)


def _identifying(work: Work, values: Mapping[str, object], company: str) -> dict[str, object]:
    """By what a contact is recognised: the values, and the name of the organization as the company."""
    organization = cast("int | None", values.get("organization"))
    names = work.queries.names(Kind.ORGANIZATION, [organization] if organization else [])
    return {**values, "company": names.get(organization or 0, company)}
