"""Answers over the wire: packed as the client takes them, told as known where it has them, made once for all
who see the same, and never shared by those who do not."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import brotli
import orjson
import pytest

from app.crm.opportunities import capture_opportunity, move_opportunity
from app.crm.pipeline import change_stage
from app.domain.member import Actor
from tabs.api import boards, delivery, workspace
from tabs.api.kept import Answers
from tabs.encodings import best_of, pack
from tests.tabs.conftest import Hosts, Tab

KEPT = (
    "/board",
    "/pipeline",
    "/choices",
    "/fields",
    "/framework",
    "/leads",
    "/opportunities?status=open",
    "/opportunities/1",
)


async def deals(tab: Tab, actor: Actor, count: int) -> None:
    for i in range(count):
        await tab.crm.write(actor, capture_opportunity, {"name": f"Deal {i} of the year with a long name"})


async def raw(tab: Tab, path: str, actor: Actor, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    """An answer as it goes over the wire."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named["Authorization"] = tab.bearer(actor)
    async with (
        aiohttp.ClientSession(auto_decompress=False, skip_auto_headers=["Accept-Encoding"]) as session,
        session.get(f"{tab.url}/api/v1{path}", headers=named) as response,
    ):
        return response.status, await response.read(), dict(response.headers)


@pytest.mark.parametrize(
    ("header", "best"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0.1", "br"),
        ("br;q=0, gzip", "gzip"),
        ("*", "br"),
        ("br;q=0, *;q=0.5", "gzip"),
        ("*;q=0", ""),
        ("identity", ""),
        ("br;q=much", ""),
        ("", ""),
    ],
)
def test_the_best_encoding_that_is_allowed(header: str, best: str) -> None:
    assert best_of(header) == best


@pytest.mark.parametrize(
    ("accepted", "unpack"),
    [("br, gzip", brotli.decompress), ("gzip", gzip.decompress), ("identity", bytes), ("", bytes)],
)
async def test_a_large_answer_is_packed(
    tab: Tab, alex: Actor, accepted: str, unpack: Callable[[bytes], bytes]
) -> None:
    await deals(tab, alex, 20)
    plain = await tab.get("/board", alex)
    status, content, headers = await raw(tab, "/board", alex, Accept_Encoding=accepted)
    assert (status, headers.get("Content-Encoding", "")) == (
        200,
        accepted.partition(",")[0].replace("identity", ""),
    )
    assert orjson.loads(unpack(content)) == plain
    assert headers["Vary"] == "Accept-Encoding, Accept-Language, Authorization"
    assert headers["Cache-Control"] == "no-store"
    if unpack is not bytes:
        assert len(content) < len(orjson.dumps(plain)) / 5


async def test_small_answers_refusals_and_secrets_are_not_packed(lone_hosts: Hosts, alex: Actor) -> None:
    tab = await lone_hosts.start(dev=True, dev_tenant_id=alex.tenant_id, dev_user_id="dev")
    for path in ("/me", "/leads/99", "/dev-token"):
        _, _, headers = await raw(tab, path, alex, Accept_Encoding="br, gzip")
        assert "Content-Encoding" not in headers
    assert "ETag" not in (await raw(tab, "/dev-token", alex))[2]
    assert "ETag" not in (await raw(tab, "/leads/99", alex))[2]


async def test_the_stream_is_not_packed(lone_tab: Tab, alex: Actor) -> None:
    headers = {"Authorization": lone_tab.bearer(alex), "Accept-Encoding": "br, gzip"}
    async with lone_tab.session.get(f"{lone_tab.url}/api/v1/live", headers=headers) as response:
        assert "Content-Encoding" not in response.headers
        assert (await response.content.readline()) == b"event: begin\n"


@pytest.mark.parametrize("path", KEPT)
async def test_who_has_an_answer_is_told_so_until_something_changes(tab: Tab, alex: Actor, path: str) -> None:
    await deals(tab, alex, 2)
    first = await tab.call("GET", path, alex)
    tag = first.headers["ETag"]
    for wanted in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
        again = await tab.call("GET", path, alex, headers={"If-None-Match": wanted})
        assert (again.status, again.content, again.headers["ETag"]) == (304, b"", tag)
        assert "Vary" in again.headers
    assert (await tab.call("GET", path, alex, headers={"If-None-Match": '"other"'})).status == 200
    if path.startswith(("/board", "/opportunities")):
        await tab.crm.write(alex, move_opportunity, 1, "won")
        changed = await tab.call("GET", path, alex, headers={"If-None-Match": tag})
        assert (changed.status, changed.json != first.json) == (200, True)


