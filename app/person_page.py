"""What is kept on a person, to be handed over: as plain values, and as a page that needs nothing besides
itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from html import escape
from typing import Any

from app.crm.privacy.disclosing import Disclosure
from app.languages.privacy import sections_of
from app.languages.reader import Reader
from app.languages.veil import unveil_text

_STYLE = (
    "body{font:15px/1.5 'Segoe UI',system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1.25rem;"
    "color:#242424;background:#fff;overflow-wrap:anywhere}h1{font-weight:600}h2{font-weight:600;font-size:1.1rem;"
    "margin-top:2rem}li{margin:.2rem 0;white-space:pre-wrap}"
    "@media(prefers-color-scheme:dark){body{color:#f0f0f0;background:#1f1f1f}}"
)


def plain_disclosure(found: Disclosure) -> dict[str, Any]:
    """All that is kept on somebody as JSON knows it, times aside."""
    plain = {one.name: getattr(found, one.name) for one in fields(found) if one.name != "names"}
    plain["subject"] = {"kind": found.subject.kind.value, "number": found.subject.number}
    plain["events"] = [{**asdict(one), "kind": one.kind and one.kind.value} for one in found.events]
    plain["imports"] = [asdict(one) for one in found.imports]
    plain["mentions"] = [
        {
            "id": one.id,
            "reason": one.reason,
            "certain": one.certain,
            "kind": one.kind and one.kind.value,
            "number": one.number,
            "name": one.name,
            "excerpts": one.excerpts,
        }
        for one in found.mentions
    ]
    return {name: list(value) if isinstance(value, tuple) else value for name, value in plain.items()}


def person_page(found: Disclosure, reader: Reader) -> str:
    """All that is kept on somebody as a page in the reader's language."""
    title = escape(reader.t("person.page.title", name=found.name))
    parts = [
        f"<!doctype html><html lang={reader.language}><meta charset=utf-8>",
        "<meta name=viewport content='width=device-width,initial-scale=1'>",
        "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{title} – Leadline</title><style>{_STYLE}</style><h1>{title}</h1>",
        f"<p>{escape(reader.t('person.page.at', moment=reader.moment(found.at)))}</p>",
        f"<p>{escape(reader.t('person.page.intro'))}</p>",
    ]
    for heading, items in sections_of(reader, found):
        rows = "".join(f"<li>{escape(item.text)}{_list(item.fields)}</li>" for item in items)
        parts.append(f"<h2>{escape(heading)}</h2><ul>{rows}</ul>")
    # What stands for somebody is a sentence of ours, in which nothing has to be escaped.
    return unveil_text("".join([*parts, "</html>"]), reader)


def _list(lines: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>" if lines else ""
