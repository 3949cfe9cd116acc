"""What happened: to one record, to all of them as it is told at once, and what can be taken back."""

import datetime as dt
from typing import Annotated, NotRequired, TypedDict

from app.domain.event import Kind, Setting, Source
from tabs.api.answers.board import Patch
from tabs.api.answers.mentions import Person, Reference, Values


class Happened(TypedDict):
    """Which change of which record."""

    event: str
    kind: Annotated[Kind | Setting, "The kind of record, or what was set for all, whose number is 0"]
    number: int


class Change(Happened):
    """The data of an event `change` of the stream; `about` is the record of an activity. The first event of
    several that touch the board has in `board` what all of them did to it; null says that this is so much, or
    so unknown, that the board had better be read anew."""

    sequence: int
    about: NotRequired[int]
    board: NotRequired[Patch | None]


class Entry(Happened):
    """One event of a record's history."""

    sequence: int
    actor: Annotated[Person | None, "Null where the system acted by itself"]
    at: Annotated[dt.datetime, "When it was told"]
    happened_at: Annotated[
        dt.datetime | None, "When an activity took place that was told at another time; it stands there"
    ]
    happened_on: Annotated[
        dt.date | None, "Its day, where no time is known; that of `happened_at` is its place in the order"
    ]
    source: Source
    before: Values
    after: Values
    about: Annotated[str, "What the event is of, where that is not the record itself"]
    undone: bool


class Undone(TypedDict):
    """What was taken back, newest first."""

    undone: list[Happened]


class Undoable(TypedDict):
    """What would be taken back next."""

    change: Annotated[int, "By which it is asked for"]
    entries: list[Entry]
    records: list[Reference]
    removes: Annotated[list[Reference], "The records that would be gone"]


class NextUndo(TypedDict):
    """Null where nothing is left."""

    undo: Undoable | None
