"""Compiled: a statement as one driver takes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

Row = Mapping[str, Any]
Values = Sequence[Any]
"""The values of a row in the driver's form and order."""
_NAMED = re.compile(r"%\((\w+)\)s")


class Compiled:
    """The text for one driver, and how it wants the values. `table` is the one that the statement adds rows
    to, or changes rows of, and "" where that is not known; `only_adds` where it changes none."""

    def __init__(
        self,
        clause: sa.ClauseElement,
        dialect: sa.Dialect,
        names: list[str],
        *,
        plan_anew: bool = False,
        table: str = "",
        only_adds: bool = False,
    ) -> None:
        compiled: Any = clause.compile(dialect=dialect, column_keys=names)
        self.plan_anew = plan_anew
        self.table = table
        self.only_adds = only_adds
        self.text, order = compiled.string, compiled.positiontup
        if not compiled.positional:
            # As PostgreSQL itself marks values: else psycopg would look for them in the text at every run.
            order = list(dict.fromkeys(_NAMED.findall(self.text)))
            numbers = {name: f"${number}" for number, name in enumerate(order, start=1)}
            self.text = _NAMED.sub(lambda found: numbers[found[1]], self.text).replace("%%", "%")
        self._order = order
        types = {name: bind.type for bind, name in compiled.bind_names.items()}
        converters = ((place, _processor(types[name], dialect)) for place, name in enumerate(order))
        self._convert = [(place, convert) for place, convert in converters if convert]
        self._pick = itemgetter(*order) if len(order) > 1 else lambda row: tuple(row[name] for name in order)
        self._read = _readers(clause, dialect)

    def bind(self, row: Row) -> Values:
        """The values of a row in the driver's form and order."""
        values = list(self._pick(row))
        for place, convert in self._convert:
            values[place] = convert(values[place])
        return values

    def in_order(self, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> Sequence[tuple[Any, ...]]:
        """Rows, whose values stand in the order of the names, in the driver's order."""
        places = tuple(names.index(name) for name in self._order)
        if places == tuple(range(len(names))):
            return rows
        pick = itemgetter(*places)
        return [pick(row) for row in rows]

    def translate(self, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """Rows in Python's form."""
        if not any(self._read):
            return rows
        return [
            tuple(read(value) if read else value for read, value in zip(self._read, row, strict=True))
            for row in rows
        ]


def _readers(clause: Any, dialect: sa.Dialect) -> list[Callable[[Any], Any] | None]:
    if not isinstance(clause, sa.SelectBase):
        return []
    types: list[Any] = [column.type for column in clause.selected_columns]
    return [type_.dialect_impl(dialect).result_processor(dialect, None) for type_ in types]


def _processor(type_: Any, dialect: sa.Dialect) -> Callable[[Any], Any] | None:
    found: Callable[[Any], Any] | None = type_.dialect_impl(dialect).bind_processor(dialect)
    return found
