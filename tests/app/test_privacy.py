"""Commands about what is kept: a person is shown, exported, erased; a workspace written out, taken away."""

from __future__ import annotations

import asyncio
import csv
import json
import stat
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.__main__ import main
from app.crm.crm import Crm
from app.crm.leads import LeadDraft, capture_lead
from app.crm.people.members import me
from app.domain.member import Actor, Role
from app.domain.recognition import ERASED
from app.host.operations.export import cell
from app.progress import Progress
from app.store import portable
from app.store.database import Database
from app.store.tables import directory, members
from tests.kit.books import check_books, read_books

QUIRIN = LeadDraft(name="Quirin Zwack", company="Acme", email="qz@zwack.example", note="=HYPERLINK(1)")


@pytest.fixture
async def url(
    crm: Crm, database_url: str, alex: Actor, stranger: Actor, monkeypatch: pytest.MonkeyPatch
) -> str:
    """A database with two workspaces, as the environment names it."""
    for actor in (alex, stranger):
        await crm.write(actor, capture_lead, QUIRIN)
        await crm.write(actor, capture_lead, LeadDraft(name="Tom Price", note="knows Quirin Zwack"))
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("LEADLINE_ENV", "dev")
    return database_url


async def run(*arguments: str) -> int:
    return await asyncio.to_thread(main, list(arguments))


