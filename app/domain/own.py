"""Own fields by name: a record keeps the values of those that its workspace has described together."""

from __future__ import annotations

from typing import Any, Final

PREFIX: Final = "own_"
"""What names of such fields begin with, so that no field of a later release is called alike."""
HELD: Final = "own"
"""Where a record holds their values, by name, as JSON knows them."""


def is_own(name: str) -> bool:
    """Whether a field of this name was described by a workspace."""
    return name.startswith(PREFIX)


def value_of(record: Any, name: str) -> Any:
    """What a record holds in a field of any kind; nothing in one of its workspace that nobody has filled."""
    return record.own.get(name) if name.startswith(PREFIX) else getattr(record, name)
