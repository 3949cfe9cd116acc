"""Bodies that are none, and bodies that somebody made up: a refusal, never a crash."""

from __future__ import annotations

import re
import zlib
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.member import Actor
from tabs.api.answers.host import EventStream
from tabs.api.call import BODY_LIMIT
from tabs.api.routes import ROUTES
from tests.tabs.conftest import Tab

JSON = "application/json"


@pytest.mark.parametrize(
    ("content", "media", "status", "code"),
    [
        (b"{", JSON, 400, "json_malformed"),
        (b"[]", JSON, 400, "json_malformed"),
        (b"null", JSON, 400, "json_malformed"),
        (b"\xff\xfe", JSON, 400, "json_malformed"),
        (b'{"name": "\\ud800"}', JSON, 400, "json_malformed"),
        (b'{"name": NaN}', JSON, 400, "json_malformed"),
        (b"[" * 30_000, JSON, 400, "json_malformed"),
        (b'{"name": "A"}', "text/plain", 415, "content_type_refused"),
        (b"name=A", "application/x-www-form-urlencoded", 415, "content_type_refused"),
        (b'{"name": "' + b"A" * BODY_LIMIT + b'"}', JSON, 413, "body_too_large"),
    ],
)
async def test_a_body_that_is_none_is_refused(
    lone_tab: Tab, alex: Actor, content: bytes, media: str, status: int, code: str
) -> None:
    answer = await lone_tab.call("POST", "/leads", alex, content=content, headers={"Content-Type": media})
    assert (answer.status, answer.json["code"]) == (status, code)


async def test_a_body_that_grows_when_it_is_unpacked_is_refused(lone_tab: Tab, alex: Actor) -> None:
    bomb = zlib.compress(b'{"name": "' + b"A" * 10_000_000 + b'"}')
    for content, status in ((bomb, 413), (b"no deflate", 400)):
        answer = await lone_tab.call(
            "POST", "/leads", alex, content=content, headers={"Content-Encoding": "deflate"}
        )
        assert answer.status == status


async def test_a_body_without_an_announced_length_is_counted(lone_tab: Tab, alex: Actor) -> None:
    async def endless() -> Any:
        for _ in range(100):
            yield b" " * 1024

    headers = {"Authorization": lone_tab.bearer(alex), "Content-Type": JSON}
    url = f"{lone_tab.url}/api/v1/leads"
    async with lone_tab.session.post(url, data=endless(), headers=headers) as response:
        assert response.status == 413


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing", 404, "path_unknown"),
        ("GET", "/leads/abc", 404, "path_unknown"),
        ("GET", "/leads/-1", 404, "path_unknown"),
        ("GET", "/leads/" + "9" * 19, 404, "path_unknown"),
        ("GET", "/contacts/1/assign", 404, "path_unknown"),
        ("DELETE", "/leads/1", 405, "method_refused"),
        ("PATCH", "/undo", 405, "method_refused"),
    ],
)
async def test_an_address_that_is_none_is_told_in_json(
    lone_tab: Tab, alex: Actor, method: str, path: str, status: int, code: str
) -> None:
    answer = await lone_tab.call(method, path, alex)
    assert (answer.status, answer.json["code"]) == (status, code)
    assert ("Allow" in answer.headers) == (status == 405)


async def test_answers_are_kept_by_nobody(lone_tab: Tab, alex: Actor) -> None:
    for path in ("/me", "/leads/99", "/nothing"):
        answer = await lone_tab.call("GET", path, alex)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**64 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    _TEXTS,
    st.sampled_from(["\x00", "2027-02-23", "9999-12-31", "fair", "won", "lost", "other", "open", "user"]),
    st.fixed_dictionaries({"amount": _TEXTS | st.sampled_from(["1.5", "9" * 30]), "currency": _TEXTS}),
    st.lists(_TEXTS, max_size=2),
)


@st.composite
def _requests(draw: st.DrawFn) -> tuple[str, str, dict[str, Any] | None, str]:
    route = draw(st.sampled_from([one for one in ROUTES if one.told != EventStream]))
    path = re.sub(r"{\w+}", str(draw(st.integers(0, 9) | st.integers(0, 10**18 - 1))), route.path)
    body = None
    if route.body is not None:
        names = st.sampled_from([*route.body, "number", "self"]) | _TEXTS
        body = draw(st.dictionaries(names, _ODD, max_size=6))
        # So that some get as far as the core.
        body |= {name: draw(_ODD) for name in (*route.required, *(("name",) if "name" in route.body else ()))}
    name = draw(st.sampled_from([*route.query, "self"]) | _TEXTS)
    value = draw(_TEXTS | st.sampled_from(["1", "200", "open", "\x00", "%", "a b"]))
    return route.method, path, body, f"?{_quote(name)}={_quote(value)}" if draw(st.booleans()) else ""


def _quote(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


@settings(max_examples=150)
@given(asked=_requests())
async def test_no_request_makes_the_host_fail(
    tab: Tab, alex: Actor, asked: tuple[str, str, dict[str, Any] | None, str]
) -> None:
    method, path, body, query = asked
    answer = await tab.call(method, path + query, alex, body)
    assert answer.status < 500, (asked, answer.content)
    if answer.status == 422:
        assert answer.json["fields"]


@settings(max_examples=60)
@given(content=st.binary(max_size=60) | st.text(max_size=40).map(orjson.dumps))
async def test_no_bytes_make_the_host_fail(tab: Tab, alex: Actor, content: bytes) -> None:
    answer = await tab.call("POST", "/leads", alex, content=content)
    assert answer.status in {201, 400, 422}
