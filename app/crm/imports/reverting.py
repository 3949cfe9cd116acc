"""Reverting: the leads of an import are taken back, but for those that somebody has touched since."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from app.crm.history import take_back_alone
from app.crm.imports.views import get_import
from app.domain.errors import Conflict, Forbidden
from app.domain.event import Event, Kind, Recorded
from app.domain.imports import DECIDED, Import, ImportState
from app.domain.member import Member, Role
from app.store.work import Work


def begin_revert(work: Work, actor: Member, id_: int) -> list[int]:
    """Makes an import one that is reverted: rows that are not in yet will not come. The positions of the
    portions to take back, last first; of one that was reverted before, what was left is tried again. Raises
    NotFound, Forbidden, Conflict where nobody has decided on it yet."""
    file = _own_import(work, actor, id_)
    if file.state not in DECIDED:
        raise Conflict("import_undecided")
    if file.state is not ImportState.REVERTED:
        work.imports.forget_rows(id_)
        work.imports.save(replace(file, state=ImportState.REVERTED))
    return [portion.position for portion in work.imports.portions(id_) if portion.first is not None]


def revert_portion(work: Work, actor: Member, id_: int, position: int) -> None:
    """Takes back what a portion has led to, newest first, as far as nothing that happened later depends on
    it. Raises NotFound, Forbidden."""
    _own_import(work, actor, id_)
    [portion] = (one for one in work.imports.portions(id_) if one.position == position)
    if portion.first is None or portion.last is None:
        return
    standing = work.events.standing(portion.first, portion.last)
    undone: set[int] = set()
    for recorded in standing:
        if not recorded.event.creates:
            with suppress(Conflict):
                take_back_alone(work, actor, recorded, undone)
                undone.add(recorded.sequence)
    created = {
        kind: {one.event.number: one for one in standing if one.event.creates and one.event.kind is kind}
        for kind in (Kind.LEAD, Kind.ACTIVITY)
    }
    notes = _untouched(work, created[Kind.ACTIVITY], undone)
    leads = _untouched(work, created[Kind.LEAD], undone)
    leads -= work.queries.pointed_at(Kind.LEAD, leads, but=notes)
    # What was noted of a lead that stays tells of it, and stays as well.
    notes = {number for number in notes if created[Kind.ACTIVITY][number].event.after["about"] in leads}
    _remove(work, actor, Kind.ACTIVITY, [created[Kind.ACTIVITY][number] for number in sorted(notes)])
    _remove(work, actor, Kind.LEAD, [created[Kind.LEAD][number] for number in sorted(leads)])


def _untouched(work: Work, created: Mapping[int, Recorded], undone: set[int]) -> set[int]:
    """The numbers of what was made and nobody has changed since."""
    own = {number: recorded.sequence for number, recorded in created.items()}
    return own.keys() - {
        number
        for number, sequence in work.events.counting(own)
        if sequence not in undone and sequence != own[number]
    }


def _remove(work: Work, actor: Member, kind: Kind, created: list[Recorded]) -> None:
    """Takes records away all at once, as there may be many. Undoing each would do the same."""
    numbers = {recorded.event.number for recorded in created}
    versions = {one.number: one.version for one in work.queries.page(kind, {}, len(numbers), None, numbers)}
    (work.leads if kind is Kind.LEAD else work.activities).remove_many(numbers)
    for recorded in created:
        event = recorded.event
        gone = Event("ChangeUndone", kind, event.number, versions[event.number] + 1, event.after, {})
        work.record(replace(gone, undoes=recorded.sequence), actor)


def _own_import(work: Work, actor: Member, id_: int) -> Import:
    """The actor's import, or for an owner of the workspace anybody's."""
    actor.must_write()
    file = get_import(work, id_)
    if file.member != actor.id and actor.role is not Role.OWNER:
        raise Forbidden("import_of_other")
    return file
