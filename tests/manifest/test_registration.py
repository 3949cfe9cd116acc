"""Ids and domain: flags win over settings, and whatever is missing is named at once."""

import pytest

from app.version import VERSION
from manifest.problem import PackageInvalid
from manifest.registration import register
from tests.manifest.conftest import ID

OTHER = ID.replace("1", "9")


def test_settings_are_enough() -> None:
    found = register({}, microsoft_app_id=ID, public_url="https://CRM.example.com/")
    assert (found.app_id, found.bot_id, found.domain) == (ID, ID, "crm.example.com")
    assert found.developer.privacy_url == "https://crm.example.com/privacy"
    assert found.developer.terms_url == "https://crm.example.com/terms"


def test_flags_win_over_settings() -> None:
    flags = {
        "app_id": OTHER,
        "domain": "b.example",
        "version": "2.0.0",
        "developer_name": "Tech Innovators",
    }
    found = register(flags, microsoft_app_id=ID, public_url="https://a.example")
    assert (found.app_id, found.bot_id, found.domain, found.version) == (OTHER, ID, "b.example", "2.0.0")
    assert found.developer.name == "Tech Innovators"
    assert found.developer.website_url == "https://b.example/"


def test_one_id_serves_as_both() -> None:
    assert register({"app_id": ID, "domain": "a.example"}).bot_id == ID
    assert register({"bot_id": ID, "domain": "a.example"}).app_id == ID


def test_the_version_is_that_of_the_release() -> None:
    assert register({"app_id": ID, "domain": "a.example"}).version == VERSION


def test_all_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(PackageInvalid) as caught:
        register({})
    assert [problem.file for problem in caught.value.problems] == ["--bot-id", "--domain"]


@pytest.mark.parametrize(
    ("flags", "public_url", "expected"),
    [
        ({"domain": "https://a.example"}, "", "--domain: 'https://a.example' is no host name"),
        ({"domain": "a.example/tab"}, "", "--domain: 'a.example/tab' is no host name"),
        ({"domain": "a.example:8443"}, "", "--domain: 'a.example:8443' is no host name, without a port"),
        ({}, "https://a.example:8443", "--domain: 'a.example:8443' is no host name, without a port"),
        ({}, "https://localhost", "--domain: 'localhost' is this machine"),
        ({"domain": "127.0.0.1"}, "", "--domain: '127.0.0.1' is this machine"),
        ({"domain": "me@a.example"}, "", "--domain: 'me@a.example' is no host name"),
        ({}, "http://localhost:3978", "--domain: PUBLIC_URL 'http://localhost:3978' is not https://"),
        ({}, "https://a.example/crm", "--domain: PUBLIC_URL 'https://a.example/crm' is not https://"),
        ({"domain": "a.example", "bot_id": "leadline"}, "", "--bot-id: 'leadline' is no GUID"),
        ({"domain": "a.example", "app_id": "leadline"}, "", "--app-id: 'leadline' is no GUID"),
    ],
)
def test_what_is_unusable_is_named(flags: dict[str, str], public_url: str, expected: str) -> None:
    with pytest.raises(PackageInvalid) as caught:
        register(flags, microsoft_app_id=ID, public_url=public_url)
    assert str(caught.value).startswith(expected)
