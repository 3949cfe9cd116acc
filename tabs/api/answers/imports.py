"""Files of leads, and what became of their rows."""

import datetime as dt
from typing import Annotated, TypedDict

from app.domain.imports import Fate, ImportState, OnDuplicate
from tabs.api.answers.mentions import Person, Reference


class ImportColumn(TypedDict):
    """A column with the field that it fills."""

    title: str
    field: str


class ImportLine(TypedDict):
    """A file, and how many of its rows became what."""

    id: Annotated[int | None, "Null where nothing was saved"]
    state: ImportState
    file_name: str
    by: Person | None
    at: dt.datetime
    duplicates: OnDuplicate
    rows: int
    created: int
    added: int
    skipped: int
    refused: int
    columns: list[ImportColumn]
    unknown: list[str]


class KeptCell(TypedDict):
    """A cell that its field cannot hold, and why; it is in the note instead."""

    field: str | None
    title: str
    text: str
    message: str


class RowNote(TypedDict):
    """What there is to say of a row."""

    row: int
    fate: Fate
    name: str
    message: str
    fields: dict[str, str]
    like: int | None
    like_row: int | None
    like_name: str
    kept: list[KeptCell]


class Import(ImportLine):
    """What became, or would become, of the rows: `created` leads, `added` to leads that were there, `skipped`
    as likely duplicates, `refused`, or `left_out` as they name nobody. The note of a lead has the cells of
    `unknown` columns and those that a row has `kept` there for want of a field that can hold them. `kept`
    leads are left from a reversal, as somebody had touched them."""

    notes: list[RowNote]
    left_out: int
    kept: list[Reference]
