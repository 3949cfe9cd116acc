"""Undo as a property: whatever was done can be taken back, but not what somebody else builds on."""

from __future__ import annotations

from typing import Any, cast

import pytest
from hypothesis import given, settings

from app.crm.contacts import capture_contact
from app.crm.crm import Crm
from app.crm.history import undo_last
from app.crm.organizations import capture_organization
from app.crm.records import edit_record
from app.domain.errors import Conflict
from app.domain.member import Actor
from app.store.database import Database
from app.store.mapping import MAPPINGS
from tests.app.crm.steps import Office, Step, steps
from tests.conftest import DIVIDED
from tests.kit.books import Books, Row, check_books, read_books

# Partitioned tables are PostgreSQL as well, with more that can go wrong.
pytestmark = [
    pytest.mark.divided,
    pytest.mark.parametrize("database_url", ["sqlite", DIVIDED], indirect=True),
]

RECORD_TABLES = [mapping.table for mapping in MAPPINGS.values()]


THOROUGH = settings(max_examples=25)


@THOROUGH
@given(sequence=steps())
async def test_undo_in_reverse_order_restores_every_table(
    crm: Crm, database: Database, sequence: list[Step]
) -> None:
    office = Office(crm, database)
    now = await office.open()
    done: list[tuple[int, Books]] = []
    for step in sequence:
        if await office.carry_out(step, now):
            done.append((step.who, now))
        now = office.books()
        check_books(now)
    for who, before in reversed(done):
        await office.undo(who)
        now = office.books()
        assert restorable(now) == restorable(before)
        check_books(now)
    for who in range(len(office.people)):
        with pytest.raises(Conflict, match="nothing_to_undo"):
            await office.undo(who)


@THOROUGH
@given(sequence=steps("undo", "undo", "undo", "undo"))
async def test_undo_is_refused_exactly_where_a_later_change_depends_on_it(
    crm: Crm, database: Database, sequence: list[Step]
) -> None:
    office = Office(crm, database)
    now = await office.open()
    standing: list[Change] = []
    for step in sequence:
        before = now
        if step.what == "undo":
            await _undo_as_expected(office, step.who, standing, before)
        elif await office.carry_out(step, before):
            standing.append(Change(step.who, before, office.books()))
        now = office.books()
        check_books(now)


async def test_undo_shows_what_uses_a_record_that_would_go(crm: Crm, alex: Actor, kim: Actor) -> None:
    acme = (await crm.write(alex, capture_organization, {"name": "Acme"})).record.number
    ann = await crm.write(kim, capture_contact, {"name": "Ann", "organization": acme})
    with pytest.raises(Conflict, match="undo_blocked") as refused:
        await crm.write(alex, undo_last)
    assert refused.value.details["by"] == "Kim Akers"
    assert refused.value.details["number"] == ann.record.number
    await crm.write(kim, undo_last)
    await crm.write(alex, undo_last)


async def test_undo_is_refused_where_what_it_would_point_to_is_gone(
    crm: Crm, database: Database, alex: Actor, kim: Actor
) -> None:
    ann = (await crm.write(alex, capture_contact, {"name": "Ann"})).record.number
    mistaken = (await crm.write(kim, capture_organization, {"name": "Acne"})).record.number
    await crm.write(alex, edit_record, ann, {"organization": mistaken})
    await crm.write(alex, edit_record, ann, {"organization": None})
    await crm.write(kim, undo_last)
    before = read_books(database, alex.tenant_id)
    with pytest.raises(Conflict, match="undo_blocked") as refused:
        await crm.write(alex, undo_last)
    assert refused.value.details["by"] == "Kim Akers"
    assert read_books(database, alex.tenant_id) == before
    check_books(before)


async def _undo_as_expected(office: Office, who: int, standing: list[Change], before: Books) -> None:
    mine = [change for change in standing if change.who == who]
    if not mine:
        with pytest.raises(Conflict, match="nothing_to_undo"):
            await office.undo(who)
        return
    later = standing[standing.index(mine[-1]) + 1 :]
    expected = mine[-1].taken_back(cells(before))
    if any(mine[-1].touched_by(change) for change in later) or dangles(expected):
        with pytest.raises(Conflict) as refused:
            await office.undo(who)
        assert refused.value.code == "undo_blocked"
        assert refused.value.details["by"] == office.people[1 - who].name
        assert office.books() == before
        return
    await office.undo(who)
    assert cells(office.books()) == expected
    standing.remove(mine[-1])


