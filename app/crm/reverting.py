"""Reverting: the leads of an import are taken back, but for those that somebody has touched since."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from app.crm.history import take_back_alone
from app.crm.imports import get_import
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
    _remove(work, actor, [recorded for recorded in standing if recorded.event.creates], undone)


def _remove(work: Work, actor: Member, created: list[Recorded], undone: set[int]) -> None:
    """Takes leads away that nobody touched: all at once, as there may be many. Undoing each would do the
    same."""
    own = {recorded.event.number: recorded.sequence for recorded in created}
    touched = {
        number
        for number, sequence in work.events.counting(own)
        if sequence not in undone and sequence != own[number]
    }
    free = own.keys() - touched - work.queries.pointed_at(Kind.LEAD, own)
    leads = {lead.number: lead for lead in work.queries.page(Kind.LEAD, {}, len(free), None, free)}
    work.leads.remove_many(leads)
    for recorded in created:
        event, lead = recorded.event, leads.get(recorded.event.number)
        if lead is not None:
            gone = Event("ChangeUndone", event.kind, event.number, lead.version + 1, event.after, {})
            work.record(replace(gone, undoes=recorded.sequence), actor)


def _own_import(work: Work, actor: Member, id_: int) -> Import:
    """The actor's import, or for an owner of the workspace anybody's."""
    actor.must_write()
    file = get_import(work, id_)
    if file.member != actor.id and actor.role is not Role.OWNER:
        raise Forbidden("import_of_other")
    return file
