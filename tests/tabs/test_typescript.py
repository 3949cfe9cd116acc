"""The types of the front end are the answers of the API."""

from __future__ import annotations

from tabs.api.routes import DOCUMENT
from tabs.api.typescript import FILE, typescript


def test_the_front_end_has_the_answers_as_they_are() -> None:
    made = typescript(DOCUMENT["components"]["schemas"])
    assert made == FILE.read_text(encoding="utf-8"), "`make types` writes it anew"


def test_schemas_read_as_people_would_write_them() -> None:
    written = typescript(
        {
            "Colour": {"enum": ["red", "green"]},
            "Both": {"anyOf": [{"$ref": "#/components/schemas/Colour"}, {"type": "null"}]},
            "Thing": {
                "type": "object",
                "description": "What there is.",
                "properties": {
                    "kind": {"const": "thing"},
                    "size": {"type": "integer", "description": "In pieces"},
                    "colours": {
                        "type": "array",
                        "items": {"anyOf": [{"type": "string"}, {"type": "null"}]},
                    },
                    "sides": {"type": "object", "properties": {"left": {}}, "required": []},
                    "words": {"type": "object", "additionalProperties": {"type": "string"}},
                },
                "required": ["kind", "size", "colours", "words"],
            },
        }
    )
    assert written.partition("\n\n")[2] == (
        'export const Colour = ["red", "green"] as const;\n'
        "export type Colour = (typeof Colour)[number];\n"
        "\n"
        "export type Both = Colour | null;\n"
        "\n"
        "/** What there is. */\n"
        "export interface Thing {\n"
        '  kind: "thing";\n'
        "  /** In pieces */\n"
        "  size: number;\n"
        "  colours: readonly (string | null)[];\n"
        "  sides?: {\n"
        "    left?: unknown;\n"
        "  };\n"
        "  words: Record<string, string>;\n"
        "}\n"
    )
