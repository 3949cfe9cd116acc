"""Ways: what a transaction of PostgreSQL sends together with its beginning, and with its end; and what is
read together outside of one.

psycopg sends BEGIN and COMMIT on ways of their own, which are two of the four that a lead takes; its
pipelines send each statement apart, and cost more than they save. libpq itself sends several as one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, cast

from psycopg import Connection, OperationalError
from psycopg.abc import PQGen
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import InvalidSqlStatementName, error_from_result
from psycopg.generators import fetch
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult
from psycopg.waiting import Ready, Wait

MOST_KEPT = 200
"""Statements whose plans are kept for these ways, those that were used last, beside those of psycopg."""

_Shape = tuple[str, tuple[int, ...]]
"""A text and the types of its values, which psycopg takes from their size."""
_Step = Callable[[], None]


class Ways:
    """The ways of one connection; in autocommit it can only `read_all`. Errors are the driver's, as they
    would be with a way for each statement."""

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

    def begin_with(self, text: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Begins a transaction with a statement; returns the rows that it selects."""
        return self._rows(self._run([b"BEGIN"], text, values, [])[-1])

    def read_all(self, asked: Sequence[tuple[str, Sequence[Any]]]) -> list[list[tuple[Any, ...]]]:
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

    def _rows(self, found: PGresult) -> list[tuple[Any, ...]]:
        self._values.set_pgresult(found)
        return cast("list[tuple[Any, ...]]", self._values.load_rows(0, found.ntuples, tuple))

    def _command(self, command: bytes) -> _Step:
        return partial(self._link.send_query_params, command, None)

    def _name(self) -> bytes:
        # None twice: the server may know one whose statement failed when it was new.
        self._names += 1
        return b"way_%d" % self._names

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
