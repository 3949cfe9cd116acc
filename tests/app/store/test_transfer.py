"""Everything goes to another database of any kind, and what arrived is proved to be the same."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Callable
from decimal import Decimal

import pytest
import sqlalchemy as sa

from app.crm.crm import Crm
from app.crm.leads import LeadDraft, capture_lead
from app.domain.member import Actor
from app.host.configuration import PLAYGROUND_TENANT, Configuration, Environment
from app.host.operations import copying
from app.host.seeding.seed import seed
from app.store import transfer as transfers
from app.store.database import Database
from app.store.opening import opened
from app.store.schema import go_back, migrate
from app.store.tables import leads, metadata, workspaces
from app.store.transfer import Sum, differences, sums_of, transfer
from tests.app.host.test_commands import run
from tests.kit.books import check_books, read_books

Make = Callable[[str], str]


@pytest.fixture
def make_url(request: pytest.FixtureRequest, tmp_path: object) -> Make:
    """Gives the address of one more bare database of a kind."""
    counter = itertools.count()

    def make(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path}/other-{next(counter)}.db"
        from tests.conftest import _create

        return _create(
            # Not named by what lies in memory: the next test's counter may lie in the same place.
            request.getfixturevalue("postgres"),
            f"other_{uuid.uuid4().hex}",
        )

    return make


BOTH = ("sqlite", "postgresql")


@pytest.mark.parametrize("target", BOTH)
@pytest.mark.parametrize("source", BOTH)
async def test_all_arrives_and_work_goes_on(make_url: Make, source: str, target: str, alex: Actor) -> None:
    first, second = make_url(source), make_url(target)
    seed(Configuration(database_url=first, environment=Environment.DEV), 150, 3, 80)
    copied = run("copy", "--to", second, DATABASE_URL=first, LEADLINE_ENV="dev")
    assert copied.returncode == 0, copied.stderr
    assert "rows copied and compared" in copied.stdout
    assert "copied: 100 %" in copied.stderr
    assert "compared: 100 %" in copied.stderr
    one, other = Database(first), Database(second)
    books = read_books(other, PLAYGROUND_TENANT)
    check_books(books)
    assert books == read_books(one, PLAYGROUND_TENANT)
    assert differences(sums_of(one, _ignore), sums_of(other, _ignore)) == []
    assert _keys(other) == _keys(one)
    # A new tenant, whose workspace gets its id by itself, and the next number in one that went along.
    crm = Crm(other)
    await crm.write(alex, capture_lead, LeadDraft(name="Somebody new"))
    known = Actor(tenant_id=PLAYGROUND_TENANT, user_id="somebody", name="Somebody")
    await crm.write(known, capture_lead, LeadDraft(name="Somebody else"))
    await crm.close()
    with opened(second) as again:
        check_books(read_books(again, PLAYGROUND_TENANT))
    one.close()


@pytest.mark.parametrize("target", BOTH)
def test_what_is_there_is_never_overwritten(make_url: Make, target: str) -> None:
    first, second = make_url("sqlite"), make_url(target)
    for url in (first, second):
        seed(Configuration(database_url=url, environment=Environment.DEV), 3, 1)
    refused = run("copy", "--to", second, DATABASE_URL=first, LEADLINE_ENV="dev")
    assert refused.returncode == 2
    assert "the other database holds records" in refused.stderr


def test_a_source_of_an_older_revision_is_refused(make_url: Make) -> None:
    first = make_url("sqlite")
    seed(Configuration(database_url=first, environment=Environment.DEV), 3, 1)
    database = Database(first)
    go_back(database, "0015")
    database.close()
    refused = run("copy", "--to", make_url("sqlite"), DATABASE_URL=first, LEADLINE_ENV="dev")
    assert refused.returncode == 2
    assert "migrations_pending" in refused.stderr
    empty = make_url("sqlite")
    migrate(database := Database(empty))
    database.close()
    refused = run("copy", "--to", make_url("sqlite"), DATABASE_URL=empty, LEADLINE_ENV="dev")
    assert refused.returncode == 1
    assert "the source is empty" in refused.stderr


@pytest.mark.parametrize("kind", BOTH)
def test_the_target_holds_all_or_nothing(make_url: Make, kind: str) -> None:
    source, target = Database(make_url("sqlite")), Database(make_url(kind))
    seed(Configuration(database_url=_url(source), environment=Environment.DEV), 30, 1)
    migrate(target)
    counter = itertools.count()

    def stop(rows: int) -> None:
        if rows and next(counter) == 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        transfer(source, target, stop)
    assert {entry.rows for entry in sums_of(target, _ignore)} == {0}
    source.close()
    target.close()


@pytest.mark.parametrize("kind", BOTH)
def test_a_single_value_that_differs_is_found(make_url: Make, kind: str) -> None:
    source, target = Database(make_url("sqlite")), Database(make_url(kind))
    seed(Configuration(database_url=_url(source), environment=Environment.DEV), 30, 1)
    migrate(target)
    sent = transfer(source, target, _ignore)
    with target.write() as connection:
        first = sa.select(sa.func.min(leads.c.number)).scalar_subquery()
        connection.execute(sa.update(leads).where(leads.c.number == first).values(note="another"))
    [told] = differences(sent, sums_of(target, _ignore))
    assert told.startswith("leads (")
    source.close()
    target.close()


@pytest.mark.parametrize("kind", BOTH)
def test_a_source_that_is_written_to_meanwhile_is_told(
    make_url: Make, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = Database(make_url(kind)), Database(make_url("sqlite"))
    seed(Configuration(database_url=_url(source), environment=Environment.DEV), 5, 1)
    migrate(target)
    real = transfers.transfer

    def transfer_and_write(*arguments: object) -> list[Sum]:
        sums = real(*arguments)  # type: ignore[arg-type]
        seed(Configuration(database_url=_url(source), environment=Environment.DEV), 1, 1)
        return sums

    monkeypatch.setattr(transfers, "transfer", transfer_and_write)
    with pytest.raises(transfers.TransferFailed, match="written to meanwhile"):
        copying._copy(source, target)
    source.close()
    target.close()


@pytest.mark.parametrize("source", BOTH)
@pytest.mark.parametrize("target", BOTH)
def test_every_kind_of_value_means_the_same_there(make_url: Make, source: str, target: str) -> None:
    """Amounts, moments, days, documents with numbers of every kind, signs that COPY uses itself."""
    first, second = Database(make_url(source)), Database(make_url(target))
    for database in (first, second):
        migrate(database)
    moment = dt.datetime(2026, 3, 29, 1, 30, 0, 1, tzinfo=dt.UTC)
    odd = "tab\there, back\\slash, \\N, new\nline\r, “quotes”, 🙂, Ünï"
    with first.write() as connection:
        connection.execute(
            sa.insert(workspaces),
            {
                "id": 7, "tenant_id": "t", "name": odd, "currency": "EUR", "time_zone": "Europe/Berlin",
                "next_number": 2, "next_sequence": 1, "created_at": moment,
            },
        )  # fmt: skip
        connection.execute(
            sa.insert(leads),
            {
                "workspace_id": 7, "number": 1, "name": odd, "version": 1, "created_at": moment,
                "updated_at": moment, "amount": Decimal("12345678.9001"), "currency": "EUR",
                "status": "open", "answers": {"b": 1.0, "a": [1e16, 0.1, None, True, odd], "c": {}},
            },
        )  # fmt: skip
    sent = transfer(first, second, _ignore)
    assert differences(sent, sums_of(second, _ignore)) == []
    with second.read() as connection:
        lead = connection.execute(sa.select(leads)).mappings().one()
    assert lead["name"] == odd
    assert lead["amount"] == Decimal("12345678.9001")
    assert lead["created_at"] == moment
    assert lead["answers"] == {"b": 1.0, "a": [1e16, 0.1, None, True, odd], "c": {}}
    first.close()
    second.close()


def test_what_postgresql_cannot_keep_is_left_out_and_told(make_url: Make) -> None:
    source = make_url("sqlite")
    seed(Configuration(database_url=source, environment=Environment.DEV), 5, 1)
    database = Database(source)
    with database.write() as connection:
        some = sa.select(sa.func.min(leads.c.number)).scalar_subquery()
        connection.execute(
            sa.update(leads).where(leads.c.number == some).values(note="a\0b", answers={"x": "c\0d"})
        )
    database.close()
    target = make_url("postgresql")
    copied = run("copy", "--to", target, DATABASE_URL=source, LEADLINE_ENV="dev")
    assert copied.returncode == 0, copied.stderr
    assert "leads: NUL was left out of 1 rows" in copied.stderr
    database = Database(target)
    with database.read() as connection:
        lead = connection.execute(sa.select(leads.c.note, leads.c.answers).where(leads.c.note == "ab")).one()
    assert lead.answers == {"x": "cd"}
    database.close()


def test_all_tables_go_along(make_url: Make) -> None:
    """A table that a later version adds is not forgotten: the list is that of the code."""
    source, target = Database(make_url("sqlite")), Database(make_url("sqlite"))
    seed(Configuration(database_url=_url(source), environment=Environment.DEV), 1, 1)
    migrate(target)
    assert {entry.table for entry in transfer(source, target, _ignore)} == set(metadata.tables)
    source.close()
    target.close()


def _keys(database: Database) -> set[tuple[str, tuple[str, ...], str]]:
    """Which columns point to which tables."""
    inspector = sa.inspect(database.pool)
    return {
        (table, tuple(key["constrained_columns"]), key["referred_table"])
        for table in metadata.tables
        for key in inspector.get_foreign_keys(table)
    }


def _url(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)


def _ignore(_: int) -> None:
    """Counts nothing."""
