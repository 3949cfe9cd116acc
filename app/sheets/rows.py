"""Rows: what the cells of a table say of a lead. No cell is lost: what has no field, or does not fit into it,
goes into the note under the title of its column."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.errors import Problem
from app.domain.event import Plain
from app.domain.imports import Kept
from app.domain.money import Money
from app.languages.strings import strings
from app.sheets.cells import Fields
from app.sheets.columns import SheetColumn, field_of, language_of_delimiter, language_of_titles
from app.sheets.encoding import refuse, text_of
from app.sheets.nobody import find_nobody
from app.sheets.person import FILLS, PARTS, Contact, Manner, SheetPerson, turn_of
from app.sheets.table import MOST_ROWS, NAMING, Row, Table, parse_table, shown_row
from app.sheets.vcards import Card, has_cards, read_card, split_cards

LONGEST_ROW = 1000
"""Characters of a row that are told where it is no lead."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row. `values` are the fields of a lead as JSON knows them, `problems` why it cannot be one, `kept`
    the cells that are in the note for want of a field that can hold them, `contact` when somebody spoke with
    it."""

    number: int
    values: Plain
    problems: Mapping[str, Problem]
    kept: tuple[Kept, ...] = ()
    is_nobody: bool = False
    contact: Contact | None = None

    def plain(self) -> list[Any]:
        """The row as JSON knows it."""
        problems = {name: [one.code, dict(one.details)] for name, one in self.problems.items()}
        contact = self.contact and [self.contact.title, self.contact.at]
        kept = [one.plain() for one in self.kept]
        return [self.number, self.values, problems, kept, self.is_nobody, contact]

    @classmethod
    def read(cls, row: Sequence[Any]) -> SheetRow:
        """A row again from what `plain` made of it."""
        number, values, problems, *more = row
        # Rows that were offered before cells were kept have the mere codes of their problems.
        told = {name: Problem(*([one] if isinstance(one, str) else one)) for name, one in problems.items()}
        kept, is_nobody, *last = more or ((), False)
        contact = Contact(*last[0]) if last and last[0] else None
        return cls(number, values, told, tuple(map(Kept.read, kept)), is_nobody, contact)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that was read. `digest` is the same for the same table, however it is encoded; `columns` are the
    titles, each with the field that it fills ("note" where it is known by none); `nobody` are the rows that
    are left out, each with what it says as its name."""

    name: str
    digest: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[SheetRow, ...]
    nobody: tuple[SheetRow, ...] = ()

    @property
    def unknown(self) -> tuple[str, ...]:
        """Titles of the columns that are no field, whose cells went into the note."""
        return tuple(
            title for title, field in self.columns if title and field == "note" and not field_of(title)
        )


def read_sheet(content: bytes, name: str, language: str, currency: str, fields: Fields) -> Sheet:
    """Reads a file. `language` decides about "1,234" where the titles do not tell theirs, `currency` is
    assumed where none is written, `fields` tell what they can hold. Raises InvalidInput for `file`."""
    text = text_of(content)
    if has_cards(text):
        return _sheet_of_cards(text, name, language, fields)
    table = parse_table(text)
    known = tuple(fields.field_of(title) for title in table.titles)
    if not NAMING & set(known):
        refuse("file_header", row=shown_row(table.titles))
    nobody = find_nobody(table.titles, table.rows)
    people = [row for row in table.rows if row[0] not in nobody]
    if not people:
        refuse("file_without_rows", row=shown_row(table.titles))
    language = language_of_titles(table.titles) or language_of_delimiter(table.delimiter, language)
    reading = _Reading(table.titles, known, Manner(language, currency), fields)
    rows = tuple(reading.row(number, cells) for number, cells in people)
    shown = tuple((title, _shown(field)) for title, field in zip(table.titles, known, strict=True))
    left = (*table.above, *(row for row in table.rows if row[0] in nobody))
    return Sheet(name, _digest(table), shown, rows, tuple(map(_nobody, left)))


def _nobody(row: Row) -> SheetRow:
    return SheetRow(row[0], {"name": shown_row(row[1], LONGEST_ROW)}, {}, is_nobody=True)


