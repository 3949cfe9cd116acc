"""Looks into a parsed manifest that may be malformed: what has the wrong type counts as absent.

Which types are right is the schema's business; the rules beyond it must not stumble over a wrong one.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from manifest.problem import Problem

_STEP = re.compile(r"(?:^|\.)([A-Za-z$]\w*)|\[(\d+)\]")


def parse_document(file: str, content: bytes) -> tuple[dict[str, Any], list[Problem]]:
    """The JSON object in a file of the package, or what is wrong with it."""
    try:
        document = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as cause:
        return {}, [Problem(file, "", f"is not JSON in UTF-8: {cause}")]
    if not isinstance(document, dict):
        return {}, [Problem(file, "$", "is not a JSON object")]
    return document, []


def find_text(document: object, path: str) -> str:
    """The text at a path such as `name.short` or `staticTabs[0].name`; "" where there is none."""
    found = find_value(document, path)
    return found if isinstance(found, str) else ""


def find_items(document: object, path: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The objects in the list at a path, each with its own path."""
    found = find_value(document, path)
    for index, item in enumerate(found if isinstance(found, list) else ()):
        if isinstance(item, dict):
            yield f"{path}[{index}]", item


def find_texts(document: object, path: str) -> list[str]:
    """The texts in the list at a path."""
    found = find_value(document, path)
    return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []


def find_value(document: object, path: str) -> object:
    """Whatever is at a path; None where there is nothing."""
    for name, index in _STEP.findall(path):
        if name and isinstance(document, dict):
            document = document.get(name)
        elif index and isinstance(document, list) and int(index) < len(document):
            document = document[int(index)]
        else:
            return None
    return document
