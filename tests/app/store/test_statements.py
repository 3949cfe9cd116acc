"""Statements that may wait: nobody can tell that they did."""

from __future__ import annotations

from decimal import Decimal

import pytest
import sqlalchemy as sa

from app.domain.contact import Contact
from app.domain.member import Actor
from app.domain.money import Money
from app.domain.opportunity import Opportunity
from app.domain.organization import Organization
from app.store.database import Database
from app.store.statements import Statement
from app.store.tables import choices, contacts, stage_totals
from app.store.work import Work, begin_write
from tests.conftest import ALEX, TENANT

MANY = 90
_LIST: sa.ColumnElement[str] = sa.literal_column("'many'")
_ADD = Statement(sa.insert(choices))
_NAME = Statement(
    sa.update(choices)
    .where(choices.c.list == _LIST, choices.c.key == sa.bindparam("of_key"))
    .values(name=sa.bindparam("name"))
)
_NAMES = sa.select(choices.c.name).where(choices.c.list == _LIST).order_by(choices.c.position)


def test_whoever_reads_sees_what_was_written(database: Database) -> None:
    with database.write() as connection:
        work = _work(connection)
        _add_many(connection, work.workspace.id)
        # By the statement's own way, and by SQLAlchemy's.
        assert len(Statement(_NAMES).all(connection, {})) == MANY
        for key in ("0", "1", "0"):
            _NAME.later(connection, {"of_key": key, "name": f"{key} anew"})
            _NAME.later(connection, {"of_key": key, "name": f"{key} again"})
        assert list(connection.execute(_NAMES).scalars())[:3] == ["0 again", "1 again", "2"]
    with database.read() as connection:
        assert len(list(connection.execute(_NAMES))) == MANY


def test_what_waits_goes_with_its_transaction(database: Database) -> None:
    with database.write() as connection:
        workspace = _work(connection).workspace.id
    with pytest.raises(ZeroDivisionError):
        _fail(database, workspace)
    with database.write() as connection:
        assert list(connection.execute(_NAMES)) == []


def test_a_refused_row_takes_all_of_its_transaction_back(database: Database) -> None:
    with database.write() as connection:
        workspace = _work(connection).workspace.id
    with pytest.raises(database.Clash, match=r"(?i)unique"):
        _add_twice(database, workspace, many=MANY)
    # In its last bundle, which goes with the end of the transaction.
    with pytest.raises(database.Clash, match=r"(?i)unique"):
        _add_twice(database, workspace, many=1)
    with database.write() as connection:
        assert list(connection.execute(_NAMES)) == []


def test_rows_that_point_to_each_other_go_together(database: Database) -> None:
    with database.write() as connection:
        work = _work(connection)
        organization = work.organizations.add(Organization(number=work.number(), name="Tech Innovators"))
        people = [
            work.contacts.add(
                Contact(number=work.number(), name=f"Sarah {at}", organization=organization.number)
            )
            for at in range(3)
        ]
        deal = work.opportunities.add(
            Opportunity(
                number=work.number(),
                name="A tool",
                pipeline=1,
                stage=1,
                organization=organization.number,
                contact=people[0].number,
            )
        )
        # The same rows again: each change counts, and in its order.
        for amount in (100, 250, 70):
            deal.amount = Money(Decimal(amount), "EUR")
            work.opportunities.save(deal)
        people[0].job_title = "CEO"
        work.contacts.save(people[0])
    with database.read() as connection:
        titles = sa.select(contacts.c.job_title).order_by(contacts.c.number)
        assert list(connection.execute(titles).scalars()) == ["CEO", "", ""]
        totals = sa.select(stage_totals.c["count"], stage_totals.c.amount, stage_totals.c.currency)
        found = [row for row in map(tuple, connection.execute(totals)) if row[0]]
        assert found == [(1, 70, "EUR")]


def _work(connection: sa.Connection) -> Work:
    work, _ = begin_write(connection, Actor(tenant_id=TENANT, user_id=ALEX))
    return work


def _add_many(connection: sa.Connection, workspace: int, many: int = MANY) -> None:
    for position in range(many):
        _ADD.later(connection, _choice(workspace, position))


def _fail(database: Database, workspace: int) -> None:
    with database.write() as connection:
        _add_many(connection, workspace)
        _ = 1 / 0


def _add_twice(database: Database, workspace: int, many: int) -> None:
    with database.write() as connection:
        _add_many(connection, workspace, many)
        _ADD.later(connection, _choice(workspace, 0))


def _choice(workspace: int, position: int) -> dict[str, object]:
    row = {"workspace_id": workspace, "list": "many", "key": str(position), "name": str(position)}
    return {**row, "position": position}
