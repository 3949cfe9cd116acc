"""The front end's files: what is served, under which headers, and what is not."""

from __future__ import annotations

import gzip
from pathlib import Path

import aiohttp
import brotli
import pytest
from yarl import URL

from tabs.encodings import SUFFIXES, pack
from tests.tabs.conftest import Hosts

PAGE = (
    '<!doctype html><meta property="csp-nonce" nonce="__CSP_NONCE__">'
    '<script type="module" src="/tab/assets/index-abc.js" nonce="__CSP_NONCE__"></script>'
)
FRAMES = (
    "teams.microsoft.com",
    "*.teams.microsoft.com",
    "*.cloud.microsoft",
    "*.microsoft365.com",
    "*.office.com",
    "outlook.live.com",
    "outlook.office.com",
    "outlook.office365.com",
    "outlook-sdf.office.com",
    "outlook-sdf.office365.com",
)


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """A built front end beside a file that is nobody's business."""
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    (folder / "assets" / "index-abc.js").write_text("export {}", encoding="utf-8")
    (folder / "assets" / "index-abc.css").write_text("body{}", encoding="utf-8")
    (folder / "leadline.svg").write_text("<svg/>", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (tmp_path / "dist-old").mkdir()
    (tmp_path / "dist-old" / "old.txt").write_text("secret", encoding="utf-8")
    return folder


class Site:
    """The pages of a host."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self._url = url

    async def read(self, path: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        """An answer as it goes over the wire."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with (
            aiohttp.ClientSession(auto_decompress=False, skip_auto_headers=["Accept-Encoding"]) as session,
            session.get(f"{self._url}{path}", headers=named) as response,
        ):
            return response.status, await response.read(), dict(response.headers)

    async def get(self, path: str, **headers: str) -> tuple[int, str, dict[str, str]]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        # As it is: a browser would tidy an address up that an attacker does not.
        url = URL(f"{self._url}{path}", encoded=True)
        async with self._session.get(url, headers=named, allow_redirects=False) as response:
            return response.status, await response.text(), dict(response.headers)


async def _site(hosts: Hosts, folder: Path, *, dev: bool = False) -> Site:
    tab = await hosts.start(static_dir=folder, dev=dev)
    return Site(tab.session, tab.url)


def _policy(headers: dict[str, str]) -> dict[str, list[str]]:
    parts = [part.split() for part in headers["Content-Security-Policy"].split(";")]
    return {name: values for name, *values in parts}


@pytest.mark.parametrize("path", ["/tab", "/tab/", "/tab/index.html", "/tab/opportunity/104", "/tab?x=1"])
async def test_the_page_comes_fresh_with_a_nonce_of_its_own(
    lone_hosts: Hosts, build: Path, path: str
) -> None:
    site = await _site(lone_hosts, build)
    nonces = set()
    for _ in range(2):
        status, text, headers = await site.get(path)
        assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
        assert headers["Cache-Control"] == "no-cache"
        [nonce] = [value for value in _policy(headers)["style-src"] if value.startswith("'nonce-")]
        value = nonce[len("'nonce-") : -1]
        assert text == PAGE.replace("__CSP_NONCE__", value)
        assert len(value) >= 16
        nonces.add(value)
    assert len(nonces) == 2


async def test_only_teams_and_its_kin_may_frame_the_tab(lone_hosts: Hosts, build: Path) -> None:
    site = await _site(lone_hosts, build)
    for path in ("/tab", "/tab/leadline.svg", "/tab/assets/nothing.js"):
        _, _, headers = await site.get(path)
        assert set(_policy(headers)["frame-ancestors"]) == set(FRAMES)
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "X-Frame-Options" not in headers
    policy = _policy((await site.get("/tab"))[2])
    assert policy["script-src"] == ["'self'"]
    assert policy["default-src"] == ["'self'"]
    assert "'unsafe-inline'" not in policy["style-src"]


async def test_a_developers_pages_may_frame_it_too(lone_hosts: Hosts, build: Path) -> None:
    site = await _site(lone_hosts, build, dev=True)
    _, _, headers = await site.get("/tab")
    assert set(_policy(headers)["frame-ancestors"]) == {*FRAMES, "http://localhost:*", "http://127.0.0.1:*"}


