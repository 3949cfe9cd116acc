"""What one test hands on to the next tells nothing of it."""

from __future__ import annotations

import psycopg
import pytest

from app.store.database import Database
from tests.kit.lending import Lending

BACKEND = "SELECT pg_backend_pid()"
LEFT = (
    "SELECT current_setting('work_mem'), current_setting('enable_seqscan'),"
    " (SELECT count(*) FROM pg_prepared_statements WHERE name = 'odd'),"
    " (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid())"
)

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def test_a_connection_that_is_lent_again_is_as_new(database_url: str, lending: Lending) -> None:
    lending.end()
    first = Database(database_url)
    with first.write() as connection:
        backend = connection.exec_driver_sql(BACKEND).scalar()
        new = connection.exec_driver_sql(LEFT).one()
        for statement in ("SET work_mem = '65MB'", "PREPARE odd AS SELECT 1", "SELECT pg_advisory_lock(1)"):
            connection.exec_driver_sql(statement)
        assert connection.exec_driver_sql(LEFT).one() != new
    first.close()
    second = Database(database_url)
    with second.write() as connection:
        assert connection.exec_driver_sql(BACKEND).scalar() == backend
        assert connection.exec_driver_sql(LEFT).one() == new
    second.close()


def test_a_connection_that_has_ended_is_lent_to_nobody(database_url: str, lending: Lending) -> None:
    database = Database(database_url)
    with database.write() as connection:
        backend = connection.exec_driver_sql(BACKEND).scalar()
    database.close()
    with psycopg.connect(database_url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [backend])
    database = Database(database_url)
    with database.write() as connection:
        assert connection.exec_driver_sql(BACKEND).scalar() != backend
    database.close()
