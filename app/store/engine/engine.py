"""Engine: everything that the store asks of a database engine, whichever one it is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence, Set
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa

from app.store.engine.column_types import write_json
from app.store.engine.execution import Execution

Reached = Callable[[int, int], None]
"""Is told how much is done, and of how much: pages of SQLite, tables of PostgreSQL."""
Row = Sequence[Any]
Line = Row | bytes
"""A row as an engine takes it in bulk."""


class Open(Protocol):
    """A database that is open, as far as its engine has to know it."""

    url: sa.URL
    pool: sa.Engine

    def read(self) -> AbstractContextManager[sa.Connection]: ...

    def write(self) -> AbstractContextManager[sa.Connection]: ...


class Upkeep(Protocol):
    """What is done beside those who write."""

    @property
    def turnstile(self) -> AbstractContextManager[Any]:
        """Whoever writes holds it."""

    def count_commit(self) -> None:
        """Notes a commit."""

    def close(self) -> None:
        """Ends what is under way."""


class Engine(Execution, ABC):
    """One kind of database engine; it keeps nothing of any one database."""

    key: str
    """What SQLAlchemy calls it."""
    name: str
    """What people call it."""
    writers: int
    """How many threads of a process may write at once."""
    readers: int
    """How many may read."""
    serves_one_host: bool
    """Whether no two hosts can work on one database."""
    likes_short_questions: bool
    """Whether several short statements are answered sooner than a long one that does the same."""
    takes_arrays: bool
    """Whether one statement takes a whole column of values."""

    # Connections and transactions

    @abstractmethod
    def connect(self, url: sa.URL) -> sa.Engine:
        """The connections to the database at an address, none of them open yet."""

    @abstractmethod
    def for_writing(self, pool: sa.Engine) -> sa.Engine:
        """The same connections, for transactions that may write."""

    @abstractmethod
    def for_reading(self, pool: sa.Engine) -> sa.Engine:
        """The same connections, for transactions that only read."""

    @abstractmethod
    def snapshot(self, database: Open) -> AbstractContextManager[sa.Connection]:
        """A transaction that only reads, however long, and whose statements all see one state."""

    @abstractmethod
    def is_alive(self, connection: sa.Connection, idle: float) -> bool:
        """Whether a connection that was not used for so many seconds can be used again."""

    @abstractmethod
    def take_time(self, connection: sa.Connection) -> None:
        """Lets the statements of this transaction run as long as they need."""

    @abstractmethod
    def is_cut_off(self, error: BaseException) -> bool:
        """Whether an error of the driver says that the connection has ended, or there is none to be had."""

    @abstractmethod
    def is_locked_out(self, error: BaseException) -> bool:
        """Whether an error of the driver says that somebody else held a lock for too long."""

    # Care of the files

    @abstractmethod
    def upkeep(self, url: sa.URL) -> Upkeep:
        """What is done beside those who write to the database at an address."""

    @abstractmethod
    def files(self, url: sa.URL) -> tuple[int, int] | None:
        """Bytes that are free where the database lies, and bytes of its log, which is copied into its file
        now and then; None where the server looks after that."""

    @abstractmethod
    def tidy(self, pool: sa.Engine) -> None:
        """Puts the files in order after very much was added, and tells the planner what is there."""

    @abstractmethod
    def compact(self, pool: sa.Engine) -> None:
        """Rewrites the files without what was deleted."""

    @abstractmethod
    def migrate(self, database: Open, step: Callable[[sa.Connection], None]) -> None:
        """Runs what changes the tables, one process at a time. Raises TablesBusy."""

    # Backups

    @abstractmethod
    def back_up(self, database: Open, file: Path, tables: Set[str], reached: Reached) -> None:
        """Writes the whole database, which has these tables, to a file. Raises BackupFailed."""

    @abstractmethod
    def check_backup(self, file: Path) -> str | None:
        """The revision of a backup; None where it tells that only when it is back. Raises BackupFailed where
        the file is no backup of this engine, or a damaged one."""

    @abstractmethod
    def restore(self, database: Open, file: Path, tables: Set[str], reached: Reached) -> None:
        """Puts a backup in the place of all that the database holds; raises BackupFailed, also where it has
        other tables than these."""

    @abstractmethod
    def is_in_use(self, database: Open) -> bool:
        """Whether another process has the database open."""

    # Very many rows

    @abstractmethod
    def fill(
        self, connection: sa.Connection, table: sa.Table
    ) -> AbstractContextManager[Callable[[list[Row]], None]]:
        """What adds rows in Python's form, with all columns of a table, to it."""

    @abstractmethod
    def without_keys(self, connection: sa.Connection) -> AbstractContextManager[None]:
        """Rows that are added meanwhile may be checked at the end for whether what they point to is there."""

    @abstractmethod
    def move_sequences_on(self, connection: sa.Connection, tables: Sequence[sa.Table]) -> None:
        """The next row that gets its number by itself gets one that is free."""

    @abstractmethod
    def mark(self, connection: sa.Connection) -> object | None:
        """Something that is another where the database has been written to since; None where it cannot
        tell."""

    @abstractmethod
    def line(self, values: Sequence[object]) -> Line:
        """A row for `load`, made of values in the driver's form; any process can make it."""

    @abstractmethod
    def load(self, connection: sa.Connection, table: str, columns: Sequence[str], lines: list[Any]) -> None:
        """Adds lines to the columns of a table."""

    @abstractmethod
    def trust(self, connection: sa.Connection) -> None:
        """Spares this transaction a look for the target of every key, where that can be had: all that is
        added points to what is there."""

    def converter(self, type_: Any) -> Callable[[Any], Any] | None:
        """How a value of a column's type is written in the driver's form; None where it goes as it is."""
        if isinstance(type_, sa.JSON):
            return write_json
        found: Callable[[Any], Any] | None = type_.dialect_impl(self.dialect).bind_processor(self.dialect)
        return found

    @property
    @abstractmethod
    def dialect(self) -> sa.Dialect:
        """How SQLAlchemy speaks to the driver."""

    def __reduce__(self) -> tuple[Any, ...]:
        """It holds nothing: another process has one of its own."""
        return type(self), ()

    # Search

    @abstractmethod
    def in_both(
        self, one: sa.Select[tuple[int]], other: sa.Select[tuple[int]], most: sa.ColumnElement[int]
    ) -> sa.Select[Any] | sa.CompoundSelect[Any]:
        """The numbers that both of these select, at most so many, the last first. Each selects one column."""

    @abstractmethod
    def has_value(self, column: sa.ColumnElement[Any], name: str, value: object) -> sa.ColumnElement[bool]:
        """Whether the JSON object in a column has this plain value under a name of letters, digits and
        underscores."""

    @abstractmethod
    def numbers_in(self, parameter: str) -> str:
        """A select of the numbers in a JSON array that is given as a text."""

    @abstractmethod
    def texts_in(self, parameter: str) -> str:
        """A select of the texts in a JSON array that is given as a text, each as `value`."""
