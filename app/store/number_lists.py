"""Number lists: thousands of numbers in one statement, whose text stays the same."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import orjson
import sqlalchemy as sa

from app.store.engine.choice import engine_of

_NAME = "numbers"


def some_numbers(connection: sa.Connection) -> Any:
    """What a column may be `in_`: the numbers that are `given` when the statement is run."""
    return sa.text(engine_of(connection).numbers_in(_NAME))


def given(numbers: Collection[int]) -> dict[str, str]:
    """The values of a statement with `some_numbers`."""
    return {_NAME: orjson.dumps(sorted(numbers)).decode()}
