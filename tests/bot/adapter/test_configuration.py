"""What must keep the bot from starting, and whom it trusts."""

import dataclasses

import pytest

from bot.configuration import BotConfiguration
from tests.kit.activities import APP_ID, TENANT

GOOD = BotConfiguration(app_id=APP_ID, app_password="secret", app_tenant_id=TENANT)

PROBLEMS: dict[str, tuple[BotConfiguration, str, list[str]]] = {
    "good": (GOOD, "0.0.0.0", []),
    "unregistered": (
        BotConfiguration(),
        "127.0.0.1",
        ["app_id_missing", "app_tenant_missing", "app_password_missing", "tenants_missing"],
    ),
    "unregistered in development": (BotConfiguration(dev=True), "localhost", []),
    "id is no GUID": (dataclasses.replace(GOOD, app_id="leadline"), "0.0.0.0", ["app_id_invalid"]),
    "id in braces": (dataclasses.replace(GOOD, app_id="{" + APP_ID + "}"), "0.0.0.0", ["app_id_invalid"]),
    "unknown type": (dataclasses.replace(GOOD, app_type="singletenant"), "0.0.0.0", ["app_type_invalid"]),
    "one tenant, but which": (
        dataclasses.replace(GOOD, app_tenant_id="", allowed_tenants=frozenset({TENANT})),
        "0.0.0.0",
        ["app_tenant_missing"],
    ),
    "no secret": (dataclasses.replace(GOOD, app_password=""), "0.0.0.0", ["app_password_missing"]),
    "identity without secret": (
        dataclasses.replace(GOOD, app_password="", app_type="UserAssignedMSI"),
        "0.0.0.0",
        [],
    ),
    "many tenants, but which": (
        dataclasses.replace(GOOD, app_type="MultiTenant", app_tenant_id=""),
        "0.0.0.0",
        ["tenants_missing"],
    ),
    "every tenant": (
        dataclasses.replace(GOOD, app_type="MultiTenant", app_tenant_id="", allowed_tenants=frozenset({"*"})),
        "0.0.0.0",
        [],
    ),
    "development for everybody": (BotConfiguration(dev=True), "0.0.0.0", ["dev_exposed"]),
    "development on a name": (BotConfiguration(dev=True), "leadline.example", ["dev_exposed"]),
    "development on no address": (BotConfiguration(dev=True), "", ["dev_exposed"]),
    "keys in the clear": (
        dataclasses.replace(GOOD, openid_url="http://login.example/openid"),
        "0.0.0.0",
        ["openid_url_insecure"],
    ),
    "login in the clear": (
        dataclasses.replace(GOOD, login_url="http://login.example"),
        "0.0.0.0",
        ["login_url_insecure"],
    ),
    "service in the clear": (
        dataclasses.replace(GOOD, service_hosts=frozenset({"http://teams.example"})),
        "0.0.0.0",
        ["service_host_insecure"],
    ),
    "files in the clear": (
        dataclasses.replace(GOOD, file_hosts=frozenset({"http://files.example"})),
        "0.0.0.0",
        ["file_host_insecure"],
    ),
    "service on this machine": (
        dataclasses.replace(GOOD, service_hosts=frozenset({"http://127.0.0.1:9000"})),
        "0.0.0.0",
        [],
    ),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_problems_are_named_all_at_once(name: str) -> None:
    settings, host, expected = PROBLEMS[name]
    assert settings.problems(host) == expected


@pytest.mark.parametrize(
    "address",
    [
        "https://smba.trafficmanager.net/emea/",
        "https://smba.trafficmanager.net/teams",
        "https://SMBA.trafficmanager.net:443/de/39213499-7cc3-4cca-901c-31a0924d47e2/",
        "https://europe.botframework.com",
        "https://smba.infra.gcc.teams.microsoft.com/gcc/",
        "https://smba.infra.gov.teams.microsoft.us/gov/",
        "https://smba.infra.dod.teams.microsoft.us/dod/",
    ],
)
def test_teams_is_trusted(address: str) -> None:
    assert GOOD.trusts(address)


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:56150/_connector",
        "http://127.0.0.1:9/",
        "http://[::1]:56150/x",
        "https://localhost/",
    ],
)
def test_this_machine_is_trusted_in_development_only(address: str) -> None:
    assert BotConfiguration(dev=True).trusts(address)
    assert not GOOD.trusts(address)


def test_an_origin_admits_itself_only() -> None:
    settings = dataclasses.replace(
        GOOD, service_hosts=frozenset({"http://127.0.0.1:9000", "teams.example:8443"})
    )
    assert settings.trusts("http://127.0.0.1:9000/x/")
    assert settings.trusts("https://teams.example:8443/")
    for foreign in (
        "http://127.0.0.1:9001/",
        "http://127.0.0.1/",
        "https://teams.example/",
        "http://teams.example:8443/",
    ):
        assert not settings.trusts(foreign)


def test_a_foreign_origin_in_the_clear_is_never_trusted() -> None:
    settings = dataclasses.replace(GOOD, service_hosts=frozenset({"http://teams.example"}))
    assert not settings.trusts("http://teams.example/")


def test_who_may_talk_to_the_bot() -> None:
    assert GOOD.admits(TENANT.upper())
    assert not GOOD.admits("other")
    assert not BotConfiguration(app_id=APP_ID).admits("any")
    assert BotConfiguration(dev=True).admits("any")
    listed = dataclasses.replace(GOOD, allowed_tenants=frozenset({" Other "}))
    assert listed.admits("other")
    assert not listed.admits(TENANT)
    assert dataclasses.replace(GOOD, allowed_tenants=frozenset({"*"})).admits("any")


def test_the_secret_does_not_show() -> None:
    assert "secret" not in repr(GOOD)
