"""A small valid package in two languages, and a way to spoil it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from manifest.package import assemble, package_problems
from manifest.registration import Registration, register
from manifest.texts import Texts

ID = "11111111-2222-4333-8444-555555555555"
COMMANDS = {"en": ("help", "new"), "de": ("hilfe", "neu")}
KNOWN = frozenset(title for titles in COMMANDS.values() for title in titles)

Spoil = Callable[[Any], object]


@pytest.fixture
def registration() -> Registration:
    return register({"app_id": ID, "bot_id": ID, "domain": "crm.example.com", "version": "1.2.3"})


@pytest.fixture
def languages() -> list[Texts]:
    return [
        Texts(
            language=language,
            short_name="Leadline",
            full_name=f"Leadline ({language})",
            short_description=f"Short, {language}",
            full_description=f"Long, {language}",
            tab_name=f"Pipeline {language}",
            commands=tuple((title, f"{title} does what it says") for title in COMMANDS[language]),
        )
        for language in ("en", "de")
    ]


@pytest.fixture
def files(registration: Registration, languages: list[Texts]) -> dict[str, bytes]:
    return assemble(registration, languages)


def spoil(files: dict[str, bytes], file: str, change: Spoil) -> dict[str, bytes]:
    """A copy of the package in which `change` was done to one parsed file."""
    document = json.loads(files[file])
    change(document)
    return {**files, file: json.dumps(document).encode()}


def judge(files: dict[str, bytes]) -> list[str]:
    """All problems as the command line prints them."""
    return [str(problem) for problem in package_problems(files, lambda title: title.casefold() in KNOWN)]
