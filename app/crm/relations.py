"""Relations: the fields by which one record belongs to another, as events tell them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.event import Kind, Plain
from app.domain.merge import POINTERS
from app.domain.record import Record
from app.store.work import Work

_ALL: dict[str, Kind | None] = {**POINTERS, "opportunity": Kind.OPPORTUNITY}


def has_targets(work: Work, fields: Plain) -> bool:
    """Whether all that these plain fields point to is there, and did not go up in another record."""
    return all(is_there(work, kind, number) for kind, number in targets_of(fields))


def targets_of(fields: Plain) -> Iterator[tuple[Kind | None, int]]:
    """Kinds and numbers of the records that the plain fields of an event point to; None where the kind may
    be any."""
    for field, kind in _ALL.items():
        number = fields.get(field)
        if isinstance(number, int):
            yield kind, number
    participants: Any = fields.get("participants") or ()
    for one in participants:
        yield Kind.CONTACT, one["contact"]


def pointing_today(work: Work, fields: Mapping[str, object]) -> dict[str, int]:
    """What these fields point to where that went up in another record: the one that means it today."""
    found = {}
    for field in POINTERS.keys() & fields.keys():
        number = fields[field]
        if isinstance(number, int) and 0 < number < 2**62:
            kind = work.queries.kinds([number]).get(number)
            record: Record | None = work.repository(kind).find(number) if kind else None
            if record is not None and POINTERS[field] in (None, kind):
                found[field] = record.number
    return found


def is_there(work: Work, kind: Kind | None, number: int) -> bool:
    """Whether a record exists and did not go up in another one."""
    kind = kind or work.queries.kinds([number]).get(number)
    record: Record | None = work.repository(kind).find_itself(number) if kind else None
    return record is not None and getattr(record, "merged_into", None) is None
