"""The front end's files under /tab, with the headers that let Teams and nobody else frame them."""

from __future__ import annotations

import asyncio
import html
import secrets
from pathlib import Path

from aiohttp import web

from app.languages.strings import LANGUAGES, strings
from tabs.configuration import TabConfiguration
from tabs.encodings import SUFFIXES, best_of
from tabs.languages import accepted

NONCE = "__CSP_NONCE__"
"""What the front end's build leaves in its page for a value that is new on every request."""

FRAMES = (
    "teams.microsoft.com *.teams.microsoft.com *.cloud.microsoft"
    " *.microsoft365.com *.office.com"
    " outlook.live.com outlook.office.com outlook.office365.com"
    " outlook-sdf.office.com outlook-sdf.office365.com"
)
"""Who may show the tab: Teams, the Microsoft 365 app and Outlook."""
DEV_FRAMES = "http://localhost:* http://127.0.0.1:*"

# TeamsJS reads from there which origins are Teams; what it brings along serves where this cannot be reached.
_TEAMS_ORIGINS = "https://res.cdn.office.net"
_FOREVER = "public, max-age=31536000, immutable"
_HOUR = "public, max-age=3600"
# What the machine's own tables say differs, and a wrong type keeps a browser from running a script.
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}


class Pages:
    """Serves the built front end."""

    def __init__(self, configuration: TabConfiguration) -> None:
        self._folder = configuration.static_dir.resolve()
        self._frames = f"{FRAMES} {DEV_FRAMES}" if configuration.dev else FRAMES

    def register(self, app: web.Application) -> None:
        """Adds `/tab` and everything below."""
        app.router.add_get("/tab", self.show)
        app.router.add_get("/tab/{path:.*}", self.show)

    async def show(self, request: web.Request) -> web.StreamResponse:
        """A file of the build; its page for every address that the front end itself understands."""
        path = request.match_info.get("path", "")
        file = self._find(path)
        if file is not None and file.name != "index.html":
            return await self._file(request, file)
        # Links into the front end have no ending; a file that is not there must not be taken for the page.
        if "." in path.rpartition("/")[2] and file is None:
            return web.Response(status=404, headers=self._security(""))
        return self._page(request)

    def _find(self, path: str) -> Path | None:
        try:
            file = (self._folder / path).resolve()
            # What the build has packed is sent in the place of what it is made from, never as itself.
            is_shown = path and file.suffix not in SUFFIXES.values() and file.is_relative_to(self._folder)
            return file if is_shown and file.is_file() else None
        except (ValueError, OSError):
            return None

    async def _file(self, request: web.Request, file: Path) -> web.StreamResponse:
        """A file, as the build has packed it where the client takes that."""
        headers, wanted = self._headers(file), request.headers.get("Accept-Encoding", "")
        encoding = best_of(wanted)
        packed = file.with_name(file.name + SUFFIXES.get(encoding, ""))
        if encoding and packed.is_file():
            return web.FileResponse(packed, headers={**headers, "Content-Encoding": encoding})
        if not encoding and wanted:
            # A file response would look for packed ones by itself, and take "br;q=0" for a wish.
            return web.Response(body=await asyncio.to_thread(file.read_bytes), headers=headers)
        return web.FileResponse(file, headers=headers)

    def _page(self, request: web.Request) -> web.Response:
        try:
            page = (self._folder / "index.html").read_text(encoding="utf-8")
        except OSError:
            return self._missing(request)
        nonce = secrets.token_urlsafe(16) if NONCE in page else ""
        return web.Response(
            text=page.replace(NONCE, nonce),
            content_type="text/html",
            headers={**self._security(nonce), "Cache-Control": "no-cache"},
        )

    def _missing(self, request: web.Request) -> web.Response:
        language = accepted(request.headers.get("Accept-Language", "")) or LANGUAGES[0]
        title, body = (html.escape(strings(language).t(f"api.build.{part}")) for part in ("title", "body"))
        return web.Response(
            status=503,
            text=f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{title}</title>'
            f"<h1>{title}</h1><p>{body}</p><pre>make setup</pre></html>",
            content_type="text/html",
            headers={**self._security(""), "Cache-Control": "no-store"},
        )

    def _headers(self, file: Path) -> dict[str, str]:
        is_hashed = file.parent == self._folder / "assets"
        return {
            **self._security(""),
            "Content-Type": _TYPES.get(file.suffix.lower(), "application/octet-stream"),
            "Cache-Control": _FOREVER if is_hashed else _HOUR,
            "Vary": "Accept-Encoding",
        }

    def _security(self, nonce: str) -> dict[str, str]:
        style = f"'nonce-{nonce}'" if nonce else "'unsafe-inline'"
        policy = {
            "default-src": "'self'",
            "script-src": "'self'",
            "style-src": f"'self' {style}",
            "img-src": "'self' data:",
            "connect-src": f"'self' {_TEAMS_ORIGINS}",
            "object-src": "'none'",
            "base-uri": "'none'",
            "form-action": "'none'",
            "frame-ancestors": self._frames,
        }
        return {
            "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        }
