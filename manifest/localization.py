"""A language's file: the manifest's texts by their paths, laid over the manifest."""

import copy
import re
from collections.abc import Iterator, Mapping

from manifest.document import find_items, find_text, find_value
from manifest.problem import Problem

_LAST_STEP = re.compile(r"(?P<parent>.+)\.(?P<field>\w+)\Z")


def localize(manifest: Mapping[str, object], texts: Mapping[str, object]) -> dict[str, object]:
    """The manifest as people of that language read it; paths that lead nowhere are left out."""
    localized = copy.deepcopy({**manifest})
    for path, text in texts.items():
        step = _LAST_STEP.match(path)
        parent = find_value(localized, step["parent"]) if step else None
        if step and isinstance(parent, dict):
            parent[step["field"]] = text
    return localized


def localization_problems(
    file: str, manifest: Mapping[str, object], texts: Mapping[str, object]
) -> list[Problem]:
    """Texts that the file leaves in the default language, and texts for what the manifest does not have."""
    expected = set(_translatable(manifest))
    given = {path for path in texts if path not in {"$schema", "localizationKeys"}}
    missing = [Problem(file, _quoted(path), "is not translated") for path in sorted(expected - given)]
    idle = [
        Problem(file, _quoted(path), "belongs to nothing in the manifest")
        for path in sorted(given - expected)
    ]
    return missing + idle


def _translatable(manifest: Mapping[str, object]) -> Iterator[str]:
    paths = [f"{part}.{length}" for part in ("name", "description") for length in ("short", "full")]
    paths += [f"{path}.name" for path, _ in find_items(manifest, "staticTabs")]
    for list_path, _ in find_items(manifest, "bots[0].commandLists"):
        for path, _ in find_items(manifest, f"{list_path}.commands"):
            paths += [f"{path}.title", f"{path}.description"]
    yield from (path for path in paths if find_text(manifest, path))


def _quoted(path: str) -> str:
    """A key that itself looks like a path, written as the schema's validator writes it."""
    return f"$['{path}']"