Cell = tuple[str, int, str]
"""Table, number and field."""


class Change:
    """What one use case did to the tables, seen from outside: events are not looked at."""

    def __init__(self, who: int, before: Books, after: Books) -> None:
        self.who = who
        old, new = cells(before), cells(after)
        touched = old.keys() | new.keys()
        self._was = {cell: old.get(cell) for cell in touched if old.get(cell) != new.get(cell)}
        self._now = {cell: new.get(cell) for cell in self._was}
        self._created = _rows(new) - _rows(old)
        # What was taken away comes back whole, with the fields that held nothing.
        left = _rows(new)
        self._removed = {cell: value for cell, value in old.items() if cell[:2] not in left}
        # What was part of another record is as good as new where it is one of its own again.
        self._revived = {c[:2] for c, was in self._was.items() if c[2] == "merged_into" and was is not None}

    def taken_back(self, now: dict[Cell, object]) -> dict[Cell, object]:
        """The cells with this change taken out of them."""
        kept = {cell: value for cell, value in now.items() if cell[:2] not in self._created}
        return (
            kept
            | self._removed
            | {cell: value for cell, value in self._was.items() if cell[:2] not in self._created}
        )

    def touched_by(self, later: Change) -> bool:
        """Whether a later change wrote where this one did."""
        rows = {cell[:2] for cell in self._was}
        went_up = {
            cell[:2] for cell, now in later._now.items() if cell[2] == "merged_into" and now is not None
        }
        return bool(rows & went_up) or any(
            cell in self._was or cell[:2] in self._created | self._revived for cell in later._was
        )


def cells(books: Books) -> dict[Cell, object]:
    """Every field of every record; an amount and its currency are one field."""
    return {
        (table.name, row["number"], name): value
        for table in RECORD_TABLES
        for row in books[table.name].values()
        for name, value in _fields(row).items()
    }


def _fields(row: Row) -> dict[str, object]:
    # Keys for matching are made from other fields, and versions and moments only ever go forward.
    left_out = {"version", "updated_at", "workspace_id", "currency", "budget_currency"}
    fields = {n: v for n, v in row.items() if n not in left_out and not n.endswith(("_key", "_root"))}
    if "currency" in row:
        fields |= {"amount": (row["amount"], row["currency"])}
    if "budget_currency" in row:
        fields |= {"budget": (row["budget"], row["budget_currency"])}
    return fields


def _rows(cells: dict[Cell, object]) -> set[tuple[str, int]]:
    return {cell[:2] for cell in cells}


def dangles(cells: dict[Cell, object]) -> bool:
    """Whether a record points to one that is not there, or that went up in another one."""
    targets = {
        (table.name, column): next(iter(key.elements)).column.table.name
        for table in RECORD_TABLES
        for key in table.foreign_key_constraints
        for column in key.column_keys
        if next(iter(key.elements)).column.table in RECORD_TABLES
    }
    listed: list[Any] = [value or () for (_, __, name), value in cells.items() if name == "participants"]
    taking_part = {one["contact"] for participants in listed for one in participants}
    if any(("contacts", contact) not in _rows(cells) for contact in taking_part):
        return True
    # No foreign key, but a pointer all the same.
    targets["leads", "opportunity"] = "opportunities"
    # What an activity is about may be of any kind.
    living = {n for table, n in _rows(cells) if cells.get((table, n, "merged_into")) is None}
    about = {value for (_, _, column), value in cells.items() if column == "about"}
    return not about <= living or any(
        value is not None
        and (table, column) in targets
        and (
            (targets[table, column], value) not in _rows(cells)
            or cells.get((targets[table, column], cast("int", value), "merged_into")) is not None
        )
        for (table, _, column), value in cells.items()
    )


def restorable(books: Books) -> dict[str, Any]:
    """What undo has to bring back: not the history itself, nor what only ever goes forward."""
    kept = {
        name: {key: _without(row, "version", "updated_at") for key, row in rows.items()}
        for name, rows in books.items()
        if name not in {"events", "turns", "stage_totals", "counters"}
    }
    totals = books["stage_totals"]
    kept["stage_totals"] = {key: row for key, row in totals.items() if row["count"] or row["amount"]}
    return kept


def _without(row: Row, *names: str) -> Row:
    return {name: value for name, value in row.items() if name not in names}
