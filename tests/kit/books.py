"""The books of a workspace: what its tables hold, and whether everything in them adds up."""

from __future__ import annotations

from collections import Counter
from typing import Any

import sqlalchemy as sa

from app.crm.relations import targets_of
from app.domain.contact import Contact
from app.domain.conversion import TARGETS, Log
from app.domain.deal import Deal
from app.domain.event import Kind, Plain
from app.domain.lead import Lead, LeadStatus
from app.domain.merge import ABSORBED
from app.domain.opportunity import Opportunity
from app.domain.record import Record, snapshot
from app.store.database import Database
from app.store.links import links_of
from app.store.mapping import MAPPINGS
from app.store.search.words import entries_of
from app.store.tables import counters, directory, metadata, workspaces

Row = dict[str, Any]
Books = dict[str, dict[tuple[Any, ...], Row]]
"""Rows by primary key (without the workspace), by table."""


def read_books(database: Database, tenant: str) -> Books:
    """Everything that the tables hold of one workspace, as of one moment."""
    with database.snapshot() as connection:
        wanted = sa.select(directory.c.workspace_id).where(directory.c.tenant_id == tenant)
        workspace = connection.execute(wanted).scalar_one()
        books: Books = {}
        for table in metadata.sorted_tables:
            if table is directory:
                continue
            mine = table.c.id if table is workspaces else table.c.workspace_id
            rows = connection.execute(sa.select(table).where(mine == workspace)).mappings()
            books[table.name] = {_key(table, row): dict(row) for row in rows}
    return books


def records_in(books: Books) -> dict[int, Record]:
    """All records by number."""
    rows = [(m, row) for m in MAPPINGS.values() for row in books[m.table.name].values()]
    found = {row["number"]: mapping.revive(row) for mapping, row in rows}
    assert len(found) == len(rows), "two records share a number"
    return found


def check_books(books: Books) -> None:
    """Fails where a number or sequence is missing or was given twice, a counter differs from what it counts,
    a record from its events, the search index from the records, or where half a conversion is left."""
    records = records_in(books)
    (counted,) = books[counters.name].values()
    sequences = [sequence for (sequence,) in sorted(books["events"])]
    assert sequences == list(range(1, counted["next_sequence"]))
    told = {event["number"] for event in books["events"].values()}
    assert told == set(range(1, counted["next_number"])), "a number was skipped, or nobody knows of it"
    _check_events(books, records)
    _check_totals(books)
    words = {
        (list_, word, number) for number, record in records.items() for list_, word in entries_of(record)
    }
    assert set(books["words"]) == words
    _check_ties(books, records)
    _check_conversions(records)
    _check_merges(books, records)


def _check_events(books: Books, records: dict[int, Record]) -> None:
    state: dict[int, Plain] = {}
    versions: dict[int, int] = {}
    for _, event in sorted(books["events"].items()):
        number = event["number"]
        known = state.pop(number, {})
        # That a person was erased is told without any field.
        if event["after"] or not event["before"]:
            state[number] = known | event["after"]
        expected = versions.get(number, 0) + 1
        # A survivor is newer than every card of what went up in it.
        assert event["version"] == expected or (event["name"] == ABSORBED and event["version"] > expected)
        versions[number] = event["version"]
    assert state.keys() == records.keys()
    for number, record in records.items():
        told = type(record).revive(number, versions[number], state[number])
        told.created_at, told.updated_at = record.created_at, record.updated_at
        assert record == told


def _check_totals(books: Books) -> None:
    counts: Counter[tuple[int, str]] = Counter()
    sums: Counter[tuple[int, str]] = Counter()
    for row in books["opportunities"].values():
        key = (row["stage"], row["currency"] or "")
        counts[key] += 1
        sums[key] += row["amount"] or 0
    kept = {key: row for key, row in books["stage_totals"].items() if row["count"] or row["amount"]}
    assert {key: row["count"] for key, row in kept.items()} == dict(counts)
    assert {key: row["amount"] for key, row in kept.items()} == dict(sums)


def _check_ties(books: Books, records: dict[int, Record]) -> None:
    for table, column in (("participations", "contact"), ("followings", "member")):
        kept = {(number, other, row["kind"]) for (number, other), row in books[table].items()}
        assert kept == {
            (number, other, record.kind.value)
            for number, record in records.items()
            for name, other in links_of(record)
            if name == column
        }
    for record in records.values():
        if isinstance(record, Deal):
            taking_part = [one.contact for one in record.participants]
            assert len(set(taking_part)) == len(taking_part), "somebody takes part twice"
            assert all(isinstance(records.get(number), Contact) for number in taking_part)


def _check_conversions(records: dict[int, Record]) -> None:
    opened: dict[int, Opportunity] = {}
    for record in records.values():
        if isinstance(record, Opportunity) and record.lead is not None:
            assert record.lead not in opened, "a lead became two opportunities"
            opened[record.lead] = record
    for record in records.values():
        if isinstance(record, Lead):
            _check_conversion(record, opened.get(record.number), records)


def _check_conversion(lead: Lead, opened: Opportunity | None, records: dict[int, Record]) -> None:
    """A lead that is qualified has all that its log says, and one that is not has nothing of it."""
    pointers = {kind: getattr(lead, kind.value) for kind in TARGETS}
    log = Log.read(lead.conversion)
    qualified = lead.status is LeadStatus.QUALIFIED
    assert qualified == bool(lead.conversion), "half a conversion"
    assert qualified or (opened is None and set(pointers.values()) == {None}), "half a conversion"
    for kind, number in pointers.items():
        told = log.created.get(kind, log.used.get(kind))
        assert _survivor(told, records) == _survivor(number, records), "the log tells of another record"
        assert number is None or records[number].kind is kind
        assert kind not in log.skipped or number is None
    assert not qualified or (lead.opportunity is None) == (Kind.OPPORTUNITY in log.skipped)
    assert opened is None or lead.opportunity == opened.number
    if (created := log.created.get(Kind.OPPORTUNITY)) and lead.merged_into is None:
        assert opened is not None
        assert opened.number == created


def _survivor(number: int | None, records: dict[int, Record]) -> int | None:
    """The record that a number stands for now: merged ones are aliases."""
    while number is not None and (into := getattr(records[number], "merged_into", None)) is not None:
        number = into
    return number


def _check_merges(books: Books, records: dict[int, Record]) -> None:
    into = {n: kept for n, record in records.items() if (kept := getattr(record, "merged_into", None))}
    for number, record in records.items():
        absorbed = getattr(record, "absorbed", ())
        assert sorted(absorbed) == sorted(n for n, kept in into.items() if kept == number)
        pointed = {number for _, number in targets_of(snapshot(record))}
        assert not pointed & into.keys(), "somebody belongs to an old number"
    for number in into:
        seen = [number]
        while seen[-1] in into:
            seen.append(into[seen[-1]])
            assert len(set(seen)) == len(seen), "two records went up in each other"
        assert {records[one].kind for one in seen} == {records[number].kind}
    for mapping in MAPPINGS.values():
        for row in books[mapping.table.name].values():
            assert not (row["number"] in into and any(row.get(key) for key in _KEYS)), "found by its old name"


_KEYS = ("email_key", "phone_key", "name_root", "company_root", "company_key")


def _key(table: sa.Table, row: Any) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in table.primary_key if column.name != "workspace_id")
