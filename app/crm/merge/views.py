"""Merges as they are shown: what differs, what would move, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.crm.views import RecordView, Ref
from app.domain.event import Kind
from app.domain.merge import Side
from app.domain.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field in which two records differ, with what each holds, and whose value it gets where nobody
    chooses; `joins` where both may stand below each other. `filled` says that one of the two is blank."""

    field: str
    kept: object
    gone: object
    usual: Side
    joins: bool = False
    filled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePreview:
    """Two records side by side: `kept` would stay, `gone` go up in it with all that belongs to it, which is
    counted in `moving`. `swappable` says whether the other one may stay as well."""

    kept: RecordView
    gone: RecordView
    differences: tuple[Difference, ...]
    moving: Mapping[Kind, int]
    swappable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The survivor, the old number that means it now, and how many records of each kind moved."""

    view: RecordView
    gone: Ref
    moved: Mapping[Kind, int]

    @property
    def record(self) -> Record:
        return self.view.record


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """The record that lives again, and the one that it was in. `moved` counts what went back; `staying` are
    records that have been given to somebody else since, `kept_fields` those of the survivor that have been
    changed since, or that no longer can be as they were."""

    view: RecordView
    survivor: RecordView
    moved: Mapping[Kind, int]
    staying: tuple[Ref, ...]
    kept_fields: tuple[str, ...]

    @property
    def record(self) -> Record:
        return self.view.record
