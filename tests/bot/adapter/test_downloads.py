"""Attached files are read from Microsoft's storage alone, with nothing of ours sent along."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp import web

from app.domain.errors import InvalidInput
from bot.adapter.downloads import MOST_HOPS, Downloads
from bot.configuration import BotConfiguration
from bot.inbound import SharedFile
from tests.bot.adapter.conftest import PATIENCE
from tests.kit.keys import serve

LIMIT = 2 * 1024 * 1024
CONTENT = b"Name\nAnn\n"


@dataclass
class Storage:
    """A server of files that remembers what it was asked."""

    asked: list[web.Request] = field(default_factory=list)
    elsewhere: str = ""

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/{what}", self._answer)
        return app

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        what = request.match_info["what"]
        if what == "endless":
            response = web.StreamResponse()
            await response.prepare(request)
            for _ in range(LIMIT // 65536 + 2):
                await response.write(b"x" * 65536)
            return response
        if what.startswith("hop"):
            hops = int(what[3:])
            raise web.HTTPFound(f"/hop{hops - 1}" if hops else "/file?tempauth=a%2Bb")
        if what == "away":
            raise web.HTTPFound(self.elsewhere)
        if what == "gone":
            raise web.HTTPGone
        return web.Response(body=b"x" * (LIMIT + 1) if what == "large" else CONTENT)


@pytest.fixture
def storage() -> Storage:
    return Storage()


@pytest.fixture
async def address(storage: Storage) -> AsyncIterator[str]:
    async with serve(storage.app()) as url:
        yield url


@pytest.fixture
def downloads(session: aiohttp.ClientSession, address: str) -> Downloads:
    settings = BotConfiguration(file_hosts=frozenset({"*.sharepoint.com", address}))
    return Downloads(session, settings, PATIENCE)


async def refusal(downloads: Downloads, url: str, home: str = "") -> str:
    with pytest.raises(InvalidInput) as refused:
        await downloads.fetch(SharedFile("leads.csv", url, home), LIMIT)
    assert "sharepoint" not in repr(refused.value), "the address is a secret"
    return refused.value.fields["file"].code


@pytest.mark.parametrize("path", ["file?tempauth=a%2Bb", "hop0", f"hop{MOST_HOPS - 1}"])
async def test_a_file_is_read_without_anything_of_ours(
    downloads: Downloads, storage: Storage, address: str, path: str
) -> None:
    assert await downloads.fetch(SharedFile("leads.csv", f"{address}/{path}"), LIMIT) == CONTENT
    for request in storage.asked:
        assert not {"Authorization", "Cookie", "Referer"} & request.headers.keys()
    # The address is asked for as it came: it is signed.
    assert storage.asked[-1].raw_path == "/file?tempauth=a%2Bb"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("large", "file_large"),
        ("endless", "file_large"),
        ("gone", "file_unavailable"),
        (f"hop{MOST_HOPS}", "file_unavailable"),
    ],
)
async def test_what_cannot_be_read_is_refused(
    downloads: Downloads, address: str, path: str, code: str
) -> None:
    assert await refusal(downloads, f"{address}/{path}") == code


async def test_a_silent_server_is_given_up(session: aiohttp.ClientSession, address: str) -> None:
    settings = BotConfiguration(file_hosts=frozenset({address}))
    assert await refusal(Downloads(session, settings, patience=0.0), f"{address}/file") == "file_unavailable"


FOREIGN = [
    "http://contoso.sharepoint.com/file",
    "https://contoso.sharepoint.com:8443/file",
    "https://contoso.sharepoint.com.evil.example/file",
    "https://evilsharepoint.com/file",
    "https://sharepoint.com/file",
    "https://user:password@contoso.sharepoint.com/file",
    "https://contoso.sharepoint.com@evil.example/file",
    "https://evil.example%2f.sharepoint.com/file",
    "https://evil.example%2F@contoso.sharepoint.com/file",
    "https://contoso.sharepoint.com%00.evil.example/file",
    "https://169.254.169.254/metadata",
    "http://127.0.0.1:1/file",
    "http://localhost/file",
    "file:///etc/passwd",
    "//contoso.sharepoint.com/file",
    "/file",
]


@pytest.mark.parametrize("url", FOREIGN)
async def test_a_foreign_address_is_never_asked(downloads: Downloads, storage: Storage, url: str) -> None:
    assert await refusal(downloads, url) == "file_foreign"
    assert storage.asked == []


@pytest.mark.parametrize(
    "url", ["http://[", "https://contoso.sharepoint.com:port/", "https://ёvil.sharepoint.com/"]
)
async def test_what_is_no_address_is_refused(downloads: Downloads, url: str) -> None:
    assert await refusal(downloads, url) in {"file_foreign", "file_unavailable"}


async def test_a_redirect_to_a_foreign_address_is_not_followed(
    downloads: Downloads, storage: Storage, address: str
) -> None:
    other = Storage()
    async with serve(other.app()) as elsewhere:
        storage.elsewhere = f"{elsewhere}/file"
        assert await refusal(downloads, f"{address}/away") == "file_foreign"
    assert other.asked == []


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("https://fabrikam.sharepoint.com/file", "contoso.sharepoint.com"),
        ("https://fabrikam-my.sharepoint.com/file", "contoso-my.sharepoint.com"),
        ("https://contoso.sharepoint.com/file", "contoso.sharepoint.us"),
        ("https://contoso.sharepoint.com/file", "evil.example"),
        ("https://contoso-my-my.sharepoint.com/file", "contoso.sharepoint.com"),
    ],
)
async def test_only_the_own_organizations_storage_is_asked(
    downloads: Downloads, storage: Storage, url: str, home: str
) -> None:
    assert await refusal(downloads, url, home) == "file_foreign"
    assert storage.asked == []


async def test_a_file_lies_where_teams_says(downloads: Downloads, storage: Storage, address: str) -> None:
    file = SharedFile("leads.csv", f"{address}/file", "127.0.0.1")
    assert await downloads.fetch(file, LIMIT) == CONTENT
    assert await refusal(downloads, f"{address}/file", "127.0.0.2") == "file_foreign"
    assert len(storage.asked) == 1


def test_only_the_storage_of_teams_is_trusted_by_default() -> None:
    settings = BotConfiguration()
    assert settings.keeps_files("https", "contoso-my.sharepoint.com", 443)
    assert not settings.keeps_files("https", "graph.microsoft.com", 443)
    assert not settings.keeps_files("http", "127.0.0.1", 80)
