"""Who owns a workspace: whom the operator names, and nobody for having been there first."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from app.__main__ import main
from app.crm.crm import Crm
from app.crm.leads import LeadDraft, capture_lead
from app.crm.ownership import is_owned
from app.crm.people.members import me
from app.crm.records import show_record
from app.crm.workspace import change_settings, show_settings
from app.domain.errors import DomainError, Forbidden
from app.domain.member import Actor, Entrance, Role
from app.host.configuration import Configuration
from app.store.database import Database
from tests.conftest import ALEX, KIM, OTHER_TENANT, TENANT

ME = Actor(tenant_id=TENANT, user_id=ALEX, name="Alex Wilber")
COLLEAGUE = Actor(tenant_id=TENANT, user_id=KIM, name="Kim Akers")


async def test_whoever_comes_first_owns_nothing(database: Database) -> None:
    crm = Crm(database)
    assert (await crm.read(ME, me)).role is Role.MEMBER
    assert (await crm.write(COLLEAGUE, me)).role is Role.MEMBER
    assert not await crm.read(ME, is_owned)
    # All but the settings works; and who asks is told by which ids they are named.
    kept = await crm.write(ME, capture_lead, LeadDraft(name="Ann"))
    assert (await crm.read(COLLEAGUE, show_record, kept.record.number)).record.name == "Ann"
    with pytest.raises(Forbidden) as refused:
        await crm.write(ME, change_settings, {"currency": "USD"})
    assert (refused.value.code, refused.value.details) == ("nobody_owns", {"tenant": TENANT, "user": ALEX})
    await crm.close()


async def test_whom_the_operator_names_owns(database: Database) -> None:
    crm = Crm(database)
    await crm.read(ME, me)
    await crm.close()
    # The same store under other settings: somebody who was a member before, and somebody new.
    owners = frozenset({(TENANT, ALEX), (TENANT, KIM), (OTHER_TENANT, ALEX)})
    crm = Crm(Database(str(database.url.render_as_string(hide_password=False))), Entrance(owners=owners))
    assert (await crm.read(ME, me)).role is Role.OWNER
    assert (await crm.read(COLLEAGUE, me)).role is Role.OWNER
    assert [owner.name for owner in (await crm.read(ME, show_settings)).owners] == [
        "Alex Wilber",
        "Kim Akers",
    ]
    stranger = Actor(tenant_id=OTHER_TENANT, user_id=KIM)
    assert (await crm.read(stranger, me)).role is Role.MEMBER
    await crm.close()


def test_the_command(
    database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)

    def run(*arguments: str) -> tuple[int, str]:
        status = main(["owner", *arguments])
        said = capsys.readouterr()
        return status, said.out + said.err

    assert run("list", "--tenant", TENANT) == (1, "nobody owns this workspace\n")
    # Before anybody was there, and in whatever case Entra ID shows it.
    status, said = run("add", "--tenant", TENANT.upper(), "--user", ALEX.upper())
    assert (status, said) == (0, f"{ALEX} is owner now\n")
    assert run("add", "--tenant", TENANT, "--user", KIM, "--role", "viewer")[0] == 0
    assert run("list", "--tenant", TENANT) == (0, f"{ALEX}\n")
    assert run("remove", "--tenant", TENANT, "--user", KIM) == (1, "this person owns nothing there\n")
    assert run("remove", "--tenant", OTHER_TENANT, "--user", ALEX)[0] == 1
    assert run("remove", "--tenant", TENANT, "--user", ALEX) == (0, f"{ALEX} is member now\n")
    assert run("list", "--tenant", TENANT)[0] == 1
    assert run("list", "--tenant", OTHER_TENANT)[0] == 1


async def test_what_the_command_says_holds(
    database_url: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    assert main(["owner", "add", "--tenant", TENANT, "--user", ALEX]) == 0
    assert main(["owner", "add", "--tenant", TENANT, "--user", KIM, "--role", "viewer"]) == 0
    crm = Crm(database)
    changed = await crm.write(ME, change_settings, {"currency": "USD"})
    assert (changed.workspace.currency, [owner.name for owner in changed.owners]) == ("USD", ["Alex Wilber"])
    with pytest.raises(DomainError, match="viewers_only_read"):
        await crm.write(COLLEAGUE, capture_lead, LeadDraft(name="Ann"))
    await crm.close()


def test_the_command_needs_the_tables(
    bare_database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", bare_database_url)
    assert main(["owner", "list", "--tenant", TENANT]) == 2
    assert "python -m app migrate" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [("--user", "alex"), ("--user", "../../etc"), ()])
def test_the_command_takes_no_other_ids(arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit):
        main(["owner", "add", "--tenant", TENANT, *arguments])


class TestSettings:
    def _read(self, owners: str, tenants: str = TENANT) -> Configuration:
        values = {"LEADLINE_OWNERS": owners, "LEADLINE_TENANTS": tenants}
        return Configuration(_env_file=None, **values)  # type: ignore[call-arg, arg-type]

    def test_who_is_named(self) -> None:
        assert self._read(ALEX.upper()).entrance.owners == {(TENANT, ALEX)}
        both = self._read(f"{TENANT}:{ALEX}, {OTHER_TENANT}:{KIM}", f"{TENANT},{OTHER_TENANT}")
        assert both.entrance == Entrance(owners=frozenset({(TENANT, ALEX), (OTHER_TENANT, KIM)}))
        assert both.problems() == []

    @pytest.mark.parametrize("tenants", ["*", f"{TENANT},{OTHER_TENANT}", f"{TENANT},*"])
    def test_a_person_without_a_tenant_is_not_clear_where_there_are_several(self, tenants: str) -> None:
        assert self._read(ALEX, tenants).problems() == ["owners_unclear"]
        assert self._read(f"{TENANT}:{ALEX}", tenants).problems() == []

    @pytest.mark.parametrize(
        "owners", ["alex@contoso.example", "x", f"{TENANT}:{ALEX}:{KIM}", f"{TENANT}/{ALEX}"]
    )
    def test_what_is_no_person(self, owners: str) -> None:
        with pytest.raises(ValidationError, match="object ids"):
            self._read(owners)

    def test_only_a_developer_owns_by_coming_first(self) -> None:
        assert not Configuration(_env_file=None).entrance.first_owns  # type: ignore[call-arg]
        dev = Configuration(_env_file=None, LEADLINE_ENV="dev")  # type: ignore[call-arg]
        assert dev.entrance.first_owns
