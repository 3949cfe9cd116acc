"""The audit: what was set, given to others, erased and refused in a workspace, for its owners."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.calendars import country_at
from app.crm.history import names_in
from app.crm.ownership import must_own
from app.crm.people.people import person
from app.crm.views import Colleague
from app.domain.event import Recorded
from app.domain.member import Member
from app.store.audit import Note
from app.store.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the audit. `actor` is None for whoever runs the host, and for strangers; `event` tells what
    was set in a workspace of a `country`. `names` resolves the ids of colleagues and stages, as those of an
    Entry."""

    note: Note
    actor: Colleague | None
    event: Recorded | None = None
    names: Mapping[tuple[str, object], object] = field(default_factory=dict)
    country: str = ""


def read_audit(
    work: Work, actor: Member, limit: int = 50, before: int | None = None
) -> tuple[list[Line], int | None]:
    """A page of the audit, newest first, below the id `before`, and where the next one begins. Raises
    Forbidden."""
    must_own(work, actor)
    notes = work.audit.page(limit + 1, before)
    following = notes[limit - 1].id if len(notes) > limit else None
    return list(lines_of(work, notes[:limit])), following


def lines_of(work: Work, notes: Iterable[Note]) -> Iterable[Line]:
    """Notes with who did it and what was set, in the same order."""
    members = work.members.all()
    people = {member.id: person(member) for member in members}
    names, country = names_in(work, (), members), country_at(work.workspace)
    for note in notes:
        event = None
        if note.sequence is not None:
            event = next(iter(work.events.since(note.sequence - 1, 1)), None)
        yield Line(note=note, actor=people.get(note.actor or 0), event=event, names=names, country=country)
