"""Pages that the Teams app package points to: privacy and terms, in the browser's language."""

from __future__ import annotations

from html import escape

from aiohttp import web

from app.languages.reader import Reader
from app.languages.strings import language_of

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
_STYLE = (
    "body{font:16px/1.6 'Segoe UI',system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1.25rem;"
    "color:#242424;background:#fff}h1{font-weight:600}"
    "@media(prefers-color-scheme:dark){body{color:#f0f0f0;background:#1f1f1f}}"
)
_PARAGRAPHS = {"privacy": ("kept", "you", "where", "rights"), "terms": ("use", "content", "warranty")}


async def privacy(request: web.Request) -> web.Response:
    """GET /privacy: what is kept, where, and what people may ask for."""
    return _page(request, "privacy")


async def terms(request: web.Request) -> web.Response:
    """GET /terms: under which terms the product is used."""
    return _page(request, "terms")


def _page(request: web.Request, name: str) -> web.Response:
    wishes = [part.split(";")[0].strip() for part in request.headers.get("Accept-Language", "").split(",")]
    reader = Reader(language_of(*wishes))
    paragraphs = "".join(f"<p>{escape(reader.t(f'page.{name}.{part}'))}</p>" for part in _PARAGRAPHS[name])
    title = escape(reader.t(f"page.{name}.title"))
    text = (
        f"<!doctype html><html lang={reader.language}><meta charset=utf-8>"
        "<meta name=viewport content='width=device-width,initial-scale=1'>"
        f"<title>{title} – Leadline</title><style>{_STYLE}</style><h1>{title}</h1>{paragraphs}</html>"
    )
    headers = {"Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff"}
    return web.Response(text=text, content_type="text/html", headers=headers)
