"""The official schema of Adaptive Cards 1.5, and walking through a card."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import adaptive_cards
from jsonschema import Draft6Validator, ValidationError, validators


def complaints(card: dict[str, Any]) -> list[str]:
    """What the schema has against a card; it does not know `msteams`."""
    stripped = {key: value for key, value in card.items() if key != "msteams"}
    return [error.message[:300] for error in _validator().iter_errors(stripped)]


@cache
def _validator() -> Any:
    path = Path(adaptive_cards.__file__).parent / "schemas" / "schema-1.5.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    # As it comes, the validator collects at every element all that each of twenty kinds has against it.
    quick = validators.extend(Draft6Validator, {"anyOf": partial(_any_of, schema["definitions"])})  # type: ignore[no-untyped-call]
    return quick(schema)


def _any_of(
    definitions: dict[str, Any], validator: Any, choices: list[dict[str, Any]], instance: Any, _: object
) -> Iterator[ValidationError]:
    type_ = instance.get("type") if isinstance(instance, dict) else None
    possible = (choice for choice in choices if type_ in _types(definitions, choice, type_))
    if not any(validator.evolve(schema=choice).is_valid(instance) for choice in possible):
        yield ValidationError(f"{instance!r} is not valid under any of the given schemas")


def _types(definitions: dict[str, Any], choice: dict[str, Any], otherwise: object) -> list[object]:
    """The types that a choice allows, by the definition it refers to; `otherwise` where it names none."""
    reference = str(choice.get("allOf", [choice])[0].get("$ref", ""))
    definition = definitions.get(reference.removeprefix("#/definitions/"), {})
    types: list[object] = definition.get("properties", {}).get("type", {}).get("enum", [otherwise])
    return types


def objects(card: object) -> Iterator[dict[str, Any]]:
    """Every object of a card that has a type, outside the data of actions."""
    if isinstance(card, dict):
        if "type" in card:
            yield card
        for key, value in card.items():
            if key != "data":
                yield from objects(value)
    elif isinstance(card, list):
        for item in card:
            yield from objects(item)


def inputs(card: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The inputs of a card by id."""
    found = [part for part in objects(card) if part["type"].startswith("Input.")]
    assert len({part["id"] for part in found}) == len(found)
    return {part["id"]: part for part in found}


def buttons(card: dict[str, Any]) -> list[dict[str, Any]]:
    """The buttons of a card, in order; not what a tap on a row does."""
    return [action for part in objects(card) for action in part.get("actions", [])]
