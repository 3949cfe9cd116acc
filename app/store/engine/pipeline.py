"""Pipeline: PostgreSQL with fewer round trips. What needs no answer waits and goes as one statement; a
transaction begins with its first statement and ends with its last one; several questions are asked at once.

psycopg makes a round trip for BEGIN and one for COMMIT, which are two of the four that a lead takes; its own
pipelines send each statement apart, and cost more than they save. libpq itself sends several as one.

Nothing else knows of this file: without it each statement makes its own trip, and a lead costs a fifth more.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Any, cast

import sqlalchemy as sa
from psycopg import Connection, OperationalError
from psycopg.abc import PQGen
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import InvalidSqlStatementName, error_from_result
from psycopg.generators import fetch
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult
from psycopg.waiting import Ready, Wait

from app.store.engine.compiled import Compiled, Values
from app.store.engine.execution import Found
from app.store.engine.postgres import Postgres

MOST_KEPT = 200
"""Statements whose plans a connection keeps for its round trips, those that were used last, beside those of
psycopg."""
_MOST_TOGETHER = 40
_WAITING = "waiting statements"
_TRIPS = "round trips"
_NUMBERED = re.compile(r"\$(\d+)")

_Asked = tuple[Compiled, Values]
_Shape = tuple[str, tuple[int, ...]]
"""A text and the types of its values, which psycopg takes from their size."""
_Step = Callable[[], None]


class PipelinedPostgres(Postgres):
    """PostgreSQL, asked for as much as possible on one round trip."""

    def connect(self, url: sa.URL) -> sa.Engine:
        pool = super().connect(url)
        # What waits is run before any other statement, and goes with a transaction that ends.
        sa.event.listen(pool, "before_cursor_execute", lambda connection, *_: self.flush(connection))
        sa.event.listen(pool, "commit", self.flush_and_commit)
        sa.event.listen(pool, "begin", _forget_waiting)
        sa.event.listen(pool, "rollback", _roll_back)
        # psycopg may have the server forget all plans with it.
        sa.event.listen(pool, "rollback_savepoint", lambda connection, *_: _trips(connection).forget_plans())
        return pool

    def cursor(self, connection: sa.Connection) -> Any:
        self.flush(connection)
        return super().cursor(connection)

    def later(self, connection: sa.Connection, compiled: Compiled, values: Values) -> None:
        connection.info.setdefault(_WAITING, []).append((compiled, values))

    def later_many(self, connection: sa.Connection, compiled: Compiled, rows: Sequence[Values]) -> None:
        connection.info.setdefault(_WAITING, []).extend((compiled, values) for values in rows)

    def first(self, connection: sa.Connection, compiled: Compiled, values: Values) -> tuple[Any, ...] | None:
        self.flush(connection)
        if compiled.plan_anew or not _may_begin(connection):
            return super().first(connection, compiled, values)
        return next(iter(_trips(connection).begin_with(compiled.text, values)), None)

    def all(self, connection: sa.Connection, compiled: Compiled, values: Values) -> Found:
        if compiled.plan_anew:
            return super().all(connection, compiled, values)
        self.flush(connection)
        return _trips(connection).read_all([(compiled.text, values)])[0]

    def read_together(self, connection: sa.Connection, asked: Sequence[_Asked]) -> list[Found]:
        if not _driver(connection).autocommit:
            return super().read_together(connection, asked)
        return _trips(connection).read_all([(compiled.text, values) for compiled, values in asked])

    def flush(self, connection: sa.Connection) -> None:
        """Runs what waits in this transaction."""
        for bundle in _take_bundles(connection):
            self._run_bundle(connection, bundle)

    def flush_and_commit(self, connection: sa.Connection) -> None:
        """Runs what waits, and commits on the same trip; where nothing waits, whoever commits has to. What
        fails is rolled back."""
        bundles = _take_bundles(connection)
        try:
            for bundle in bundles[:-1]:
                self._run_bundle(connection, bundle)
            for bundle in bundles[-1:]:
                if _trips(connection).in_transaction:
                    _trips(connection).commit_with(*_joined(bundle))
                else:
                    self._run_bundle(connection, bundle)
        except BaseException:
            # SQLAlchemy holds a transaction whose commit failed to be over; the next would begin in it.
            _roll_back(connection)
            raise

    def _run_bundle(self, connection: sa.Connection, bundle: Sequence[_Asked]) -> None:
        text, values = _joined(bundle)
        cursor = super().cursor(connection)
        try:
            cursor.execute(text, values, prepare=True)
        finally:
            cursor.close()


def _driver(connection: sa.Connection) -> Any:
    return connection.connection.driver_connection


def _trips(connection: sa.Connection) -> RoundTrips:
    trips: RoundTrips | None = connection.info.get(_TRIPS)
    if trips is None:
        trips = connection.info[_TRIPS] = RoundTrips(_driver(connection))
    return trips


def _may_begin(connection: sa.Connection) -> bool:
    """Whether the next statement is the first of a transaction."""
    return not _driver(connection).autocommit and not _trips(connection).in_transaction


def _roll_back(connection: sa.Connection) -> None:
    """Ends a transaction without what waits; whoever rolls back has nothing left to do."""
    if connection.invalidated:
        # All of it went with the connection to the server.
        return
    _forget_waiting(connection)
    if not _driver(connection).autocommit:
        _trips(connection).roll_back()


def _forget_waiting(connection: sa.Connection) -> None:
    """Drops what waits: its transaction is over."""
    connection.info.pop(_WAITING, None)


def _take_bundles(connection: sa.Connection) -> list[list[_Asked]]:
    waiting: list[_Asked] | None = connection.info.get(_WAITING)
    if not waiting:
        return []
    connection.info[_WAITING] = []
    return list(_bundles(waiting))


def _bundles(waiting: Sequence[_Asked]) -> Iterator[list[_Asked]]:
    """Parts of what waits that one statement can do. Parts of a statement do not see each other: none may
    change a row that another one adds or changes."""
    bundle: list[_Asked] = []
    touched: dict[str, bool] = {}
    for compiled, values in waiting:
        clash = compiled.table in touched and not (compiled.only_adds and touched[compiled.table])
        if bundle and (clash or not compiled.table or len(bundle) >= _MOST_TOGETHER):
            yield bundle
            bundle, touched = [], {}
        bundle.append((compiled, values))
        touched[compiled.table] = compiled.only_adds
    yield bundle


def _joined(bundle: Sequence[_Asked]) -> tuple[str, Values]:
    values = [value for _, own in bundle for value in own]
    return _join_texts(tuple(compiled.text for compiled, _ in bundle)), values


@lru_cache(500)
def _join_texts(texts: tuple[str, ...]) -> str:
    """One text that does what all these do; its values are those of all, in order."""
    *others, last = _renumbered(texts)
    if not others:
        return last
    return f"WITH {', '.join(f'part_{at} AS ({text})' for at, text in enumerate(others))} {last}"


def _renumbered(texts: Sequence[str]) -> Iterator[str]:
    before = 0
    for text in texts:
        numbers = [int(number) for number in _NUMBERED.findall(text)]
        yield _NUMBERED.sub(lambda found, base=before: f"${int(found[1]) + base}", text)  # type: ignore[misc]
        before += max(numbers, default=0)


class RoundTrips:
    """The round trips of one connection; in autocommit it can only `read_all`. Errors are the driver's, as
    they would be with a trip for each statement."""

    def __init__(self, driver: Connection[Any]) -> None:
        self._driver = driver
        self._link = driver.pgconn
        self._values = Transformer(driver)
        self._kept: dict[_Shape, bytes] = {}
        self._names = 0

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction was begun."""
        return self._link.transaction_status != TransactionStatus.IDLE

    def begin_with(self, text: str, values: Sequence[Any]) -> Found:
        """Begins a transaction with a statement; returns the rows that it selects."""
        return self._rows(self._run([b"BEGIN"], text, values, [])[-1])

    def read_all(self, asked: Sequence[tuple[str, Sequence[Any]]]) -> list[Found]:
        """The rows that each of these statements selects, given with its values."""
        sent = [self._send(text, values) for text, values in asked]
        answers = self._ask([step for steps, _ in sent for step in steps])
        for _, new in sent:
            self._kept |= new
        found = [answer for answer in answers if answer.status == ExecStatus.TUPLES_OK]
        return [self._rows(answer) for answer in found]

    def commit_with(self, text: str, values: Sequence[Any]) -> None:
        """Ends the transaction with a statement; both are kept when this returns. Where the statement fails,
        the transaction is still to be rolled back."""
        self._run([], text, values, [b"COMMIT"])

    def roll_back(self) -> None:
        """Ends a transaction, if it can; psycopg would forget all plans with it, which many a refusal
        follows."""
        if self.in_transaction:
            # Where the connection is lost, whoever rolls back after this hears of it.
            with contextlib.suppress(OperationalError):
                self._link.exec_(b"ROLLBACK")

    def forget_plans(self) -> None:
        """To be called where psycopg may let the server forget them."""
        self._kept.clear()

    def _run(
        self, before: Sequence[bytes], text: str, values: Sequence[Any], after: Sequence[bytes]
    ) -> list[PGresult]:
        """The answers to a statement and the commands around it."""
        steps, new = self._send(text, values)
        answers = self._ask([*map(self._command, before), *steps, *map(self._command, after)])
        self._kept |= new
        return answers

    def _send(self, text: str, values: Sequence[Any]) -> tuple[list[_Step], dict[_Shape, bytes]]:
        """What sends a statement, which is prepared the first time; and then what is to be kept of it once it
        has succeeded."""
        sent = self._values.dump_sequence(values, [PyFormat.AUTO] * len(values))
        formats, shape = self._values.formats, (text, self._values.types or ())
        steps: list[_Step] = []
        new: dict[_Shape, bytes] = {}
        name = self._kept.pop(shape, None)
        if name is None:
            name = new[shape] = self._name()
            steps += [*self._make_room(), partial(self._link.send_prepare, name, text.encode(), shape[1])]
        else:
            # Behind all others: the first one goes where there are too many.
            self._kept[shape] = name
        return [*steps, partial(self._link.send_query_prepared, name, sent, formats)], new

    def _ask(self, steps: Sequence[_Step]) -> list[PGresult]:
        try:
            return self._together(steps)
        except InvalidSqlStatementName:
            self.forget_plans()
            raise

    def _rows(self, found: PGresult) -> Found:
        self._values.set_pgresult(found)
        return cast("Found", self._values.load_rows(0, found.ntuples, tuple))

    def _command(self, command: bytes) -> _Step:
        return partial(self._link.send_query_params, command, None)

    def _name(self) -> bytes:
        # No name is used twice: the server may know the name of a new statement although it failed.
        self._names += 1
        return b"trip_%d" % self._names

    def _make_room(self) -> list[_Step]:
        if len(self._kept) < MOST_KEPT:
            return []
        return [self._command(b"DEALLOCATE " + self._kept.pop(next(iter(self._kept))))]

    def _together(self, steps: Sequence[_Step]) -> list[PGresult]:
        """The answers to what is sent as one; raises the first error."""
        try:
            self._link.enter_pipeline_mode()
            for step in steps:
                step()
            self._link.pipeline_sync()
            answers = self._driver.wait(self._receive())
        except BaseException:
            # Some of it may be on its way: nobody could tell what the next answer belongs to.
            self._driver.close()
            raise
        if self._link.status == ConnStatus.OK:
            self._link.exit_pipeline_mode()
        for answer in answers:
            if answer.status == ExecStatus.FATAL_ERROR:
                raise error_from_result(answer, self._driver.info.encoding)
        return answers

    def _receive(self) -> PQGen[list[PGresult]]:
        link = self._link
        answers: list[PGresult] = []
        while link.flush():
            if (yield Wait.RW) & Ready.R:
                link.consume_input()
        while True:
            answer = yield from fetch(link)
            if answer is None:
                # Nothing more belongs to the step before.
                if link.status != ConnStatus.OK:
                    raise OperationalError("the connection was lost")
            elif answer.status == ExecStatus.PIPELINE_SYNC:
                return answers
            else:
                answers.append(answer)
