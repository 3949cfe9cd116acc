"""What people read in the package, in every language that has a catalog, default language first."""

import json
from dataclasses import dataclass
from pathlib import Path

DEFAULT_LANGUAGE = "en"

_CATALOGS = Path(__file__).parent.parent / "app" / "strings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The package in one language. `commands` are pairs of title and description, alike in every language."""

    language: str
    short_name: str
    full_name: str
    short_description: str
    full_description: str
    tab_name: str
    commands: tuple[tuple[str, str], ...]


def read_texts() -> list[Texts]:
    """The texts of every language; raises KeyError when a catalog lacks one."""
    languages = sorted(
        (path.stem for path in _CATALOGS.glob("*.json")), key=lambda tag: (tag != DEFAULT_LANGUAGE, tag)
    )
    return [_read(language) for language in languages]


def command_titles() -> frozenset[str]:
    """Every name, in any language, that the bot understands as a command; in lower case."""
    return frozenset(
        title.casefold() for path in _CATALOGS.glob("*.json") for title, _ in _command_list(path.stem)
    )


def _read(language: str) -> Texts:
    words = json.loads((_CATALOGS / f"{language}.json").read_text(encoding="utf-8"))["manifest"]
    return Texts(
        language=language,
        short_name=words["name"]["short"],
        full_name=words["name"]["full"],
        short_description=words["description"]["short"],
        full_description=words["description"]["full"],
        tab_name=words["tab"]["pipeline"],
        commands=_command_list(language),
    )


def _command_list(language: str) -> tuple[tuple[str, str], ...]:
    from bot.registry import command_lists  # loads every command, which only this question needs

    return tuple(command_lists(language))
