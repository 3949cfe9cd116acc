"""The commands that the app package offers while somebody writes."""

from __future__ import annotations

import bot.commands  # noqa: F401 - the commands register themselves
from app.languages.strings import strings
from bot.registry import registry

MOST_LISTED = 12
"""Teams shows no more."""


def command_lists(language: str) -> list[tuple[str, str]]:
    """Title and description of the commands that the app package offers in a language."""
    catalog = strings(language)
    listed = [command.verb for command in registry.commands.values() if command.listed]
    return [
        (catalog.t(f"command.{verb}.name"), catalog.t(f"command.{verb}.description"))
        for verb in listed[:MOST_LISTED]
    ]
