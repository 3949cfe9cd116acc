"""Imports: files of leads that were brought along, and what became of their rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.domain.errors import Problem


class ImportState(StrEnum):
    """`CHECKED` is read but kept nowhere, `OFFERED` waits for somebody's decision, `DROPPED` did so in vain,
    `RUNNING` has rows to go, of a `REVERTED` one only those leads are left that somebody had touched."""

    CHECKED = "checked"
    OFFERED = "offered"
    DROPPED = "dropped"
    RUNNING = "running"
    DONE = "done"
    REVERTED = "reverted"


class OnDuplicate(StrEnum):
    """What becomes of a row that is likely there already."""

    SKIP = "skip"
    ADD = "add"
    IMPORT = "import"


DECIDED = (ImportState.RUNNING, ImportState.DONE, ImportState.REVERTED)


class Fate(StrEnum):
    """What becomes of a row: a new lead, an addition to one that is there, or nothing: it is likely there
    already, something is wrong with it, or it is nobody (LEFT_OUT): a title, a sum, the foot of a report. The
    last ones are told and not counted among the rows."""

    CREATED = "created"
    ADDED = "added"
    SKIPPED = "skipped"
    REFUSED = "refused"
    LEFT_OUT = "left_out"


COUNTED = (Fate.CREATED, Fate.ADDED, Fate.SKIPPED, Fate.REFUSED)


@dataclass(slots=True, kw_only=True)
class Import:
    """A file. `columns` are its titles with the field that each fills. `created` counts the rows that became
    leads, `added` those that went into leads that were there, `skipped` likely duplicates, `refused` those
    with mistakes; in one that is only checked or offered, what would be."""

    id: int = 0
    member: int
    at: dt.datetime
    file_name: str
    digest: str
    state: ImportState
    duplicates: OnDuplicate = OnDuplicate.SKIP
    columns: tuple[tuple[str, str], ...] = ()
    rows: int = 0
    created: int = 0
    added: int = 0
    skipped: int = 0
    refused: int = 0

    @property
    def through(self) -> int:
        """Rows that were looked at."""
        return self.created + self.added + self.skipped + self.refused

    def count(self, fate: Fate) -> None:
        """Counts one more row, unless it is nobody."""
        if fate in COUNTED:
            setattr(self, fate.value, getattr(self, fate.value) + 1)


@dataclass(frozen=True, slots=True)
class Kept:
    """A cell that its field cannot hold, and why; it is in the note instead. `text` is as much of it as is
    told."""

    field: str
    title: str
    text: str
    problem: Problem

    def plain(self) -> list[Any]:
        """The cell as JSON knows it."""
        return [self.field, self.title, self.text, self.problem.code, dict(self.problem.details)]

    @classmethod
    def read(cls, values: Sequence[Any]) -> Kept:
        """A cell again from what `plain` made of it."""
        field, title, text, code, details = values
        return cls(field, title, text, Problem(code, details))


@dataclass(frozen=True, slots=True, kw_only=True)
class RowNote:
    """What there is to say of a row: what is wrong with which field of one that is refused, who is there
    already: a record (`like`), or a row further up (`like_row`), which cells are `kept` in the note since
    their field cannot hold them. `name` is what one says that is nobody."""

    row: int
    fate: Fate
    name: str
    problems: Mapping[str, Problem] = field(default_factory=dict)
    like: int | None = None
    like_row: int | None = None
    like_name: str = ""
    kept: tuple[Kept, ...] = ()

    def plain(self) -> dict[str, Any]:
        """The note as JSON knows it."""
        problems = {name: [one.code, dict(one.details)] for name, one in self.problems.items()}
        return {
            **{name: getattr(self, name) for name in _PLAIN},
            "fate": self.fate.value,
            "problems": problems,
            "kept": [one.plain() for one in self.kept],
        }

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> RowNote:
        """A note again from what `plain` made of it."""
        problems = {name: Problem(code, details) for name, (code, details) in values["problems"].items()}
        # Notes of earlier imports know nothing of cells that are kept.
        kept = tuple(map(Kept.read, values.get("kept", ())))
        return cls(**{**values, "fate": Fate(values["fate"]), "problems": problems, "kept": kept})


_PLAIN = ("row", "name", "like", "like_row", "like_name")
