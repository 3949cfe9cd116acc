"""The answers of the API in TypeScript, for the front end; running this module writes them anew."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping
from pathlib import Path

from tabs.api.fields import Schema
from tabs.api.routes import DOCUMENT

FILE = Path(__file__).parents[1] / "web" / "src" / "api" / "answers.ts"

_HEAD = "/** What the API answers. Made by `make types` from `tabs/api/answers`: change it there. */\n"
_WIDTH = 110
_PLAIN = {"string": "string", "integer": "number", "boolean": "boolean", "null": "null"}


def typescript(schemas: Mapping[str, Schema]) -> str:
    """A module that exports a type for each schema, by its name."""
    return "\n".join([_HEAD, *(_declared(name, schema) for name, schema in schemas.items())])


def _declared(name: str, schema: Schema) -> str:
    said = _comment(schema, "")
    if "enum" in schema:
        # The keys themselves as well, in order, for those who offer a choice of them.
        keys = _filled(f"export const {name} = [", list(map(json.dumps, schema["enum"])), "] as const;")
        return f"{said}{keys}\nexport type {name} = (typeof {name})[number];\n"
    if "properties" in schema:
        return f"{said}export interface {name} {_object(schema, '')}\n"
    return f"{said}export type {name} = {_type(schema)};\n"


def _object(schema: Schema, indent: str) -> str:
    inner = f"{indent}  "
    required = set(schema["required"])
    own = schema.get("patternProperties", {})
    lines = [
        f"{_comment(one, inner)}{inner}{name}{'' if name in required else '?'}: {_type(one, inner)};\n"
        for name, one in schema["properties"].items()
    ]
    lines += [
        f"{_comment(one, inner)}{inner}[name: `{begin.removeprefix('^')}${{string}}`]: {_type(one, inner)};\n"
        for begin, one in own.items()
    ]
    return "{\n" + "".join(lines) + indent + "}"


def _type(schema: Schema, indent: str = "") -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "const" in schema:
        return json.dumps(schema["const"])
    if "anyOf" in schema:
        return " | ".join(_type(one, indent) for one in schema["anyOf"])
    if schema.get("type") == "array":
        item = _type(schema["items"], indent)
        return f"readonly ({item})[]" if " " in item else f"readonly {item}[]"
    if schema.get("type") == "object":
        return _object_type(schema, indent)
    return _PLAIN.get(schema.get("type", ""), "unknown")


def _object_type(schema: Schema, indent: str) -> str:
    if "properties" in schema:
        return _object(schema, indent)
    value = schema.get("additionalProperties")
    return f"Record<string, {_type(value, indent) if isinstance(value, dict) else 'unknown'}>"


def _comment(schema: Schema, indent: str) -> str:
    if not (said := schema.get("description", "")):
        return ""
    whole = f"{indent}/** {said} */"
    if len(whole) <= _WIDTH:
        return f"{whole}\n"
    lines = textwrap.wrap(said, _WIDTH - len(indent) - 3)
    return "\n".join([f"{indent}/**", *(f"{indent} * {line}" for line in lines), f"{indent} */\n"])


def _filled(begin: str, items: list[str], end: str) -> str:
    whole = f"{begin}{', '.join(items)}{end}"
    if len(whole) <= _WIDTH:
        return whole
    return "\n".join(
        [begin, *(f"  {line}" for line in textwrap.wrap(", ".join(items) + ",", _WIDTH - 2)), end]
    )


if __name__ == "__main__":
    FILE.write_text(typescript(DOCUMENT["components"]["schemas"]), encoding="utf-8")
