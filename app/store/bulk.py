"""Bulk: very many new records of one workspace at once, with all that belongs to them.

Making rows takes as long as storing them, so the two are apart: `prepare` makes rows in any process, `Bulk`
stores them in one transaction. PostgreSQL gets them by COPY. The words of the search index wait until the
end and go in sorted: one by one, each of them would touch another page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, cast

import orjson
import sqlalchemy as sa

from app.domain.event import Kind, Recorded, Source
from app.domain.member import Actor, Member
from app.domain.opportunity import Opportunity
from app.domain.record import Record
from app.store.columns import Amount, Moment
from app.store.ledger import event_row
from app.store.mapping import MAPPINGS
from app.store.repositories import Totals, totals_of
from app.store.tables import counters, events, words
from app.store.ties import tie_rows
from app.store.words import entries_of
from app.store.work import Work

Line = tuple[object, ...] | bytes
"""A row as its database takes it in bulk: values for SQLite, a line of text for PostgreSQL."""

_KINDS = (Kind.ORGANIZATION, Kind.CONTACT, Kind.LEAD, Kind.OPPORTUNITY)
"""What is pointed to comes first."""
_CAPTURED = {kind: f"{kind.capitalize()}Captured" for kind in _KINDS}


@dataclass(frozen=True, slots=True)
class Terms:
    """Where rows go and who adds them; enough to make them in another process."""

    dialect: str
    workspace_id: int
    member_id: int
    asked_by: Actor


@dataclass(slots=True)
class Batch:
    """Rows ready to be stored: by table, with the names of the columns."""

    rows: dict[str, tuple[tuple[str, ...], list[Line]]] = field(default_factory=dict)
    words: list[Line] = field(default_factory=list)
    totals: Totals = field(default_factory=dict)
    events: int = 0


def prepare(terms: Terms, records: Iterable[Record], sequence: int) -> Batch:
    """The rows of new records and of the events that they came to be; the first event's sequence is given."""
    batch = Batch()
    by_kind: dict[Kind, list[dict[str, object]]] = {kind: [] for kind in _KINDS}
    told: list[dict[str, object]] = []
    ties: dict[sa.Table, list[dict[str, object]]] = {}
    deals = []
    for record in records:
        kind = record.kind
        by_kind[kind].append(MAPPINGS[kind].row(terms.workspace_id, record))
        told.append(_told(terms, record, sequence + len(told)))
        batch.words += _word_lines(terms, record)
        for table, row in tie_rows(terms.workspace_id, record):
            ties.setdefault(table, []).append(row)
        if isinstance(record, Opportunity):
            deals.append(record)
    for kind, rows in by_kind.items():
        _put(batch, terms, MAPPINGS[kind].table, rows)
    for table, rows in ties.items():
        _put(batch, terms, table, rows)
    _put(batch, terms, events, told)
    batch.words.sort()
    batch.totals, batch.events = totals_of(deals), len(told)
    return batch


class Bulk:
    """Stores batches in one transaction whose workspace is locked."""

    def __init__(self, connection: sa.Connection, work: Work) -> None:
        self._connection = connection
        self._work = work
        self._words: list[Line] = []
        self._is_postgres = connection.dialect.name == "postgresql"
        if self._is_postgres:
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            _trust(connection)

    def terms(self, member: Member, asked_by: Actor) -> Terms:
        """What `prepare` has to know."""
        return Terms(self._connection.dialect.name, self._work.workspace.id, member.id, asked_by)

    def add(self, batch: Batch) -> None:
        """Stores a batch; the caller gave its records the next numbers and its events the next sequences."""
        for table, (columns, lines) in batch.rows.items():
            self._store(table, columns, lines)
        self._words += batch.words
        self._work.opportunities.count(batch.totals)
        self._work.next_number += batch.events
        self._work.next_sequence += batch.events

    def finish(self) -> None:
        """Makes what was added findable, and moves the workspace's counters on."""
        self._words.sort()
        self._store(words.name, _WORD_COLUMNS, self._words)
        self._words = []
        self._connection.execute(
            sa.update(counters)
            .where(counters.c.workspace_id == self._work.workspace.id)
            .values(next_number=self._work.next_number, next_sequence=self._work.next_sequence)
        )

    def _store(self, table: str, columns: Sequence[str], lines: list[Any]) -> None:
        names = ", ".join(f'"{name}"' for name in columns)
        cursor: Any = self._connection.connection.cursor()
        try:
            if self._is_postgres:
                with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                    for start in range(0, len(lines), _LINES):
                        copy.write(b"".join(lines[start : start + _LINES]))
            else:
                places = ", ".join("?" * len(columns))
                cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", lines)
        finally:
            cursor.close()


