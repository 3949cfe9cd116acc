"""An administrator's afternoon, and the two years after it: data of an older version is upgraded, backed up,
taken back, restored, moved to PostgreSQL, and served by two hosts; the API answers the same all along."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from app.host.configuration import Configuration, Environment
from app.host.seeding.seed import seed
from app.store.database import Database
from app.store.schema import go_back, standing
from app.version import VERSION
from tests.app.host.test_commands import REGISTERED, run
from tests.kit.activities import TENANT
from tests.kit.host import HostUnderTest, start_host
from tests.kit.programs import postgres_programs
from tests.kit.releases import revision_before

PAGED = ("/leads", "/opportunities", "/contacts", "/organizations", "/members")
LISTS = (*PAGED, "/choices", "/board", "/pipeline")
OLDER = revision_before()


@pytest.fixture
def fitting(postgres: str) -> str:
    """`PATH` with the programs of PostgreSQL that fit the server."""
    return f"{postgres_programs(postgres)}:/usr/bin:/bin"


async def test_the_whole_afternoon(
    bare_database_url: str, postgres_database: Database, fitting: str, tmp_path: Path
) -> None:
    settings = {**REGISTERED, "DATABASE_URL": bare_database_url, "PATH": fitting, "LEADLINE_TENANTS": TENANT}

    def command(*arguments: str, **changes: str) -> str:
        done = run(*arguments, **{**settings, **changes})
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    # Two years of work by the version before.
    await _work_of_the_version_before(bare_database_url)
    command("backup", str(tmp_path / "before.backup"))

    # The new version refuses to start on the old tables, says why, and starts after the migration.
    refused = run("serve", **settings)
    assert (refused.returncode, "migrations_pending" in refused.stderr) == (2, True)
    command("migrate")
    async with start_host(bare_database_url, tenants=frozenset({TENANT})) as host:
        assert await _status(host, "/readyz") == 200
        assert (await _document(host, "/healthz"))["version"] == VERSION
        assert (await host.api("POST", "/leads", {"name": "Of today"})).status == 201
        whole = await _lists(host)
        assert len(whole["/leads"]) > 200
        # The backup is made while the host works.
        command("backup", str(tmp_path / "after.backup"))

    # Back to the version before: its tables, and what the backup of before held.
    command("restore", str(tmp_path / "before.backup"), "--replace")
    database = Database(bare_database_url)
    assert standing(database).current == OLDER
    database.close()

    # And forward again, to the backup of the new version.
    command("restore", str(tmp_path / "after.backup"), "--replace")
    async with start_host(bare_database_url, tenants=frozenset({TENANT})) as host:
        assert await _lists(host) == whole

    # Then to PostgreSQL, where two hosts serve it and new work goes on.
    target = postgres_database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    assert "rows copied and compared" in command("copy", "--to", target)
    async with (
        start_host(target, tenants=frozenset({TENANT})) as one,
        start_host(target, tenants=frozenset({TENANT})) as two,
    ):
        assert await _lists(one) == whole
        assert await _lists(two) == whole
        made = await one.api("POST", "/leads", {"name": "After the move"})
        assert made.status == 201
        seen = await two.api("GET", f"/leads/{made.body['number']}")
        assert seen.body["name"] == "After the move"
        other = await two.api("POST", "/leads", {"name": "By the second host"})
        assert other.body["number"] == made.body["number"] + 1


async def _work_of_the_version_before(url: str) -> None:
    seeding = Configuration(database_url=url, environment=Environment.PRODUCTION, tenants=frozenset({TENANT}))
    seed(seeding, 250, 1, 300)
    async with start_host(url, tenants=frozenset({TENANT})) as host:
        for name in ("Anna", "Müller & Söhne", "王"):
            assert (await host.api("POST", "/leads", {"name": name, "note": "tab\tand 🙂"})).status == 201
        assert (await host.say("new lead Tom Berg, Berg AG"))["type"] == "AdaptiveCard"
    database = Database(url)
    go_back(database, OLDER)
    database.close()


async def _lists(host: HostUnderTest) -> dict[str, Any]:
    """Everything that the API lists, each list to its last page."""
    found: dict[str, Any] = {}
    for path in LISTS:
        answer = await host.api("GET", f"{path}?limit=200" if path in PAGED else path)
        assert answer.status == 200, answer
        found[path] = answer.body.get("items", answer.body)
        while answer.body.get("next"):
            answer = await host.api("GET", f"{path}?limit=200&cursor={answer.body['next']}")
            found[path] = found[path] + answer.body["items"]
    return found


async def _status(host: HostUnderTest, path: str) -> int:
    async with host.session.get(f"{host.url}{path}") as answer:
        return answer.status


async def _document(host: HostUnderTest, path: str) -> Any:
    async with host.session.get(f"{host.url}{path}") as answer:
        return await answer.json()


def test_the_programs_are_those_of_the_server(fitting: str) -> None:
    assert shutil.which("pg_dump", path=fitting.split(":", maxsplit=1)[0])
