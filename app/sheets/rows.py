"""Rows: what a table's cells say of a lead. Nothing that stands in a cell is lost: what has no field of its
own goes into the note, under the title of its column."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from app.domain.errors import InvalidInput
from app.domain.event import Plain
from app.domain.money import Money
from app.domain.record import plain
from app.languages.amounts import find_amount
from app.languages.currencies import find_currency
from app.languages.strings import LANGUAGES, strings
from app.languages.words import forms_of, names_under
from app.sheets.columns import Column, field_of, language_of_delimiter, language_of_titles
from app.sheets.table import Table, read_table

_NAMES = (Column.FIRST_NAME, Column.MIDDLE_NAME, Column.LAST_NAME)
_MONEY = ("amount", "budget")
_LATER = (Column.MOBILE, Column.CURRENCY)
_LISTS = {"source": "lead_source", "authority": "authority", "timeline": "timeline"}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row. `values` are the fields of a lead as JSON knows them, `problems` codes of what cannot be read,
    by field."""

    number: int
    values: Plain
    problems: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that was read. `digest` is the same for the same table, however it is encoded; `columns` are the
    titles, each with the field that it fills ("note" where it is known by none)."""

    name: str
    digest: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[SheetRow, ...]

    @property
    def unknown(self) -> tuple[str, ...]:
        """Titles of the columns that are no field, whose cells went into the note."""
        return tuple(title for title, _ in self.columns if title and field_of(title) is None)


def read_sheet(content: bytes, name: str, language: str, currency: str) -> Sheet:
    """Reads a file. `language` decides about "1,234" where the titles do not tell theirs, `currency` is
    assumed where none is written. Raises InvalidInput for `file`."""
    table = read_table(content)
    fields = tuple(field_of(title) for title in table.titles)
    if not {"name", "company", *_NAMES} & set(fields):
        raise InvalidInput(file="file_header")
    language = language_of_titles(table.titles) or language_of_delimiter(table.delimiter, language)
    reading = _Reading(table.titles, fields, language, currency)
    rows = tuple(reading.row(number, cells) for number, cells in table.rows)
    if not rows:
        raise InvalidInput(file="file_without_rows")
    shown = tuple((title, _shown(field)) for title, field in zip(table.titles, fields, strict=True))
    return Sheet(name, _digest(table), shown, rows)


class _Reading:
    """Reads rows below one header."""

    def __init__(
        self, titles: tuple[str, ...], fields: tuple[str | None, ...], language: str, currency: str
    ) -> None:
        self._titles = titles
        self._fields = fields
        self._language = language
        self._currency = currency

    def row(self, number: int, cells: tuple[str, ...]) -> SheetRow:
        if len(cells) > len(self._titles):
            return SheetRow(number, {}, {"row": "row_wide"})
        named = list(zip(self._fields, self._titles, cells, strict=False))
        known = [(field, title, cell) for field, title, cell in named if cell and field is not None]
        rest = [(title, cell) for field, title, cell in named if cell and field is None]
        currencies = [cell for field, _, cell in known if field == Column.CURRENCY]
        values: Plain = {}
        parts: dict[str, str] = {}
        problems: dict[str, str] = {}
        for field, title, cell in sorted(known, key=_turn_of):
            try:
                taken = self._take(parts if field in _NAMES else values, field, cell, currencies)
            except InvalidInput as refused:
                problems[field] = next(iter(refused.fields.values())).code
                continue
            if not taken:
                rest.append((title, cell))
        rest += _name(values, parts, dict(zip(self._fields, self._titles, strict=True)))
        note = [values["note"]] if "note" in values else []
        if lines := [*note, *(f"{title}: {cell}" if title else cell for title, cell in rest)]:
            values["note"] = "\n".join(map(str, lines))
        return SheetRow(number, values, problems)

    def _take(self, values: Plain | dict[str, str], field: str, cell: str, currencies: list[str]) -> bool:
        """Sets a field, unless it holds something else already or cannot hold this. Raises InvalidInput."""
        value: object = cell
        if field == Column.CURRENCY:
            held = [values[name] for name in _MONEY if name in values]
            return any(money["currency"] == find_currency(cell) for money in held)  # type: ignore[index]
        if field in _MONEY:
            value = plain(self._money(cell, field, currencies))
        elif field in _LISTS:
            value = _choices(field).get(cell.casefold())
        name = "phone" if field == Column.MOBILE else field
        return value is not None and values.setdefault(name, value) == value  # type: ignore[arg-type]

    def _money(self, cell: str, field: str, currencies: list[str]) -> Money:
        amount = find_amount(cell, self._language)
        if amount is None:
            raise InvalidInput(**{field: "amount_invalid"})
        currency = amount.currency or (find_currency(currencies[0]) if currencies else self._currency)
        if currency is None:
            raise InvalidInput(**{field: "currency_unknown"})
        return Money(amount.value, currency)


def _turn_of(known: tuple[str, str, str]) -> int:
    """A mobile number comes after the other one, which a lead has room for, and a currency after what it
    belongs to."""
    return 1 + _LATER.index(Column(known[0])) if known[0] in _LATER else 0


def _name(values: Plain, parts: Mapping[str, str], titles: Mapping[str | None, str]) -> list[tuple[str, str]]:
    """Sets the name to its parts; where another one stands in a column of its own, they are left over."""
    joined = " ".join(parts[part] for part in _NAMES if part in parts)
    whole = str(values.setdefault("name", joined)) if joined else ""
    if sorted(whole.replace(",", " ").casefold().split()) == sorted(joined.casefold().split()):
        return []
    return [(titles[part], cell) for part, cell in parts.items()]


@cache
def _choices(field: str) -> dict[str, str]:
    """Keys of a list by everything that they are called, in lower case."""
    prefix = f"{_LISTS[field]}."
    names = _called() if field == "source" else {}
    for language in LANGUAGES:
        catalog = strings(language)
        for key in sorted(catalog.keys()):
            if key.startswith(prefix):
                short = key.removeprefix(prefix)
                names |= {catalog.t(key).casefold(): short, short: short, short.replace("_", " "): short}
    return names


def _called() -> dict[str, str]:
    """What lead sources are called besides their names, as other programs do."""
    return {
        form.casefold(): source
        for language in LANGUAGES
        for source in names_under(language, "sheets.sources")
        for form in forms_of(language, f"sheets.sources.{source}")
    }


def _shown(field: str | None) -> str:
    """The field that a column fills, as people know it."""
    if field is None:
        return "note"
    return {**dict.fromkeys(_NAMES, "name"), Column.MOBILE: "phone"}.get(field, field)  # type: ignore[call-overload, no-any-return]


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
