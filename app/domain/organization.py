"""Organization: the company that a person works for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.domain.event import Kind
from app.domain.record import Record


@dataclass(slots=True, kw_only=True)
class Organization(Record):
    """A company. `domain` is its email domain in lower case, `size` the number of people, `merged_into`
    the number of the organization that this one went up in, `absorbed` those that went up in this one."""

    kind: ClassVar[Kind] = Kind.ORGANIZATION

    domain: str = ""
    website: str = ""
    phone: str = ""
    industry: str = ""
    size: int | None = None
    merged_into: int | None = None
    absorbed: tuple[int, ...] = ()
