"""Contact: one person, with or without an organization."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.domain.event import Kind
from app.domain.fields import personal_fields
from app.domain.record import Record


@dataclass(slots=True, kw_only=True)
class Contact(Record):
    """A person. `organization` is the number of the company the person works for, `merged_into` that
    of the contact which this one went up in, `absorbed` those that went up in this one."""

    kind: ClassVar[Kind] = Kind.CONTACT
    personal_fields: ClassVar[frozenset[str]] = personal_fields(Kind.CONTACT)

    job_title: str = ""
    email: str = ""
    phone: str = ""
    organization: int | None = None
    merged_into: int | None = None
    absorbed: tuple[int, ...] = ()
