"""What people read: names, and the commands that Teams offers while they type; checked in every language."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from manifest.document import find_items, find_text, find_texts
from manifest.problem import Problem

# Marks of Microsoft, and words for unfinished work: the store refuses both in a name.
_FORBIDDEN = re.compile(r"teams|microsoft|\b(alpha|beta|dev|demo|test)\b", re.IGNORECASE)
_TOP = "bots[0].commandLists"

IsCommand = Callable[[str], bool]


def wording_problems(file: str, manifest: Mapping[str, object], is_command: IsCommand) -> list[Problem]:
    """Faults in one language; `file` is where that language's texts come from."""
    faults = [*_check_names(manifest), *_check_commands(manifest, is_command)]
    return [Problem(file, f"$.{path}", message) for path, message in faults]


def _check_names(manifest: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for path in ("name.short", "name.full", "description.short", "description.full"):
        if not find_text(manifest, path).strip():
            yield path, "is empty"
    for path in ("name.short", "name.full"):
        if forbidden := _FORBIDDEN.search(find_text(manifest, path)):
            yield path, f"'{forbidden[0]}' must not be part of the name"


def _check_commands(manifest: Mapping[str, object], is_command: IsCommand) -> Iterator[tuple[str, str]]:
    lists = [*find_items(manifest, _TOP)]
    if not any([*find_items(manifest, f"{path}.commands")] for path, _ in lists):
        yield _TOP, "offers no command"
    scopes = Counter(scope for _, entry in lists for scope in find_texts(entry, "scopes"))
    for path, entry in lists:
        for scope in find_texts(entry, "scopes"):
            if scopes[scope] > 1:
                yield f"{path}.scopes", f"'{scope}' has more than one command list"
        yield from _check_command_list([*find_items(manifest, f"{path}.commands")], is_command)


def _check_command_list(
    commands: list[tuple[str, Mapping[str, object]]], is_command: IsCommand
) -> Iterator[tuple[str, str]]:
    titles = Counter(find_text(command, "title").strip().casefold() for _, command in commands)
    for path, command in commands:
        title = find_text(command, "title")
        if titles[title.strip().casefold()] > 1:
            yield f"{path}.title", f"'{title}' is in the list more than once"
        if title.lstrip().startswith("/"):
            yield f"{path}.title", f"'{title}' must not begin with a slash"
        elif not is_command(title):
            yield f"{path}.title", f"'{title}' is no command of the bot"
        if not find_text(command, "description").strip():
            yield f"{path}.description", "is empty"
