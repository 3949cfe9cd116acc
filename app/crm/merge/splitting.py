"""Splitting: a merge is taken back at any later time, except where somebody has decided otherwise since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from app.crm.merge.views import Split
from app.crm.records import get_record, view
from app.crm.relations import has_targets
from app.crm.views import Ref
from app.domain.errors import Conflict
from app.domain.event import Event, Kind, Recorded
from app.domain.member import Member
from app.domain.merge import ABSORBED, GAVE_BACK, MERGED, REPOINTED, Mergeable, live_again
from app.domain.record import Record, read_plain
from app.store.work import Work

_MOVES = frozenset({REPOINTED, "ActivityMoved"})
"""Events by which a record was taken along; nobody decided anything about it."""


def split_record(work: Work, actor: Member, number: int, version: int | None = None) -> Split:
    """Makes two records of one again: the absorbed one lives again with its fields and with what was taken
    from it by the merge and was given to nobody else since; the survivor gives back what it got, unless that
    was changed since. `number` is the old one, or the survivor's where only one went up in it; `version` that
    of the survivor as it was shown. Raises NotFound, Forbidden, Conflict."""
    actor.must_write()
    survivor = get_record(work, number)
    survivor.expect(version)
    gone = _absorbed(work, survivor, number)
    merge = _merge_of(work, gone)
    work.record(live_again(gone), actor)
    work.repository(gone.kind).save(gone)
    split = _Back(work, actor, gone)
    for recorded in merge:
        if recorded.event.number != gone.number:
            split.give_back(recorded)
    return Split(
        view=view(work, gone),
        survivor=view(work, get_record(work, survivor.number)),
        moved=split.moved,
        staying=tuple(split.staying),
        kept_fields=tuple(split.kept_fields),
    )


def _absorbed(work: Work, survivor: Record, number: int) -> Mergeable:
    """The record that is to live again."""
    old: tuple[int, ...] = getattr(survivor, "absorbed", ())
    if number != survivor.number:
        old = (number,)
    if not old:
        raise Conflict("not_merged", number=survivor.number, kind=survivor.kind, current=survivor)
    if len(old) > 1:
        numbers = ", ".join(f"#{one}" for one in old)
        raise Conflict("split_which", number=survivor.number, kind=survivor.kind, numbers=numbers)
    return work.repository(survivor.kind).get_itself(old[0])  # type: ignore[no-any-return]


def _merge_of(work: Work, gone: Mergeable) -> list[Recorded]:
    """The events of the change by which a record went up in another one, newest first."""
    found = [recorded for recorded in work.events.later(gone.number, 0) if recorded.event.name == MERGED]
    return work.events.of_change(found[0].change)


class _Back:
    """Gives back, record by record, what a merge took, and notes what cannot be given back."""

    def __init__(self, work: Work, actor: Member, gone: Mergeable) -> None:
        self._work = work
        self._actor = actor
        self._gone = gone
        self.moved: Counter[Kind] = Counter()
        self.staying: list[Ref] = []
        self.kept_fields: list[str] = []

    def give_back(self, recorded: Recorded) -> None:
        event = recorded.event
        kind = event.kind
        record = self._work.repository(kind).find_itself(event.number) if isinstance(kind, Kind) else None
        if record is None:
            return
        if event.name == ABSORBED:
            self._from_survivor(record, recorded)
        else:
            self._from_child(record, recorded)

    def _from_survivor(self, kept: Any, recorded: Recorded) -> None:
        fields = [field for field in recorded.event.after if field != "absorbed"]
        later = self._work.events.later(kept.number, recorded.sequence)
        free = [field for field in fields if not _touched(later, field) and self._can_be(recorded, field)]
        self.kept_fields += [field for field in fields if field not in free]
        absorbed = tuple(number for number in kept.absorbed if number != self._gone.number)
        self._restore(kept, GAVE_BACK, recorded.event, free, absorbed=absorbed)

    def _from_child(self, child: Record, recorded: Recorded) -> None:
        later = self._work.events.later(child.number, recorded.sequence)
        decided = [one for one in later if one.event.name not in _MOVES]
        fields = list(recorded.event.after)
        living = getattr(child, "merged_into", None) is None
        if any(_touched(decided, field) or not self._can_be(recorded, field) for field in fields):
            if living:
                self.staying.append(Ref(number=child.number, name=child.name))
            return
        self._restore(child, REPOINTED, recorded.event, fields)
        if living:
            self.moved[child.kind] += 1

    def _can_be(self, recorded: Recorded, field: str) -> bool:
        """Whether what a field pointed to before is still there as itself."""
        return has_targets(self._work, {field: recorded.event.before[field]})

    def _restore(
        self, record: Record, name: str, event: Event, fields: Sequence[str], **values: object
    ) -> None:
        before = read_plain(type(record), {field: event.before[field] for field in fields})
        self._work.record(record.change(name, **before, **values), self._actor)
        self._work.repository(record.kind).save(record)


def _touched(later: Sequence[Recorded], field: str) -> bool:
    return any(field in recorded.event.after for recorded in later)
