"""Contacts: people, captured by hand; conversion captures them too."""

from __future__ import annotations

from collections.abc import Mapping

from app.crm.fields import check_fields
from app.crm.records import view
from app.crm.views import RecordView
from app.domain.contact import Contact
from app.domain.event import Kind
from app.domain.member import Member
from app.store.work import Work


def capture_contact(work: Work, actor: Member, fields: Mapping[str, object]) -> RecordView:
    """Keeps a new contact. Raises InvalidInput, Forbidden."""
    actor.must_write()
    values = check_fields(work, Kind.CONTACT, {"name": "", **fields})
    contact = Contact(number=work.number(), **values)  # type: ignore[arg-type]
    work.record(contact.captured("ContactCaptured"), actor)
    return view(work, work.contacts.add(contact))
