"""The front end's files under /tab, with the headers that let Teams and nobody else frame them."""

from __future__ import annotations

import html
import secrets
from pathlib import Path

from aiohttp import web

from app.languages.strings import LANGUAGES, strings
from tabs.api.refusals import accepted
from tabs.settings import TabSettings

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

    def __init__(self, settings: TabSettings) -> None:
        self._folder = settings.static_dir.resolve()
        self._frames = f"{FRAMES} {DEV_FRAMES}" if settings.dev else FRAMES

    def register(self, app: web.Application) -> None:
        """Adds `/tab` and everything below."""
        app.router.add_get("/tab", self.show)
        app.router.add_get("/tab/{path:.*}", self.show)

    async def show(self, request: web.Request) -> web.StreamResponse:
        """A file of the build; its page for every address that the front end itself understands."""
        path = request.match_info.get("path", "")
        file = self._find(path)
        if file is not None and file.name != "index.html":
            return web.FileResponse(file, headers=self._headers(file))
        # Links into the front end have no ending; a file that is not there must not be taken for the page.
        if "." in path.rpartition("/")[2] and file is None:
            return web.Response(status=404, headers=self._security(""))
        return self._page(request)

    def _find(self, path: str) -> Path | None:
        try:
            file = (self._folder / path).resolve()
            return file if path and file.is_relative_to(self._folder) and file.is_file() else None
        except (ValueError, OSError):
            return None

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
