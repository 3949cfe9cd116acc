"""The keys of records that were there before the keys were, and how the databases find by them."""

from __future__ import annotations

import sqlalchemy as sa

from app.store.database import Database
from app.store.duplicates.lookups import finding
from app.store.schema import go_back, migrate
from tests.kit.drift import find_drift

_WORKSPACE = (
    "INSERT INTO workspaces"
    " (id, tenant_id, name, currency, time_zone, next_number, next_sequence, created_at)"
    " VALUES (1, 't', '', 'EUR', 'Europe/Berlin', 5, 1, '2026-11-23 10:00:00')"
)
_LEAD = (
    "INSERT INTO leads (workspace_id, number, name, version, created_at, updated_at, company, email, phone,"
    " status) VALUES (1, :number, :name, 1, '2026-11-23 10:00:00', '2026-11-23 10:00:00', :company, :email,"
    " :phone, 'open')"
)
_CONTACT = (
    "INSERT INTO contacts (workspace_id, number, name, version, created_at, updated_at)"
    " VALUES (1, 3, 'Bob Müller', 1, '2026-11-23 10:00:00', '2026-11-23 10:00:00')"
)
_KEYS = "SELECT email_key, phone_key, name_root, company_root FROM leads ORDER BY number"


def test_what_was_there_before_gets_its_keys(bare_database_url: str) -> None:
    database = Database(bare_database_url)
    migrate(database, "0001")
    with database.write() as connection:
        connection.execute(sa.text(_WORKSPACE))
        sarah = {"number": 1, "name": "Sarah Meyer", "company": "Tech Innovators Inc."}
        connection.execute(sa.text(_LEAD), sarah | {"email": "Sarah@tech.example", "phone": "+49 30 123456"})
        company = {"number": 2, "name": "Müller GmbH", "company": "Müller GmbH", "email": "", "phone": ""}
        connection.execute(sa.text(_LEAD), company)
        connection.execute(sa.text(_CONTACT))
    migrate(database)
    with database.read() as connection:
        assert [tuple(row) for row in connection.execute(sa.text(_KEYS))] == [
            ("sarah@tech.example", "4930123456", "meier sara", "inovators tech"),
            (None, None, None, "muler"),
        ]
        assert connection.execute(sa.text("SELECT name_root FROM contacts")).scalar() == "muller robert"
    go_back(database, "0001")
    migrate(database)
    find_drift(database)
    database.close()


def test_sqlite_finds_by_key_and_never_reads_a_whole_workspace(bare_database_url: str) -> None:
    database = Database(bare_database_url)
    migrate(database)
    if database.engine.name == "SQLite":
        names = ("email", "phone", "person", "company", "company_key", "domain")
        keys: dict[str, object] = {**dict.fromkeys((*names, "typed"), "x"), "workspace": 1}
        with database.read() as connection:
            text = finding(names).compiled(connection, keys)
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text.text}", tuple(text.bind(keys)))
            steps = [row[3] for row in plan if row[3].startswith("SEARCH") and "organizations" not in row[3]]
        assert len(steps) == 7
        assert all("USING INDEX" in step for step in steps), steps
    database.close()