def _trust(connection: sa.Connection) -> None:
    """Spares PostgreSQL a look for the target of every key: all that a batch points to lies in it or in the
    workspace. Only a superuser may ask for that; for anybody else it takes longer."""
    with suppress(sa.exc.ProgrammingError), connection.begin_nested():
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")


_LINES = 10_000
_WORD_COLUMNS = ("workspace_id", "kind", "word", "number")


def _told(terms: Terms, record: Record, sequence: int) -> dict[str, object]:
    event = record.captured(_CAPTURED[record.kind])
    at = record.created_at
    if at is None:
        raise ValueError("a record that is stored has a time")
    recorded = Recorded(event, sequence, sequence, terms.member_id, at, Source.IMPORT)
    return event_row(terms.workspace_id, recorded, terms.asked_by)


def _word_lines(terms: Terms, record: Record) -> Iterable[Line]:
    number = record.number
    if terms.dialect == "postgresql":
        # Nothing in a word has to be escaped: it holds letters, digits and the signs of an address.
        return [
            f"{terms.workspace_id}\t{list_}\t{_escape(word)}\t{number}\n".encode()
            for list_, word in entries_of(record)
        ]
    return [(terms.workspace_id, list_, word, number) for list_, word in entries_of(record)]


def _put(batch: Batch, terms: Terms, table: sa.Table, rows: list[dict[str, object]]) -> None:
    if not rows:
        return
    columns = tuple(rows[0])
    # By columns, not by rows: most need no conversion, and taking them apart and together again is quick.
    values: list[Iterable[Any]] = []
    for name, column in zip(columns, zip(*(row.values() for row in rows), strict=True), strict=True):
        convert = _converter(table.name, name, terms.dialect)
        if convert is None:
            values.append(column)
        else:
            values.append([None if value is None else convert(value) for value in column])
    bound = zip(*values, strict=True)
    lines: list[Line] = [_line(row) for row in bound] if terms.dialect == "postgresql" else list(bound)
    batch.rows[table.name] = columns, lines


@cache
def _converter(table: str, name: str, dialect: str) -> Callable[[Any], object] | None:
    """How a value is written for the driver; None where it goes as it is."""
    type_ = events.metadata.tables[table].c[name].type
    if isinstance(type_, sa.JSON):
        return _dump
    spoken = _dialect(dialect)
    found: Any = type_.dialect_impl(spoken).bind_processor(spoken)
    if found is None or not isinstance(type_, Amount | Moment | sa.Date):
        return cast("Callable[[Any], object] | None", found)
    # The same few amounts, days and moments come again and again, in many columns, and take long to write.
    return _REMEMBERED.setdefault((type(type_).__name__, dialect), lru_cache(4096)(found))


_REMEMBERED: dict[tuple[str, str], Callable[[Any], object]] = {}


@cache
def _dialect(name: str) -> sa.Dialect:
    return sa.create_engine({"sqlite": "sqlite://", "postgresql": "postgresql+psycopg://"}[name]).dialect


def _dump(value: object) -> str:
    return orjson.dumps(value).decode()


def _line(row: Sequence[object]) -> bytes:
    return ("\t".join([r"\N" if value is None else _escape(str(value)) for value in row]) + "\n").encode()


def _escape(text: str) -> str:
    return text if _SPECIAL.isdisjoint(text) else text.translate(_ESCAPES)


_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
_SPECIAL = frozenset("\\\t\n\r")
