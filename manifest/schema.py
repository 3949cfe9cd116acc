"""Microsoft's own JSON schemas of the package, kept in `manifest/schemas` so that a server needs no npm; a
test compares them with those of the npm package."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator, Draft7Validator, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import create

from manifest.problem import Problem

MANIFEST_SCHEMA = "MicrosoftTeams.schema.json"
LOCALIZATION_SCHEMA = "MicrosoftTeams.Localization.schema.json"

_FOLDER = Path(__file__).with_name("schemas")
_SHOWN = 60  # characters of a faulty value that a message repeats

# The schemas call themselves draft 4 but use `const`, and write limits beside `$ref`, which draft 4 ignores.
_StrictValidator = create(
    meta_schema=Draft4Validator.META_SCHEMA,
    validators={**Draft4Validator.VALIDATORS, "const": Draft7Validator.VALIDATORS["const"]},
    type_checker=Draft4Validator.TYPE_CHECKER,
    format_checker=Draft4Validator.FORMAT_CHECKER,
    id_of=lambda schema: Draft4Validator.ID_OF(schema) or "",
)


def schema_problems(file: str, document: Mapping[str, Any], schema: str) -> list[Problem]:
    """Everything in a parsed file that one of the two schemas above forbids."""
    errors = sorted(
        _validator(schema).iter_errors(document), key=lambda error: (error.json_path, error.message)
    )
    return [Problem(file, error.json_path, _explain(error)) for error in errors]


@cache
def _validator(schema: str) -> Validator:
    return _StrictValidator(json.loads((_FOLDER / schema).read_text(encoding="utf-8-sig")))


def _explain(error: ValidationError) -> str:
    """The validator's sentence, without repeating a long value in full."""
    value = repr(error.instance)
    if len(value) <= _SHOWN or not error.message.startswith(value):
        return error.message
    limit = f" (limit {error.validator_value})" if isinstance(error.validator_value, int) else ""
    return f"{value[:_SHOWN]}…{error.message[len(value) :]}{limit}"
