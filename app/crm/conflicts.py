"""Conflicts: what happened to a record since somebody saw it, told field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.crm.history import entries_of
from app.crm.records import AnyRecord, get_record
from app.crm.views import Entry
from app.domain.framework import unfolded
from app.domain.member import Member
from app.domain.record import told
from app.store.work import Work

MOST_READ = 200
"""Events that are looked back: who saw an older version sees the newest of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What happened to a record since a version: the entries, oldest first; the record as it was then; and
    the last entry that changed each field since. `names` resolves ids and numbers as those of an Entry."""

    entries: tuple[Entry, ...]
    seen: AnyRecord
    by_field: Mapping[str, Entry] = field(default_factory=dict)
    names: Mapping[tuple[str, object], object] = field(default_factory=dict)


def changes_since(work: Work, actor: Member, number: int, version: int) -> Changes:
    """What happened to a record after somebody saw it in this version. Raises NotFound."""
    record = get_record(work, number)
    recorded = [one for one in work.events.of(record.number, MOST_READ) if one.event.version > version]
    entries = entries_of(work, recorded)
    now = told(record)
    seen = dict(now)
    by_field: dict[str, Entry] = {}
    for entry in entries:
        event = entry.recorded.event
        seen |= event.before
        by_field = dict.fromkeys(unfolded(event.before) | unfolded(event.after), entry) | by_field
    differing = {name for name in by_field if unfolded(now).get(name) != unfolded(seen).get(name)}
    return Changes(
        entries=tuple(reversed(entries)),
        seen=type(record).revive(record.number, version, seen),
        by_field={name: entry for name, entry in by_field.items() if name in differing},
        names=entries[0].names if entries else {},
    )
