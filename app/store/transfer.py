"""Transfer: everything from one database to another of any kind, and the proof that it arrived.

The source is read as of one moment, the target filled in one transaction: it holds all of it or nothing. A
table counts as the same when as many rows went as came and the sums over the digests of all rows are equal;
values are compared by what they mean, as the databases write them differently.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import sqlalchemy as sa

from app.store.database import Database
from app.store.engine.engine import Row
from app.store.tables import metadata

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
        engine = target.engine
        engine.take_time(writing)
        with engine.without_keys(writing):
            for table in metadata.sorted_tables:
                with engine.fill(writing, table) as write:
                    sums.append(_copy(reading, write, table, advance))
        engine.move_sequences_on(writing, metadata.sorted_tables)
        if sum(entry.rows for entry in sums) == 0:
            raise TransferFailed("the source is empty")
    target.tidy()
    return sums


def mark(database: Database) -> object:
    """Something that is another where the database has been written to since. Where the
    engine does not say so itself, it is how many rows there are, and when the last event was."""
    with database.read() as connection:
        if (told := database.engine.mark(connection)) is not None:
            return told
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
    reading: sa.Connection,
    write: Callable[[list[Row]], None],
    table: sa.Table,
    advance: Callable[[int], None],
) -> Sum:
    rows = digest = mended = 0
    documents = _documents(table)
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