async def test_a_page_without_a_place_for_the_nonce_still_gets_its_styles(
    lone_hosts: Hosts, build: Path
) -> None:
    (build / "index.html").write_text("<!doctype html>", encoding="utf-8")
    site = await _site(lone_hosts, build)
    _, _, headers = await site.get("/tab")
    assert _policy(headers)["style-src"] == ["'self'", "'unsafe-inline'"]


async def test_named_files_are_kept_and_others_are_asked_for_again(lone_hosts: Hosts, build: Path) -> None:
    site = await _site(lone_hosts, build)
    status, text, headers = await site.get("/tab/assets/index-abc.js")
    assert (status, text) == (200, "export {}")
    assert headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert (await site.get("/tab/assets/index-abc.css"))[2]["Content-Type"] == "text/css; charset=utf-8"
    _, _, headers = await site.get("/tab/leadline.svg")
    assert headers["Content-Type"] == "image/svg+xml"
    assert "immutable" not in headers["Cache-Control"]


@pytest.mark.parametrize(
    ("wanted", "sent"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP", "gzip"),
        ("br;q=0, *", "gzip"),
        ("br;q=0", ""),
        ("identity", ""),
        ("", ""),
    ],
)
async def test_a_file_comes_as_the_build_has_packed_it(
    lone_hosts: Hosts, build: Path, wanted: str, sent: str
) -> None:
    script = b"export const words = ['one', 'one', 'one', 'one', 'one'];" * 40
    path = build / "assets" / "index-abc.js"
    path.write_bytes(script)
    for encoding, suffix in SUFFIXES.items():
        path.with_name(path.name + suffix).write_bytes(pack(script, encoding))
    site = await _site(lone_hosts, build)
    # Read as it comes: the client would unpack it by itself.
    status, content, headers = await site.read("/tab/assets/index-abc.js", Accept_Encoding=wanted)
    assert (status, headers.get("Content-Encoding", "")) == (200, sent)
    assert headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert headers["Vary"] == "Accept-Encoding"
    assert content == pack(script, sent)
    assert (await site.get("/tab/assets/index-abc.js.br"))[0] == 404


def test_the_build_has_packed_what_it_made() -> None:
    """The real one: what is not worth packing is left, all others are there in both encodings and right."""
    made = Path(__file__).parents[2] / "tabs" / "dist"
    scripts = sorted((made / "assets").glob("*.js"))
    if not scripts:
        pytest.fail("the front end is not built: npm ci && npm run build in tabs/web")
    for script in scripts:
        plain = script.read_bytes()
        assert brotli.decompress(script.with_name(script.name + ".br").read_bytes()) == plain
        assert gzip.decompress(script.with_name(script.name + ".gz").read_bytes()) == plain


@pytest.mark.parametrize(
    "path",
    [
        "/tab/../secret.txt",
        "/tab/%2e%2e/secret.txt",
        "/tab/..%2fsecret.txt",
        "/tab/%2e%2e%2fsecret.txt",
        "/tab/..%5csecret.txt",
        "/tab//etc/passwd",
        "/tab/%2fetc%2fpasswd",
        "/tab/../dist-old/old.txt",
        "/tab/..%2fdist-old%2fold.txt",
        "/tab/assets",
        "/tab/a%00b.txt",
        "/tab/" + "a" * 3000 + ".js",
        "/tab/assets/index-old.js",
    ],
)
async def test_nothing_beside_the_build_is_served(lone_hosts: Hosts, build: Path, path: str) -> None:
    site = await _site(lone_hosts, build)
    status, text, _ = await site.get(path)
    assert status in {200, 404}
    assert "secret" not in text
    assert "root:" not in text
    if status == 200:
        assert "<!doctype html>" in text


@pytest.mark.parametrize(("language", "title"), [("de", "Der Tab ist noch nicht gebaut"), ("", "not built")])
async def test_a_missing_build_says_what_to_run(
    lone_hosts: Hosts, tmp_path: Path, language: str, title: str
) -> None:
    site = await _site(lone_hosts, tmp_path / "nothing")
    status, text, headers = await site.get("/tab", Accept_Language=language)
    assert status == 503
    assert "make setup" in text
    assert title in text
    assert headers["Cache-Control"] == "no-store"
