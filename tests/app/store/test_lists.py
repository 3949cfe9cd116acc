"""Lists by owner and state: a page costs as much as it holds, whatever else there is in a workspace."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from app.domain.event import Kind
from app.domain.member import Actor
from app.store.database import Database
from app.store.queries import Queries
from app.store.tables import leads, opportunities
from app.store.work import begin_write
from tests.conftest import ALEX, KIM, TENANT

MANY, FEW = 6_000, 20
"""Rows of a workspace, and of what is asked for. A hundred thousand give the same plans."""
LIMIT = 11
CLOSED = {Kind.LEAD: "disqualified", Kind.OPPORTUNITY: "lost"}


@pytest.mark.parametrize("kind", [Kind.LEAD, Kind.OPPORTUNITY])
def test_a_page_reads_no_more_than_it_holds(database: Database, kind: Kind) -> None:
    """Alex has few open ones, the oldest, and thousands that are closed; the others are Kim's and open."""
    with database.write() as connection:
        workspace, alex, kim = _fill(connection, kind)
    if database.engine.name != "SQLite":
        with database.write() as connection:
            # As PostgreSQL does by itself, some time after so many rows have come.
            connection.exec_driver_sql("ANALYZE")
    for filters, numbers in (
        ({"owner": alex, "status": "open"}, range(FEW, FEW - LIMIT, -1)),
        ({"owner": kim, "status": CLOSED[kind]}, range(0)),
        ({"owner": alex}, range(MANY // 2, MANY // 2 - LIMIT, -1)),
        ({"owner": kim}, range(MANY, MANY - LIMIT, -1)),
        ({"status": "open"}, range(MANY, MANY - LIMIT, -1)),
        ({}, range(MANY, MANY - LIMIT, -1)),
    ):
        with database.read() as connection:
            read = _explained(connection)
            found = Queries(connection, workspace).page(kind, filters, LIMIT)
            assert [record.number for record in found] == list(numbers), filters
            assert _is_cheap(connection, *read[0]), (filters, read)
    with database.read() as connection:
        read = _explained(connection)
        older = Queries(connection, workspace).page(kind, {"owner": alex}, LIMIT, before=15)
        assert [record.number for record in older] == list(range(14, 14 - LIMIT, -1))
        assert _is_cheap(connection, *read[0])


def _fill(connection: sa.Connection, kind: Kind) -> tuple[int, int, int]:
    work, alex = begin_write(connection, Actor(tenant_id=TENANT, user_id=ALEX, name="Alex"))
    _, kim = begin_write(connection, Actor(tenant_id=TENANT, user_id=KIM, name="Kim"))
    at, line = dt.datetime(2026, 11, 24, tzinfo=dt.UTC), work.pipelines.default()
    table = leads if kind is Kind.LEAD else opportunities
    row: dict[str, Any] = {"workspace_id": work.workspace.id, "name": "A", "version": 1}
    row |= {"created_at": at, "updated_at": at}
    if kind is Kind.OPPORTUNITY:
        row |= {"pipeline": line.id, "stage": line.stages[0].id}
    rows = [
        row | {"number": number, **_state(kind, number, alex.id, kim.id)} for number in range(1, MANY + 1)
    ]
    connection.execute(sa.insert(table), rows)
    return work.workspace.id, alex.id, kim.id


def _state(kind: Kind, number: int, alex: int, kim: int) -> dict[str, object]:
    if number > MANY // 2:
        return {"owner": kim, "status": "open"}
    return {"owner": alex, "status": "open" if number <= FEW else CLOSED[kind]}


def _explained(connection: sa.Connection) -> list[tuple[str, Any]]:
    """What is sent to the database from now on, as it is sent."""
    sent: list[tuple[str, Any]] = []

    @sa.event.listens_for(connection, "before_cursor_execute")
    def keep(_connection: Any, _cursor: Any, text: str, values: Any, *_more: Any) -> None:
        if not text.startswith("EXPLAIN"):
            sent.append((text, values))

    return sent


def _is_cheap(connection: sa.Connection, text: str, values: Any) -> bool:
    if connection.dialect.name == "sqlite":
        steps = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)]
        reads = [step for step in steps if step.startswith(("SEARCH", "SCAN")) and "anon" not in step]
        # Only the newest of each state, which are few, are put in order once more.
        sorted_ = {before for before, step in itertools.pairwise(steps) if "TEMP B-TREE" in step}
        by = "owner=? AND status=?" if ".owner = " in text else "workspace_id=?"
        return all(one.startswith("SEARCH") and by in one for one in reads) and all(
            "SCAN anon" in one for one in sorted_
        )
    plan = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {text}", values).scalar_one()
    parsed = plan if isinstance(plan, list) else json.loads(plan)
    visited = [
        (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
        for node in _nodes(parsed[0]["Plan"])
        if "Scan" in node["Node Type"] and "Relation Name" in node
    ]
    return bool(visited) and sum(visited) <= 3 * LIMIT


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("Plans", ()):
        yield from _nodes(child)