async def test_a_person_is_shown_exported_and_erased(
    url: str, database: Database, alex: Actor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whom = ("--tenant", alex.tenant_id, "--record", "1")
    assert await run("person", "show", *whom, "--language", "de") == 0
    assert "qz@zwack.example" in (shown := capsys.readouterr().out)
    assert "Verlauf" in shown
    folder = tmp_path / "new"
    assert await run("person", "export", *whom, "--out", str(folder)) == 0
    told = json.loads((folder / "record-1.json").read_text())
    assert (told["name"], told["records"][0]["email"]) == ("Quirin Zwack", "qz@zwack.example")
    assert (stat.S_IMODE(folder.stat().st_mode), _modes(folder)) == (0o700, {0o600})
    page = (folder / "record-1.html").read_text()
    assert "qz@zwack.example" in page
    assert "<script" not in page
    before = read_books(database, alex.tenant_id)
    assert await run("person", "erase", *whom, "--dry-run", "--all") == 0
    said = capsys.readouterr().out
    assert "x record:2" in said
    assert "nothing was changed" in said
    assert {**read_books(database, alex.tenant_id), "audit": {}} == {**before, "audit": {}}
    assert await run("person", "erase", *whom, "--finding", "record:77") == 2
    assert await run("person", "erase", *whom, "--all") == 0
    assert await run("person", "erase", *whom, "--all") == 2
    after = read_books(database, alex.tenant_id)
    check_books(after)
    assert "Zwack" not in repr(after)
    capsys.readouterr()
    assert await run("person", "show", *whom, "--language", "de") == 0
    assert "gelöschte Person" in (shown := capsys.readouterr().out)
    assert ERASED not in shown
    assert await run("audit", "--tenant", alex.tenant_id) == 0
    audit = capsys.readouterr().out
    assert "A person erased · whoever runs Leadline" in audit
    assert "A person’s data exported" in audit


async def test_a_person_is_erased_where_nobody_owns_the_workspace(
    url: str, database: Database, alex: Actor
) -> None:
    with database.write() as connection:
        connection.execute(sa.update(members).values(role=Role.MEMBER.value))
    assert await run("person", "erase", "--tenant", alex.tenant_id, "--record", "1", "--all") == 0
    assert "Zwack" not in repr(read_books(database, alex.tenant_id))


async def test_a_workspace_is_written_out_and_taken_away_and_its_neighbour_stays(
    url: str,
    crm: Crm,
    database: Database,
    alex: Actor,
    stranger: Actor,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    neighbour = read_books(database, stranger.tenant_id)
    mine = read_books(database, alex.tenant_id)
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "leads.csv").write_text("an older one")
    assert await run("export", "--tenant", alex.tenant_id, str(folder)) == 0
    assert _modes(folder) == {0o600}
    for name, rows in mine.items():
        if name in ("audit", "workspaces"):
            continue
        written = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as table:
            cells = list(csv.DictReader(table))
        assert len(written) == len(cells) == len(rows), name
    with (folder / "leads.csv").open(encoding="utf-8-sig", newline="") as table:
        assert next(csv.DictReader(table))["note"] == "'=HYPERLINK(1)"
    for wrong in ("", "x", stranger.tenant_id):
        assert await run("delete-workspace", "--tenant", alex.tenant_id, "--confirm", wrong) == 2
    assert len(read_books(database, alex.tenant_id)["leads"]) == 2
    assert await run("delete-workspace", "--tenant", alex.tenant_id, "--confirm", alex.tenant_id) == 0
    assert "leads: 100 % (2 of 2, " in capsys.readouterr().err
    assert portable.find_workspace(database, alex.tenant_id) is None
    assert read_books(database, stranger.tenant_id) == neighbour
    assert await run("delete-workspace", "--tenant", alex.tenant_id, "--confirm", alex.tenant_id) == 2
    # Who comes back begins anew.
    assert (await crm.read(alex, me)).workspace.id != next(iter(mine["counters"].values()))["workspace_id"]
    assert await run("compact") == 0


async def test_taking_away_goes_on_where_it_broke_off(
    url: str, crm: Crm, database: Database, alex: Actor, stranger: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though the tenant has written again: the new workspace stays, until it is taken away itself."""
    monkeypatch.setattr(portable, "PORTION", 1)
    neighbour = read_books(database, stranger.tenant_id)

    class Broken(Progress):
        def advance(self, count: int = 1) -> None:
            if count and self._label == "events":
                raise RuntimeError

    def break_off_one() -> None:
        found = portable.find_workspace(database, alex.tenant_id)
        assert found is not None
        with pytest.raises(RuntimeError):
            portable.remove_workspace(database, alex.tenant_id, found[0], Broken)
        assert portable.find_workspace(database, alex.tenant_id) is None
        assert portable.find_half_removed(database, alex.tenant_id) is not None

    for name in ("Ann Second", "Ann Third"):
        break_off_one()
        await crm.write(alex, capture_lead, LeadDraft(name=name))
    books = read_books(database, alex.tenant_id)
    delete = ("delete-workspace", "--tenant", alex.tenant_id, "--confirm", alex.tenant_id)
    for _ in range(2):
        assert await run(*delete) == 0
        assert read_books(database, alex.tenant_id) == books
    assert portable.find_half_removed(database, alex.tenant_id) is None
    assert await run(*delete) == 0
    assert await run(*delete) == 2
    assert read_books(database, stranger.tenant_id) == neighbour
    with database.read() as connection:
        left = connection.execute(sa.select(directory.c.tenant_id)).scalars().all()
    assert left == [stranger.tenant_id]


@pytest.mark.parametrize(
    "command",
    [
        ("person", "show", "--record", "1"),
        ("person", "erase", "--record", "1"),
        ("audit",),
        ("export", "folder"),
        ("delete-workspace", "--confirm", ""),
    ],
    ids=" ".join,
)
async def test_a_database_without_tables_is_told(
    bare_database_url: str,
    command: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DATABASE_URL", bare_database_url)
    monkeypatch.setenv("LEADLINE_ENV", "dev")
    database = Database(bare_database_url)
    with database.write():
        pass
    database.close()
    assert await run(*command, "--tenant", "T") == 2
    assert "migrations_pending" in capsys.readouterr().err


@pytest.mark.parametrize("tenant", ["nobody", ""])
async def test_a_tenant_that_is_not_there_is_told(url: str, tenant: str, tmp_path: Path) -> None:
    assert await run("audit", "--tenant", tenant) == 2
    assert await run("export", "--tenant", tenant, str(tmp_path)) == 2
    assert await run("person", "show", "--tenant", tenant, "--record", "1") == 2


def _modes(folder: Path) -> set[int]:
    """Who may do what with the files in a folder."""
    return {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


async def test_a_folder_that_cannot_be_written_is_told(
    url: str, database: Database, alex: Actor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    before = read_books(database, alex.tenant_id)
    tenant, folder = ("--tenant", alex.tenant_id), str(tmp_path / "file")
    assert await run("export", *tenant, folder) == 2
    assert await run("person", "export", *tenant, "--record", "1", "--out", folder) == 2
    assert capsys.readouterr().err.count("not everything was exported") == 2
    assert read_books(database, alex.tenant_id) == before


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"), ("+49 30", "'+49 30"), ("-5", "'-5"), ("@a", "'@a"), ("\tx", "'\tx"),
        ("a=b", "a=b"), (-5, "-5"), (None, ""), ({"a": [1]}, '{"a":[1]}'), ("", ""),
    ],
)  # fmt: skip
def test_no_cell_is_a_formula(value: object, written: str) -> None:
    assert cell(value) == written
