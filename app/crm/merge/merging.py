"""Merging: two leads, contacts or organizations that mean the same become one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from app.crm.merge.views import Difference, Merged, MergePreview
from app.crm.records import get_record, view
from app.crm.views import Ref
from app.domain.errors import Conflict, DomainError, InvalidInput
from app.domain.event import Kind
from app.domain.framework import folded
from app.domain.lead import Lead
from app.domain.member import Member, Workspace
from app.domain.merge import (
    REPOINTED,
    Mergeable,
    Side,
    absorb,
    can_join,
    go_up,
    is_blank,
    must_merge,
    repointed,
    settle,
    united,
    usual_side,
    value_of,
)
from app.domain.record import Record
from app.store.work import Work

MOST_MOVED = 2000
"""Records that one merge moves: more would keep colleagues waiting."""


def preview_merge(work: Work, actor: Member, kept: int, gone: int) -> MergePreview:
    """Two records side by side. Where only the other way round is allowed, the other one stays. Raises
    NotFound, Conflict, and DomainError where they are not of one kind that can be merged."""
    survivor, other = _pair(work, kept, gone)
    both = [_may(survivor, other), _may(other, survivor)]
    if both == [False, True]:
        survivor, other = other, survivor
    must_merge(survivor, other)
    pointing = _pointing(work, other)
    return MergePreview(
        kept=view(work, survivor),
        gone=view(work, other),
        differences=tuple(_differences(work, survivor, other)),
        moving=_counted(pointing, other, survivor),
        swappable=all(both),
    )


def merge_records(
    work: Work,
    actor: Member,
    kept: int,
    gone: int,
    choices: Mapping[str, str] | None = None,
    version: int | None = None,
    gone_version: int | None = None,
) -> Merged:
    """Makes one record of two, in one change: `gone` goes up in `kept`, its number means the survivor from
    then on, and what pointed to it points there. Each field keeps the survivor's value, filled from the other
    where it is blank, unless `choices` names a Side for it. Raises NotFound, Forbidden, Conflict,
    InvalidInput, and DomainError where they are not of one kind that can be merged."""
    actor.must_write()
    survivor, other = _pair(work, kept, gone)
    survivor.expect(version)
    other.expect(gone_version)
    must_merge(survivor, other)
    values = _settled(work, survivor, other, _sides(work, survivor, choices or {}))
    pointing = _pointing(work, other)
    if len(pointing) > MOST_MOVED:
        raise Conflict("merge_large", number=survivor.number, size=len(pointing), limit=MOST_MOVED)
    # Undo goes the other way: first the old number lives again, then its children return to it.
    for child in pointing:
        work.record(child.change(REPOINTED, **repointed(child, other, survivor)), actor)
        work.repository(child.kind).save(child)
    work.record(absorb(survivor, other, values), actor)
    work.repository(survivor.kind).save(survivor)
    work.record(go_up(other, survivor), actor)
    work.repository(other.kind).save(other)
    moved = Counter(child.kind for child in pointing if getattr(child, "merged_into", None) is None)
    return Merged(view=view(work, survivor), gone=Ref(number=other.number, name=other.name), moved=moved)


def compared_fields(workspace: Workspace, kind: Kind) -> tuple[str, ...]:
    """The fields that are laid side by side: what people fill in, and whose record it is."""
    return (*workspace.own_fields.editable(kind), *(("owner",) if kind is Kind.LEAD else ()))


def _pair(work: Work, kept: int, gone: int) -> tuple[Mergeable, Mergeable]:
    survivor, other = get_record(work, kept), get_record(work, gone)
    for record in (survivor, other):
        if record.kind not in (Kind.LEAD, Kind.CONTACT, Kind.ORGANIZATION):
            raise DomainError("merge_kind", number=record.number, kind=record.kind)
    if survivor.kind is not other.kind:
        raise DomainError("merge_kinds", number=survivor.number, kind=survivor.kind, other=other.kind)
    return survivor, other  # type: ignore[return-value] # what else there is was refused above


def _may(kept: Mergeable, gone: Mergeable) -> bool:
    try:
        must_merge(kept, gone)
    except Conflict:
        return False
    return True


def _pointing(work: Work, gone: Mergeable) -> list[Record]:
    """The records that belong to `gone`, and those that did before they went up in another one themselves:
    they may live again, and then must not point to an old number."""
    found = [
        work.repository(kind).get_itself(number)
        for kind, number in work.queries.pointing_to(gone.kind, gone.number)
    ]
    return [record for record in found if repointed(record, gone, gone)]


def _counted(pointing: list[Record], gone: Mergeable, kept: Mergeable) -> Counter[Kind]:
    living = [child for child in pointing if getattr(child, "merged_into", None) is None]
    return Counter(child.kind for child in living if repointed(child, gone, kept))


def _differences(work: Work, kept: Mergeable, gone: Mergeable) -> list[Difference]:
    found = []
    for field in compared_fields(work.workspace, kept.kind):
        mine, theirs = value_of(kept, field), value_of(gone, field)
        if mine == theirs or (is_blank(mine) and is_blank(theirs)):
            continue
        filled = is_blank(mine) or is_blank(theirs)
        joins = can_join(kept, field) and not filled
        usual = usual_side(kept, gone, field)
        found.append(Difference(field=field, kept=mine, gone=theirs, usual=usual, joins=joins, filled=filled))
    return found


def _sides(work: Work, kept: Mergeable, choices: Mapping[str, str]) -> dict[str, Side]:
    problems = {}
    sides = {}
    for field, choice in choices.items():
        if field not in compared_fields(work.workspace, kept.kind):
            problems[field] = "field_unknown"
        elif choice not in set(Side) or (choice == Side.BOTH and not can_join(kept, field)):
            problems[field] = "choice_unknown"
        else:
            sides[field] = Side(choice)
    if problems:
        raise InvalidInput(**problems)
    return sides


def _settled(work: Work, kept: Mergeable, gone: Mergeable, sides: Mapping[str, Side]) -> dict[str, Any]:
    names = compared_fields(work.workspace, kept.kind)
    values = {name: settle(kept, gone, name, sides.get(name)) for name in names}
    if isinstance(kept, Lead) and isinstance(gone, Lead):
        values |= _of_leads(kept, gone, values, sides.get("name"))
    return folded(values, {})


def _of_leads(kept: Lead, gone: Lead, values: Mapping[str, Any], named: Side | None) -> dict[str, Any]:
    """What only leads hold, and the name of one that is called as its company."""
    side = named or usual_side(kept, gone, "name")
    named_by = gone if side is Side.GONE else kept
    name = values["name"] if named_by.names_a_person else values["company"] or values["name"]
    return {"name": name, **united(kept, gone)}
