"""Execution: how compiled statements are run, unless an engine knows a faster way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import sqlalchemy as sa

from app.store.engine.compiled import Compiled, Values

Found = list[tuple[Any, ...]]
"""Rows as the driver gives them."""


class Execution:
    """Runs each statement at once, on the driver's own cursor. Errors are the driver's."""

    def cursor(self, connection: sa.Connection) -> Any:
        """What statements are run on."""
        return connection.connection.cursor()

    def execute(self, connection: sa.Connection, compiled: Compiled, values: Values) -> Any:
        """Runs a statement; returns the cursor that has the answer, to be closed."""
        cursor = self.cursor(connection)
        cursor.execute(compiled.text, values)
        return cursor

    def later(self, connection: sa.Connection, compiled: Compiled, values: Values) -> None:
        """Runs a statement at the latest before another one is run or the transaction ends."""
        self.execute(connection, compiled, values).close()

    def later_many(self, connection: sa.Connection, compiled: Compiled, rows: Sequence[Values]) -> None:
        """`later` for each of these values."""
        self.run_many(connection, compiled, rows)

    def run(self, connection: sa.Connection, compiled: Compiled, values: Values) -> int:
        """Runs a statement; returns how many rows it touched."""
        cursor = self.execute(connection, compiled, values)
        try:
            return int(cursor.rowcount)
        finally:
            cursor.close()

    def run_many(self, connection: sa.Connection, compiled: Compiled, rows: Sequence[Values]) -> None:
        """Runs a statement for each of these values."""
        if len(rows) <= 1:
            # One row alone goes without the pipeline in which psycopg sends many.
            for values in rows:
                self.execute(connection, compiled, values).close()
            return
        cursor = self.cursor(connection)
        try:
            cursor.executemany(compiled.text, rows)
        finally:
            cursor.close()

    def first(self, connection: sa.Connection, compiled: Compiled, values: Values) -> tuple[Any, ...] | None:
        """The first row that a statement selects."""
        return next(iter(self.all(connection, compiled, values)), None)

    def all(self, connection: sa.Connection, compiled: Compiled, values: Values) -> Found:
        """Every row that a statement selects."""
        cursor = self.execute(connection, compiled, values)
        try:
            return cast("Found", cursor.fetchall())
        finally:
            cursor.close()

    def all_of(self, connection: sa.Connection, compiled: Compiled, rows: Sequence[Values]) -> list[Found]:
        """What `all` gives for each of these values."""
        return [self.all(connection, compiled, values) for values in rows]

    def read_together(
        self, connection: sa.Connection, asked: Sequence[tuple[Compiled, Values]]
    ) -> list[Found]:
        """What `all` gives for each of these statements, none of which is one to plan anew."""
        return [self.all(connection, compiled, values) for compiled, values in asked]
