"""PostgreSQL's COPY: very many rows at once, without the keys that slow it down."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import sqlalchemy as sa

from app.store.engine.engine import Row

Convert = Callable[[Any], Any]

_LINES = 10_000
"""Lines that are sent in one go."""
_KEYS = sa.text(
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE contype = 'f' AND connamespace = current_schema()::regnamespace AND conparentid = 0"
    " ORDER BY oid"
)
_NONE = r"\N"
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


@contextmanager
def writer(
    connection: sa.Connection, table: sa.Table, convert: Sequence[Convert | None]
) -> Iterator[Callable[[list[Row]], None]]:
    """What adds rows in Python's form to a table, given how each of its columns is written."""
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    cursor: Any = connection.connection.cursor()
    try:
        with cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
            yield lambda rows: _put(copy, convert, rows)
    finally:
        cursor.close()


def write_lines(connection: sa.Connection, table: str, columns: Sequence[str], lines: list[bytes]) -> None:
    """Adds lines, as `line_of` makes them, to the columns of a table."""
    names = ", ".join(f'"{name}"' for name in columns)
    cursor: Any = connection.connection.cursor()
    try:
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for start in range(0, len(lines), _LINES):
                copy.write(b"".join(lines[start : start + _LINES]))
    finally:
        cursor.close()


def line_of(values: Sequence[object]) -> bytes:
    """A row as COPY reads it, of values in the driver's form."""
    line = "\t".join([_NONE if value is None else str(value) for value in values])
    # Most lines have nothing to escape: one look at each takes less than one at every value.
    expected = line.count("\t") < len(values) and line.count("\\") == values.count(None)
    if not expected or "\n" in line or "\r" in line:
        line = "\t".join([_NONE if value is None else str(value).translate(_ESCAPES) for value in values])
    return (line + "\n").encode()


@contextmanager
def without_keys(connection: sa.Connection) -> Iterator[None]:
    """Takes the keys to other tables away meanwhile: all rows are checked at once in a fraction of the time
    that it takes for one after the other. It is one transaction: whoever looks sees them all the time."""
    keys = [(str(table), str(name), str(told)) for table, name, told in connection.execute(_KEYS)]
    for table, name, _ in keys:
        connection.exec_driver_sql(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    yield
    for table, name, told in keys:
        connection.exec_driver_sql(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {told}')


def move_sequences_on(connection: sa.Connection, tables: Sequence[sa.Table]) -> None:
    """The next row that gets its number by itself gets one that is free."""
    for table in tables:
        column = table.autoincrement_column
        if column is not None and column.autoincrement is True:
            connection.exec_driver_sql(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', '{column.name}'),"
                f" (SELECT coalesce(max({column.name}), 0) + 1 FROM {table.name}), false)"
            )


def trust(connection: sa.Connection) -> None:
    """Spares a look for the target of every key. Only a superuser may ask for that; for anybody else it takes
    longer."""
    with suppress(sa.exc.ProgrammingError), connection.begin_nested():
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")


def _put(copy: Any, convert: Sequence[Convert | None], rows: list[Row]) -> None:
    if not any(convert):
        for row in rows:
            copy.write_row(row)
        return
    for row in rows:
        copy.write_row(
            [
                value if value is None or change is None else change(value)
                for change, value in zip(convert, row, strict=True)
            ]
        )