def _sheet_of_cards(text: str, name: str, language: str, fields: Fields) -> Sheet:
    """The people of vCards, in columns that are called as in the language."""
    cards = split_cards(text)
    if len(cards) > MOST_ROWS:
        refuse("file_long", limit=MOST_ROWS)
    titles = {field: strings(language).t(f"field.{field}") for field in _OF_CARDS}
    rows = tuple(_of_card(number, card, titles, fields) for number, card in enumerate(cards, 1))
    digest = hashlib.sha256("\x1e".join(cards).encode("utf-8", "surrogatepass")).hexdigest()
    return Sheet(name, digest, tuple((title, field) for field, title in titles.items()), rows)


_OF_CARDS = ("name", "company", "job_title", "email", "phone", "note")


def _of_card(number: int, text: str, titles: Mapping[str, str], fields: Fields) -> SheetRow:
    card = read_card(text) or Card()
    note = [] if not card.notes else ["\n".join(card.notes)]
    held = ([card.name], [card.company], [card.job_title], card.emails, card.phones, note)
    person = SheetPerson(fields)
    for field, values in zip(_OF_CARDS, held, strict=True):
        for value in filter(None, values):
            person.fit(field, titles[field], value)
    return _row_of(person, number, text.splitlines())


class _Reading:
    """Reads rows below one header."""

    def __init__(
        self, titles: tuple[str, ...], known: tuple[str | None, ...], manner: Manner, fields: Fields
    ) -> None:
        self._width = len(titles)
        self._manner = manner
        self._fields = fields
        places = sorted(enumerate(known), key=lambda place: turn_of(place[1]))
        self._columns = tuple((at, field, titles[at]) for at, field in places)
        self._currencies = tuple(at for at, field in enumerate(known) if field == SheetColumn.CURRENCY)

    def row(self, number: int, cells: tuple[str, ...]) -> SheetRow:
        """What a row says."""
        if any(cells[self._width :]):
            details = {"cells": len(cells), "titles": self._width, "row": shown_row(cells, LONGEST_ROW)}
            return SheetRow(number, {}, {"row": Problem("row_wide", details)})
        # Excel leaves cells out at the end of a row, or writes more of them than there are.
        cells = (*cells[: self._width], *("",) * (self._width - len(cells)))
        currency = next(filter(None, (cells[at] for at in self._currencies)), "")
        person = SheetPerson(self._fields, self._manner, currency)
        for at, field, title in self._columns:
            if cells[at]:
                person.take(field, title, cells[at])
        return _row_of(person, number, cells)


def _row_of(person: SheetPerson, number: int, cells: Sequence[str]) -> SheetRow:
    person.settle_name()
    person.write_note()
    problems = {} if person.is_named else _nameless(cells)
    return SheetRow(number, person.values, problems, tuple(person.kept), contact=person.contact)


def _nameless(cells: Sequence[str]) -> dict[str, Problem]:
    return {"row": Problem("row_nameless", {"row": shown_row(cells, LONGEST_ROW)})}


def _shown(field: str | None) -> str:
    """The field that a column fills, as people know it."""
    if field is None or field == SheetColumn.DEAL:
        return "note"
    if field == SheetColumn.LAST_CONTACT:
        return "done_at"
    return "name" if field in (*PARTS, SheetColumn.PREFIX) else FILLS.get(field, field)


def _digest(table: Table) -> str:
    known = hashlib.sha256()
    for cells in (table.titles, *(cells for _, cells in table.rows)):
        known.update("\x1f".join(cells).encode("utf-8", "surrogatepass") + b"\x1e")
    return known.hexdigest()


Describe = Callable[[str, object], str]


def describe_by(columns: tuple[tuple[str, str], ...]) -> Describe:
    """Makes a line of a note of a field and its value, under the title that the file has for it."""
    titles = {field: title for title, field in reversed(columns)}

    def describe(field: str, value: object) -> str:
        said = f"{value.amount} {value.currency}" if isinstance(value, Money) else str(value)
        return f"{titles.get(field, field)}: {said}"

    return describe
