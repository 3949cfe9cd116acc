"""Bulk: very many new records of one workspace at once, with all that belongs to them.

Making rows takes as long as storing them, so the two are apart: `prepare` makes rows in any process, `Bulk`
stores them in one transaction. The words of the search index wait until the end and go in sorted: one by one,
each of them would touch another page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from app.domain.event import Kind, Recorded, Source
from app.domain.member import Actor
from app.domain.opportunity import Opportunity
from app.domain.record import Record
from app.store.engine.column_types import Amount, Day, Moment
from app.store.engine.engine import Engine, Line
from app.store.ledger import event_row
from app.store.links import link_rows
from app.store.mapping import MAPPINGS
from app.store.repositories import Totals, totals_of
from app.store.search.words import entries_of
from app.store.tables import events, metadata, words
from app.store.work import Work

Load = Callable[[str, Sequence[str], list[Line]], None]
"""Adds lines to the columns of a table."""
Convert = Callable[[Any], object]

_KINDS = (Kind.ORGANIZATION, Kind.CONTACT, Kind.LEAD, Kind.OPPORTUNITY)
"""What is pointed to comes first."""
_CAPTURED = {kind: f"{kind.capitalize()}Captured" for kind in _KINDS}


@dataclass(frozen=True, slots=True)
class Terms:
    """Where rows go and who adds them; enough to make them in another process."""

    engine: Engine
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
    links: dict[str, list[dict[str, object]]] = {}
    deals = []
    for record in records:
        kind = record.kind
        by_kind[kind].append(MAPPINGS[kind].row(terms.workspace_id, record))
        told.append(_told(terms, record, sequence + len(told)))
        batch.words += _word_lines(terms, record)
        for link, row in link_rows(terms.workspace_id, record):
            links.setdefault(link.name, []).append(row)
        if isinstance(record, Opportunity):
            deals.append(record)
    for kind, rows in by_kind.items():
        _put(batch, terms, MAPPINGS[kind].table.name, rows)
    for table, rows in links.items():
        _put(batch, terms, table, rows)
    _put(batch, terms, events.name, told)
    batch.words.sort()
    batch.totals, batch.events = totals_of(deals), len(told)
    return batch


class Bulk:
    """Stores batches in one transaction whose workspace is locked."""

    def __init__(self, work: Work, load: Load) -> None:
        self._work = work
        self._load = load
        self._words: list[Line] = []

    def add(self, batch: Batch) -> None:
        """Stores a batch; the caller gave its records the next numbers and its events the next sequences."""
        for table, (columns, lines) in batch.rows.items():
            self._load(table, columns, lines)
        self._words += batch.words
        self._work.opportunities.count(batch.totals)
        self._work.next_number += batch.events
        self._work.next_sequence += batch.events

    def finish(self) -> None:
        """Makes what was added findable, and moves the workspace's counters on."""
        self._words.sort()
        self._load(words.name, _WORD_COLUMNS, self._words)
        self._words = []
        self._work.save_counters()


_WORD_COLUMNS = ("workspace_id", "kind", "word", "number")


def _told(terms: Terms, record: Record, sequence: int) -> dict[str, object]:
    event = record.captured(_CAPTURED[record.kind])
    at = record.created_at
    if at is None:
        raise ValueError("a record that is stored has a time")
    recorded = Recorded(event, sequence, sequence, terms.member_id, at, Source.IMPORT)
    return event_row(terms.workspace_id, recorded, terms.asked_by)


def _word_lines(terms: Terms, record: Record) -> list[Line]:
    line, workspace, number = terms.engine.line, terms.workspace_id, record.number
    return [line((workspace, list_, word, number)) for list_, word in entries_of(record)]


def _put(batch: Batch, terms: Terms, table: str, rows: list[dict[str, object]]) -> None:
    if not rows:
        return
    columns = tuple(rows[0])
    # By columns, not by rows: most need no conversion, and taking them apart and together again is quick.
    values: list[Iterable[Any]] = []
    for name, column in zip(columns, zip(*(row.values() for row in rows), strict=True), strict=True):
        convert = _converter(terms.engine, table, name)
        if convert is None:
            values.append(column)
        else:
            values.append([None if value is None else convert(value) for value in column])
    bound = zip(*values, strict=True)
    batch.rows[table] = columns, list(map(terms.engine.line, bound))


@cache
def _converter(engine: Engine, table: str, name: str) -> Convert | None:
    type_ = metadata.tables[table].c[name].type
    found = engine.converter(type_)
    if found is None or not isinstance(type_, Amount | Moment | Day):
        return found
    # The same few amounts, days and moments come again and again, in many columns, and take long to write.
    return _REMEMBERED.setdefault((type(type_), engine), lru_cache(4096)(found))


_REMEMBERED: dict[tuple[type, Engine], Convert] = {}
