"""The description: valid, complete, and served to whoever asks. That answers are as it says is checked on
every request of the other tests."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

from aiohttp import web
from openapi_spec_validator import validate

import tabs.api
from app.domain.fields import EDITABLE
from app.domain.member import Actor
from app.domain.pipeline import SETTINGS, Stage
from app.languages.strings import LANGUAGES, strings
from tabs import TabConfiguration, mount
from tabs.api.routes import DOCUMENT
from tests.tabs.conftest import Tab


def _routes() -> set[tuple[str, str]]:
    """Method and path of everything under /api/v1, as the router of a host knows it."""
    app = web.Application()
    mount(app, crm=_unused, session=_unused, configuration=TabConfiguration())
    found = set()
    for route in app.router.routes():
        path = route.resource.canonical if route.resource is not None else ""
        if path.startswith("/api/v1"):
            found.add((route.method.lower(), path.removeprefix("/api/v1")))
    return found


def _unused() -> Any:
    raise AssertionError


def test_the_document_is_valid_openapi() -> None:
    validate(DOCUMENT)
    assert DOCUMENT["openapi"].startswith("3.1")


def test_every_route_is_described_and_every_description_is_a_route() -> None:
    described = {(method, path) for path, methods in DOCUMENT["paths"].items() for method in methods}
    assert described == _routes()
    assert ("post", "/opportunities/{number}/move") in described


def test_operations_have_names_of_their_own() -> None:
    names = [one["operationId"] for methods in DOCUMENT["paths"].values() for one in methods.values()]
    assert len(names) == len(set(names))


def test_bodies_take_exactly_the_fields_that_the_core_lets_people_edit() -> None:
    for kind, plural in zip(
        EDITABLE, ("leads", "opportunities", "contacts", "organizations", "activities"), strict=True
    ):
        body = DOCUMENT["paths"][f"/{plural}"]["post"]["requestBody"]["content"]["application/json"]
        fields = set(body["schema"]["properties"]) - {"unless_duplicate"}
        assert fields == set(EDITABLE[kind])


def test_a_setting_of_a_stage_is_told_and_taken_as_soon_as_the_core_knows_it() -> None:
    stage = DOCUMENT["components"]["schemas"]["Stage"]
    assert set(stage["properties"]) == {one.name for one in fields(Stage)} - {"pipeline"}
    body = DOCUMENT["paths"]["/stages/{id}"]["patch"]["requestBody"]["content"]["application/json"]
    assert set(body["schema"]["properties"]) == {"version", "name", "probability", "required", *SETTINGS}
    assert "stale_after" in SETTINGS


async def test_every_field_that_a_record_shows_has_a_name(tab: Tab, alex: Actor) -> None:
    shown = await tab.get("/fields", alex)
    assert [one["name"] for one in shown["contact"]] == ["job_title", "organization", "email", "phone"]
    names = {one["name"] for fields in shown.values() for one in fields}
    lists = {one["list"] for fields in shown.values() for one in fields if one["list"]}
    for language in LANGUAGES:
        known = strings(language).keys()
        assert {f"field.{name}" for name in names} <= set(known)
        assert lists <= {key.partition(".")[0] for key in known}


async def test_the_document_is_public(lone_tab: Tab) -> None:
    answer = await lone_tab.call("GET", "/openapi.json")
    assert answer.json == DOCUMENT
    tag = {"If-None-Match": answer.headers["ETag"]}
    assert (await lone_tab.call("GET", "/openapi.json", headers=tag)).status == 304


def test_every_refusal_has_its_sentence() -> None:
    source = "\n".join(
        path.read_text(encoding="utf-8") for path in sorted(Path(tabs.api.__file__).parent.glob("*.py"))
    )
    found = re.findall(
        r'(?:RequestRefused\(\s*\d+, |_refuse\(\s*|Problem\(|digits\(|\b\d{3}: |, \d+, )"(\w+)"', source
    )
    named = set(found)
    assert {"token_missing", "field_unknown", "given_twice", "path_unknown", "limit_invalid"} <= named
    for language in LANGUAGES:
        known = strings(language)
        missing = {code for code in named if not known.has(f"api.{code}") and not known.has(f"error.{code}")}
        assert missing == set()