async def test_what_is_set_changes_the_board_though_it_is_no_event(tab: Tab, alex: Actor) -> None:
    await deals(tab, alex, 1)
    tag = (await tab.call("GET", "/board", alex)).headers["ETag"]
    await tab.crm.write(alex, change_stage, 1, {"name": "Fresh"})
    board = await tab.call("GET", "/board", alex, headers={"If-None-Match": tag})
    assert (board.status, board.json["columns"][0]["stage"]["name"]) == (200, "Fresh")


async def test_languages_questions_and_tenants_are_kept_apart(tab: Tab, alex: Actor, stranger: Actor) -> None:
    await deals(tab, alex, 3)
    await deals(tab, stranger, 1)
    english = await tab.get("/board", alex)
    german = await tab.get("/board", alex, Accept_Language="de")
    few = await tab.get("/board?limit=1", alex)
    theirs = await tab.get("/board", stranger)
    assert [one["columns"][-1]["stage"]["name"] for one in (english, german)] == ["Lost", "Verloren"]
    assert [len(one["columns"][0]["cards"]) for one in (english, few, theirs)] == [3, 1, 1]
    tags = [(await tab.call("GET", "/board", one)).headers["ETag"] for one in (alex, stranger)]
    assert tags[0] != tags[1]


async def test_a_board_is_made_once_for_all_who_see_the_same(
    tab: Tab, alex: Actor, kim: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await deals(tab, alex, 3)
    for actor in (alex, kim):
        await tab.get("/me", actor)
    made = 0
    present = boards.present_board

    def count(*args: Any) -> Any:
        nonlocal made
        made += 1
        return present(*args)

    monkeypatch.setattr(workspace, "present_board", count)
    # Alex is the owner: whoever sees by another role does so by an answer of their own.
    found = await asyncio.gather(*(tab.get("/board", kim) for _ in range(20)))
    assert (made, all(one == found[0] for one in found)) == (1, True)
    assert await tab.get("/board", alex) == found[0]
    assert made == 2
    await tab.crm.write(alex, move_opportunity, 1, "won")
    assert (await tab.get("/board", kim))["columns"][4]["count"] == 1
    assert made == 3


async def test_who_sees_something_else_never_gets_the_answer_of_another(
    tab: Tab, alex: Actor, kim: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it will be where visibility is narrower than the workspace: sights differ, and so do the answers."""
    await deals(tab, alex, 1)
    monkeypatch.setattr(delivery, "sight", lambda member: member.id)
    present = boards.present_board
    asked = iter(("alex", "kim"))
    monkeypatch.setattr(
        workspace,
        "present_board",
        lambda board, reader: {**present(board, reader), "pipeline": {"id": 1, "name": next(asked)}},
    )
    names = [(await tab.get("/board", actor))["pipeline"]["name"] for actor in (alex, kim, alex, kim)]
    assert names == ["alex", "kim", "alex", "kim"]


async def test_lists_are_kept_for_their_member_alone(tab: Tab, alex: Actor, kim: Actor) -> None:
    await tab.capture(alex)
    tags = {(await tab.call("GET", "/leads", actor)).headers["ETag"] for actor in (alex, kim, alex)}
    assert len(tags) == 1, "the same content has the same tag, whoever made it"


async def test_what_is_kept_is_bounded_and_grows_old() -> None:
    made: list[int] = []

    def make(i: int) -> Callable[[], Awaitable[bytes]]:
        async def run() -> bytes:
            made.append(i)
            return bytes(1000)

        return run

    answers = Answers(most_bytes=2500, kept_for=3600)
    for i in (1, 2, 1, 3, 1, 2):
        await answers.get(i, make(i))
    assert made == [1, 2, 3, 2], "the one that was not asked for longest went"
    old = Answers(kept_for=0)
    for _ in range(2):
        await old.get("key", make(9))
    assert made[-2:] == [9, 9]


async def test_a_failure_is_told_to_all_who_wait_and_not_kept() -> None:
    tries = 0

    async def make() -> bytes:
        nonlocal tries
        tries += 1
        await asyncio.sleep(0)
        if tries == 1:
            raise ValueError("no")
        return b"yes"

    answers = Answers()
    found = await asyncio.gather(answers.get("k", make), answers.get("k", make), return_exceptions=True)
    assert [type(one) for one in found] == [ValueError, ValueError]
    assert (await answers.get("k", make)).body == b"yes"


async def test_who_hangs_up_does_not_take_the_answer_from_the_others() -> None:
    go = asyncio.Event()

    async def make() -> bytes:
        await go.wait()
        return b"yes"

    answers = Answers()
    first, second = (asyncio.create_task(answers.get("k", make)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    go.set()
    assert (await second).body == b"yes"


def test_the_same_body_is_packed_to_the_same_bytes() -> None:
    body = b"words " * 500
    assert pack(body, "gzip") == pack(body, "gzip")
    assert pack(body, "") == body
