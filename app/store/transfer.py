"""Transfer: everything from one database to another of any kind, and the proof that it arrived.

The source is read as of one moment, the target filled in one transaction: it holds all of it or nothing. A
table counts as the same when as many rows went as came and the sums over the digests of all rows are equal;
values are compared by what they mean, as the databases write them differently.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import orjson
import sqlalchemy as sa

from app.store.database import Database
from app.store.tables import metadata

Row = Sequence[Any]

PORTION = 5_000
"""Rows that are read and written in one go."""
_NUL = b"\\u0000"  # as it is written in a document


class TransferFailed(Exception):
    """Why the target does not hold what the source does: a sentence for whoever runs it."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A table: how many rows, the sum over their digests, and how many held a sign that PostgreSQL cannot
    keep (NUL), which was left out."""

    table: str
    rows: int
    digest: int
    mended: int = 0


def count_rows(database: Database) -> int:
    """How much there is to copy."""
    with database.read() as connection:
        return sum(_count(connection, table) for table in metadata.sorted_tables)


def transfer(source: Database, target: Database, advance: Callable[[int], None]) -> list[Sum]:
    """Copies all tables; what was read of each. The target has the same tables, and they are empty."""
    sums = []
    with source.snapshot() as reading, target.write() as writing:
        if not target.is_sqlite:
            writing.exec_driver_sql("SET LOCAL statement_timeout = 0")
        keys = _take_keys_away(writing)
        for table in metadata.sorted_tables:
            sums.append(_copy(reading, writing, table, advance))
        _put_keys_back(writing, keys)
        _move_sequences_on(writing)
        if sum(entry.rows for entry in sums) == 0:
            raise TransferFailed("the source is empty")
    target.tidy()
    return sums


def mark(database: Database) -> object:
    """Something that is another where the database has been written to since. SQLite says so itself;
    PostgreSQL is asked for how many rows there are, and how far its workspaces are."""
    with database.read() as connection:
        if database.is_sqlite:
            return connection.exec_driver_sql("PRAGMA data_version").scalar()
        counts = [_count(connection, table) for table in metadata.sorted_tables]
        last = connection.execute(sa.select(sa.func.max(metadata.tables["events"].c.at))).scalar()
        return counts, last


def sums_of(database: Database, advance: Callable[[int], None]) -> list[Sum]:
    """What a database holds, table by table."""
    found = []
    with database.snapshot() as connection:
        for table in metadata.sorted_tables:
            rows = digest = 0
            documents = _documents(table)
            for portion in _portions(connection, table):
                rows += len(portion)
                digest += sum(_digest(_meaning(row, documents)) for row in portion)
                advance(len(portion))
            found.append(Sum(table.name, rows, digest))
    return found


def differences(sent: Sequence[Sum], arrived: Sequence[Sum]) -> list[str]:
    """Names of the tables that are not the same on both sides."""
    return [
        f"{one.table} ({one.rows:,} rows sent, {other.rows:,} arrived)"
        for one, other in zip(sent, arrived, strict=True)
        if (one.rows, one.digest) != (other.rows, other.digest)
    ]


def _copy(
    reading: sa.Connection, writing: sa.Connection, table: sa.Table, advance: Callable[[int], None]
) -> Sum:
    rows = digest = mended = 0
    documents = _documents(table)
    with _writer(writing, table) as write:
        for portion in _portions(reading, table):
            for place, row in enumerate(portion):
                text = _meaning(row, documents)
                if _NUL in text:
                    portion[place] = _without_nul(row)
                    text = _meaning(portion[place], documents)
                    mended += portion[place] != row
                digest += _digest(text)
            write(portion)
            rows += len(portion)
            advance(len(portion))
    return Sum(table.name, rows, digest, mended)


def _portions(connection: sa.Connection, table: sa.Table) -> Iterator[list[Row]]:
    """All rows in the order of their key, so that they lie together in the target as well."""
    statement = sa.select(table).order_by(*table.primary_key.columns)
    result = connection.execution_options(stream_results=True, max_row_buffer=PORTION).execute(statement)
    for portion in result.partitions(PORTION):
        yield [tuple(row) for row in portion]


@contextmanager
def _writer(connection: sa.Connection, table: sa.Table) -> Iterator[Callable[[list[Row]], None]]:
    names = [column.name for column in table.columns]
    if connection.dialect.name == "sqlite":
        insert = sa.insert(table)
        yield lambda rows: _insert(connection, insert, names, rows)
        return
    columns = ", ".join(f'"{name}"' for name in names)
    convert = [_converter(column.type, connection.dialect) for column in table.columns]
    cursor: Any = connection.connection.cursor()
    try:
        with cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
            yield lambda rows: _put(copy, convert, rows)
    finally:
        cursor.close()


def _insert(connection: sa.Connection, insert: sa.Insert, names: list[str], rows: list[Row]) -> None:
    connection.execute(insert, [dict(zip(names, row, strict=True)) for row in rows])


def _put(copy: Any, convert: list[Callable[[Any], Any] | None], rows: list[Row]) -> None:
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


def _converter(type_: Any, dialect: sa.Dialect) -> Callable[[Any], Any] | None:
    if isinstance(type_, sa.JSON):
        return _dump
    processor: Callable[[Any], Any] | None = type_.dialect_impl(dialect).bind_processor(dialect)
    return processor


def _take_keys_away(connection: sa.Connection) -> list[tuple[str, str, str]]:
    """Keys to other tables, as PostgreSQL tells them: it checks all rows at once in a fraction of the time
    that it takes for one after the other. It is one transaction: whoever looks sees them all the time."""
    if connection.dialect.name == "sqlite":
        return []
    keys = [(str(table), str(name), str(told)) for table, name, told in connection.execute(_KEYS)]
    for table, name, _ in keys:
        connection.exec_driver_sql(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    return keys


def _put_keys_back(connection: sa.Connection, keys: list[tuple[str, str, str]]) -> None:
    for table, name, told in keys:
        connection.exec_driver_sql(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {told}')


_KEYS = sa.text(
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE contype = 'f' AND connamespace = current_schema()::regnamespace AND conparentid = 0"
    " ORDER BY oid"
)


def _move_sequences_on(connection: sa.Connection) -> None:
    """The next row that gets its number by itself gets one that is free. SQLite sees to that alone."""
    if connection.dialect.name == "sqlite":
        return
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None and column.autoincrement is True:
            connection.exec_driver_sql(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', '{column.name}'),"
                f" (SELECT coalesce(max({column.name}), 0) + 1 FROM {table.name}), false)"
            )


def _count(connection: sa.Connection, table: sa.Table) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar() or 0)


def _meaning(row: Row, documents: Sequence[int]) -> bytes:
    """What a row means: moments and days are told alike by both databases, numbers in `documents` are not."""
    if not documents:
        return orjson.dumps(row, default=str)
    values = list(row)
    for place in documents:
        values[place] = _plain(values[place])
    return orjson.dumps(values, default=str, option=orjson.OPT_SORT_KEYS)


def _digest(text: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(text, digest_size=12).digest(), "big")


def _documents(table: sa.Table) -> list[int]:
    """The places of columns that hold documents."""
    return [place for place, column in enumerate(table.columns) if isinstance(column.type, sa.JSON)]


def _plain(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**63:
        return int(value)
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list) else value


def _without_nul(row: Row) -> Row:
    return tuple(_mend(value) for value in row)


def _mend(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, dict):
        return {_mend(key): _mend(part) for key, part in value.items()}
    return [_mend(part) for part in value] if isinstance(value, list) else value


def _dump(value: object) -> str:
    return orjson.dumps(value).decode()
